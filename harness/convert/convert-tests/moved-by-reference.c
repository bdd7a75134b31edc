// SPDX-License-Identifier: GPL-2.0
/* A function moves the pointer that it gets the address of. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct card {
	struct device *dev;
	struct device *codec;
	void __iomem *regs;
	u8 *buf;
	dma_addr_t buf_dma;
	unsigned int n;
};

static int card_open(struct card *card)
{
	card->buf = dma_alloc_noncoherent(card->dev, 2048, &card->buf_dma, GFP_KERNEL);
	return card->buf ? 0 : -ENOMEM;
}

static void card_close(struct card *card)
{
	dma_free_noncoherent(card->dev, 2048, card->buf, card->buf_dma);
}

static void skip_header(struct card *card, u8 **at) { *at += card->n; }

static void card_skip(struct card *card, u8 v)
{
	u8 *at = card->buf;

	skip_header(card, &at);
	*at = v;
	dma_cache_sync(card->dev, at, 1, DMA_TO_DEVICE);
}

const void *const entries[] = { card_open, card_close, card_skip };
