// SPDX-License-Identifier: GPL-2.0
/* Syncs of coherent memory, wherever a statement can stand. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct aic {
	struct device *dev;
	u32 *desc;
	dma_addr_t desc_dma;
	int n;
};

static int aic_open(struct aic *aic)
{
	aic->desc = dma_alloc_coherent(aic->dev, 4096, &aic->desc_dma, GFP_KERNEL);
	return aic->desc ? 0 : -ENOMEM;
}

static int aic_put(struct aic *aic, u32 value, int what)
{
	int i;

	if (aic->n > 3 && value)
		dma_cache_sync(aic->dev, aic->desc, 4096, DMA_TO_DEVICE);
	else
		aic->n++;
	if (readl((void __iomem *)aic->desc))
		dma_cache_sync(aic->dev, aic->desc, 8, DMA_TO_DEVICE);
	if (value)
		aic->n--;
	else
		dma_cache_sync(aic->dev, aic->desc, 8, DMA_TO_DEVICE);
	for (i = 0; i < value; i++)
		dma_cache_sync(aic->dev, aic->desc, 8, DMA_TO_DEVICE);
	switch (what) {
	case 1:
		aic->desc[1] = 3;
		dma_cache_sync(aic->dev, aic->desc, 8, DMA_TO_DEVICE);
		break;
	default:
		dma_cache_sync(aic->dev, aic->desc, 8, DMA_TO_DEVICE);
	}
	if (what)
		goto out;
	aic->n = 5;
out:
	dma_cache_sync(aic->dev, aic->desc, 8, DMA_TO_DEVICE);
	return aic->n;
}

static void aic_void(struct aic *aic)
{
	if (!aic->n)
		goto out;
	aic->n = 0;
out:
	dma_cache_sync(aic->dev, aic->desc, 8, DMA_TO_DEVICE);
}

static void aic_expr(struct aic *aic)
{
	aic->n ? dma_cache_sync(aic->dev, aic->desc, 8, DMA_TO_DEVICE) : (void)0;
	while (aic->n--)
		dma_cache_sync(aic->dev, aic->desc, 8, DMA_TO_DEVICE);
}

const void *const entries[] = { aic_open, aic_put, aic_void, aic_expr };
