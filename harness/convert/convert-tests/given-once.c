// SPDX-License-Identifier: GPL-2.0
/* Given to the device at the start, and taken at each interrupt. */
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/interrupt.h>

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
	dma_free_noncoherent(card->dev, 2048, card->buf, card->buf_dma);
}

static void card_init(struct card *card)
{
	memset(card->buf, 0, 2048);
	dma_cache_sync(card->dev, card->buf, 2048, DMA_BIDIRECTIONAL);
	writel(1, card->regs);
}

static irqreturn_t card_irq(int irq, void *data)
{
	struct card *card = data;

	dma_cache_sync(card->dev, card->buf, 2048, DMA_FROM_DEVICE);
	card->n += card->buf[0];
	return IRQ_HANDLED;
}

const void *const entries[] = { card_open, card_close, card_init, card_irq };
