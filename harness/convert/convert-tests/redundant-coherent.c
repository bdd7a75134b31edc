// SPDX-License-Identifier: GPL-2.0
/* Coherent memory needs no sync: the comment says so of each. */
#include <linux/dma-mapping.h>

struct aic {
	struct device *dev;
	u32 *desc;
	dma_addr_t desc_dma;
};

static int aic_open(struct aic *aic)
{
	aic->desc = dma_alloc_coherent(aic->dev, 4096, &aic->desc_dma, GFP_KERNEL);
	return aic->desc ? 0 : -ENOMEM;
}

static void aic_close(struct aic *aic)
{
	dma_free_coherent(aic->dev, 4096, aic->desc, aic->desc_dma);
}

static void aic_put(struct aic *aic, u32 value)
{
	aic->desc[0] = value;
	dma_cache_sync(aic->dev, aic->desc, 4096, DMA_TO_DEVICE);
	aic->desc[1] = value;
	if (value)
		dma_cache_sync(aic->dev, aic->desc, 8, DMA_TO_DEVICE);
	dma_cache_sync(aic->dev, aic->desc, value++, DMA_TO_DEVICE);
}

const void *const aic_entries[] = { aic_open, aic_close, aic_put };
