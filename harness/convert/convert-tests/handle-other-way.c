// SPDX-License-Identifier: GPL-2.0
/* One sync goes by pointer, the other by bus address and the other way. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	u32 *v;
	dma_addr_t bus;
};

void ring_run(struct ring *r);

static int ring_open(struct ring *r)
{
	r->v = dma_alloc_noncoherent(r->dev, 4096, &r->bus, GFP_KERNEL);
	return r->v ? 0 : -ENOMEM;
}

static u32 ring_put(struct ring *r, u32 x)
{
	r->v[0] = x;
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	ring_run(r);
	dma_sync_single_for_cpu(r->dev, r->bus + 64, 64, DMA_FROM_DEVICE);
	return r->v[16];
}

static void ring_close(struct ring *r)
{
	dma_free_noncoherent(r->dev, 4096, r->v, r->bus);
}
