// SPDX-License-Identifier: GPL-2.0
/* One local variable for two allocations: which of them does a field hold? */
#include <linux/dma-mapping.h>

struct duo {
	struct device *dev;
	void *rx, *tx;
	dma_addr_t rx_dma, tx_dma;
};

static int duo_open(struct duo *duo)
{
	dma_addr_t bus;
	void *mem;

	mem = dma_alloc_noncoherent(duo->dev, 2048, &bus, GFP_KERNEL);
	if (!mem)
		return -ENOMEM;
	duo->rx = mem;
	duo->rx_dma = bus;
	mem = dma_alloc_noncoherent(duo->dev, 1024, &bus, GFP_KERNEL);
	if (!mem) {
		dma_free_noncoherent(duo->dev, 2048, duo->rx, duo->rx_dma);
		return -ENOMEM;
	}
	duo->tx = mem;
	duo->tx_dma = bus;
	return 0;
}

static void duo_close(struct duo *duo)
{
	dma_free_noncoherent(duo->dev, 2048, duo->rx, duo->rx_dma);
	dma_free_noncoherent(duo->dev, 1024, duo->tx, duo->tx_dma);
}

static void duo_send(struct duo *duo)
{
	dma_cache_sync(duo->dev, duo->tx, 1024, DMA_TO_DEVICE);
	dma_cache_sync(duo->dev, duo->rx, 2048, DMA_TO_DEVICE);
}
