// SPDX-License-Identifier: GPL-2.0
/* Part of the buffer: base + offset, of void, u8 and u32 pointers, and with casts. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	void *any;
	dma_addr_t any_dma;
	u32 *words;
	dma_addr_t words_dma;
};

static int ring_open(struct ring *ring)
{
	ring->any = dma_alloc_attrs(ring->dev, 4096, &ring->any_dma, GFP_KERNEL,
				    DMA_ATTR_NON_CONSISTENT);
	if (!ring->any)
		return -ENOMEM;
	ring->words = dma_alloc_attrs(ring->dev, 4096, &ring->words_dma, GFP_KERNEL,
				      DMA_ATTR_NON_CONSISTENT);
	if (!ring->words) {
		dma_free_attrs(ring->dev, 4096, ring->any, ring->any_dma,
			       DMA_ATTR_NON_CONSISTENT);
		return -ENOMEM;
	}
	return 0;
}

static void ring_close(struct ring *ring)
{
	dma_free_attrs(ring->dev, 4096, ring->any, ring->any_dma, DMA_ATTR_NON_CONSISTENT);
	dma_free_attrs(ring->dev, 4096, ring->words, ring->words_dma, DMA_ATTR_NON_CONSISTENT);
}

static void ring_put(struct ring *ring, unsigned int at, u32 value)
{
	memset(ring->any + at * 4, 0xff, 4);
	dma_cache_sync(ring->dev, ring->any + at * 4, 4, DMA_TO_DEVICE);
	ring->words[at] = value;
	dma_cache_sync(ring->dev, ring->words + at, 4, DMA_TO_DEVICE);
	dma_cache_sync(ring->dev, (u8 *)ring->words + at - 1, 8, DMA_TO_DEVICE);
	dma_cache_sync(ring->dev, (void *)(ring->words + at), 4, DMA_TO_DEVICE);
}

const void *const ring_entries[] = { ring_open, ring_close, ring_put };
