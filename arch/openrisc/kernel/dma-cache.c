// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for OpenRISC: the primitives of <linux/dma-cache.h>.
 *
 * OpenRISC 1000 Architecture Manual, "Cache Model & Cache Coherency": writing
 * an address to DCBWR, DCBIR or DCBFR writes back, invalidates or flushes its
 * line.  Linux uses physical addresses.  Each register is optional, see DCCFGR,
 * and many implementations lack DCBWR.  l.msync completes the operations.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <kunit/static_stub.h>

#include <asm/barrier.h>
#include <asm/spr.h>
#include <asm/spr_defs.h>

/* 0 without a data cache */
static unsigned int line_size __ro_after_init;
static bool has_wback __ro_after_init;

#ifdef CONFIG_DMA_CACHE_STUBS
/* QEMU reports no cache, although it has the instructions. */
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
	/* l.msync completes preceding line operations before later loads */
	mb();
}

/*
 * No implementation fetches speculatively.  cacheinfo is initialized too late
 * to provide the line size.
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
