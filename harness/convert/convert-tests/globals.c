// SPDX-License-Identifier: GPL-2.0
/* One device, all in globals. */
#include <linux/dma-mapping.h>

static struct device *the_dev;
static void *the_buffer;
static dma_addr_t the_bus;

static int the_open(struct device *dev)
{
	the_dev = dev;
	the_buffer = dma_alloc_noncoherent(the_dev, 65536, &the_bus, GFP_KERNEL);
	return the_buffer ? 0 : -ENOMEM;
}

static void the_close(void)
{
	dma_free_noncoherent(the_dev, 65536, the_buffer, the_bus);
	the_buffer = NULL;
}

static void the_fetch(void *to, size_t len, size_t at)
{
	dma_cache_sync(NULL, the_buffer + at, len, DMA_FROM_DEVICE);
	memcpy(to, the_buffer + at, len);
}

const void *const the_entries[] = { the_open, the_close, the_fetch };
