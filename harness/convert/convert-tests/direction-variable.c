// SPDX-License-Identifier: GPL-2.0
/* Which way is decided by the caller. */
#include <linux/dma-mapping.h>

struct way {
	struct device *dev;
	void *mem;
	dma_addr_t mem_dma;
};

static int way_open(struct way *way)
{
	way->mem = dma_alloc_noncoherent(way->dev, 4096, &way->mem_dma, GFP_KERNEL);
	return way->mem ? 0 : -ENOMEM;
}

static void way_close(struct way *way)
{
	dma_free_noncoherent(way->dev, 4096, way->mem, way->mem_dma);
}

static void way_sync(struct way *way, bool in)
{
	enum dma_data_direction dir = in ? DMA_FROM_DEVICE : DMA_TO_DEVICE;

	dma_cache_sync(way->dev, way->mem, 4096, dir);
}
