// SPDX-License-Identifier: GPL-2.0
/* The free is in another file, or nowhere. */
#include <linux/dma-mapping.h>

struct boot {
	struct device *dev;
	void *image;
	dma_addr_t image_dma;
};

static int boot_open(struct boot *boot)
{
	boot->image = dma_alloc_noncoherent(boot->dev, 4096, &boot->image_dma, GFP_KERNEL);
	if (!boot->image)
		return -ENOMEM;
	dma_cache_sync(boot->dev, boot->image, 4096, DMA_TO_DEVICE);
	return 0;
}

static void boot_free_other(struct device *dev, void *image, dma_addr_t bus)
{
	dma_free_attrs(dev, 4096, image, bus, DMA_ATTR_NON_CONSISTENT);
	dev_dbg(dev, "freed\n");
}
