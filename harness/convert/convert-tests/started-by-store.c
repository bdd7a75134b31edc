// SPDX-License-Identifier: GPL-2.0
/* A plain store starts the device: nothing tells who has the buffer next. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	u32 *v;
	dma_addr_t bus;
	volatile u32 *regs;
};

static int ring_open(struct ring *r)
{
	r->v = dma_alloc_noncoherent(r->dev, 4096, &r->bus, GFP_KERNEL);
	return r->v ? 0 : -ENOMEM;
}

static u32 ring_get(struct ring *r)
{
	dma_cache_sync(r->dev, r->v, 64, DMA_FROM_DEVICE);
	r->regs[0] = 1;
	while (r->regs[1] & 1)
		barrier();
	return r->v[0];
}
