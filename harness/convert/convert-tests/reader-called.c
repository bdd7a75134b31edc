// SPDX-License-Identifier: GPL-2.0
/* Behind the write to the register a function reads the buffer. */
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

static void card_event(struct card *card)
{
	card->n += card->buf[0];
}

static irqreturn_t card_irq(int irq, void *data)
{
	struct card *card = data;

	dma_cache_sync(card->dev, card->buf, 2048, DMA_FROM_DEVICE);
	writel(1, card->regs);
	card_event(card);
	return IRQ_HANDLED;
}

const void *const entries[] = { card_open, card_close, card_irq };
