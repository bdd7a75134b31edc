// SPDX-License-Identifier: GPL-2.0
/* A function whose head is made of macros has a sync of the buffer. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

#define VENDOR_FUNC(type)	type
#define VENDOR_TAIL

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

static void card_a(struct card *card)
{
	dma_cache_sync(card->dev, card->buf, 2048, DMA_TO_DEVICE);
}

static VENDOR_FUNC(void) card_b(struct card *card) VENDOR_TAIL
{
	dma_cache_sync(card->dev, card->buf, 2048, DMA_FROM_DEVICE);
	card->n = card->buf[0];
}

const void *const entries[] = { card_open, card_close, card_a, card_b };
