// SPDX-License-Identifier: GPL-2.0
/* Two #ifs that exclude each other open a brace: the function ends where a line begins with one. */
#include <linux/dma-mapping.h>

struct ring {
	struct device *dev;
	u32 *v;
	int n;
};

static void ring_push(struct ring *r)
{
#ifdef CONFIG_PCI
	if (r->n) {
#endif
#ifndef CONFIG_PCI
	if (!r->n) {
#endif
		dma_cache_sync(r->dev, r->v, 64, DMA_TO_DEVICE);
	}
}
