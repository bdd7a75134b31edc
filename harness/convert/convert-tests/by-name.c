// SPDX-License-Identifier: GPL-2.0
/* The old call has another name, and is called through a pointer. */
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

#define my_sync dma_cache_sync

struct sync_ops {
	void (*sync)(struct device *, void *, size_t, enum dma_data_direction);
};

static const struct sync_ops ops = { .sync = dma_cache_sync };

static void card_a(struct card *card)
{
	dma_cache_sync(card->dev, card->buf, 2048, DMA_TO_DEVICE);
}

static void card_b(struct card *card)
{
	my_sync(card->dev, card->buf, 2048, DMA_FROM_DEVICE);
	card->n = card->buf[0];
}

static void card_c(struct card *card)
{
	ops.sync(card->dev, card->buf, 2048, DMA_FROM_DEVICE);
	card->n = card->buf[1];
}

const void *const entries[] = { card_open, card_close, card_a, card_b, card_c };
