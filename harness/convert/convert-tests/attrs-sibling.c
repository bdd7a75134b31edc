// SPDX-License-Identifier: GPL-2.0
/* The bus address is the sibling of the pointer; another function syncs. */
#include <linux/dma-mapping.h>

struct board {
	struct device *dev;
	void *script;
	dma_addr_t script_dma;
};

static int board_open(struct board *board)
{
	board->script = dma_alloc_attrs(board->dev, PAGE_SIZE, &board->script_dma,
					GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
	if (!board->script)
		return -ENOMEM;
	return 0;
}

static void board_close(struct board *board)
{
	dma_free_attrs(board->dev, PAGE_SIZE, board->script, board->script_dma,
		       DMA_ATTR_NON_CONSISTENT);
}

static void board_load(struct board *b, const void *code, size_t len)
{
	memcpy(b->script, code, len);
	dma_cache_sync(b->dev, b->script, len, DMA_TO_DEVICE);
}

const void *const board_entries[] = { board_open, board_close, board_load };
