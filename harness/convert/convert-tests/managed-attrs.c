// SPDX-License-Identifier: GPL-2.0
/* Managed memory with the flag, once with a sync in sight and once without. */
#include <linux/dma-mapping.h>

struct fb {
	struct device *dev;
	void *screen;
	dma_addr_t screen_bus;
};

static int fb_probe(struct fb *fb)
{
	fb->screen = dmam_alloc_attrs(fb->dev, 4096, &fb->screen_bus, GFP_KERNEL,
				      DMA_ATTR_NON_CONSISTENT);
	return fb->screen ? 0 : -ENOMEM;
}
