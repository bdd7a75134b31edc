// SPDX-License-Identifier: GPL-2.0
/* The CPU may have written to the buffer through a parameter. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct card {
	struct device *dev;
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

static void card_init(struct card *card)
{
	card->buf[0] = 0;
	dma_cache_sync(card->dev, card->buf, 2048, DMA_BIDIRECTIONAL);
	writel(1, card->regs);
}

static u32 card_cmd(struct card *card, u32 *slot)
{
	*slot = 1;	/* the device looks for this on its own */
	dma_cache_sync(card->dev, card->buf, 2048, DMA_BIDIRECTIONAL);
	return card->buf[1];
}

const void *const entries[] = { card_open, card_close, card_init, card_cmd };
