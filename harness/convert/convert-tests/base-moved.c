// SPDX-License-Identifier: GPL-2.0
/* The structure is another one by the time of the sync. */
#include <linux/dma-mapping.h>

struct req {
	struct device *dev;
	struct req *next;
	u8 *buf;
	dma_addr_t buf_dma;
};

static int req_init(struct req *req)
{
	req->buf = dma_alloc_noncoherent(req->dev, 512, &req->buf_dma, GFP_KERNEL);
	return req->buf ? 0 : -ENOMEM;
}

static void req_exit(struct req *req)
{
	dma_free_noncoherent(req->dev, 512, req->buf, req->buf_dma);
}

static void req_all(struct device *dev, struct req *req)
{
	while (req) {
		u8 *p = req->buf;

		p[0] = 1;
		req = req->next;
		dma_cache_sync(dev, p, 512, DMA_TO_DEVICE);
	}
}

const void *const entries[] = { req_init, req_exit, req_all };
