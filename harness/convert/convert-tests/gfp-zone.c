// SPDX-License-Identifier: GPL-2.0
/* A zone, which the mask decides now, is a question. */
#include <linux/dma-mapping.h>

struct nand {
	struct device *dev;
	void *page, *oob;
	dma_addr_t page_dma, oob_dma;
};

static int nand_open(struct nand *nand)
{
	nand->page = dma_alloc_noncoherent(nand->dev, 2112, &nand->page_dma, GFP_KERNEL | GFP_DMA);
	nand->oob = dma_alloc_attrs(nand->dev, 64, &nand->oob_dma, GFP_DMA32, DMA_ATTR_NON_CONSISTENT);
	return nand->page && nand->oob ? 0 : -ENOMEM;
}

static void nand_write(struct nand *nand)
{
	dma_cache_sync(nand->dev, nand->page, 2112, DMA_TO_DEVICE);
}

static void nand_close(struct nand *nand)
{
	dma_free_noncoherent(nand->dev, 2112, nand->page, nand->page_dma);
	dma_free_attrs(nand->dev, 64, nand->oob, nand->oob_dma, DMA_ATTR_NON_CONSISTENT);
}

const void *const entries[] = { nand_open, nand_write, nand_close };
