// SPDX-License-Identifier: GPL-2.0
/* The cache is worked on by hand: the memory is cached. */
#include <linux/dma-mapping.h>

void outer_flush_range(phys_addr_t from, phys_addr_t to);

struct crypto {
	struct device *dev;
	void *key;
	dma_addr_t key_dma;
};

static int crypto_open(struct crypto *c)
{
	c->key = dma_alloc_noncoherent(c->dev, 64, &c->key_dma, GFP_KERNEL);
	return c->key ? 0 : -ENOMEM;
}

static void crypto_put(struct crypto *c)
{
	outer_flush_range(c->key_dma, c->key_dma + 64);
}
