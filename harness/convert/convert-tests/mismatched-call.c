// SPDX-License-Identifier: GPL-2.0
/* Freed as if it were coherent. */
#include <linux/dma-mapping.h>

struct dsp {
	struct device *dev;
	void *code;
	dma_addr_t code_dma;
};

static int dsp_open(struct dsp *dsp)
{
	dsp->code = dma_alloc_noncoherent(dsp->dev, 4096, &dsp->code_dma, GFP_KERNEL);
	return dsp->code ? 0 : -ENOMEM;
}

static void dsp_close(struct dsp *dsp)
{
	dma_free_coherent(dsp->dev, 4096, dsp->code, dsp->code_dma);
}

static void dsp_load(struct dsp *dsp)
{
	dma_cache_sync(dsp->dev, dsp->code, 4096, DMA_TO_DEVICE);
}
