// SPDX-License-Identifier: GPL-2.0
/* A helper gets a pointer and nothing else. */
#include <linux/dma-mapping.h>

struct seeq {
	struct device *dev;
	u32 *ring;
	dma_addr_t ring_dma;
};

static void sync_desc(struct seeq *sp, void *desc)
{
	dma_cache_sync(sp->dev, desc, 16, DMA_TO_DEVICE);
	dev_dbg(sp->dev, "synced\n");
}

static int seeq_open(struct seeq *sp)
{
	sp->ring = dma_alloc_attrs(sp->dev, 4096, &sp->ring_dma, GFP_KERNEL,
				   DMA_ATTR_NON_CONSISTENT);
	if (!sp->ring)
		return -ENOMEM;
	sync_desc(sp, &sp->ring[4]);
	return 0;
}

static void seeq_close(struct seeq *sp)
{
	dma_free_attrs(sp->dev, 4096, sp->ring, sp->ring_dma, DMA_ATTR_NON_CONSISTENT);
}
