// SPDX-License-Identifier: GPL-2.0
/* The next statement does not always map just this buffer. */
#include <linux/dma-mapping.h>

static dma_addr_t port_map(struct device *dev, void *data, int len, bool now)
{
	dma_addr_t bus;

	dma_cache_sync(dev, data, len, DMA_TO_DEVICE);
	bus = now ? dma_map_single(dev, data, len, DMA_TO_DEVICE) : 0;
	dma_cache_sync(dev, data, len, DMA_TO_DEVICE);
	len += 4, bus = dma_map_single(dev, data, len, DMA_TO_DEVICE);
	for (; len; len = 0)
		bus = dma_map_single(dev, data, len, DMA_TO_DEVICE);
	dma_cache_sync(dev, data, len, DMA_TO_DEVICE);
	for (; now; now = false, bus = dma_map_single(dev, data, len, DMA_TO_DEVICE))
		;
	return bus;
}
