// SPDX-License-Identifier: GPL-2.0
/* Synced for one direction, and read all the same. */
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/delay.h>

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

static int card_cmd(struct card *card)
{
	int i;

	card->buf[0] = 1;
	card->buf[1] = 0;
	dma_cache_sync(card->dev, card->buf, 2048, DMA_TO_DEVICE);
	writel(1, card->regs);
	for (i = 0; i < 100; i++) {
		if (READ_ONCE(card->buf[1]))	/* the device answers here */
			return 0;
		udelay(10);
	}
	return -EIO;
}

const void *const entries[] = { card_open, card_close, card_cmd };
