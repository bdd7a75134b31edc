// SPDX-License-Identifier: GPL-2.0
/* The pages are a pool's, which hands them back.  Nothing may be found. */
#include <linux/dma-mapping.h>
#include <net/page_pool/helpers.h>

struct entry {
	dma_addr_t dma;
	struct page *page;
};

void fill(struct entry *e, struct page_pool *pool)
{
	e->page = page_pool_dev_alloc_pages(pool);
	e->dma = page_pool_get_dma_addr(e->page);
}

u32 look(struct entry *e, struct device *dev)
{
	dma_sync_single_for_cpu(dev, e->dma, 64, DMA_FROM_DEVICE);
	return *(u32 *)page_address(e->page);
}
