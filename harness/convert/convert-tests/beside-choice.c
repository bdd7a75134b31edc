// SPDX-License-Identifier: GPL-2.0
/* The map beside the sync is one of two choices, though its line looks like a statement. */
#include <linux/dma-mapping.h>

static dma_addr_t send(struct device *dev, void *data, size_t len, dma_addr_t bus, int mapped)
{
	bus = mapped ? bus :
	dma_map_single(dev, data, len, DMA_TO_DEVICE);
	dma_cache_sync(dev, data, len, DMA_TO_DEVICE);
	return bus;
}

static dma_addr_t resend(struct device *dev, void *data, size_t len, dma_addr_t bus, int mapped)
{
	if (!mapped)
again:
	bus = dma_map_single(dev, data, len, DMA_TO_DEVICE);
	dma_cache_sync(dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, bus))
		goto again;
	return bus;
}
