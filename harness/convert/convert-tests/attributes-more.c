// SPDX-License-Identifier: GPL-2.0
/* Not alone: what did the author want? */
#include <linux/dma-mapping.h>

struct ge {
	struct device *dev;
	void *list;
	dma_addr_t list_dma;
};

static int ge_open(struct ge *ge)
{
	ge->list = dma_alloc_attrs(ge->dev, 4096, &ge->list_dma, GFP_KERNEL,
				   DMA_ATTR_NON_CONSISTENT | DMA_ATTR_WRITE_COMBINE);
	return ge->list ? 0 : -ENOMEM;
}

static void ge_close(struct ge *ge)
{
	dma_free_attrs(ge->dev, 4096, ge->list, ge->list_dma,
		       DMA_ATTR_NON_CONSISTENT | DMA_ATTR_WRITE_COMBINE);
}

static void ge_run(struct ge *ge)
{
	dma_cache_sync(ge->dev, ge->list, 4096, DMA_TO_DEVICE);
}
