// SPDX-License-Identifier: GPL-2.0
/* Which part is synced is decided in the call. */
#include <linux/dma-mapping.h>
struct card {
	struct device *dev;
	u32 *buf;
	u32 *header;
	dma_addr_t dma;
	unsigned int n;
};

static int card_open(struct card *card)
{
	card->buf = dma_alloc_noncoherent(card->dev, 2048, &card->dma, GFP_KERNEL);
	return card->buf ? 0 : -ENOMEM;
}

static void card_close(struct card *card)
{
	dma_free_noncoherent(card->dev, 2048, card->buf, card->dma);
}

static void card_send(struct card *card)
{
	dma_cache_sync(card->dev, card->buf + card->n == card->header ? card->buf : card->header, 64,
		       DMA_TO_DEVICE);
}

const void *const card_entries[] = { card_open, card_close, card_send };
