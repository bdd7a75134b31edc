// SPDX-License-Identifier: GPL-2.0
/* Freed for another device. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct card {
	struct device *dev;
	struct device *codec;
	void __iomem *regs;
	u32 *buf;
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
	dma_free_noncoherent(card->codec, 2048, card->buf, card->buf_dma);
}

static void card_two(struct card *card)
{
	dma_cache_sync(card->codec, card->buf, 2048, DMA_TO_DEVICE);
}

const void *const entries[] = { card_open, card_close, card_two };
