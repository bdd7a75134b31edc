// SPDX-License-Identifier: GPL-2.0
/* Who took the fourth argument for a direction said one, but no flags. */
#include <linux/dma-mapping.h>

struct aes {
	struct device *dev;
	void *src;
	dma_addr_t src_bus;
};

static int aes_open(struct aes *a)
{
	a->src = dma_alloc_noncoherent(a->dev, 4096, &a->src_bus, DMA_TO_DEVICE);
	return a->src ? 0 : -ENOMEM;
}

static void aes_put(struct aes *a)
{
	dma_sync_single_for_device(a->dev, a->src_bus, 4096, DMA_TO_DEVICE);
}
