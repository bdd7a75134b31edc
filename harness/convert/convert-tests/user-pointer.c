// SPDX-License-Identifier: GPL-2.0
/* An ioctl flushes what user space names. */
#include <linux/dma-mapping.h>

struct area {
	void __user *start;
	size_t len;
};

static long flush_ioctl(struct device *dev, void __user *start, size_t len)
{
	dma_cache_sync(dev, start, len, DMA_BIDIRECTIONAL);
	return 0;
}

static long flush_range(struct device *dev, unsigned long arg, size_t len)
{
	dma_cache_sync(dev, (void __user *)arg, len, DMA_BIDIRECTIONAL);
	return 0;
}
