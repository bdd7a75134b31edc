// SPDX-License-Identifier: GPL-2.0
/* The index has moved on by the time of the sync. */
#include <linux/dma-mapping.h>

#define BUFS 4

struct pool {
	struct device *dev;
	void *buf[BUFS];
	dma_addr_t dma[BUFS];
	unsigned int head;
};

static int pool_open(struct pool *pool)
{
	int i;

	for (i = 0; i < BUFS; i++) {
		pool->buf[i] = dma_alloc_noncoherent(pool->dev, 8192, &pool->dma[i], GFP_KERNEL);
		if (!pool->buf[i])
			return -ENOMEM;
	}
	return 0;
}

static void pool_close(struct pool *pool)
{
	int n;

	for (n = 0; n < BUFS; n++)
		dma_free_noncoherent(pool->dev, 8192, pool->buf[n], pool->dma[n]);
}

static void pool_fill(struct pool *p, const void *from, size_t len)
{
	void *to = p->buf[p->head];

	memcpy(to, from, len);
	p->head = (p->head + 1) % BUFS;
	dma_cache_sync(p->dev, to, len, DMA_TO_DEVICE);
}

const void *const entries[] = { pool_open, pool_close, pool_fill };
