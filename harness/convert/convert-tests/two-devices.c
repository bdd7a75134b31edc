// SPDX-License-Identifier: GPL-2.0
/* One pointer, memory of either of two devices. */
#include <linux/dma-mapping.h>
struct card {
	struct device *dev;
	struct device *codec;
	u32 *buf;
	dma_addr_t dma;
};

static int card_open(struct card *card, bool codec)
{
	if (codec)
		card->buf = dma_alloc_attrs(card->codec, 2048, &card->dma, GFP_KERNEL,
					    DMA_ATTR_NON_CONSISTENT);
	else
		card->buf = dma_alloc_attrs(card->dev, 2048, &card->dma, GFP_KERNEL,
					    DMA_ATTR_NON_CONSISTENT);
	return card->buf ? 0 : -ENOMEM;
}

static void card_close(struct card *card)
{
	dma_free_attrs(card->dev, 2048, card->buf, card->dma, DMA_ATTR_NON_CONSISTENT);
}

static void card_send(struct card *card)
{
	dma_cache_sync(card->dev, card->buf, 2048, DMA_TO_DEVICE);
}

const void *const card_entries[] = { card_open, card_close, card_send };
