// SPDX-License-Identifier: GPL-2.0
/* Who has a dma_cache_sync() of his own keeps it, and the calls of it. */
#include <linux/dma-mapping.h>

#define dma_cache_sync(dev, virt, size, dir)	do { } while (0)
#define dma_alloc_noncoherent(dev, size, bus, gfp)	dma_alloc_coherent(dev, size, bus, gfp)

static void *own(struct device *dev, dma_addr_t *bus)
{
	void *mem = dma_alloc_noncoherent(dev, 64, bus, GFP_KERNEL);

	dma_cache_sync(dev, mem, 64, DMA_TO_DEVICE);
	return mem;
}
