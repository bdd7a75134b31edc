// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for ARC: the primitives of <linux/dma-cache.h>.
 *
 * arc_cache_init() chooses the functions: for the L1 cache, for L1 and the
 * system level cache (SLC), or none with IO coherency.  They take physical
 * addresses and wait for completion.  See the DesignWare ARC HS Programmer's
 * Reference Manual, "Data Cache", registers DC_FLDL, DC_IVDL and DC_CTRL, and
 * "System Level Cache", SLC_RGN_START, SLC_RGN_END and SLC_CTRL.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	dma_cache_wback(paddr, size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	dma_cache_inv(paddr, size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	dma_cache_wback_inv(paddr, size);
}

/* HS cores prefetch.  SMP_CACHE_BYTES is the largest line of L1 and SLC. */
static int __init arc_dma_cache_init(void)
{
	dma_cache_init(SMP_CACHE_BYTES, true);
	return 0;
}
early_initcall(arc_dma_cache_init);
