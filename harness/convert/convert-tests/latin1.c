// SPDX-License-Identifier: GPL-2.0
/* A string of Latin-1, and a comment: été. */
#include <linux/dma-mapping.h>

int name_it(const char *name);

static int port_start(struct device *dev, void *p)
{
	int err = name_it("café");

	dma_cache_sync(dev, p, 64, DMA_TO_DEVICE);	/* déjà */
	return err;
}
