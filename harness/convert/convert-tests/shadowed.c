// SPDX-License-Identifier: GPL-2.0
/* One name is two variables in one function. */
#include <linux/dma-mapping.h>

struct tx {
	u8 *buf;
	dma_addr_t dma;
};

struct rx {
	u8 *buf;
	dma_addr_t bus;
};

struct nic {
	struct device *dev;
	struct tx *tx;
	struct rx *rx;
};

static int nic_open(struct nic *nic)
{
	struct tx *t = nic->tx;
	struct rx *r = nic->rx;

	t->buf = dma_alloc_noncoherent(nic->dev, 512, &t->dma, GFP_KERNEL);
	r->buf = dma_alloc_noncoherent(nic->dev, 512, &r->bus, GFP_KERNEL);
	return t->buf && r->buf ? 0 : -ENOMEM;
}

static void nic_close2(struct nic *nic)
{
	struct tx *t = nic->tx;
	struct rx *r = nic->rx;

	dma_free_noncoherent(nic->dev, 512, t->buf, t->dma);
	dma_free_noncoherent(nic->dev, 512, r->buf, r->bus);
}

static void nic_sync(struct nic *nic, bool tx)
{
	if (tx) {
		struct tx *ring = nic->tx;

		ring->buf[0] = 1;
		dma_cache_sync(nic->dev, ring->buf, 512, DMA_TO_DEVICE);
	} else {
		struct rx *ring = nic->rx;

		ring->buf[0] = 0;
		dma_cache_sync(nic->dev, ring->buf, 512, DMA_TO_DEVICE);
	}
}

const void *const entries[] = { nic_open, nic_close2, nic_sync };
