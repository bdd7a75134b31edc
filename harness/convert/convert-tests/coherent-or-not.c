// SPDX-License-Identifier: GPL-2.0
/* Coherent memory, or other if there is none. */
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct aic {
	struct device *dev;
	u32 *desc;
	dma_addr_t desc_dma;
	bool coherent;
};

static int aic_open(struct aic *aic)
{
	aic->desc = dma_alloc_coherent(aic->dev, 4096, &aic->desc_dma, GFP_KERNEL);
	aic->coherent = aic->desc != NULL;
	if (!aic->desc) {
		aic->desc = kmalloc(4096, GFP_KERNEL | GFP_DMA);
		if (!aic->desc)
			return -ENOMEM;
		aic->desc_dma = virt_to_phys(aic->desc);
	}
	return 0;
}

static void aic_put(struct aic *aic, u32 value)
{
	aic->desc[0] = value;
	dma_cache_sync(aic->dev, aic->desc, 4096, DMA_TO_DEVICE);
}

const void *const entries[] = { aic_open, aic_put };
