// SPDX-License-Identifier: GPL-2.0
/* Syncs of the file that cannot be told to be of the buffer. */
#include <linux/dma-mapping.h>

struct codec {
	u8 *buffer;
	dma_addr_t buffer_dma;
};

struct hal2 {
	struct device *dev;
	struct codec dac, adc;
};

static int codec_alloc(struct hal2 *hal2, struct codec *codec)
{
	struct device *dev = hal2->dev;

	codec->buffer = dma_alloc_attrs(dev, 16384, &codec->buffer_dma, GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
	return codec->buffer ? 0 : -ENOMEM;
}

static void codec_free(struct hal2 *hal2, struct codec *codec)
{
	dma_free_attrs(hal2->dev, 16384, codec->buffer, codec->buffer_dma, DMA_ATTR_NON_CONSISTENT);
}

static void play(struct hal2 *hal2, const void *from, size_t off, size_t bytes)
{
	u8 *buf = hal2->dac.buffer + off;

	memcpy(buf, from, bytes);
	dma_cache_sync(hal2->dev, buf, bytes, DMA_TO_DEVICE);
}

const void *const entries[] = { codec_alloc, codec_free, play };
