// SPDX-License-Identifier: GPL-2.0
/* Each arm opens the block; and a block that ends at the margin. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	u32 *v;
	dma_addr_t bus;
	int n;
};

static int ring_open(struct ring *r)
{
#ifdef CONFIG_SOME
	if (r->n) {
#else
	if (!r->v) {
#endif
		r->v = dma_alloc_noncoherent(r->dev, 64, &r->bus, GFP_KERNEL);
		dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	}
	return r->v ? 0 : -ENOMEM;
}

static void ring_put(struct ring *r)
{
	if (r->n) {
		r->n++;
}
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
}
