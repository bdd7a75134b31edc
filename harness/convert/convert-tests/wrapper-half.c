// SPDX-License-Identifier: GPL-2.0
/* A wrapper stays if one of its callers has to. */
#include <linux/dma-mapping.h>

static inline void half_flush(struct device *dev, void *virt, size_t bytes)
{
	dma_cache_sync(dev, virt, bytes, DMA_TO_DEVICE);
}

struct two {
	struct device *dev;
	void *mem;
	dma_addr_t mem_dma;
};

static int two_open(struct two *two)
{
	two->mem = dma_alloc_noncoherent(two->dev, 512, &two->mem_dma, GFP_KERNEL);
	return two->mem ? 0 : -ENOMEM;
}

static void two_close(struct two *two)
{
	dma_free_noncoherent(two->dev, 512, two->mem, two->mem_dma);
}

static void two_send(struct two *two, void *other)
{
	half_flush(two->dev, two->mem, 512);
	half_flush(two->dev, other, 512);
}
