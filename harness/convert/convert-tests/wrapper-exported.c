// SPDX-License-Identifier: GPL-2.0
/* Other files call this one. */
#include <linux/dma-mapping.h>

void plat_flush(void *virt, size_t bytes);

void plat_flush(void *virt, size_t bytes)
{
	dma_cache_sync(NULL, virt, bytes, DMA_TO_DEVICE);
}

struct user {
	struct device *dev;
	void *mem;
	dma_addr_t mem_dma;
};

static int user_open(struct user *u)
{
	u->mem = dma_alloc_attrs(u->dev, 512, &u->mem_dma, GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
	if (!u->mem)
		return -ENOMEM;
	plat_flush(u->mem, 512);
	return 0;
}

static void user_close(struct user *u)
{
	dma_free_attrs(u->dev, 512, u->mem, u->mem_dma, DMA_ATTR_NON_CONSISTENT);
}
