// SPDX-License-Identifier: GPL-2.0
/* Types by another name, and a structure without one. */
#include <linux/dma-mapping.h>

typedef struct ring_s {
	u32 *v;
	dma_addr_t bus;
} ring_t;

typedef struct {
	struct device *dev;
	ring_t tx;
	ring_t rx[2];
} nic_t;

static int nic_open(nic_t *nic, ring_t *ring)
{
	ring->v = dma_alloc_noncoherent(nic->dev, 4096, &ring->bus, GFP_KERNEL);
	return ring->v ? 0 : -ENOMEM;
}

static void nic_put(nic_t *nic, int i)
{
	dma_cache_sync(nic->dev, nic->tx.v, 64, DMA_TO_DEVICE);
	dma_cache_sync(nic->dev, &nic->rx[i].v[2], 64, DMA_TO_DEVICE);
}
