// SPDX-License-Identifier: GPL-2.0
/* The body of a loop, which is coherent memory. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	void *v;
	dma_addr_t bus;
};

void ring_kick(struct ring *r);

static int ring_open(struct ring *r)
{
	r->v = dma_alloc_coherent(r->dev, 4096, &r->bus, GFP_KERNEL);
	return r->v ? 0 : -ENOMEM;
}

static void ring_push(struct ring *r, int n)
{
	do
		dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	while (n--);
	ring_kick(r);
}
