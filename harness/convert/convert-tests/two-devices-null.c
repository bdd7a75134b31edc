// SPDX-License-Identifier: GPL-2.0
/* Two devices for one pointer, and a sync that names none. */
#include <linux/dma-mapping.h>

struct card {
	struct device *dev, *codec;
	u32 *buf;
	dma_addr_t bus;
};

static int card_open(struct card *card, bool codec)
{
	if (codec)
		card->buf = dma_alloc_noncoherent(card->codec, 64, &card->bus, GFP_KERNEL);
	else
		card->buf = dma_alloc_noncoherent(card->dev, 64, &card->bus, GFP_KERNEL);
	return card->buf ? 0 : -ENOMEM;
}

static void card_put(struct card *card)
{
	dma_cache_sync(card->buf, 64, DMA_TO_DEVICE);
}
