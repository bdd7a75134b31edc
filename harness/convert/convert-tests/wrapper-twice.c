// SPDX-License-Identifier: GPL-2.0
/* The wrapper is one of two functions of that name. */
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

#ifdef CONFIG_SNI_RM
static void card_flush(struct card *card, void *v, size_t n)
{
	writel(1, card->regs);	/* the board's own write buffer */
}

#else
static void card_flush(struct card *card, void *v, size_t n)
{
	dma_cache_sync(card->dev, v, n, DMA_TO_DEVICE);
}

#endif
static void card_tx(struct card *card)
{
	card_flush(card, card->buf, 2048);
}

const void *const entries[] = { card_open, card_close, card_tx };
