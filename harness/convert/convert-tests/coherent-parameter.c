// SPDX-License-Identifier: GPL-2.0
/* The only caller passes coherent memory, but a parameter proves nothing. */
#include <linux/dma-mapping.h>

struct chan {
	struct device *dev;
	u32 *list;
	dma_addr_t list_bus;
};

static void list_end(u32 *list, int n)
{
	list[n - 1] = 0;
	dma_cache_sync(NULL, list, n * sizeof(u32), DMA_BIDIRECTIONAL);
}

static int chan_open(struct chan *c)
{
	c->list = dma_alloc_coherent(c->dev, 64, &c->list_bus, GFP_KERNEL);
	if (!c->list)
		return -ENOMEM;
	list_end(c->list, 16);
	return 0;
}
