// SPDX-License-Identifier: GPL-2.0
/* Given to the device when it is allocated, and taken at each interrupt. */
#include <linux/dma-mapping.h>
struct card {
	struct device *dev;
	u32 *buf;
	dma_addr_t dma;
	u32 last;
};

static int card_open(struct card *card)
{
	card->buf = dma_alloc_noncoherent(card->dev, 2048, &card->dma, GFP_KERNEL);
	if (!card->buf)
		return -ENOMEM;
	card->buf[0] = 0;
	dma_cache_sync(card->dev, card->buf, 2048, DMA_BIDIRECTIONAL);
	return 0;
}

static void card_close(struct card *card)
{
	dma_free_noncoherent(card->dev, 2048, card->buf, card->dma);
}

static void card_interrupt(struct card *card)
{
	dma_cache_sync(card->dev, card->buf, 2048, DMA_FROM_DEVICE);
	card->last = card->buf[0];
}

const void *const card_entries[] = { card_open, card_close, card_interrupt };
