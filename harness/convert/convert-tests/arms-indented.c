// SPDX-License-Identifier: GPL-2.0
/* Each arm opens a brace or a parenthesis, and no brace is at the begin of a line. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	u32 *v;
	int n;
};

static void ring_push(struct ring *r)
	{
#ifdef CONFIG_PCI
	if (r->n) {
#else
	if (!r->n) {
#endif
		r->n++;
		dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	}
	}

static int ring_kick(struct ring *r)
	{
	r->n = r->n * (
#ifdef CONFIG_PCI
		(1 +
#else
		(2 +
#endif
		r->n));
	dma_cache_sync(r->dev, r->v, 4, DMA_TO_DEVICE);
	return 0;
	}
