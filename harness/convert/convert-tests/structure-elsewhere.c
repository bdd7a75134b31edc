// SPDX-License-Identifier: GPL-2.0
/* The structure is not the file's, so others may use the buffer too. */
#include <linux/dma-mapping.h>
#include <linux/spi/spi.h>

static int card_open(struct device *dev, struct spi_transfer *t)
{
	t->rx_buf = dma_alloc_noncoherent(dev, 2048, &t->rx_dma, GFP_KERNEL);
	return t->rx_buf ? 0 : -ENOMEM;
}

static void card_close(struct device *dev, struct spi_transfer *t)
{
	dma_free_noncoherent(dev, 2048, t->rx_buf, t->rx_dma);
}

static void card_send(struct device *dev, struct spi_transfer *t)
{
	dma_cache_sync(dev, t->rx_buf, 2048, DMA_TO_DEVICE);
}

const void *const card_entries[] = { card_open, card_close, card_send };
