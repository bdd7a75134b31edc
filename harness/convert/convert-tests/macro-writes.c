// SPDX-License-Identifier: GPL-2.0
/* A macro sets what it is given, a parameter comes from elsewhere, a string has two lines. */
#include <linux/dma-mapping.h>
#include <linux/printk.h>

#define SET(to, what)	do { (to) = (what); } while (0)

struct __packed ring {
	struct device *dev;
	void *v, *w;
	dma_addr_t bus, w_bus;
};

static int ring_open(struct ring *r, void *other)
{
	r->v = dma_alloc_noncoherent(r->dev, 64, &r->bus, GFP_KERNEL);
	r->w = dma_alloc_noncoherent(r->dev, 64, &r->w_bus, GFP_KERNEL);
	if (!r->v)
		SET(r->v, other);
	pr_debug("it's one { string \
		  of \"two\" lines\n");
	return r->v && r->w ? 0 : -ENOMEM;
}

static void ring_put(struct ring *r)
{
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	dma_cache_sync(r->dev, r->w, 64, DMA_TO_DEVICE);
}

static void once(struct device *dev, void *p)
{
	dma_addr_t bus;

	if (!p)
		p = dma_alloc_noncoherent(dev, 64, &bus, GFP_KERNEL);
	if (p)
		dma_cache_sync(dev, p, 64, DMA_TO_DEVICE);
}
