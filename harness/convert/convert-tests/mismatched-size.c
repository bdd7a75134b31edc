// SPDX-License-Identifier: GPL-2.0
/* The free says another size. */
#include <linux/dma-mapping.h>

struct i596 {
	struct device *dev;
	void *scb;
	dma_addr_t scb_dma;
};

static int i596_open(struct i596 *lp)
{
	lp->scb = dma_alloc_attrs(lp->dev, 8192, &lp->scb_dma, GFP_KERNEL,
				  DMA_ATTR_NON_CONSISTENT);
	return lp->scb ? 0 : -ENOMEM;
}

static void i596_close(struct i596 *lp)
{
	dma_free_attrs(lp->dev, sizeof(*lp), lp->scb, lp->scb_dma, DMA_ATTR_NON_CONSISTENT);
}

static void i596_command(struct i596 *lp)
{
	dma_cache_sync(lp->dev, lp->scb, 64, DMA_TO_DEVICE);
}
