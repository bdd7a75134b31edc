// SPDX-License-Identifier: GPL-2.0
/* As it was before 4.8: a struct of attributes on the stack. */
#include <linux/dma-mapping.h>

static void *vpu_alloc(struct device *dev, size_t size, dma_addr_t *bus)
{
	DEFINE_DMA_ATTRS(attrs);

	dma_set_attr(DMA_ATTR_NON_CONSISTENT, &attrs);
	return dma_alloc_attrs(dev, size, bus, GFP_KERNEL, &attrs);
}
