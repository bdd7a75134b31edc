// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for ARM: the primitives of <linux/dma-cache.h>.
 *
 * Inner caches are maintained by virtual address, with the functions of the
 * processor: Architecture Reference Manual ARMv7-A (DDI 0406), B2.2.6 and
 * B4.2.1, and the manuals of older processors.  On ARMv7 the barrier waits for
 * completion, older processors drain the write buffer in each function.  Outer
 * caches are maintained by physical address: after the inner caches when data
 * moves to memory, and before them when lines are invalidated, or an inner
 * cache could fetch stale lines from the outer cache again.
 */
#include <linux/bitfield.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/sizes.h>

#include <asm/barrier.h>
#include <asm/cputype.h>
#include <asm/outercache.h>
#include <asm/system_info.h>

#include "dma.h"

static bool has_outer(void)
{
	return IS_ENABLED(CONFIG_OUTER_CACHE) && outer_cache.flush_range;
}

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	/* "map for DMA_TO_DEVICE" cleans the range */
	dmac_map_area(vaddr, size, DMA_TO_DEVICE);
	if (!has_outer())
		return;
	/* the clean of the inner cache must reach the outer cache first */
	dsb(st);
	outer_clean_range(paddr, paddr + size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	outer_inv_range(paddr, paddr + size);
	/* "map for DMA_FROM_DEVICE" invalidates; on ARMv4 "unmap" does */
	dmac_map_area(vaddr, size, DMA_FROM_DEVICE);
	if (__LINUX_ARM_ARCH__ < 5)
		dmac_unmap_area(vaddr, size, DMA_FROM_DEVICE);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	dmac_flush_range(vaddr, vaddr + size);
	if (!has_outer())
		return;
	outer_flush_range(paddr, paddr + size);
	/* drop lines fetched from the outer cache before it was flushed */
	dmac_flush_range(vaddr, vaddr + size);
}

#ifdef CONFIG_ARCH_HAS_BATCHED_DMA_SYNC
void arch_sync_dma_flush(void)
{
	/* DDI 0406, B2.2.7: DSB completes the operations of this processor */
	dsb(st);
}
#endif

#ifdef CONFIG_ARCH_HAS_DMA_CACHE_ALL
/* Also invalidates the instruction cache, at little extra cost. */
void arch_dma_cache_wback_inv_all(void)
{
	__cpuc_flush_kern_all();
}

/*
 * The ARM926EJ-S can flush its whole data cache by "test, clean and invalidate"
 * (DDI 0198, 2.3.8).  The cache type register contains its size (2.3.1).
 */
static void __init set_all_threshold(void)
{
	if ((read_cpuid_id() & 0xff0ffff0) != 0x41069260 || has_outer())
		return;
	dma_cache_set_all_threshold(SZ_512 << FIELD_GET(GENMASK(21, 18),
							read_cpuid_cachetype()));
}
#else
static void __init set_all_threshold(void)
{
}
#endif

#ifdef CONFIG_MMU
/*
 * Mark folios that are entirely in the range: the data cache has no lines of
 * them, so __sync_icache_dcache() need not flush them.
 */
void arch_dma_mark_clean(phys_addr_t paddr, size_t size)
{
	struct folio *folio;
	phys_addr_t start;
	size_t len;

	if (size < PAGE_SIZE || !pfn_valid(PHYS_PFN(paddr)))
		return;

	folio = pfn_folio(PHYS_PFN(paddr));
	start = paddr - offset_in_folio(folio, paddr);
	size += paddr - start;
	while ((len = folio_size(folio)) <= size) {
		if (start >= paddr)
			set_bit(PG_dcache_clean, &folio->flags.f);
		start += len;
		size -= len;
		/* the memory map may end here */
		if (!size)
			break;
		folio = folio_next(folio);
	}
}
#endif

/* ARMv6 and later fetch speculatively. */
static int __init arm_dma_cache_init(void)
{
	dma_cache_init(L1_CACHE_BYTES, cpu_architecture() >= CPU_ARCH_ARMv6);
	set_all_threshold();
	return 0;
}
early_initcall(arm_dma_cache_init);
