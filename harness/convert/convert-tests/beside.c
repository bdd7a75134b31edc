// SPDX-License-Identifier: GPL-2.0
/* Near a map or unmap, but of another size, direction, arm or path; and calls that do more. */
#include <linux/dma-mapping.h>

struct spi {
	struct device *dev;
	u32 *ring;
	dma_addr_t ring_bus;
	int n;
};

size_t spi_next(struct spi *spi);

static int spi_open(struct spi *spi)
{
	spi->ring = dma_alloc_coherent(spi->dev, 64, &spi->ring_bus, GFP_KERNEL);
	return spi->ring ? 0 : -ENOMEM;
}

static dma_addr_t spi_map(struct spi *spi, void *p, size_t n, bool fast)
{
	dma_addr_t bus = 0;

	dma_cache_sync(spi->dev, p, n, DMA_TO_DEVICE);
	bus = dma_map_single(spi->dev, p, n + 1, DMA_TO_DEVICE);
	barrier();
	dma_cache_sync(spi->dev, p, n, DMA_TO_DEVICE);
	bus = dma_map_single(spi->dev, p, n, DMA_FROM_DEVICE);
	barrier();
	dma_cache_sync(spi->dev, p, n, DMA_TO_DEVICE);
#ifdef CONFIG_SOME
	bus = dma_map_single(spi->dev, p, n, DMA_TO_DEVICE);
#endif
	barrier();
	dma_cache_sync(spi->dev, p, n, DMA_TO_DEVICE);
	if (fast)
		bus = dma_map_single(spi->dev, p, n, DMA_TO_DEVICE);
	return bus;
}

static void spi_put(struct spi *spi)
{
	dma_cache_sync(spi->dev, spi->ring, spi_next(spi), DMA_TO_DEVICE);
	dma_cache_sync(spi->dev, spi->ring, spi->n++, DMA_TO_DEVICE);
	dma_cache_sync(spi->dev, spi->ring, 4, DMA_TO_DEVICE), spi->n--;
}
