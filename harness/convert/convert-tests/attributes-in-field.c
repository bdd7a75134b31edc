// SPDX-License-Identifier: GPL-2.0
/* Decided in one place, used in another. */
#include <linux/dma-mapping.h>

struct fb {
	struct device *dev;
	unsigned long attrs;
	void *screen;
	dma_addr_t screen_dma;
};

static void fb_setup(struct fb *fb, bool cached)
{
	if (cached)
		fb->attrs |= DMA_ATTR_NON_CONSISTENT;
	else
		fb->attrs = DMA_ATTR_WRITE_COMBINE;
}

static int fb_open(struct fb *fb)
{
	fb->screen = dma_alloc_attrs(fb->dev, 1 << 20, &fb->screen_dma, GFP_KERNEL, fb->attrs);
	return fb->screen ? 0 : -ENOMEM;
}

static void fb_close(struct fb *fb)
{
	dma_free_attrs(fb->dev, 1 << 20, fb->screen, fb->screen_dma, fb->attrs);
}
