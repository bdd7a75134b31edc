// SPDX-License-Identifier: GPL-2.0
/* The pointers change places, the bus addresses do not. */
#include <linux/dma-mapping.h>

struct fb {
	struct device *dev;
	u8 *front, *back;
	dma_addr_t front_dma, back_dma;
};

static int fb_open(struct fb *fb)
{
	fb->front = dma_alloc_noncoherent(fb->dev, 4096, &fb->front_dma, GFP_KERNEL);
	fb->back = dma_alloc_noncoherent(fb->dev, 4096, &fb->back_dma, GFP_KERNEL);
	return fb->front && fb->back ? 0 : -ENOMEM;
}

static void fb_close(struct fb *fb)
{
	dma_free_noncoherent(fb->dev, 4096, fb->front, fb->front_dma);
	dma_free_noncoherent(fb->dev, 4096, fb->back, fb->back_dma);
}

static void fb_flip(struct fb *fb)
{
	swap(fb->front, fb->back);
	dma_cache_sync(fb->dev, fb->front, 4096, DMA_TO_DEVICE);
}

static void fb_draw(struct fb *fb)
{
	fb->back[0] = 1;
	dma_cache_sync(fb->dev, fb->back, 4096, DMA_TO_DEVICE);
}

const void *const entries[] = { fb_open, fb_close, fb_flip, fb_draw };
