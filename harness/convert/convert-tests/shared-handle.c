// SPDX-License-Identifier: GPL-2.0
/* Two pointers, one place for their bus addresses. */
#include <linux/dma-mapping.h>

struct duo {
	struct device *dev;
	void *a, *b;
	dma_addr_t bus;
};

static int duo_open(struct duo *d)
{
	d->a = dma_alloc_noncoherent(d->dev, 64, &d->bus, GFP_KERNEL);
	d->b = dma_alloc_noncoherent(d->dev, 64, &d->bus, GFP_KERNEL);
	return d->a && d->b ? 0 : -ENOMEM;
}

static void duo_put(struct duo *d)
{
	dma_cache_sync(d->dev, d->a, 64, DMA_TO_DEVICE);
	dma_cache_sync(d->dev, d->b, 64, DMA_TO_DEVICE);
}
