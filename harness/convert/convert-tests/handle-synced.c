// SPDX-License-Identifier: GPL-2.0
/* The file syncs by bus address already, so only the pair wants a direction. */
#include <linux/dma-mapping.h>
#include <linux/uaccess.h>

struct cipher {
	struct device *dev;
	void *in;
	dma_addr_t in_bus;
};

static int cipher_open(struct cipher *c)
{
	c->in = dma_alloc_noncoherent(c->dev, PAGE_SIZE, &c->in_bus, GFP_KERNEL);
	return c->in ? 0 : -ENOMEM;
}

static void cipher_close(struct cipher *c)
{
	dma_free_noncoherent(c->dev, PAGE_SIZE, c->in, c->in_bus);
}

static int cipher_run(struct cipher *c, const void __user *from, size_t n)
{
	if (copy_from_user(c->in, from, n))
		return -EFAULT;
	dma_sync_single_for_device(c->dev, c->in_bus, n, DMA_TO_DEVICE);
	return 0;
}
