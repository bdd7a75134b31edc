// SPDX-License-Identifier: GPL-2.0
/* And memory on the stack must not be used for DMA at all. */
#include <linux/dma-mapping.h>

static int probe_id(struct device *dev)
{
	u8 id[16];
	u32 word;

	dma_cache_sync(dev, id, sizeof(id), DMA_FROM_DEVICE);
	dma_cache_sync(dev, &word, sizeof(word), DMA_FROM_DEVICE);
	return id[0] + word;
}
