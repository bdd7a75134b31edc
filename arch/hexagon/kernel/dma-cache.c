// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for Hexagon: the primitives of <linux/dma-cache.h>.
 *
 * Hexagon Programmer's Reference Manual (80-N2040), 5: dccleana writes back a line,
 * dcinva invalidates it, dccleaninva does both, by virtual address.  A barrier waits
 * until the data is in memory.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	unsigned long start = (unsigned long)vaddr;

	hexagon_clean_dcache_range(start, start + size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	unsigned long start = (unsigned long)vaddr;

	hexagon_inv_dcache_range(start, start + size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	unsigned long start = (unsigned long)vaddr;

	flush_dcache_range(start, start + size);
}

void arch_sync_dma_flush(void)
{
	asm volatile ("barrier" : : : "memory");
}

/* The CPU prefetches data: field HFD of the user status register. */
static int __init hexagon_dma_cache_init(void)
{
	dma_cache_init(L1_CACHE_BYTES, true);
	return 0;
}
early_initcall(hexagon_dma_cache_init);
