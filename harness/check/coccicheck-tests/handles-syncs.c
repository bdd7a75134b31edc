// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct chan {
	struct device *dev;
	void *coherent;
	void *cached;
	dma_addr_t coherent_bus, cached_bus, streaming_bus, either_bus;
};

void chan_open(struct chan *c, void *data)
{
	c->coherent = dma_alloc_coherent(c->dev, 64, &c->coherent_bus, GFP_KERNEL);
	c->cached = dma_alloc_noncoherent(c->dev, 64, &c->cached_bus, DMA_TO_DEVICE, GFP_KERNEL);
	if (!dma_alloc_coherent(c->dev, 64, &c->either_bus, GFP_KERNEL))
		c->either_bus = dma_map_single(c->dev, data, 64, DMA_TO_DEVICE);
	c->streaming_bus = dma_map_single(c->dev, data, 64, DMA_TO_DEVICE);
}

void chan_sync(struct chan *c, void *data)
{
	dma_sync_single_for_device(c->dev, c->coherent_bus, 64, DMA_TO_DEVICE);	/* found */
	dma_sync_single_for_device(c->dev, c->coherent_bus + 8, 8, DMA_TO_DEVICE);	/* found */
	dma_sync_single_for_device(c->dev, c->cached_bus, 64, DMA_TO_DEVICE);
	dma_sync_single_for_device(c->dev, c->either_bus, 64, DMA_TO_DEVICE);
	dma_sync_single_for_device(c->dev, c->streaming_bus, 64, DMA_TO_DEVICE);
	dma_sync_single_for_cpu(c->dev, virt_to_phys(data), 64, DMA_FROM_DEVICE);	/* found */
}
