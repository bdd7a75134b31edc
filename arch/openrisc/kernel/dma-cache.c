// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for OpenRISC: the primitives of <linux/dma-cache.h>.
 *
 * OpenRISC 1000 Architecture Manual, "Cache Model & Cache Coherency": a line is
 * written back, invalidated, or both (flushed) by writing an address in it to
 * DCBWR, DCBIR or DCBFR.  Linux has always written the physical one.  Each of the
 * registers is optional, DCCFGR says which of them there are, and the one that
 * only writes back is not in all implementations.  The operations are complete
 * after l.msync.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <kunit/static_stub.h>

#include <asm/barrier.h>
#include <asm/spr.h>
#include <asm/spr_defs.h>

/* 0 as long as no data cache has been found */
static unsigned int line_size __ro_after_init;
static bool has_wback __ro_after_init;

#ifdef CONFIG_DMA_CACHE_STUBS
/* QEMU denies the cache whose instructions it executes. */
unsigned int openrisc_dma_line_size(void)
{
	KUNIT_STATIC_STUB_REDIRECT(openrisc_dma_line_size);
	return line_size;
}
#else
#define openrisc_dma_line_size()	line_size
#endif

static __always_inline void write_lines(unsigned long reg, phys_addr_t paddr,
					size_t size)
{
	unsigned long step = openrisc_dma_line_size(), end = paddr + size;
	unsigned long cl = paddr;

	if (!step)
		return;
	do {
		mtspr(reg, cl);
		cl += step;
	} while (cl != end);
}

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	if (has_wback)
		write_lines(SPR_DCBWR, paddr, size);
	else
		write_lines(SPR_DCBFR, paddr, size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	write_lines(SPR_DCBIR, paddr, size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	write_lines(SPR_DCBFR, paddr, size);
}

void arch_sync_dma_flush(void)
{
	/* l.msync: the line operations before it complete, loads after it wait */
	mb();
}

/*
 * No implementation fetches data ahead of the instructions that want it.  What
 * cacheinfo knows of the lines it knows too late.
 */
static int __init openrisc_dma_cache_init(void)
{
	if (mfspr(SPR_UPR) & SPR_UPR_DCP) {
		line_size = 16 << ((mfspr(SPR_DCCFGR) & SPR_DCCFGR_CBS) >> 7);
		has_wback = mfspr(SPR_DCCFGR) & SPR_DCCFGR_CBWBRI;
	}
	dma_cache_init(line_size ?: L1_CACHE_BYTES, false);
	return 0;
}
early_initcall(openrisc_dma_cache_init);
