// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

struct msg {
	u32 cmd;
	u32 answer;
};

struct box {
	struct device *dev;
	void __iomem *regs;
	struct msg *msg;
	dma_addr_t bus;
	struct msg *cached;
	dma_addr_t cached_bus;
};

int write_too_late(struct box *b, u32 cmd)
{
	b->bus = dma_map_single(b->dev, b->msg, sizeof(*b->msg), DMA_TO_DEVICE);
	b->msg->cmd = cmd;	/* found */
	writel(b->bus, b->regs);
	return 0;
}

void write_in_time(struct box *b, u32 cmd)
{
	b->msg->cmd = cmd;
	b->bus = dma_map_single(b->dev, b->msg, sizeof(*b->msg), DMA_TO_DEVICE);
	writel(b->bus, b->regs);
}

u32 read_too_early(struct box *b)
{
	u32 answer;

	b->bus = dma_map_single(b->dev, b->msg, sizeof(*b->msg), DMA_FROM_DEVICE);
	writel(b->bus, b->regs);
	answer = b->msg->answer;	/* found */
	dma_unmap_single(b->dev, b->bus, sizeof(*b->msg), DMA_FROM_DEVICE);
	return answer;
}

u32 read_in_time(struct box *b)
{
	u32 answer;

	b->bus = dma_map_single(b->dev, b->msg, sizeof(*b->msg), DMA_FROM_DEVICE);
	writel(b->bus, b->regs);
	dma_unmap_single(b->dev, b->bus, sizeof(*b->msg), DMA_FROM_DEVICE);
	answer = b->msg->answer;
	return answer;
}

int box_open(struct box *b)
{
	b->cached = dma_alloc_noncoherent(b->dev, 64, &b->cached_bus, DMA_BIDIRECTIONAL,
					  GFP_KERNEL);
	return b->cached ? 0 : -ENOMEM;
}

u32 synced_the_wrong_way(struct box *b)
{
	u32 answer;

	dma_sync_single_for_device(b->dev, b->cached_bus, 64, DMA_FROM_DEVICE);
	answer = b->cached->answer;	/* found */
	return answer;
}

u32 synced_the_right_way(struct box *b)
{
	u32 answer;

	dma_sync_single_for_cpu(b->dev, b->cached_bus, 64, DMA_FROM_DEVICE);
	answer = b->cached->answer;
	dma_sync_single_for_device(b->dev, b->cached_bus, 64, DMA_FROM_DEVICE);
	return answer;
}

u32 between_the_syncs(struct box *b)
{
	b->cached->cmd = 1;
	dma_sync_single_for_device(b->dev, b->cached_bus, 64, DMA_BIDIRECTIONAL);
	b->cached->cmd = 2;	/* found */
	dma_sync_single_for_cpu(b->dev, b->cached_bus, 64, DMA_BIDIRECTIONAL);
	return b->cached->answer;
}

void box_sync_from_dev(struct box *b)
{
	dma_sync_single_for_device(b->dev, b->cached_bus, 64, DMA_FROM_DEVICE);	/* found */
}

void box_sync_to_dev(struct box *b)
{
	dma_sync_single_for_device(b->dev, b->cached_bus, 64, DMA_TO_DEVICE);
}

void next_buffer(struct box *b, u32 *one, u32 *two)
{
	u32 *data = one;
	dma_addr_t bus;

	bus = dma_map_single(b->dev, data, 64, DMA_TO_DEVICE);
	writel(bus, b->regs);
	data = two;
	*data = 0;
}

void write_through_pointer(struct box *b, u32 *data)
{
	b->bus = dma_map_single(b->dev, data, 64, DMA_TO_DEVICE);
	*data = 0;	/* found */
	writel(b->bus, b->regs);
}
