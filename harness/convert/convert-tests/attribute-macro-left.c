// SPDX-License-Identifier: GPL-2.0
/* The name of the flag is used in a call, and elsewhere. */
#include <linux/dma-mapping.h>

#define ING_ATTRS	DMA_ATTR_NON_CONSISTENT

struct ing {
	struct device *dev;
	void *frame;
	dma_addr_t bus;
	unsigned long attrs;
};

static int ing_open(struct ing *ing)
{
	ing->attrs = ING_ATTRS;
	ing->frame = dma_alloc_attrs(ing->dev, 64, &ing->bus, GFP_KERNEL, ING_ATTRS);
	dma_cache_sync(ing->dev, ing->frame, 64, DMA_TO_DEVICE);
	return ing->frame ? 0 : -ENOMEM;
}
