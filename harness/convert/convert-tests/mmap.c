// SPDX-License-Identifier: GPL-2.0
/* User space has it, too. */
#include <linux/dma-mapping.h>

struct cap {
	struct device *dev;
	void *frame;
	dma_addr_t frame_dma;
};

static int cap_open(struct cap *cap)
{
	cap->frame = dma_alloc_attrs(cap->dev, 65536, &cap->frame_dma, GFP_KERNEL,
				     DMA_ATTR_NON_CONSISTENT);
	return cap->frame ? 0 : -ENOMEM;
}

static void cap_close(struct cap *cap)
{
	dma_free_attrs(cap->dev, 65536, cap->frame, cap->frame_dma, DMA_ATTR_NON_CONSISTENT);
}

static int cap_mmap(struct cap *cap, struct vm_area_struct *vma)
{
	return dma_mmap_attrs(cap->dev, vma, cap->frame, cap->frame_dma, 65536,
			      DMA_ATTR_NON_CONSISTENT);
}

static void cap_start(struct cap *cap)
{
	dma_cache_sync(cap->dev, cap->frame, 65536, DMA_TO_DEVICE);
}
