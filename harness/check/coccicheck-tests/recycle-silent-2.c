// SPDX-License-Identifier: GPL-2.0
/* The same, where another file puts the address into the entry. */
#include <linux/dma-mapping.h>
#include <net/page_pool/helpers.h>

struct entry {
	dma_addr_t dma;
	void *data;
};

u32 look(struct entry *e, struct device *dev, struct page_pool *pool)
{
	dma_sync_single_for_cpu(dev, e->dma, 64, page_pool_get_dma_dir(pool));
	return *(u32 *)e->data;
}
