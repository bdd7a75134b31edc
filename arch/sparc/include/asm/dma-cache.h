/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DMA cache maintenance for LEON: the primitives of <linux/dma-cache.h>.
 *
 * GR740 User's Manual, 6.3: the data cache is write-through, so no line is ever
 * dirty.  Bus accesses, such as the store that starts a device, wait for the write
 * buffer.  A store to ASI 0x11 invalidates the whole cache; no operation takes an
 * address.  The cache is disabled until that is complete, so no barrier is needed.
 */
#ifndef _ASM_SPARC_DMA_CACHE_H
#define _ASM_SPARC_DMA_CACHE_H

#include <linux/types.h>

void leon_dma_cache_inv(void);

static inline void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr,
					size_t size)
{
	/* it has been written through */
}

static inline void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr,
				      size_t size)
{
	leon_dma_cache_inv();
}

static inline void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr,
					    size_t size)
{
	leon_dma_cache_inv();
}

#endif
