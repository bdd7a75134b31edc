// SPDX-License-Identifier: GPL-2.0
/* The platform's own allocator, in the same file. */
#include <linux/dma-mapping.h>

static inline void *ath_alloc(struct device *dev, size_t size, dma_addr_t *bus)
{
	return dma_alloc_attrs(dev, size, bus, GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
}

static inline void ath_free(struct device *dev, size_t size, void *virt, dma_addr_t bus)
{
	dma_free_attrs(dev, size, virt, bus, DMA_ATTR_NON_CONSISTENT);
}

struct ath {
	struct device *dev;
	void *cmd;
	dma_addr_t cmd_dma;
	void *arg;
	dma_addr_t arg_dma;
};

static int ath_open(struct ath *ath)
{
	ath->cmd = ath_alloc(ath->dev, 128, &ath->cmd_dma);
	if (!ath->cmd)
		return -ENOMEM;
	ath->arg = ath_alloc(ath->dev, 64, &ath->arg_dma);
	if (!ath->arg) {
		ath_free(ath->dev, 128, ath->cmd, ath->cmd_dma);
		return -ENOMEM;
	}
	return 0;
}

static void ath_close(struct ath *ath)
{
	ath_free(ath->dev, 64, ath->arg, ath->arg_dma);
	ath_free(ath->dev, 128, ath->cmd, ath->cmd_dma);
}

static void ath_do(struct ath *ath, u32 what)
{
	*(u32 *)ath->cmd = what;
	dma_cache_sync(ath->dev, ath->cmd, 128, DMA_TO_DEVICE);
	*(u32 *)ath->arg = what + 1;
	dma_cache_sync(ath->dev, ath->arg, 64, DMA_TO_DEVICE);
}

const void *const ath_entries[] = { ath_open, ath_close, ath_do };
