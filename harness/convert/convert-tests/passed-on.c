// SPDX-License-Identifier: GPL-2.0
/* An unknown function gets the buffer next. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct card {
	struct device *dev;
	void __iomem *regs;
	u8 *buf;
	dma_addr_t buf_dma;
};

void card_start_rx(struct card *card, void *buf, size_t len);
void card_start_tx(struct card *card, void *buf, size_t len);

static int card_open(struct card *card)
{
	card->buf = dma_alloc_noncoherent(card->dev, 2048, &card->buf_dma, GFP_KERNEL);
	return card->buf ? 0 : -ENOMEM;
}

static void card_close(struct card *card)
{
	dma_free_noncoherent(card->dev, 2048, card->buf, card->buf_dma);
}

static void card_tx(struct card *card, const void *p, size_t n)
{
	memcpy(card->buf, p, n);
	dma_cache_sync(card->dev, card->buf, 2048, DMA_TO_DEVICE);
	card_start_tx(card, card->buf, n);
}

static void card_rx(struct card *card)
{
	dma_cache_sync(card->dev, card->buf, 2048, DMA_FROM_DEVICE);
	card_start_rx(card, card->buf, 2048);
}

const void *const entries[] = { card_open, card_close, card_tx, card_rx };
