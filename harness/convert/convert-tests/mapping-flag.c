// SPDX-License-Identifier: GPL-2.0
/* The flag of a mapping meant nothing. */
#include <linux/dma-mapping.h>

static dma_addr_t map(struct device *dev, void *p)
{
	dma_addr_t bus = dma_map_single_attrs(dev, p, 64, DMA_TO_DEVICE, DMA_ATTR_NON_CONSISTENT);

	dma_sync_single_for_device(dev, bus, 64, DMA_TO_DEVICE);
	return bus;
}
