// SPDX-License-Identifier: GPL-2.0
/* A DMA engine itself: its own device is the right one. */
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>

struct engine {
	struct device *dev;
	struct dma_device ddev;
	struct dma_chan *chan;
	dma_addr_t addr;
};

int engine_test(struct engine *e, struct platform_device *pdev, void *data)
{
	e->dev = &pdev->dev;
	dma_async_device_register(&e->ddev);
	e->addr = dma_map_single(e->dev, data, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(e->dev, e->addr))
		return -EIO;
	go(dmaengine_prep_slave_single(e->chan, e->addr, 64, DMA_MEM_TO_DEV, 0));
	return 0;
}

void engine_done(struct engine *e)
{
	dma_unmap_single(e->dev, e->addr, 64, DMA_TO_DEVICE);
}
