// SPDX-License-Identifier: GPL-2.0
/* What Qualcomm's kernels had: pre is for the device, post for the CPU. */
#include <linux/dma-mapping.h>

struct vid {
	struct device *dev;
	void *frame;
	dma_addr_t frame_bus;
};

static int vid_open(struct vid *v)
{
	v->frame = dma_alloc_nonconsistent(v->dev, 4096, &v->frame_bus, GFP_KERNEL);
	return v->frame ? 0 : -ENOMEM;
}

static int vid_mmap(struct vid *v, struct vm_area_struct *vma)
{
	return dma_mmap_nonconsistent(v->dev, vma, v->frame, v->frame_bus, 4096);
}

static void vid_do(struct vid *v, void *other)
{
	dma_cache_pre_ops(v->frame, 4096, DMA_BIDIRECTIONAL);
	dma_cache_post_ops(v->frame, 4096, DMA_BIDIRECTIONAL);
	dma_cache_post_ops(other, 4096, DMA_FROM_DEVICE);
}

static void vid_close(struct vid *v)
{
	dma_free_nonconsistent(v->dev, 4096, v->frame, v->frame_bus);
}
