// SPDX-License-Identifier: GPL-2.0
/* Chosen at run time, in the call. */
#include <linux/dma-mapping.h>

struct cam {
	struct device *dev;
	bool cached;
	void *image;
	dma_addr_t image_dma;
};

static int cam_open(struct cam *cam)
{
	cam->image = dma_alloc_attrs(cam->dev, 307200, &cam->image_dma, GFP_KERNEL,
				     cam->cached ? DMA_ATTR_NON_CONSISTENT :
						   DMA_ATTR_WRITE_COMBINE);
	return cam->image ? 0 : -ENOMEM;
}

static void cam_close(struct cam *cam)
{
	dma_free_attrs(cam->dev, 307200, cam->image, cam->image_dma,
		       cam->cached ? DMA_ATTR_NON_CONSISTENT : DMA_ATTR_WRITE_COMBINE);
}

static void cam_shoot(struct cam *cam)
{
	dma_cache_sync(cam->dev, cam->image, 307200, DMA_TO_DEVICE);
}
