// SPDX-License-Identifier: GPL-2.0
/* Freed with the bus address of another one. */
#include <linux/dma-mapping.h>

struct sg {
	struct device *dev;
	u8 *buf[8];
	dma_addr_t dma[8];
};

static int sg_open(struct sg *s)
{
	int i;

	for (i = 0; i < 8; i++) {
		s->buf[i] = dma_alloc_noncoherent(s->dev, 512, &s->dma[i], GFP_KERNEL);
		if (!s->buf[i])
			return -ENOMEM;
	}
	return 0;
}

static void sg_close(struct sg *s)
{
	int i;

	for (i = 0; i < 8; i++)
		dma_free_noncoherent(s->dev, 512, s->buf[i], s->dma[0]);
}

static void sg_send(struct sg *s, int i)
{
	dma_cache_sync(s->dev, s->buf[i], 512, DMA_TO_DEVICE);
}

const void *const entries[] = { sg_open, sg_close, sg_send };
