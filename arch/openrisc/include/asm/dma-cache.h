/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DMA cache maintenance for OpenRISC: the primitives of <linux/dma-cache.h>.
 *
 * OpenRISC 1000 Architecture Manual, "Cache Model & Cache Coherency": writing
 * an address to DCBWR, DCBIR or DCBFR writes back, invalidates or flushes its
 * line.  Linux uses physical addresses.  Each register is optional, see DCCFGR,
 * and many implementations lack DCBWR.  l.msync completes the operations.
 */
#ifndef _ASM_OPENRISC_DMA_CACHE_H
#define _ASM_OPENRISC_DMA_CACHE_H

#include <linux/types.h>

#include <asm/barrier.h>
#include <asm/spr.h>
#include <asm/spr_defs.h>

/* bytes, 0 without a data cache */
extern unsigned int openrisc_dma_line;
extern bool openrisc_dma_has_wback;

#ifdef CONFIG_DMA_CACHE_STUBS
unsigned int openrisc_dma_line_size(void);
#else
#define openrisc_dma_line_size()	openrisc_dma_line
#endif

static __always_inline void openrisc_dma_write_lines(unsigned long reg,
						     phys_addr_t paddr,
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

static inline void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr,
					size_t size)
{
	if (openrisc_dma_has_wback)
		openrisc_dma_write_lines(SPR_DCBWR, paddr, size);
	else
		openrisc_dma_write_lines(SPR_DCBFR, paddr, size);
}

static inline void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr,
				      size_t size)
{
	openrisc_dma_write_lines(SPR_DCBIR, paddr, size);
}

static inline void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr,
					    size_t size)
{
	openrisc_dma_write_lines(SPR_DCBFR, paddr, size);
}

static inline void arch_sync_dma_flush(void)
{
	/* l.msync completes preceding line operations before later loads */
	mb();
}

#endif
