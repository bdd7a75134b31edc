// SPDX-License-Identifier: GPL-2.0
/* Coherent, unless it is set by reference, by an initialiser, or by other code. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	void *v;
	dma_addr_t bus;
};

int cached_buffer(void **p, size_t n);

static int ring_open(struct ring *r)
{
	r->v = dma_alloc_coherent(r->dev, 4096, &r->bus, GFP_KERNEL);
	return r->v ? 0 : -ENOMEM;
}

static int ring_cached(struct ring *r)
{
	return cached_buffer(&r->v, 4096);
}

static void ring_push(struct ring *r)
{
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
}

static void ring_once(void *cached)
{
	struct ring r = { .v = cached };

	ring_push(&r);
}
