// SPDX-License-Identifier: GPL-2.0
/* A pointer in the buffer leads out of it. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct frag {
	u32 len;
	u8 bytes[4];
	};
	struct desc { struct desc *next;
	u8 *data;
	u32 st;
	struct frag f[2];
};

struct card {
	struct device *dev;
	struct device *codec;
	void __iomem *regs;
	struct desc *buf;
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

static void card_hop(struct card *card)
{
	card->buf->next->st = 1;
	dma_cache_sync(card->dev, &card->buf->next->st, 4, DMA_TO_DEVICE);
}

static void card_ptr(struct card *card)
{
	dma_cache_sync(card->dev, &card->buf[1].data[4], 4, DMA_TO_DEVICE);
}

const void *const entries[] = { card_open, card_close, card_hop, card_ptr };
