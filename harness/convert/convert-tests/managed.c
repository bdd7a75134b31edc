// SPDX-License-Identifier: GPL-2.0
/* The managed call had no direction either. */
#include <linux/dma-mapping.h>

struct c {
	void *buf;
	dma_addr_t dma;
};

static int c_open(struct device *dev, struct c *c)
{
	c->buf = dmam_alloc_noncoherent(dev, 4096, &c->dma, GFP_KERNEL);
	return c->buf ? 0 : -ENOMEM;
}

static void c_close(struct device *dev, struct c *c)
{
	dmam_free_noncoherent(dev, 4096, c->buf, c->dma);
}
