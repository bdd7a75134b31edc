// SPDX-License-Identifier: GPL-2.0
/* The next statement unmaps, but perhaps another buffer or part, or not always. */
#include <linux/dma-mapping.h>

static void rx_moved(struct device *dev, u8 *data, dma_addr_t bus, size_t len)
{
	data += 16;
	dma_cache_sync(dev, data, len, DMA_FROM_DEVICE);
	dma_unmap_single(dev, bus, len, DMA_FROM_DEVICE);
}

static void rx_either(struct device *dev, void *one, void *two, dma_addr_t bus, size_t len)
{
	memset(two, 0, len);
	dma_cache_sync(dev, one, len, DMA_FROM_DEVICE);
	dma_unmap_single(dev, bus, len, DMA_FROM_DEVICE);
}

static void rx_sometimes(struct device *dev, void *data, dma_addr_t bus, size_t len)
{
	if (len > 16)
		dma_cache_sync(dev, data, len, DMA_FROM_DEVICE);
	dma_unmap_single(dev, bus, len, DMA_FROM_DEVICE);
}

static void rx_after(struct device *dev, void *data, dma_addr_t bus, size_t len)
{
	dma_unmap_single(dev, bus, sizeof(u32), DMA_FROM_DEVICE);
	dma_cache_sync(dev, data, sizeof(u32), DMA_FROM_DEVICE);
}

static void rx_call(struct device *dev, void *data, dma_addr_t bus, size_t len)
{
	dma_cache_sync(dev, data, ALIGN(len, 4), DMA_FROM_DEVICE);
	dma_unmap_single(dev, bus, ALIGN(len, 4), DMA_FROM_DEVICE);
}

const void *const rx_entries[] = { rx_moved, rx_either, rx_sometimes, rx_after,
				   rx_call };
