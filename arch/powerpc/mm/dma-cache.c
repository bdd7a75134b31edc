// SPDX-License-Identifier: GPL-2.0
/*
 * What DMA needs to know of the caches.  The primitives are in <asm/dma-cache.h>.
 */
#include <linux/cache.h>
#include <linux/dma-cache.h>
#include <linux/init.h>

/*
 * The architecture allows speculative loads from memory that is not guarded, and
 * the data cache controller of the 440 keeps lines that it fetched for them.  The
 * manuals of other cores, such as the 8xx, do not say, so assume the same.
 */
static int __init powerpc_dma_cache_init(void)
{
	dma_cache_init(L1_CACHE_BYTES, true);
	return 0;
}
early_initcall(powerpc_dma_cache_init);
