// SPDX-License-Identifier: GPL-2.0
/* For old and new kernels at once. */
#include <linux/dma-mapping.h>
#include <linux/version.h>

struct dual {
	struct device *dev;
	void *mem;
	dma_addr_t mem_dma;
};

static int dual_open(struct dual *d)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 10, 0)
	d->mem = dma_alloc_noncoherent(d->dev, 4096, &d->mem_dma, DMA_TO_DEVICE, GFP_KERNEL);
#else
	d->mem = dma_alloc_attrs(d->dev, 4096, &d->mem_dma, GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
#endif
	return d->mem ? 0 : -ENOMEM;
}

static void dual_close(struct dual *d)
{
	dma_free_attrs(d->dev, 4096, d->mem, d->mem_dma, DMA_ATTR_NON_CONSISTENT);
}

static void dual_send(struct dual *d)
{
	dma_cache_sync(d->dev, d->mem, 4096, DMA_TO_DEVICE);
}
