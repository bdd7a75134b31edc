// SPDX-License-Identifier: GPL-2.0
/* Initialised by position, or copied: the pointer need not be the allocated one. */
#include <linux/dma-mapping.h>
#include <linux/string.h>

struct ring {
	struct device *dev;
	u8 *v;
	dma_addr_t bus;
};

struct named {
	struct device *dev;
	u8 *v;
	dma_addr_t bus;
};

struct raw {
	struct device *dev;
	u8 *v;
	dma_addr_t bus;
};

static int ring_open(struct ring *r, struct named *n, struct raw *w)
{
	r->v = dma_alloc_noncoherent(r->dev, 64, &r->bus, GFP_KERNEL);
	n->v = dma_alloc_noncoherent(n->dev, 64, &n->bus, GFP_KERNEL);
	w->v = dma_alloc_noncoherent(w->dev, 64, &w->bus, GFP_KERNEL);
	return r->v && n->v && w->v ? 0 : -ENOMEM;
}

static void ring_push(struct ring *r, struct named *n, struct raw *w)
{
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	dma_cache_sync(n->dev, n->v, 64, DMA_TO_DEVICE);
	dma_cache_sync(w->dev, w->v, 64, DMA_TO_DEVICE);
}

static void ring_other(struct device *dev, void *cached, const void *message)
{
	struct ring r = { dev, cached, 0 };
	struct named n = { .dev = dev }, none = { 0 };
	struct raw w;

	memcpy(&w, message, sizeof(w));
	none = n;
	ring_push(&r, &none, &w);
}

const void *const entries[] = { ring_open, ring_other };
