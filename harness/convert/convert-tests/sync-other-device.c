// SPDX-License-Identifier: GPL-2.0
/* Synced for another device than it was allocated for. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev, *child;
	struct ring *other;
	void *v;
	dma_addr_t bus;
};

static int ring_open(struct ring *r)
{
	r->v = dma_alloc_noncoherent(r->dev, 4096, &r->bus, GFP_KERNEL);
	return r->v ? 0 : -ENOMEM;
}

static void ring_push(struct ring *r)
{
	dma_cache_sync(r->child, r->v, 64, DMA_TO_DEVICE);
	dma_cache_sync(r->other->child, r->v, 64, DMA_TO_DEVICE);
	dma_cache_sync(r->other->dev, r->v, 64, DMA_TO_DEVICE);
}
