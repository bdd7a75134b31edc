// SPDX-License-Identifier: GPL-2.0
/* A macro of the header hands the buffer over, too, both ways. */
#include <linux/dma-mapping.h>
#include "header-macro.h"

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
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	PATCH(r, 3, x);
}
