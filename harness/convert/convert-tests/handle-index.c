// SPDX-License-Identifier: GPL-2.0
/* The bus address has another index than the buffer. */
#include <linux/dma-mapping.h>

#define N 8

struct sg {
	struct device *dev;
	u8 *buf[2][N];
	dma_addr_t dma[2 * N];
};

static int sg_open(struct sg *s)
{
	int ch, i;

	for (ch = 0; ch < 2; ch++)
		for (i = 0; i < N; i++) {
			s->buf[ch][i] = dma_alloc_noncoherent(s->dev, 512, &s->dma[ch * N + i], GFP_KERNEL);
			if (!s->buf[ch][i])
				return -ENOMEM;
		}
	return 0;
}

static void sg_close(struct sg *s)
{
	int ch, i;

	for (ch = 0; ch < 2; ch++)
		for (i = 0; i < N; i++)
			dma_free_noncoherent(s->dev, 512, s->buf[ch][i], s->dma[ch * N + i]);
}

static void sg_send(struct sg *s, int ch, int i)
{
	s->buf[ch][i][0] = 1;
	dma_cache_sync(s->dev, s->buf[ch][i], 512, DMA_TO_DEVICE);
}

const void *const entries[] = { sg_open, sg_close, sg_send };
