// SPDX-License-Identifier: GPL-2.0
/* The managed free of four arguments is as old as the others. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	void *v;
	dma_addr_t bus;
	size_t n;
};

int ring_start(struct ring *r);

static int ring_open(struct ring *r)
{
	r->v = dma_alloc_noncoherent(r->dev, r->n, &r->bus, GFP_KERNEL);
	if (!r->v)
		return -ENOMEM;
	if (ring_start(r))
		dmam_free_noncoherent(r->dev, r->n, r->v, r->bus);
	return 0;
}

static void ring_push(struct ring *r)
{
	dma_cache_sync(r->dev, r->v, r->n, DMA_TO_DEVICE);
}
