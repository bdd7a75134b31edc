// SPDX-License-Identifier: GPL-2.0
/* Another member of the union is the same pointer. */
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct ring {
	struct device *dev;
	union {
		u8 *v;
		u32 *words;
	};
	dma_addr_t bus;
};

static int ring_open(struct ring *r)
{
	r->v = dma_alloc_noncoherent(r->dev, 64, &r->bus, GFP_KERNEL);
	return r->v ? 0 : -ENOMEM;
}

static void ring_small(struct ring *r)
{
	r->words = kmalloc(64, GFP_KERNEL);
}

static void ring_push(struct ring *r)
{
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
}
