// SPDX-License-Identifier: GPL-2.0
/* dma_alloc_noncoherent() without a direction; received data, start and interrupt. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

#define RX_SIZE 2048

struct rx {
	struct device *dev;
	void __iomem *regs;
	u8 *data;
	dma_addr_t data_dma;
};

static int rx_open(struct rx *rx)
{
	rx->data = dma_alloc_noncoherent(rx->dev, RX_SIZE, &rx->data_dma, GFP_KERNEL);
	return rx->data ? 0 : -ENOMEM;
}

static void rx_close(struct rx *rx)
{
	dma_free_noncoherent(rx->dev, RX_SIZE, rx->data, rx->data_dma);
}

static void rx_start(struct rx *rx)
{
	dma_cache_sync(rx->dev, rx->data, RX_SIZE, DMA_FROM_DEVICE);
	writel(rx->data_dma, rx->regs + 4);
	writel(1, rx->regs);
}

static void rx_done(struct rx *rx, void *to)
{
	dma_cache_sync(rx->dev, rx->data, RX_SIZE, DMA_FROM_DEVICE);
	memcpy(to, rx->data, RX_SIZE);
}

const void *const rx_entries[] = { rx_open, rx_close, rx_start, rx_done };
