// SPDX-License-Identifier: GPL-2.0
/* The flag is ored with itself, and the assignment must keep a value. */
#include <linux/dma-mapping.h>

struct tape {
	struct device *dev;
	void *mem;
	dma_addr_t bus;
	unsigned long attrs;
};

static int tape_open(struct tape *tape)
{
	tape->attrs = DMA_ATTR_NON_CONSISTENT | DMA_ATTR_NON_CONSISTENT;
	tape->attrs |= DMA_ATTR_NO_WARN | DMA_ATTR_NON_CONSISTENT | DMA_ATTR_NON_CONSISTENT;
	tape->mem = dma_alloc_attrs(tape->dev, 4096, &tape->bus, GFP_KERNEL, tape->attrs);
	return tape->mem ? 0 : -ENOMEM;
}

static void tape_close(struct tape *tape)
{
	dma_free_attrs(tape->dev, 4096, tape->mem, tape->bus, tape->attrs);
}
