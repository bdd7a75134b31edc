// SPDX-License-Identifier: GPL-2.0
/* Something else sets the pointer or the bus address, in ways that are easy to miss. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	u8 *v, *w, *x, *y, *z;
	dma_addr_t v_bus, w_bus, x_bus, y_bus, z_bus;
};

#define ALLOC(r) ((r)->x = dma_alloc_coherent((r)->dev, 64, &(r)->v_bus, GFP_KERNEL))

void fill(u8 **place);

static struct device *the_dev;
static u8 *half;
dma_addr_t half_bus;

static int ring_open(struct ring *r, struct ring *next, void *other)
{
	r->v = dma_alloc_noncoherent(r->dev, 64, &r->v_bus, GFP_KERNEL);
	r->w = dma_alloc_noncoherent(r->dev, 64, &r->w_bus, GFP_KERNEL);
	r->x = dma_alloc_noncoherent(r->dev, 64, &r->x_bus, GFP_KERNEL);
	r->y = dma_alloc_noncoherent(r->dev, 64, &r->y_bus, GFP_KERNEL);
	r->z = dma_alloc_noncoherent(r->dev, 64, &r->z_bus, GFP_KERNEL);
	next->w = dma_alloc_noncoherent(r->dev, 64, &r->z_bus, GFP_KERNEL);
	the_dev = r->dev;
	half = dma_alloc_noncoherent(the_dev, 64, &half_bus, GFP_KERNEL);
	fill(&(r->w));
	(r->y) = other;
	return r->v && r->w && r->y && ALLOC(r) ? 0 : -ENOMEM;
}

static void ring_put(struct ring *r)
{
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	dma_cache_sync(r->dev, r->w, 64, DMA_TO_DEVICE);
	dma_cache_sync(r->dev, r->x, 64, DMA_TO_DEVICE);
	dma_cache_sync(r->dev, r->y, 64, DMA_TO_DEVICE);
	dma_cache_sync(r->dev, r->z, 64, DMA_TO_DEVICE);
	dma_cache_sync(the_dev, half, 64, DMA_TO_DEVICE);
}

const void *const entries[] = { ring_open, ring_put };
