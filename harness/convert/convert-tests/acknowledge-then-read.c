// SPDX-License-Identifier: GPL-2.0
/* The write to a register acknowledges, it does not start anything. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct evt {
	struct device *dev;
	void __iomem *regs;
	u32 *ring;
	dma_addr_t ring_dma;
};

static int evt_open(struct evt *evt)
{
	evt->ring = dma_alloc_noncoherent(evt->dev, 4096, &evt->ring_dma, GFP_KERNEL);
	return evt->ring ? 0 : -ENOMEM;
}

static void evt_close(struct evt *evt)
{
	dma_free_noncoherent(evt->dev, 4096, evt->ring, evt->ring_dma);
}

static u32 evt_irq(struct evt *evt)
{
	dma_cache_sync(evt->dev, evt->ring, 4096, DMA_FROM_DEVICE);
	writel(1, evt->regs);
	return evt->ring[0];
}
