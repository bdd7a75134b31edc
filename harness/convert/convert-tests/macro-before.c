// SPDX-License-Identifier: GPL-2.0
/* A macro that sets something stands between the structure and the function. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	u8 *v;
	dma_addr_t bus;
};

#define ring_first(r, n) ((r)->v[0] = (n))
static int ring_open(struct ring *r)
{
	r->v = dma_alloc_noncoherent(r->dev, 64, &r->bus, GFP_KERNEL);
	if (!r->v)
		return -ENOMEM;
	ring_first(r, 1);
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	return 0;
}
