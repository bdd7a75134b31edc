// SPDX-License-Identifier: GPL-2.0
/* Nothing of the old API but its names: dma_cache_sync(dev, virt, size, dir). */
#include <linux/dma-mapping.h>

static void *new_alloc(struct device *dev, dma_addr_t *bus)
{
	dev_dbg(dev, "DMA_ATTR_NON_CONSISTENT is history\n");
	return dma_alloc_noncoherent(dev, 512, bus, DMA_TO_DEVICE, GFP_KERNEL);
}

#if 0
static void old_sync(void *virt)
{
	dma_cache_sync(NULL, virt, 512, DMA_TO_DEVICE);
}
#endif

const void *const not_here_entries[] = { new_alloc };
