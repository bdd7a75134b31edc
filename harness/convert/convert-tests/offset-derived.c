// SPDX-License-Identifier: GPL-2.0
/* A local pointer walks the ring. */
#include <linux/dma-mapping.h>

struct slot {
	__be32 next;
	__be32 len;
};

struct chain {
	struct device *dev;
	struct slot *slots;
	dma_addr_t slots_dma;
};

static int chain_open(struct chain *chain)
{
	chain->slots = dma_alloc_attrs(chain->dev, 64 * sizeof(struct slot), &chain->slots_dma,
				       GFP_ATOMIC, DMA_ATTR_NON_CONSISTENT);
	return chain->slots ? 0 : -ENOMEM;
}

static void chain_close(struct chain *chain)
{
	dma_free_attrs(chain->dev, 64 * sizeof(struct slot), chain->slots, chain->slots_dma,
		       DMA_ATTR_NON_CONSISTENT);
}

static void chain_add(struct chain *chain, unsigned int at, u32 len)
{
	struct slot *slot = &chain->slots[at];

	slot->len = cpu_to_be32(len);
	dma_cache_sync(chain->dev, slot, sizeof(*slot), DMA_TO_DEVICE);
	slot++;
	slot->len = 0;
	dma_cache_sync(chain->dev, &slot->len, sizeof(slot->len), DMA_TO_DEVICE);
}

const void *const chain_entries[] = { chain_open, chain_close, chain_add };
