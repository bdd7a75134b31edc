// SPDX-License-Identifier: GPL-2.0
/* dma_map_single() in the next line does the same; and one sync said twice. */
#include <linux/dma-mapping.h>

struct spi {
	struct device *dev;
	void *dummy;
	dma_addr_t dummy_dma;
};

static int spi_open(struct spi *spi)
{
	spi->dummy = dma_alloc_noncoherent(spi->dev, 32, &spi->dummy_dma, GFP_KERNEL);
	return spi->dummy ? 0 : -ENOMEM;
}

static void spi_close(struct spi *spi)
{
	dma_free_noncoherent(spi->dev, 32, spi->dummy, spi->dummy_dma);
}

static int spi_send(struct spi *spi, void *data, size_t len)
{
	dma_addr_t bus;

	memset(spi->dummy, 0, 32);
	dma_cache_sync(spi->dev, spi->dummy, 32, DMA_TO_DEVICE);
	dma_cache_sync(spi->dev, spi->dummy, 32, DMA_TO_DEVICE);
	dma_cache_sync(spi->dev, data, len, DMA_TO_DEVICE);
	bus = dma_map_single(spi->dev, data, len, DMA_TO_DEVICE);
	if (dma_mapping_error(spi->dev, bus))
		return -EIO;
	dma_unmap_single(spi->dev, bus, len, DMA_TO_DEVICE);
	return 0;
}

const void *const spi_entries[] = { spi_open, spi_close, spi_send };
