// SPDX-License-Identifier: GPL-2.0
/* Pointers and bus addresses in two arrays with the same index. */
#include <linux/dma-mapping.h>

#define BUFS 4
#define BUF_SIZE 8192

struct pool {
	struct device *dev;
	void *buf[BUFS];
	dma_addr_t dma[BUFS];
};

static int pool_open(struct pool *pool)
{
	int i;

	for (i = 0; i < BUFS; i++) {
		pool->buf[i] = dma_alloc_noncoherent(pool->dev, BUF_SIZE, &pool->dma[i],
						     GFP_KERNEL);
		if (!pool->buf[i])
			goto undo;
	}
	return 0;
undo:
	while (i--)
		dma_free_noncoherent(pool->dev, BUF_SIZE, pool->buf[i], pool->dma[i]);
	return -ENOMEM;
}

static void pool_close(struct pool *pool)
{
	int n;

	for (n = 0; n < BUFS; n++)
		dma_free_noncoherent(pool->dev, BUF_SIZE, pool->buf[n], pool->dma[n]);
}

static void pool_fill(struct pool *p, unsigned int which, const void *from, size_t len)
{
	memcpy(p->buf[which], from, len);
	dma_cache_sync(p->dev, p->buf[which], len, DMA_TO_DEVICE);
}

const void *const pool_entries[] = { pool_open, pool_close, pool_fill };
