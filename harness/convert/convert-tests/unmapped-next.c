// SPDX-License-Identifier: GPL-2.0
/* The next statement unmaps: is it the same buffer? */
#include <linux/dma-mapping.h>

static void rx_done(struct device *dev, void *data, dma_addr_t bus, size_t len)
{
	dma_cache_sync(dev, data, len, DMA_FROM_DEVICE);
	dma_unmap_single(dev, bus, len, DMA_FROM_DEVICE);
}

static void rx_two(struct device *dev, void *data, dma_addr_t a, dma_addr_t b, size_t len)
{
	dma_cache_sync(dev, data, len, DMA_FROM_DEVICE);
	dma_unmap_single(dev, b, len, DMA_FROM_DEVICE);
	dma_unmap_single(dev, a, len, DMA_FROM_DEVICE);
}

struct slot {
	struct device *dev;
	void *tx, *rx;
	dma_addr_t tx_bus, rx_bus;
};

static void slot_map(struct slot *s)
{
	s->tx_bus = dma_map_single(s->dev, s->tx, 64, DMA_BIDIRECTIONAL);
	s->rx_bus = dma_map_single(s->dev, s->rx, 64, DMA_BIDIRECTIONAL);
}

static void slot_unmap(struct slot *s)
{
	dma_cache_sync(s->dev, s->rx, 64, DMA_BIDIRECTIONAL);
	dma_unmap_single(s->dev, s->rx_bus, 64, DMA_BIDIRECTIONAL);
	barrier();
	dma_cache_sync(s->dev, s->rx, 64, DMA_BIDIRECTIONAL);
	dma_unmap_single(s->dev, s->tx_bus, 64, DMA_BIDIRECTIONAL);
}
