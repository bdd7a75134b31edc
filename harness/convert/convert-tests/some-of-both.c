// SPDX-License-Identifier: GPL-2.0
/* One buffer can be converted, the other cannot. */
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct half {
	struct device *dev;
	void *good;
	dma_addr_t good_dma;
	void *bad;
};

static int half_open(struct half *half)
{
	half->bad = kmalloc(64, GFP_KERNEL);
	if (!half->bad)
		return -ENOMEM;
	half->good = dma_alloc_attrs(half->dev, 4096, &half->good_dma, GFP_KERNEL,
				     DMA_ATTR_NON_CONSISTENT);
	if (!half->good) {
		kfree(half->bad);
		return -ENOMEM;
	}
	return 0;
}

static void half_close(struct half *half)
{
	dma_free_attrs(half->dev, 4096, half->good, half->good_dma, DMA_ATTR_NON_CONSISTENT);
	kfree(half->bad);
}

static void half_send(struct half *half)
{
	dma_cache_sync(half->dev, half->good, 4096, DMA_TO_DEVICE);
	dma_cache_sync(half->dev, half->bad, 64, DMA_TO_DEVICE);
}

const void *const half_entries[] = { half_open, half_close, half_send };
