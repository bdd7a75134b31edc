/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DMA cache maintenance for 32-bit PowerPC: the primitives of
 * <linux/dma-cache.h>.
 *
 * dcbst writes a line back, dcbi invalidates it, dcbf does both.  They take
 * effective addresses.  A sync after them waits for completion.
 * See the Programming Environments Manual for 32-Bit Implementations of the
 * PowerPC Architecture (MPCFPE32B) and the PPC440x5 CPU Core User's Manual
 * (SA14-2613).
 */
#ifndef _ASM_POWERPC_DMA_CACHE_H
#define _ASM_POWERPC_DMA_CACHE_H

#include <linux/cache.h>
#include <linux/types.h>

#include <asm/barrier.h>

/* The loop counts down, so that it ends with a bdnz. */
static __always_inline void powerpc_dma_each_line(void (*op)(void *line),
						  void *vaddr, size_t size)
{
	size_t lines = size / L1_CACHE_BYTES;

	do {
		op(vaddr);
		vaddr += L1_CACHE_BYTES;
	} while (--lines);
}

static inline void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr,
					size_t size)
{
	powerpc_dma_each_line(dcbst, vaddr, size);
}

static inline void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr,
				      size_t size)
{
	powerpc_dma_each_line(dcbi, vaddr, size);
}

static inline void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr,
					    size_t size)
{
	powerpc_dma_each_line(dcbf, vaddr, size);
}

static inline void arch_sync_dma_flush(void)
{
	/* sync: the operations before it are complete, loads after it wait */
	mb();
}

#endif
