// SPDX-License-Identifier: GPL-2.0
/* Nobody syncs, but the address is made physical: coherent memory may have another. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct lcd {
	struct device *dev;
	void *mem;
	dma_addr_t bus;
};

static int lcd_open(struct lcd *lcd, void __iomem *regs)
{
	lcd->mem = dma_alloc_noncoherent(lcd->dev, 4096, &lcd->bus, GFP_KERNEL);
	if (!lcd->mem)
		return -ENOMEM;
	writel(virt_to_phys(lcd->mem), regs);
	return 0;
}
