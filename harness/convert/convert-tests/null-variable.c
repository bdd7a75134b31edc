// SPDX-License-Identifier: GPL-2.0
/* A device that is set to NULL somewhere may be none. */
#include <linux/dma-mapping.h>

static struct device *the_dev, *another;

struct hal {
	void *ring;
	dma_addr_t ring_dma;
};

static int hal_open(struct hal *hal, struct device *parent)
{
	struct device *dev = NULL;

	another = parent;
	pr_debug("for %p\n", dev);
	hal->ring = dma_alloc_noncoherent(dev, 4096, &hal->ring_dma, GFP_KERNEL);
	return hal->ring ? 0 : -ENOMEM;
}

static void hal_close(struct hal *hal)
{
	dma_free_noncoherent(another, 4096, hal->ring, hal->ring_dma);
	the_dev = another = NULL;
}

static void hal_go(struct hal *hal)
{
	dma_cache_sync(the_dev, hal->ring, 4096, DMA_TO_DEVICE);
}
