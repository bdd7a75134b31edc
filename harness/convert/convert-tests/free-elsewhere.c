// SPDX-License-Identifier: GPL-2.0
/* Nothing syncs here, but what allocates this may: is it coherent memory? */
#include <linux/dma-mapping.h>

struct ring;
void *ring_memory(struct ring *r, dma_addr_t *bus);

static void ring_close(struct ring *r, struct device *dev)
{
	dma_addr_t bus;
	void *v = ring_memory(r, &bus);

	dma_free_noncoherent(dev, 64, v, bus);
}
