// SPDX-License-Identifier: GPL-2.0
/* Cached memory, and nobody ever syncs it. */
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct crypto {
	struct device *dev;
	void *key;
	dma_addr_t key_dma;
};

static int crypto_open(struct crypto *c, struct kmem_cache *other)
{
	if (!kmem_cache_alloc(other, GFP_KERNEL))
		return -ENOMEM;
	c->key = dma_alloc_attrs(c->dev, 64, &c->key_dma, GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
	return c->key ? 0 : -ENOMEM;
}

static void crypto_close(struct crypto *c)
{
	dma_free_attrs(c->dev, 64, c->key, c->key_dma, DMA_ATTR_NON_CONSISTENT);
}
