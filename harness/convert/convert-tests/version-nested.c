// SPDX-License-Identifier: GPL-2.0
/* An arm in the arm for old kernels: its dma_cache_sync() is not the one of all kernels. */
#include <linux/dma-mapping.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 0)
#ifdef CONFIG_SMP
static inline void dma_cache_sync(struct device *dev, void *virt, size_t len, int dir) { }
#endif
#endif

struct old {
	struct device *dev;
	void *mem;
};

static void old_put(struct old *old)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0)
#ifdef CONFIG_SMP
	dma_cache_sync(old->dev, old->mem, 64, DMA_TO_DEVICE);
#endif
	dma_cache_sync(old->dev, old->mem, 128, DMA_TO_DEVICE);
#endif
	dma_cache_sync(old->dev, old->mem, 512, DMA_TO_DEVICE);
}
