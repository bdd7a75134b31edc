// SPDX-License-Identifier: GPL-2.0
/* What is under #if 0 ends at its own #endif. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	u32 *v;
	dma_addr_t bus;
};

static int ring_open(struct ring *r)
{
	r->v = dma_alloc_noncoherent(r->dev, 4096, &r->bus, GFP_KERNEL);
	return r->v ? 0 : -ENOMEM;
}

static void ring_put(struct ring *r, u32 x)
{
	r->v[0] = x;
#if 0
#ifdef CONFIG_SOME
	x++;
#endif
	dma_cache_sync(r->dev, r->v, 4, DMA_FROM_DEVICE);
#endif
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
}
