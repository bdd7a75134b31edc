// SPDX-License-Identifier: GPL-2.0
/* A queue of videobuf2 keeps the attributes. */
#include <linux/dma-mapping.h>
#include <media/videobuf2-v4l2.h>

static int isp_queue_init(struct vb2_queue *q)
{
	q->dma_attrs = DMA_ATTR_NON_CONSISTENT;
	return vb2_queue_init(q);
}
