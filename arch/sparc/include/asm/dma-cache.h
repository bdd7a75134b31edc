/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DMA cache maintenance for LEON: the primitives of <linux/dma-cache.h>.
 *
 * GR740 User's Manual, 6.3: the data cache writes through, so no line is ever dirty,
 * and what uses the bus waits for the write buffer, as the store does that starts a
 * device.  A store to ASI 0x11 invalidates all of the cache; no operation takes an
 * address.  Until that is done the cache is disabled, so there is nothing to wait
 * for.
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
