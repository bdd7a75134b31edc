// SPDX-License-Identifier: GPL-2.0
/* A cast around an address that counts in elements. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct desc {
	u32 st, len, ptr, pad;
};

struct card {
	struct device *dev;
	void __iomem *regs;
	struct desc *buf;
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

static void card_tx(struct card *card, int i)
{
	card->buf[i].st = 1;
	dma_cache_sync(card->dev, (void *)(card->buf + i), sizeof(struct desc), DMA_TO_DEVICE);
}

const void *const entries[] = { card_open, card_close, card_tx };
