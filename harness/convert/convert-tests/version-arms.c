// SPDX-License-Identifier: GPL-2.0
/* Each arm is a driver of its own: the old one allocates and frees without a sync. */
#include <linux/dma-mapping.h>
#include <linux/version.h>

struct arm {
	struct device *dev;
	void *mem;
	dma_addr_t bus;
};

static int arm_open(struct arm *a)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 10, 0)
	a->mem = dma_alloc_coherent(a->dev, 512, &a->bus, GFP_KERNEL);
#else
	a->mem = dma_alloc_attrs(a->dev, 512, &a->bus, GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
#endif
	return a->mem ? 0 : -ENOMEM;
}

static void arm_close(struct arm *a)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 10, 0)
	dma_free_coherent(a->dev, 512, a->mem, a->bus);
#else
	dma_free_attrs(a->dev, 512, a->mem, a->bus, DMA_ATTR_NON_CONSISTENT);
#endif
}
