// SPDX-License-Identifier: GPL-2.0
/* A loop that looks again and again. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct poll {
	struct device *dev;
	void __iomem *regs;
	u32 *status;
	dma_addr_t status_dma;
};

static int poll_open(struct poll *poll)
{
	poll->status = dma_alloc_attrs(poll->dev, 64, &poll->status_dma, GFP_KERNEL,
				       DMA_ATTR_NON_CONSISTENT);
	return poll->status ? 0 : -ENOMEM;
}

static void poll_close(struct poll *poll)
{
	dma_free_attrs(poll->dev, 64, poll->status, poll->status_dma, DMA_ATTR_NON_CONSISTENT);
}

static int poll_run(struct poll *poll)
{
	int i;

	dma_cache_sync(poll->dev, poll->status, 64, DMA_FROM_DEVICE);
	writel(1, poll->regs);
	for (i = 0; i < 1000; i++) {
		dma_cache_sync(poll->dev, poll->status, 64, DMA_FROM_DEVICE);
		if (poll->status[0])
			return 0;
		udelay(10);
	}
	return -ETIMEDOUT;
}
