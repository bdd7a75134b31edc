// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for SuperH: the primitives of <linux/dma-cache.h>.
 *
 * The functions that cpu_cache_init() chose take kernel addresses.  SH-4 has an
 * instruction per line, OCBWB, OCBI or OCBP.  On SH-3 a line is written back and
 * invalidated through the address array of the cache, never only invalidated.
 * See "Caches" in the SH7751 Hardware Manual and in the SH-4A Software Manual.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>

#include <asm/barrier.h>

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	__flush_wback_region(vaddr, size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	__flush_invalidate_region(vaddr, size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	__flush_purge_region(vaddr, size);
}

void arch_sync_dma_flush(void)
{
	/* SYNCO on SH-4A; older CPUs have none */
	mb();
}

/* According to the manuals only instructions are prefetched. */
static int __init sh_dma_cache_init(void)
{
	dma_cache_init(L1_CACHE_BYTES, false);
	return 0;
}
early_initcall(sh_dma_cache_init);
