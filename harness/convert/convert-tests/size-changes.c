// SPDX-License-Identifier: GPL-2.0
/* The size comes from what the device wrote. */
#include <linux/dma-mapping.h>

struct meter {
	struct device *dev;
	u32 *counts;
	dma_addr_t counts_dma;
};

static int meter_open(struct meter *meter)
{
	meter->counts = dma_alloc_noncoherent(meter->dev, 64, &meter->counts_dma, GFP_KERNEL);
	if (!meter->counts)
		return -ENOMEM;
	return 0;
}

static void meter_close(struct meter *meter)
{
	dma_free_noncoherent(meter->dev, 64, meter->counts, meter->counts_dma);
}

static u32 meter_read(struct meter *meter)
{
	u32 len = 64;

	dma_cache_sync(meter->dev, meter->counts, len, DMA_FROM_DEVICE);
	len = meter->counts[0];
	return len;
}

const void *const entries[] = { meter_open, meter_close, meter_read };
