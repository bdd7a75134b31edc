// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so. */
#include <linux/dma-mapping.h>

struct tx {
	struct device *dev;
	dma_addr_t bus;
};

void start(struct tx *tx, dma_addr_t bus);

void untested(struct tx *tx, void *data)
{
	tx->bus = dma_map_single(tx->dev, data, 64, DMA_TO_DEVICE);	/* found */
	start(tx, tx->bus);
}

int tested(struct tx *tx, void *data)
{
	tx->bus = dma_map_single(tx->dev, data, 64, DMA_TO_DEVICE);
	if (dma_mapping_error(tx->dev, tx->bus))
		return -ENOMEM;
	start(tx, tx->bus);
	return 0;
}

dma_addr_t caller_tests(struct tx *tx, struct page *page)
{
	dma_addr_t bus;

	bus = dma_map_page(tx->dev, page, 0, 64, DMA_TO_DEVICE);
	return bus;
}

void untested_page(struct tx *tx, struct page *page)
{
	dma_addr_t bus;

	bus = dma_map_page(tx->dev, page, 0, 64, DMA_TO_DEVICE);	/* found */
	start(tx, bus);
}

int tested_under_another_name(struct tx *tx, void *data)
{
	dma_addr_t bus, also;

	bus = dma_map_single(tx->dev, data, 64, DMA_TO_DEVICE);
	also = bus;
	if (dma_mapping_error(tx->dev, also))
		return -ENOMEM;
	start(tx, bus);
	return 0;
}

bool map_failed(struct device *dev, dma_addr_t bus);

int tested_by_a_helper(struct tx *tx, void *data)
{
	dma_addr_t bus;

	bus = dma_map_single(tx->dev, data, 64, DMA_TO_DEVICE);
	if (unlikely(map_failed(tx->dev, bus)))
		return -ENOMEM;
	start(tx, bus);
	return 0;
}
