// SPDX-License-Identifier: GPL-2.0
/* The flag beside others in a field, and no sync: the one word goes. */
#include <linux/dma-mapping.h>

struct store {
	struct device *dev;
	void *mem;
	dma_addr_t bus;
	unsigned long attrs;
};

static int store_open(struct store *s, size_t n)
{
	s->attrs = DMA_ATTR_NON_CONSISTENT | DMA_ATTR_WEAK_ORDERING |
		   DMA_ATTR_WRITE_COMBINE;
	s->mem = dma_alloc_attrs(s->dev, n, &s->bus, GFP_KERNEL, s->attrs);
	return s->mem ? 0 : -ENOMEM;
}

static void store_close(struct store *s, size_t n)
{
	dma_free_attrs(s->dev, n, s->mem, s->bus, s->attrs);
	s->attrs &= ~(DMA_ATTR_WRITE_COMBINE |
		      DMA_ATTR_NON_CONSISTENT);
}
