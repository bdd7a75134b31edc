// SPDX-License-Identifier: GPL-2.0
/* Three allocations with long names: the comment tells all of them. */
#include <linux/dma-mapping.h>

struct receiver {
	struct device *parent_device, *second_device;
	void *descriptors;
	dma_addr_t descriptors_bus_address, other_descriptors_bus_address;
};

static void receiver_open_first(struct receiver *receiver)
{
	receiver->descriptors = dma_alloc_noncoherent(receiver->parent_device, 4096,
			&receiver->descriptors_bus_address, GFP_KERNEL);
}

static void receiver_open_second(struct receiver *receiver)
{
	receiver->descriptors = dma_alloc_noncoherent(receiver->second_device, 4096,
			&receiver->other_descriptors_bus_address, GFP_KERNEL);
}

static void receiver_put(struct receiver *receiver)
{
	dma_cache_sync(receiver->parent_device, receiver->descriptors, 64, DMA_FROM_DEVICE);
}
