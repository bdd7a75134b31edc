// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for ARM: the primitives of <linux/dma-cache.h>.
 *
 * Inner caches are worked on by virtual address, with the functions of the
 * processor: Architecture Reference Manual ARMv7-A (DDI 0406), B2.2.6 and B4.2.1,
 * and each older processor's own manual.  They end in a DSB, or drain the write
 * buffer.  An outer cache is worked on by physical address and has to come after
 * the inner ones when data moves to memory, and before them when lines are dropped,
 * or an inner cache fetches again from the outer what had just been dropped.
 */
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <linux/mm.h>

#include <asm/outercache.h>
#include <asm/system_info.h>

#include "dma.h"

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	/* the processor's "map for DMA_TO_DEVICE" is a clean of the range */
	dmac_map_area(vaddr, size, DMA_TO_DEVICE);
	outer_clean_range(paddr, paddr + size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	outer_inv_range(paddr, paddr + size);
	/* and its "map for DMA_FROM_DEVICE" an invalidate */
	dmac_map_area(vaddr, size, DMA_FROM_DEVICE);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	dmac_flush_range(vaddr, vaddr + size);
	if (!IS_ENABLED(CONFIG_OUTER_CACHE) || !outer_cache.flush_range)
		return;
	outer_flush_range(paddr, paddr + size);
	/* what came in from the outer cache between the two */
	dmac_flush_range(vaddr, vaddr + size);
}

#ifdef CONFIG_MMU
/*
 * No line of the range is in the data cache, so the instruction cache needs no
 * flush of it before it fetches from there: say so for the folios that the range
 * covers entirely.
 */
void arch_dma_mark_clean(phys_addr_t paddr, size_t size)
{
	phys_addr_t end = paddr + size;
	struct folio *folio;
	phys_addr_t start;

	while (end - paddr >= PAGE_SIZE) {
		folio = pfn_folio(PHYS_PFN(paddr));
		start = PFN_PHYS(folio_pfn(folio));
		if (end - start < folio_size(folio))
			break;
		if (start == paddr)
			set_bit(PG_dcache_clean, &folio->flags);
		paddr = start + folio_size(folio);
	}
}
#endif

/*
 * ARMv6 and later may fetch speculatively.  Where an ARM11 MPCore has to take
 * each line into its own cache to work on it (RWFO), that must not be done to
 * lines that a device has written; those cores do not speculate.
 */
static int __init arm_dma_cache_init(void)
{
	dma_cache_init(L1_CACHE_BYTES,
		       cpu_architecture() >= CPU_ARCH_ARMv6 &&
		       !IS_ENABLED(CONFIG_DMA_CACHE_RWFO));
	return 0;
}
early_initcall(arm_dma_cache_init);
