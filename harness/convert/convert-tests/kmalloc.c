// SPDX-License-Identifier: GPL-2.0
/* Memory of kmalloc() has no bus address. */
#include <linux/dma-mapping.h>
#include <linux/slab.h>

struct can {
	struct device *dev;
	u8 *message;
};

static int can_open(struct can *can)
{
	can->message = kzalloc(64, GFP_KERNEL | GFP_DMA);
	return can->message ? 0 : -ENOMEM;
}

static void can_send(struct can *can)
{
	dma_cache_sync(can->dev, can->message, 64, DMA_TO_DEVICE);
}
