/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DMA cache maintenance for PA-RISC: the primitives of <linux/dma-cache.h>.
 *
 * PA-RISC 1.1 Architecture and Instruction Set Reference Manual: "Flush Data
 * Cache" (FDC) writes back and invalidates a line, "Purge Data Cache" (PDC)
 * invalidates it and may write it back.  No instruction writes back without
 * invalidating.  SYNC completes them.
 */
#ifndef _ASM_PARISC_DMA_CACHE_H
#define _ASM_PARISC_DMA_CACHE_H

#include <linux/sizes.h>
#include <linux/types.h>

#include <asm/cacheflush.h>

extern unsigned int parisc_dma_line_size;

/* Long ranges are left to a function whose loop is unrolled. */
#define parisc_dma_cache_lines(op, range_function, vaddr, size) do {	\
	unsigned long __start = (unsigned long)(vaddr);			\
	unsigned long __end = __start + (size);				\
	unsigned long __step = parisc_dma_line_size;			\
									\
	if ((size) > SZ_256) {						\
		range_function(__start, __end);				\
		break;							\
	}								\
	do {								\
		asm volatile(op ",m %1(%0)" : "+r" (__start)		\
			     : "r" (__step) : "memory");		\
	} while (__start != __end);					\
} while (0)

static inline void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr,
					    size_t size)
{
	parisc_dma_cache_lines("fdc", flush_kernel_dcache_lines_asm, vaddr, size);
}

static inline void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr,
					size_t size)
{
	arch_dma_cache_wback_inv(paddr, vaddr, size);
}

static inline void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr,
				      size_t size)
{
	parisc_dma_cache_lines("pdc", purge_kernel_dcache_lines_asm, vaddr, size);
}

static inline void arch_sync_dma_flush(void)
{
	/* completes preceding flushes and purges */
	asm volatile("sync" : : : "memory");
}

#endif
