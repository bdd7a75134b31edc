// SPDX-License-Identifier: GPL-2.0
/* The bus address is kept in 32 bits. */
#include <linux/dma-mapping.h>

struct old {
	struct device *dev;
	void *mem;
	u32 mem_phys;
};

static int old_open(struct old *old)
{
	old->mem = dma_alloc_noncoherent(old->dev, 512, (dma_addr_t *)&old->mem_phys,
					 GFP_KERNEL);
	return old->mem ? 0 : -ENOMEM;
}

static void old_close(struct old *old)
{
	dma_free_noncoherent(old->dev, 512, old->mem, old->mem_phys);
}

static void old_send(struct old *old)
{
	dma_cache_sync(old->dev, old->mem, 512, DMA_TO_DEVICE);
}
