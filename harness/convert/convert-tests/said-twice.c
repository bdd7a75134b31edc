// SPDX-License-Identifier: GPL-2.0
/* What cannot be said twice: an index that moves, a macro's parameter, where a list was. */
#include <linux/dma-mapping.h>
#include <linux/list.h>

static struct device *the_dev;
static u32 *buf;
static dma_addr_t buf_bus;

#define FLUSH(buf, n)	dma_cache_sync(the_dev, buf, n, DMA_TO_DEVICE)

struct ring {
	struct list_head node;
	u32 *v;
	dma_addr_t bus;
};

static int ring_open(struct ring *r, struct device *dev)
{
	the_dev = dev;
	buf = dma_alloc_noncoherent(the_dev, 64, &buf_bus, GFP_KERNEL);
	r->v = dma_alloc_noncoherent(the_dev, 64, &r->bus, GFP_KERNEL);
	return buf && r->v ? 0 : -ENOMEM;
}

static void ring_put(struct ring *rings, int n, void *other)
{
	dma_cache_sync(the_dev, &rings[n++].v[2], 4, DMA_TO_DEVICE);
	dma_cache_sync(the_dev, buf, 64, DMA_TO_DEVICE);
	FLUSH(other, 4);
}

static void ring_all(struct list_head *all)
{
	struct ring *r;
	u32 *p;

	list_for_each_entry(r, all, node)
		p = r->v;
	dma_cache_sync(the_dev, p, 4, DMA_TO_DEVICE);
}
