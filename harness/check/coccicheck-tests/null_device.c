// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so. */
#include <linux/dma-mapping.h>

void *no_device(dma_addr_t *bus)
{
	return dma_alloc_coherent(NULL, 64, bus, GFP_KERNEL);	/* found */
}

void no_device_in_sync(dma_addr_t bus)
{
	dma_sync_single_for_cpu(NULL, bus, 64, DMA_FROM_DEVICE);	/* found */
	dma_unmap_single(	/* found */
			 NULL, bus, 64, DMA_FROM_DEVICE);
}

void *a_device(struct device *dev, dma_addr_t *bus)
{
	if (dev == NULL)
		return NULL;
	return dma_alloc_coherent(dev, 64, bus, GFP_KERNEL);
}

void not_the_device(struct device *dev)
{
	dma_free_coherent(dev, 64, NULL, 0);
}
