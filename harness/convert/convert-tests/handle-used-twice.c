// SPDX-License-Identifier: GPL-2.0
/* One local variable takes the bus addresses of two buffers in turn. */
#include <linux/dma-mapping.h>

struct duo {
	struct device *dev;
	void *rx, *tx;
	dma_addr_t rx_dma, tx_dma;
};

static int duo_open(struct duo *duo)
{
	dma_addr_t bus;

	duo->rx = dma_alloc_noncoherent(duo->dev, 2048, &bus, GFP_KERNEL);
	if (!duo->rx)
		return -ENOMEM;
	duo->rx_dma = bus;
	duo->tx = dma_alloc_noncoherent(duo->dev, 2048, &bus, GFP_KERNEL);
	if (!duo->tx) {
		dma_free_noncoherent(duo->dev, 2048, duo->rx, duo->rx_dma);
		return -ENOMEM;
	}
	duo->tx_dma = bus;
	return 0;
}

static void duo_close(struct duo *duo)
{
	dma_free_noncoherent(duo->dev, 2048, duo->rx, duo->rx_dma);
	dma_free_noncoherent(duo->dev, 2048, duo->tx, duo->tx_dma);
}

static void duo_send(struct duo *duo)
{
	dma_cache_sync(duo->dev, duo->tx, 1024, DMA_TO_DEVICE);
	dma_cache_sync(duo->dev, duo->rx, 2048, DMA_TO_DEVICE);
}

const void *const entries[] = { duo_open, duo_close, duo_send };
