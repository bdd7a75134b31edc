// SPDX-License-Identifier: GPL-2.0
/* The attribute has a name of the driver's own. */
#include <linux/dma-mapping.h>

#define ING_ATTRS	DMA_ATTR_NON_CONSISTENT

struct ing {
	struct device *dev;
	void *frame;
	dma_addr_t frame_dma;
};

static int ing_open(struct ing *ing)
{
	ing->frame = dma_alloc_attrs(ing->dev, 153600, &ing->frame_dma, GFP_KERNEL, ING_ATTRS);
	return ing->frame ? 0 : -ENOMEM;
}

static void ing_close(struct ing *ing)
{
	dma_free_attrs(ing->dev, 153600, ing->frame, ing->frame_dma, ING_ATTRS);
}

static void ing_show(struct ing *ing)
{
	dma_cache_sync(ing->dev, ing->frame, 153600, DMA_TO_DEVICE);
}

const void *const ing_entries[] = { ing_open, ing_close, ing_show };
