// SPDX-License-Identifier: GPL-2.0
/* Allocated into locals, which are stored in the driver's fields. */
#include <linux/dma-mapping.h>
#include <linux/platform_device.h>

struct hal {
	struct device *dev;
	void *block;
	dma_addr_t block_bus;
	size_t block_len;
};

static int hal_open(struct hal *hal, struct platform_device *pdev, size_t len)
{
	struct device *dev = &pdev->dev;
	dma_addr_t bus;
	void *block;

	block = dma_alloc_attrs(dev, len, &bus, GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
	if (!block)
		return -ENOMEM;
	hal->dev = dev;
	hal->block = block;
	hal->block_bus = bus;
	hal->block_len = len;
	return 0;
}

static void hal_close(struct hal *hal)
{
	dma_free_attrs(hal->dev, hal->block_len, hal->block, hal->block_bus,
		       DMA_ATTR_NON_CONSISTENT);
}

static void hal_play(struct hal *hal, const void *samples, size_t len)
{
	memcpy(hal->block, samples, len);
	dma_cache_sync(NULL, hal->block, len, DMA_TO_DEVICE);
}

const void *const hal_entries[] = { hal_open, hal_close, hal_play };
