// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for SuperH: the primitives of <linux/dma-cache.h>.
 *
 * The work is done by the functions that cpu_cache_init() chose, which take
 * kernel addresses.  On SH-4 it is an instruction a line, OCBWB, OCBI or OCBP,
 * on SH-3 a write to the address array of the cache, which cannot drop a dirty
 * line without writing it back.  See "Caches" in the SH7751 Hardware Manual and
 * in the SH-4A Software Manual.
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
	/* SYNCO on SH-4A, which those before it do not have */
	mb();
}

/* The manuals know of instructions that are fetched ahead, and not of data. */
static int __init sh_dma_cache_init(void)
{
	dma_cache_init(L1_CACHE_BYTES, false);
	return 0;
}
early_initcall(sh_dma_cache_init);
