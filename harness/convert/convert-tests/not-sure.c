// SPDX-License-Identifier: GPL-2.0
/* Pointers that look certain and are not. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev, *other;
	u32 *v, *both;
	dma_addr_t bus, both_bus;
	int n;
};

u32 *not_static;
dma_addr_t not_static_bus;

static int open(struct ring *r, bool second)
{
	u32 *local = dma_alloc_noncoherent(r->dev, 64, &r->bus, GFP_KERNEL);

	dma_cache_sync(r->dev, local, 64, DMA_TO_DEVICE);
	not_static = dma_alloc_noncoherent(r->dev, 64, &not_static_bus, GFP_KERNEL);
	r->both = dma_alloc_noncoherent(second ? r->other : r->dev, 64, &r->both_bus, GFP_KERNEL);
	return not_static ? 0 : -ENOMEM;
}

void elsewhere(struct ring *r, u32 *not_static);

static void put(struct ring *r)
{
	u32 *a, *b;

	dma_cache_sync(r->dev, not_static, 64, DMA_TO_DEVICE);
	dma_cache_sync(NULL, r->both, 64, DMA_TO_DEVICE);
	a = b;
	b = a;
	dma_cache_sync(r->dev, a, 64, DMA_TO_DEVICE);
}

static void close(struct ring *r)
{
	dma_cache_sync(r->dev, r->both, 64, DMA_BIDIRECTIONAL);
	dma_free_coherent(r->dev, 64, r->both, r->both_bus);
}
