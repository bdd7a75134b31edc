// SPDX-License-Identifier: GPL-2.0
/* What another name points to is read after it was given back. */
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
	if (!card->buf)
		return -ENOMEM;
	return 0;
}

static void card_close(struct card *card)
{
	dma_free_noncoherent(card->dev, 2048, card->buf, card->buf_dma);
}

static u32 card_poll(struct card *card)
{
	u32 *d = card->buf;

	dma_cache_sync(card->dev, card->buf, 2048, DMA_FROM_DEVICE);
	card->n = card->buf[0];
	return d[1];
}

const void *const entries[] = { card_open, card_close, card_poll };
