// SPDX-License-Identifier: GPL-2.0
/* The flag beside silence: one word of two, so a question. */
#include <linux/dma-mapping.h>

struct nand {
	struct device *dev;
	void *page;
	dma_addr_t page_dma;
};

static int nand_open(struct nand *nand)
{
	nand->page = dma_alloc_attrs(nand->dev, 2112, &nand->page_dma, GFP_KERNEL | GFP_DMA,
				     DMA_ATTR_NON_CONSISTENT | DMA_ATTR_NO_WARN);
	return nand->page ? 0 : -ENOMEM;
}

static void nand_close(struct nand *nand)
{
	dma_free_attrs(nand->dev, 2112, nand->page, nand->page_dma, DMA_ATTR_NON_CONSISTENT);
}

static void nand_write(struct nand *nand, const void *data)
{
	memcpy(nand->page, data, 2112);
	dma_cache_sync(nand->dev, nand->page, 2112, DMA_TO_DEVICE);
}

const void *const nand_entries[] = { nand_open, nand_close, nand_write };
