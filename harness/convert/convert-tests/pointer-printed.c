// SPDX-License-Identifier: GPL-2.0
/* A pointer that is printed, or made a number, is not read. */
#include <linux/dma-mapping.h>
#include <linux/printk.h>

struct ring {
	struct device *dev;
	u32 *v;
	dma_addr_t bus;
};

static int ring_open(struct ring *r)
{
	r->v = dma_alloc_noncoherent(r->dev, 4096, &r->bus, GFP_KERNEL);
	pr_debug("ring at %p, %lx\n", r->v, (unsigned long)r->v);
	return r->v ? 0 : -ENOMEM;
}

static void ring_put(struct ring *r, u32 x)
{
	r->v[0] = x;
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
}

static void ring_close(struct ring *r)
{
	dma_free_noncoherent(r->dev, 4096, r->v, r->bus);
}
