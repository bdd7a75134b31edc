// SPDX-License-Identifier: GPL-2.0
/* Coherent if there is any, else not. */
#include <linux/dma-mapping.h>

struct ncr {
	struct device *dev;
	void *script;
	dma_addr_t script_dma;
	bool noncoherent;
};

static int ncr_open(struct ncr *ncr)
{
	ncr->script = dma_alloc_coherent(ncr->dev, 4096, &ncr->script_dma, GFP_KERNEL);
	if (!ncr->script) {
		ncr->noncoherent = true;
		ncr->script = dma_alloc_attrs(ncr->dev, 4096, &ncr->script_dma, GFP_KERNEL,
					      DMA_ATTR_NON_CONSISTENT);
	}
	return ncr->script ? 0 : -ENOMEM;
}

static void ncr_close(struct ncr *ncr)
{
	if (ncr->noncoherent)
		dma_free_attrs(ncr->dev, 4096, ncr->script, ncr->script_dma,
			       DMA_ATTR_NON_CONSISTENT);
	else
		dma_free_coherent(ncr->dev, 4096, ncr->script, ncr->script_dma);
}

static void ncr_go(struct ncr *ncr)
{
	if (ncr->noncoherent)
		dma_cache_sync(ncr->dev, ncr->script, 4096, DMA_TO_DEVICE);
}
