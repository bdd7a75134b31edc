// SPDX-License-Identifier: GPL-2.0
/* A command goes out and an answer comes back in the same buffer. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct mbox {
	struct device *dev;
	void __iomem *regs;
	u32 *msg;
	dma_addr_t msg_dma;
};

static int mbox_open(struct mbox *mbox)
{
	mbox->msg = dma_alloc_attrs(mbox->dev, 64, &mbox->msg_dma, GFP_KERNEL,
				    DMA_ATTR_NON_CONSISTENT);
	return mbox->msg ? 0 : -ENOMEM;
}

static void mbox_close(struct mbox *mbox)
{
	dma_free_attrs(mbox->dev, 64, mbox->msg, mbox->msg_dma, DMA_ATTR_NON_CONSISTENT);
}

static void mbox_send(struct mbox *mbox, u32 what)
{
	mbox->msg[0] = what;
	dma_cache_sync(mbox->dev, mbox->msg, 64, DMA_TO_DEVICE);
	writel(mbox->msg_dma, mbox->regs);
}

static u32 mbox_answer(struct mbox *mbox)
{
	dma_cache_sync(mbox->dev, mbox->msg, 64, DMA_FROM_DEVICE);
	return mbox->msg[1];
}

const void *const mbox_entries[] = { mbox_open, mbox_close, mbox_send, mbox_answer };
