// SPDX-License-Identifier: GPL-2.0
/* Inline wrappers, one a direction. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

static inline void ralink_flush(struct device *dev, void *virt, size_t bytes)
{
	dma_cache_sync(dev, virt, bytes, DMA_TO_DEVICE);
}

static inline void ralink_inval(struct device *dev, void *virt, size_t bytes)
{
	dma_cache_sync(dev, virt, bytes, DMA_FROM_DEVICE);
}

struct ralink {
	struct device *dev;
	void __iomem *regs;
	void *tx, *rx;
	dma_addr_t tx_dma, rx_dma;
};

static int ralink_open(struct ralink *r)
{
	r->tx = dma_alloc_noncoherent(r->dev, 1536, &r->tx_dma, GFP_KERNEL);
	if (!r->tx)
		return -ENOMEM;
	r->rx = dma_alloc_noncoherent(r->dev, 1536, &r->rx_dma, GFP_KERNEL);
	if (!r->rx)
		goto no_rx;
	return 0;
no_rx:
	dma_free_noncoherent(r->dev, 1536, r->tx, r->tx_dma);
	return -ENOMEM;
}

static void ralink_close(struct ralink *r)
{
	dma_free_noncoherent(r->dev, 1536, r->rx, r->rx_dma);
	dma_free_noncoherent(r->dev, 1536, r->tx, r->tx_dma);
}

static void ralink_xmit(struct ralink *r, const void *frame, int len)
{
	memcpy(r->tx, frame, len);
	ralink_flush(r->dev, r->tx, len);
	ralink_inval(r->dev, r->rx, 1536);
	iowrite32(len, r->regs);
}

static void ralink_recv(struct ralink *r, void *frame, int len)
{
	ralink_inval(r->dev, r->rx, 1536);
	memcpy(frame, r->rx, len);
}

const void *const ralink_entries[] = { ralink_open, ralink_close, ralink_xmit, ralink_recv };
