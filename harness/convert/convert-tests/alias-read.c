// SPDX-License-Identifier: GPL-2.0
/* The CPU reads by another name what it seems to give away. */
#include <linux/dma-mapping.h>
#include <linux/io.h>

#define RX_RING 16

struct rx_desc {
	u32 status;
	u32 len;
};

struct priv {
	struct device *dev;
	void __iomem *regs;
	struct rx_desc *ring;
	dma_addr_t ring_dma;
	unsigned int cur;
	unsigned long bytes;
};

static int mac_open(struct priv *priv)
{
	priv->ring = dma_alloc_attrs(priv->dev, RX_RING * sizeof(struct rx_desc), &priv->ring_dma,
				     GFP_KERNEL, DMA_ATTR_NON_CONSISTENT);
	if (!priv->ring)
		return -ENOMEM;
	return 0;
}

static void mac_close(struct priv *priv)
{
	dma_free_attrs(priv->dev, RX_RING * sizeof(struct rx_desc), priv->ring, priv->ring_dma,
		       DMA_ATTR_NON_CONSISTENT);
}

/* the CPU reads the descriptor through an alias, then acknowledges */
static void mac_rx(struct priv *priv)
{
	struct rx_desc *d = &priv->ring[priv->cur];

	dma_cache_sync(priv->dev, &priv->ring[priv->cur], sizeof(*d), DMA_FROM_DEVICE);
	if (d->status & 1)
		priv->bytes += d->len;
	writel(1, priv->regs);
}

const void *const entries[] = { mac_open, mac_close, mac_rx };
