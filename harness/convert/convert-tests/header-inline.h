// SPDX-License-Identifier: GPL-2.0
/* Inline functions of a header stay: other files call them. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	u32 *v;
	dma_addr_t bus;
};

static inline void ring_sync(struct device *dev, void *p, size_t n)
{
	dma_cache_sync(dev, p, n, DMA_TO_DEVICE);
}

static inline int ring_open(struct ring *r)
{
	r->v = dma_alloc_noncoherent(r->dev, 4096, &r->bus, GFP_KERNEL);
	return r->v ? 0 : -ENOMEM;
}

static inline void ring_put(struct ring *r, u32 x)
{
	r->v[0] = x;
	ring_sync(r->dev, r->v, 4);
	dma_cache_sync(r->dev, r->v + 1, 4, DMA_TO_DEVICE);
}
