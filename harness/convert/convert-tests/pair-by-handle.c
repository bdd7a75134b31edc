// SPDX-License-Identifier: GPL-2.0
/* Only the bus address goes from the allocation to the free by one name: no pair. */
#include <linux/dma-mapping.h>

struct host {
	struct device *dev;
	u32 *script;
	dma_addr_t bus;
};

static int host_open(struct host *h)
{
	dma_addr_t bus;
	u32 *script;
	u8 *memory = dma_alloc_noncoherent(h->dev, 512, &bus, GFP_KERNEL);

	if (!memory)
		return -ENOMEM;
	script = (u32 *)(memory + 64);
	h->script = script - 16;
	h->bus = bus;
	dma_cache_sync(h->dev, memory, 512, DMA_TO_DEVICE);
	return 0;
}

static void host_close(struct host *h)
{
	dma_free_noncoherent(h->dev, 512, h->script, h->bus);
}
