// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for Xtensa: the primitives of <linux/dma-cache.h>.
 *
 * Xtensa Instruction Set Architecture Reference Manual, "Data Cache Option": DHWB
 * writes back a line, DHI invalidates it, DHWBI does both, by virtual address.
 * MEMW orders cache operations before later accesses.  A write-through cache has
 * nothing to write back.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>

#include <asm/barrier.h>

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	__flush_dcache_range((unsigned long)vaddr, size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	__invalidate_dcache_range((unsigned long)vaddr, size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	__flush_invalidate_dcache_range((unsigned long)vaddr, size);
}

void arch_sync_dma_flush(void)
{
	/* MEMW */
	mb();
}

/* Some cores prefetch data, see PREFCTL: assume it for all. */
static int __init xtensa_dma_cache_init(void)
{
	dma_cache_init(L1_CACHE_BYTES, true);
	return 0;
}
early_initcall(xtensa_dma_cache_init);
