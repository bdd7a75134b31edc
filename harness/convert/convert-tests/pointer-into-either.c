// SPDX-License-Identifier: GPL-2.0
/* A local pointer that is in one buffer or in the other. */
#include <linux/dma-mapping.h>

struct dual {
	struct device *dev;
	u32 *a, *b;
	dma_addr_t a_dma, b_dma;
};

static int dual_open(struct dual *dual)
{
	dual->a = dma_alloc_noncoherent(dual->dev, 4096, &dual->a_dma, GFP_KERNEL);
	dual->b = dma_alloc_noncoherent(dual->dev, 4096, &dual->b_dma, GFP_KERNEL);
	return dual->a && dual->b ? 0 : -ENOMEM;
}

static void dual_close(struct dual *dual)
{
	dma_free_noncoherent(dual->dev, 4096, dual->a, dual->a_dma);
	dma_free_noncoherent(dual->dev, 4096, dual->b, dual->b_dma);
}

static void dual_put(struct dual *dual, bool second, u32 value)
{
	u32 *at = dual->a;

	dma_cache_sync(dual->dev, dual->a, 4096, DMA_TO_DEVICE);
	dma_cache_sync(dual->dev, dual->b, 4096, DMA_TO_DEVICE);
	if (second)
		at = dual->b;
	*at = value;
	dma_cache_sync(dual->dev, at, sizeof(*at), DMA_TO_DEVICE);
}

const void *const dual_entries[] = { dual_open, dual_close, dual_put };
