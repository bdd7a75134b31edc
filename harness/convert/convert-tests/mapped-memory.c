// SPDX-License-Identifier: GPL-2.0
/* Nobody syncs, but the memory is mapped as well: coherent memory must not be. */
#include <linux/dma-mapping.h>

struct lcd {
	struct device *dev, *other;
	void *mem;
	dma_addr_t bus, other_bus;
};

static int lcd_open(struct lcd *lcd)
{
	lcd->mem = dma_alloc_noncoherent(lcd->dev, 4096, &lcd->bus, GFP_KERNEL);
	if (!lcd->mem)
		return -ENOMEM;
	lcd->other_bus = dma_map_single(lcd->other, lcd->mem, 4096, DMA_TO_DEVICE);
	return 0;
}
