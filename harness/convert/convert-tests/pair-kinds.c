// SPDX-License-Identifier: GPL-2.0
/* Half of a pair is of another kind. */
#include <linux/dma-mapping.h>

struct pair {
	struct device *dev;
	void *v, *w, *x, *y, *z;
	dma_addr_t v_bus, w_bus, x_bus, y_bus, z_bus;
	unsigned long attrs;
};

static int pair_open(struct pair *p, bool cached)
{
	p->v = dma_alloc_noncoherent(p->dev, 64, &p->v_bus, GFP_KERNEL);
	p->w = dma_alloc_noncoherent(p->dev, 64, &p->w_bus, DMA_TO_DEVICE, GFP_KERNEL);
	p->x = dma_alloc_attrs(p->dev, 64, &p->x_bus, GFP_KERNEL, p->attrs);
	if (cached)
		p->y = dma_alloc_noncoherent(p->dev, 64, &p->y_bus, GFP_KERNEL);
	else
		p->y = dma_alloc_coherent(p->dev, 64, &p->y_bus, GFP_KERNEL);
	return p->v && p->w && p->x && p->y ? 0 : -ENOMEM;
}

static void pair_close(struct pair *p, bool cached)
{
	dma_free_noncoherent(p->dev, 64, p->v, p->v_bus, DMA_FROM_DEVICE);
	dma_free_noncoherent(p->dev, 64, p->w, p->w_bus);
	dma_free_attrs(p->dev, 64, p->x, p->x_bus, DMA_ATTR_NON_CONSISTENT);
	if (cached)
		dma_free_noncoherent(p->dev, 64, p->y, p->y_bus);
	else
		dma_free_coherent(p->dev, 64, p->y, p->y_bus);
	dma_free_noncoherent(p->dev, 64, p->z, p->z_bus);
}
