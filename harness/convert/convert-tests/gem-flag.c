// SPDX-License-Identifier: GPL-2.0
/* A flag of an object under an #ifdef of its name; no queue, no sync. */
#include <linux/dma-mapping.h>

struct object {
	unsigned long dma_attrs;
	bool cached;
};

static void object_attrs(struct object *o)
{
#ifdef DMA_ATTR_NON_CONSISTENT
	if (o->cached)
		o->dma_attrs |= DMA_ATTR_NON_CONSISTENT;
#endif
}
