// SPDX-License-Identifier: GPL-2.0
/* The cast of the base says what the offset counts. */
#include <linux/dma-mapping.h>

static struct device *the_dev;
static void *the_table;
static dma_addr_t the_bus;

static int the_open(void)
{
	the_table = dma_alloc_noncoherent(the_dev, 4096, &the_bus, GFP_KERNEL);
	return the_table ? 0 : -ENOMEM;
}

static void the_push(int i)
{
	dma_cache_sync(the_dev, the_table + i, 4, DMA_TO_DEVICE);
	dma_cache_sync(the_dev, (u32 *)the_table + i, 4, DMA_TO_DEVICE);
	dma_cache_sync(the_dev, (void *)the_table + i, 4, DMA_TO_DEVICE);
}
