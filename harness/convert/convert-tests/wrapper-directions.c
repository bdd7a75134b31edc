// SPDX-License-Identifier: GPL-2.0
/* Two buffers of two directions are freed by one function. */
#include <linux/dma-mapping.h>

struct two {
	struct device *dev;
	u8 *tx, *rx;
	dma_addr_t tx_dma, rx_dma;
	u8 last;
};

static void *buf_alloc(struct device *dev, size_t n, dma_addr_t *h)
{
	return dma_alloc_attrs(dev, n, h, GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
}

static void buf_free(struct device *dev, size_t n, void *p, dma_addr_t h)
{
	dma_free_attrs(dev, n, p, h, DMA_ATTR_NON_CONSISTENT);
}

static int two_open(struct two *two)
{
	two->tx = buf_alloc(two->dev, 512, &two->tx_dma);
	two->rx = buf_alloc(two->dev, 1024, &two->rx_dma);
	return two->tx && two->rx ? 0 : -ENOMEM;
}

static void two_close(struct two *two)
{
	buf_free(two->dev, 512, two->tx, two->tx_dma);
	dma_free_attrs(two->dev, 1024, two->rx, two->rx_dma, DMA_ATTR_NON_CONSISTENT);
}

static void two_send(struct two *two)
{
	two->tx[0] = 1;
	dma_cache_sync(two->dev, two->tx, 512, DMA_TO_DEVICE);
	two->rx[0] = 1;
	dma_cache_sync(two->dev, two->rx, 1024, DMA_BIDIRECTIONAL);
}

const void *const entries[] = { two_open, two_close, two_send };
