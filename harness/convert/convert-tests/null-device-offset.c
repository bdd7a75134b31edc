// SPDX-License-Identifier: GPL-2.0
/* No device in the call, and an address that counts in words. */
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
	dma_free_noncoherent(card->dev, 2048, card->buf, card->buf_dma);
}

static void card_null(struct card *card)
{
	card->buf[4] = 1;
	dma_cache_sync(NULL, card->buf + 4, 4, DMA_TO_DEVICE);
	dma_cache_sync(card->dev, card->buf + 5, 4, DMA_TO_DEVICE);
	dma_cache_sync(card->buf + 6, 4, DMA_TO_DEVICE);
}

const void *const entries[] = { card_open, card_close, card_null };
