// SPDX-License-Identifier: GPL-2.0
/* A prototype is no call. */
#include <linux/dma-mapping.h>

extern void dma_cache_sync(struct device *dev, void *virt, size_t size,
			   enum dma_data_direction dir);

static void flush(struct device *dev, void *p)
{
	dma_cache_sync(dev, p, 64, DMA_TO_DEVICE);
}
