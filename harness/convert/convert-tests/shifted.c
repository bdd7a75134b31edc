// SPDX-License-Identifier: GPL-2.0
/* What is stored is not what was allocated: the pointer, or its bus address, moved on. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	u8 *v, *w, *x;
	dma_addr_t v_bus, w_bus, x_bus;
};

static int ring_v(struct ring *r)
{
	dma_addr_t bus;
	u8 *p = dma_alloc_noncoherent(r->dev, 4096, &bus, GFP_KERNEL);

	p += 64;
	r->v = p;
	r->v_bus = bus;
	return p ? 0 : -ENOMEM;
}

static int ring_w(struct ring *r)
{
	dma_addr_t bus;
	u8 *p = dma_alloc_noncoherent(r->dev, 4096, &bus, GFP_KERNEL);

	bus = ALIGN(bus, 128);
	r->w = p;
	r->w_bus = bus;
	return p ? 0 : -ENOMEM;
}

static int ring_x(struct ring *r)
{
	dma_addr_t bus;
	u8 *p = dma_alloc_noncoherent(r->dev, 4096, &bus, GFP_KERNEL);

	r->x = p;
	r->x_bus = bus;
	return p ? 0 : -ENOMEM;
}

static void ring_put(struct ring *r)
{
	dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	dma_cache_sync(r->dev, r->w, 64, DMA_TO_DEVICE);
	dma_cache_sync(r->dev, r->x, 64, DMA_TO_DEVICE);
}
