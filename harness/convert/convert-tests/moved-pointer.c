// SPDX-License-Identifier: GPL-2.0
/* The pointer does not stay where the allocation left it. */
#include <linux/dma-mapping.h>

struct tape {
	struct device *dev;
	u8 *head;
	dma_addr_t head_dma;
};

static int tape_open(struct tape *tape)
{
	tape->head = dma_alloc_noncoherent(tape->dev, 4096, &tape->head_dma, GFP_KERNEL);
	return tape->head ? 0 : -ENOMEM;
}

static void tape_close(struct tape *tape)
{
	dma_free_noncoherent(tape->dev, 4096, tape->head, tape->head_dma);
}

static void tape_put(struct tape *tape, u8 c)
{
	*tape->head = c;
	dma_cache_sync(tape->dev, tape->head, 1, DMA_TO_DEVICE);
	tape->head++;
}
