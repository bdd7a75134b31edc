// SPDX-License-Identifier: GPL-2.0
/* To compare with the flag is not to compare with nothing. */
#include <linux/dma-mapping.h>

struct pool {
	struct device *dev;
	void *v;
	dma_addr_t bus;
	unsigned long attrs;
};

static int pool_open(struct pool *p, bool cached)
{
	p->attrs = cached ? DMA_ATTR_NON_CONSISTENT : DMA_ATTR_WRITE_COMBINE;
	p->v = dma_alloc_attrs(p->dev, 64, &p->bus, GFP_KERNEL, p->attrs);
	return p->v ? 0 : -ENOMEM;
}

static int pool_kind(struct pool *p)
{
	if (p->attrs == DMA_ATTR_NON_CONSISTENT)
		return 1;
	if (DMA_ATTR_NON_CONSISTENT != p->attrs)
		return 0;
	switch (p->attrs) {
	case DMA_ATTR_NON_CONSISTENT:
		return 2;
	}
	return p->attrs & DMA_ATTR_NON_CONSISTENT;
}
