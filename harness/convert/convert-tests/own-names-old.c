// SPDX-License-Identifier: GPL-2.0
/* A dma_cache_sync() for kernels before 2.6.20 is none of this kernel. */
#include <linux/dma-mapping.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 6, 20)
#define dma_cache_sync(dev, virt, size, dir)	dma_cache_wback(virt, size)
static inline void dma_cache_pre_ops(void *virt, size_t size, int dir) { }
#endif

static void flush(struct device *dev, void *p)
{
	dma_cache_sync(dev, p, 64, DMA_TO_DEVICE);
	dma_cache_pre_ops(p, 64, DMA_TO_DEVICE);
}
