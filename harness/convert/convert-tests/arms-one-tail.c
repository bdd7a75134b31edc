// SPDX-License-Identifier: GPL-2.0
/* The arms have a head of the call each, and one tail. */
#include <linux/dma-mapping.h>

static void ring_push(struct device *dev, void *v)
{
#ifdef CONFIG_PCI
	dma_cache_sync(dev, v, 64,
#else
	dma_cache_sync(NULL, v, 32,
#endif
		       DMA_TO_DEVICE);
}
