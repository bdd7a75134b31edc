// SPDX-License-Identifier: GPL-2.0
/* So has the data of an skb. */
#include <linux/dma-mapping.h>
#include <linux/skbuff.h>

struct port {
	struct device *dev;
	struct sk_buff *last;
};

static int port_xmit(struct port *port, struct sk_buff *skb)
{
	dma_cache_sync(NULL, skb->data, skb->len, DMA_TO_DEVICE);
	port->last = skb;
	return 0;
}
