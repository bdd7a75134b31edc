// SPDX-License-Identifier: GPL-2.0
/* Allocated in a condition, with a cast; the whole life in one function. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

static int selftest(struct device *dev, void __iomem *regs)
{
	dma_addr_t bus;
	char *text;

	if (!(text = (char *)dma_alloc_noncoherent(dev, 16, &bus, GFP_KERNEL)))
		return -ENOMEM;
	strcpy(text, "selftest");
	dma_cache_sync(dev, text, 16, DMA_TO_DEVICE);
	writel(bus, regs);
	dma_free_noncoherent(dev, 16, text, bus);
	return 0;
}

const void *const selftest_entries[] = { selftest };
