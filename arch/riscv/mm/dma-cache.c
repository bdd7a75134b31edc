// SPDX-License-Identifier: GPL-2.0
/*
 * What DMA needs to know of the caches.  The primitives are in <asm/dma-cache.h>.
 */
#include <linux/cache.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <linux/minmax.h>

/*
 * Any cache may fetch a block at any time, see "Memory and Caches" of the CMO
 * extensions.  Drivers of cache controllers, which are arch_initcalls, may have set
 * the block size; Andes sets 1.  Vendor operations work on L1_CACHE_BYTES.
 */
static int __init riscv_dma_cache_init(void)
{
	dma_cache_init(max(riscv_cbom_block_size, L1_CACHE_BYTES), true);
	return 0;
}
arch_initcall_sync(riscv_dma_cache_init);
