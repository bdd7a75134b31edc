// SPDX-License-Identifier: GPL-2.0
/* The sync names no device; that of the allocation is in the comment. */
#include <linux/dma-mapping.h>

struct card {
	struct device *dev;
	u32 *table;
	dma_addr_t table_dma;
};

static int card_open(struct card *card)
{
	card->table = dma_alloc_noncoherent(card->dev, 256, &card->table_dma, GFP_KERNEL);
	if (!card->table)
		return -ENOMEM;
	return 0;
}

static void card_close(struct card *card)
{
	dma_free_noncoherent(card->dev, 256, card->table, card->table_dma);
}

static void card_set(struct card *c, unsigned int i, u32 value)
{
	c->table[i] = value;
	dma_cache_sync(NULL, c->table, 256, DMA_TO_DEVICE);
}

const void *const card_entries[] = { card_open, card_close, card_set };
