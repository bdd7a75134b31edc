// SPDX-License-Identifier: GPL-2.0
/* One pointer, two places for its bus address. */
#include <linux/dma-mapping.h>

struct fw {
	struct device *dev;
	u8 *mem;
	dma_addr_t cold_dma, warm_dma;
	bool warm;
};

static int fw_cold(struct fw *fw)
{
	fw->mem = dma_alloc_noncoherent(fw->dev, 4096, &fw->cold_dma, GFP_KERNEL);
	return fw->mem ? 0 : -ENOMEM;
}

static int fw_warm(struct fw *fw)
{
	fw->mem = dma_alloc_noncoherent(fw->dev, 4096, &fw->warm_dma, GFP_ATOMIC);
	fw->warm = true;
	return fw->mem ? 0 : -ENOMEM;
}

static void fw_close(struct fw *fw)
{
	dma_free_noncoherent(fw->dev, 4096, fw->mem, fw->cold_dma);
}

static void fw_send(struct fw *fw)
{
	dma_cache_sync(fw->dev, fw->mem, 4096, DMA_TO_DEVICE);
}

const void *const entries[] = { fw_cold, fw_warm, fw_close, fw_send };
