// SPDX-License-Identifier: GPL-2.0
/* The free says another bus address. */
#include <linux/dma-mapping.h>

struct pair {
	struct device *dev;
	void *a, *b;
	dma_addr_t a_dma, b_dma;
};

static int pair_open(struct pair *pair)
{
	pair->a = dma_alloc_attrs(pair->dev, 4096, &pair->a_dma, GFP_KERNEL,
				  DMA_ATTR_NON_CONSISTENT);
	pair->b = dma_alloc_attrs(pair->dev, 4096, &pair->b_dma, GFP_KERNEL,
				  DMA_ATTR_NON_CONSISTENT);
	return pair->a && pair->b ? 0 : -ENOMEM;
}

static void pair_close(struct pair *pair)
{
	dma_free_attrs(pair->dev, 4096, pair->a, pair->b_dma, DMA_ATTR_NON_CONSISTENT);
	dma_free_attrs(pair->dev, 4096, pair->b, pair->b_dma, DMA_ATTR_NON_CONSISTENT);
}

static void pair_send(struct pair *pair)
{
	dma_cache_sync(pair->dev, pair->a, 64, DMA_TO_DEVICE);
	dma_cache_sync(pair->dev, pair->b, 64, DMA_TO_DEVICE);
}

const void *const pair_entries[] = { pair_open, pair_close, pair_send };
