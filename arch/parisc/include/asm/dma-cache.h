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

#include <linux/cacheflush.h>
#include <linux/sizes.h>
#include <linux/types.h>

extern unsigned int parisc_dma_line_size;

static inline void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr,
					    size_t size)
{
	unsigned long line = parisc_dma_line_size;
	unsigned long addr = (unsigned long)vaddr;
	unsigned long end = addr + size;

	/* the loop of the function is unrolled */
	if (size > SZ_256) {
		flush_kernel_dcache_lines_asm(addr, end);
		return;
	}
	do {
		asm volatile("fdc,m %1(%0)"
			     : "+r" (addr) : "r" (line) : "memory");
	} while (addr != end);
}

static inline void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr,
					size_t size)
{
	arch_dma_cache_wback_inv(paddr, vaddr, size);
}

static inline void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr,
				      size_t size)
{
	unsigned long line = parisc_dma_line_size;
	unsigned long addr = (unsigned long)vaddr;
	unsigned long end = addr + size;

	if (size > SZ_256) {
		purge_kernel_dcache_lines_asm(addr, end);
		return;
	}
	do {
		asm volatile("pdc,m %1(%0)"
			     : "+r" (addr) : "r" (line) : "memory");
	} while (addr != end);
}

static inline void arch_sync_dma_flush(void)
{
	/* completes preceding flushes and purges */
	asm volatile("sync" : : : "memory");
}

#endif
