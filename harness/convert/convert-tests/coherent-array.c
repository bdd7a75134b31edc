// SPDX-License-Identifier: GPL-2.0
/* Some of an array is coherent, the rest is not. */
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct card {
	struct device *dev;
	u32 *ring[2];
	u32 *status[2];
	dma_addr_t dma[4];
};

static int card_open(struct card *card)
{
	card->ring[0] = dma_alloc_coherent(card->dev, 2048, &card->dma[0], GFP_KERNEL);
	card->ring[1] = kmalloc(2048, GFP_KERNEL);
	card->status[0] = dma_alloc_coherent(card->dev, 64, &card->dma[2], GFP_KERNEL);
	card->status[1] = dma_alloc_coherent(card->dev, 64, &card->dma[3], GFP_KERNEL);
	return card->ring[0] && card->ring[1] && card->status[0] && card->status[1] ? 0 : -ENOMEM;
}

static void card_send(struct card *card, unsigned int i)
{
	dma_cache_sync(card->dev, card->ring[i], 2048, DMA_TO_DEVICE);
	dma_cache_sync(card->dev, card->status[i], 64, DMA_TO_DEVICE);
}

const void *const card_entries[] = { card_open, card_send };
