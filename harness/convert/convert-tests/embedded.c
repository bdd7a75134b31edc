// SPDX-License-Identifier: GPL-2.0
/* The buffer is a member of a structure that is a member: the file defines both. */
#include <linux/dma-mapping.h>

struct way {
	void *pcm;
	dma_addr_t pcm_bus;
};

struct sound {
	struct device *dev;
	struct way out;
};

static int way_open(struct sound *s, struct way *w)
{
	w->pcm = dma_alloc_attrs(s->dev, 8192, &w->pcm_bus, GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
	return w->pcm ? 0 : -ENOMEM;
}

static void way_close(struct sound *s, struct way *w)
{
	dma_free_attrs(s->dev, 8192, w->pcm, w->pcm_bus, DMA_ATTR_NON_CONSISTENT);
}

static void sound_play(struct sound *s, const void *from, size_t n)
{
	memcpy(s->out.pcm, from, n);
	dma_cache_sync(s->dev, s->out.pcm, n, DMA_TO_DEVICE);
}
