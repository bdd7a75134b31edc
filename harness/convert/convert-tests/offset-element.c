// SPDX-License-Identifier: GPL-2.0
/* One descriptor of a ring, and one field of it. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct desc {
	__le32 addr;
	__le32 status;
};

struct queue {
	struct device *dev;
	void __iomem *regs;
	struct desc *descs;
	dma_addr_t descs_dma;
	unsigned int count;
};

static int queue_open(struct queue *q)
{
	q->descs = (struct desc *)dma_alloc_noncoherent(q->dev, q->count * sizeof(struct desc),
						       &q->descs_dma, GFP_KERNEL);
	if (!q->descs)
		return -ENOMEM;
	return 0;
}

static void queue_close(struct queue *queue)
{
	dma_free_noncoherent(queue->dev, queue->count * sizeof(struct desc), queue->descs,
			     queue->descs_dma);
}

static void queue_put(struct queue *q, int i, u32 addr)
{
	q->descs[i].addr = cpu_to_le32(addr);
	dma_cache_sync(q->dev, &q->descs[i], sizeof(struct desc), DMA_TO_DEVICE);
	writel(1, q->regs);
}

static void queue_arm(struct queue *q, int i)
{
	q->descs[i + 1].status = 0;
	dma_cache_sync(q->dev, &q->descs[i + 1].status, sizeof(__le32), DMA_TO_DEVICE);
	q->descs->status = cpu_to_le32(1);
	dma_cache_sync(q->dev, &q->descs->status, sizeof(__le32), DMA_TO_DEVICE);
}

const void *const queue_entries[] = { queue_open, queue_close, queue_put, queue_arm };
