/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _KERNEL_DMA_NONCOHERENT_H
#define _KERNEL_DMA_NONCOHERENT_H

#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>

/* noncoherent.c: as dma_alloc_pages() and dma_free_pages(), but untraced */
struct page *__dma_alloc_pages(struct device *dev, size_t size,
			       dma_addr_t *dma_handle,
			       enum dma_data_direction dir, gfp_t gfp);
void __dma_free_pages(struct device *dev, size_t size, struct page *page,
		      dma_addr_t dma_handle, enum dma_data_direction dir);

#endif /* _KERNEL_DMA_NONCOHERENT_H */
