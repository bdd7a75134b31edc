/* SPDX-License-Identifier: GPL-2.0 */
/* Where KUnit tests replace the CPU by a model. */
#ifndef _KERNEL_DMA_CACHE_H
#define _KERNEL_DMA_CACHE_H

#include <linux/dma-cache.h>

enum dma_cache_op {
	DMA_CACHE_WBACK,
	DMA_CACHE_INV,
	DMA_CACHE_WBACK_INV,
	DMA_CACHE_WBACK_INV_ALL,	/* whole cache, range only for tests */
	NR_DMA_CACHE_OPS,
};

#ifdef CONFIG_ARCH_HAS_DMA_CACHE
static __always_inline void arch_dma_cache_op(enum dma_cache_op op,
					      phys_addr_t paddr, void *vaddr,
					      size_t size)
{
	if (op == DMA_CACHE_WBACK)
		arch_dma_cache_wback(paddr, vaddr, size);
	else if (op == DMA_CACHE_INV)
		arch_dma_cache_inv(paddr, vaddr, size);
	else if (op == DMA_CACHE_WBACK_INV)
		arch_dma_cache_wback_inv(paddr, vaddr, size);
	else
		arch_dma_cache_wback_inv_all();
}
#endif

const struct dma_cache_traits *dma_cache_traits(void);
void dma_cache_op(enum dma_cache_op op, phys_addr_t paddr, void *vaddr,
		  size_t size);

#endif /* _KERNEL_DMA_CACHE_H */
