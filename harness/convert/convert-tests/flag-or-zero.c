// SPDX-License-Identifier: GPL-2.0
/* The name of the flag means it in one arm only. */
#include <linux/dma-mapping.h>

#ifdef CONFIG_MIPS
#define RING_ATTRS	DMA_ATTR_NON_CONSISTENT
#else
#define RING_ATTRS	0
#endif

struct ring {
	struct device *dev;
	u32 *v;
	dma_addr_t bus;
};

static int ring_open(struct ring *r)
{
	r->v = dma_alloc_attrs(r->dev, 4096, &r->bus, GFP_KERNEL, RING_ATTRS);
#ifdef CONFIG_MIPS
	dma_cache_sync(r->dev, r->v, 4096, DMA_TO_DEVICE);
#endif
	return r->v ? 0 : -ENOMEM;
}

static void ring_close(struct ring *r)
{
	dma_free_attrs(r->dev, 4096, r->v, r->bus, RING_ATTRS);
}
