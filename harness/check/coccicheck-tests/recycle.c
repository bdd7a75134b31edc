// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so. */
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/page_pool/helpers.h>
#include <net/xdp_sock_drv.h>

struct slot {
	dma_addr_t copied;
	dma_addr_t returned;
	dma_addr_t refilled;
	dma_addr_t replaced;
	dma_addr_t wrong_way;
	dma_addr_t parts;
	dma_addr_t both;
	dma_addr_t sent;
	void *data;
	struct scatterlist sg[4];
	struct scatterlist given[4];
	struct sg_table table;
	struct sg_table given_table;
};

struct ring {
	struct device *dev;
	struct slot slots[16];
	dma_addr_t kept[16];
	dma_addr_t lent[16];
	u32 *tail;
};

/* e1000 was like this. */
void copy_and_recycle(struct ring *r, int i, struct sk_buff *skb, int len)
{
	dma_sync_single_for_cpu(r->dev, r->slots[i].copied, len, DMA_FROM_DEVICE);	/* found */
	skb_put_data(skb, r->slots[i].data, len);
	writel(i, r->tail);
}

void copy_and_hand_back(struct ring *r, int i, struct sk_buff *skb, int len)
{
	dma_sync_single_for_cpu(r->dev, r->slots[i].returned, len, DMA_FROM_DEVICE);
	skb_put_data(skb, r->slots[i].data, len);
	dma_sync_single_for_device(r->dev, r->slots[i].returned, len, DMA_FROM_DEVICE);
	writel(i, r->tail);
}

void array_recycled(struct ring *r, int i)
{
	dma_sync_single_for_cpu(r->dev, r->kept[i], 64, DMA_FROM_DEVICE);	/* found */
	writel(i, r->tail);
}

void array_handed_back(struct ring *r, int i)
{
	dma_sync_single_for_cpu(r->dev, r->lent[i], 64, DMA_FROM_DEVICE);
	dma_sync_single_for_device(r->dev, r->lent[i], 64, DMA_FROM_DEVICE);
	writel(i, r->tail);
}

/* It goes by a variable here, and by its field there. */
void take(struct ring *r, int i, struct sk_buff *skb, int len)
{
	dma_addr_t dma = r->slots[i].refilled;

	dma_sync_single_for_cpu(r->dev, dma, len, DMA_FROM_DEVICE);
	skb_put_data(skb, r->slots[i].data, len);
}

void refill(struct ring *r, int i, int len)
{
	dma_sync_single_for_device(r->dev, r->slots[i].refilled, len, DMA_FROM_DEVICE);
	writel(i, r->tail);
}

/* The same the other way around, and with a variable that is set later. */
void take_field(struct ring *r, int i, struct sk_buff *skb, int off, int len)
{
	dma_sync_single_for_cpu(r->dev, r->slots[i].parts + off, len, DMA_FROM_DEVICE);
	skb_put_data(skb, r->slots[i].data + 64, len);
}

void refill_variable(struct ring *r, int i, int len)
{
	dma_addr_t bus;

	bus = r->slots[i].parts;
	dma_sync_single_for_device(r->dev, bus, len, DMA_FROM_DEVICE);
	writel(i, r->tail);
}

/* Unmapped on each path. */
void replace(struct ring *r, int i, int len)
{
	dma_sync_single_for_cpu(r->dev, r->slots[i].replaced, 64, DMA_FROM_DEVICE);
	if (*(u32 *)r->slots[i].data)
		netdev_dbg(NULL, "first word\n");
	dma_unmap_single(r->dev, r->slots[i].replaced, len, DMA_FROM_DEVICE);
}

/* Unmapped on one path only. */
void replace_or_recycle(struct ring *r, int i, int len)
{
	dma_sync_single_for_cpu(r->dev, r->slots[i].replaced, 64, DMA_FROM_DEVICE);	/* found */
	if (*(u32 *)r->slots[i].data)
		dma_unmap_single(r->dev, r->slots[i].replaced, len, DMA_FROM_DEVICE);
	writel(i, r->tail);
}

/* This writes the lines back, and keeps them. */
void hand_back_the_wrong_way(struct ring *r, int i, struct sk_buff *skb, int len)
{
	dma_sync_single_for_cpu(r->dev, r->slots[i].wrong_way, len, DMA_FROM_DEVICE);	/* found */
	skb_put_data(skb, r->slots[i].data, len);
	dma_sync_single_for_device(r->dev, r->slots[i].wrong_way, len, DMA_TO_DEVICE);
}

void part_of_both_ways(struct ring *r, int i, struct sk_buff *skb, int len)
{
	dma_sync_single_range_for_cpu(r->dev, r->slots[i].both, 64, len, DMA_BIDIRECTIONAL);	/* found */
	skb_put_data(skb, r->slots[i].data + 64, len);
}

/* The device only reads it. */
void write_again(struct ring *r, int i)
{
	dma_sync_single_for_cpu(r->dev, r->slots[i].sent, 64, DMA_TO_DEVICE);
	memset(r->slots[i].data, 0, 64);
}

void list_recycled(struct ring *r, int i)
{
	dma_sync_sg_for_cpu(r->dev, r->slots[i].sg, 4, DMA_FROM_DEVICE);	/* found */
	writel(i, r->tail);
}

void list_handed_back(struct ring *r, int i)
{
	dma_sync_sg_for_cpu(r->dev, r->slots[i].given, 4, DMA_FROM_DEVICE);
	dma_sync_sg_for_device(r->dev, r->slots[i].given, 4, DMA_FROM_DEVICE);
	writel(i, r->tail);
}

void table_recycled(struct ring *r, int i)
{
	dma_sync_sgtable_for_cpu(r->dev, &r->slots[i].table, DMA_FROM_DEVICE);	/* found */
	writel(i, r->tail);
}

void table_handed_back(struct ring *r, int i)
{
	dma_sync_sgtable_for_cpu(r->dev, &r->slots[i].given_table, DMA_FROM_DEVICE);
	dma_sync_sgtable_for_device(r->dev, &r->slots[i].given_table, DMA_FROM_DEVICE);
	writel(i, r->tail);
}

void test_an_engine(struct ring *r, dma_addr_t dest, struct dmaengine_unmap_data *unmap)
{
	dma_sync_single_for_cpu(r->dev, dest, 64, DMA_FROM_DEVICE);
	dmaengine_unmap_put(unmap);
}

void free_after_use(struct ring *r, void *v, dma_addr_t freed)
{
	dma_sync_single_for_cpu(r->dev, freed, 64, DMA_FROM_DEVICE);
	dma_free_noncoherent(r->dev, 64, v, freed, DMA_FROM_DEVICE);
}

void xsk(struct xdp_buff *xdp)
{
	xsk_buff_dma_sync_for_cpu(xdp);
}

void page_to_a_pool(struct ring *r, dma_addr_t page_dma, struct page_pool *pool, struct page *page)
{
	dma_sync_single_for_cpu(r->dev, page_dma, 64, DMA_FROM_DEVICE);
	page_pool_put_full_page(pool, page, false);
}

void page_straight_to_a_pool(struct ring *r, dma_addr_t page_dma, struct page_pool *pool,
			     struct page *page)
{
	dma_sync_single_for_cpu(r->dev, page_dma, 64, DMA_FROM_DEVICE);
	page_pool_recycle_direct(pool, page);
}

/* The pool hands it back, when the packet is freed. */
void from_a_pool(struct ring *r, dma_addr_t page_dma, struct sk_buff *skb, int len)
{
	dma_sync_single_for_cpu(r->dev, page_dma, len, DMA_FROM_DEVICE);
	skb_mark_for_recycle(skb);
}

void no_packet_for_the_pool(struct ring *r, dma_addr_t page_dma, struct sk_buff *skb, int len)
{
	dma_sync_single_for_cpu(r->dev, page_dma, len, DMA_FROM_DEVICE);	/* found */
	if (skb)
		skb_mark_for_recycle(skb);
}
