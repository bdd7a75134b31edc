// SPDX-License-Identifier: GPL-2.0
/* Two heads of one block, and half a condition. */
#include <linux/dma-mapping.h>

struct arm {
	struct device *dev;
	void *mem;
	dma_addr_t bus;
	int ready;
};

static int arm_open(struct arm *a)
{
#ifdef CONFIG_SOME
	if (a->ready) {
#else
	if (!a->mem) {
#endif
		a->mem = dma_alloc_noncoherent(a->dev, 512, &a->bus, GFP_KERNEL);
	}
	return a->mem ? 0 : -ENOMEM;
}

static void arm_put(struct arm *a)
{
	if (a->mem
#ifdef CONFIG_SOME
	    && a->ready)
#else
	    )
#endif
		dma_cache_sync(a->dev, a->mem, 512, DMA_TO_DEVICE);
	dma_cache_sync(a->dev, a->mem,
#ifdef CONFIG_SOME
		       256,
#else
		       512,
#endif
		       DMA_TO_DEVICE);
}
