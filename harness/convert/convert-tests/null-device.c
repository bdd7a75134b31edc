// SPDX-License-Identifier: GPL-2.0
/* NULL everywhere: whose memory is it? */
#include <linux/dma-mapping.h>

struct hal {
	void *ring;
	dma_addr_t ring_dma;
};

static int hal_open(struct hal *hal)
{
	hal->ring = dma_alloc_noncoherent(NULL, 4096, &hal->ring_dma, GFP_KERNEL);
	return hal->ring ? 0 : -ENOMEM;
}

static void hal_close(struct hal *hal)
{
	dma_free_noncoherent(NULL, 4096, hal->ring, hal->ring_dma);
}

static void hal_go(struct hal *hal)
{
	dma_cache_sync(NULL, hal->ring, 4096, DMA_TO_DEVICE);
}
