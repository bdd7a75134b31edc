// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so. */
#include <linux/dma-mapping.h>

#define ONE_SIZE	64
#define OTHER_SIZE	128

struct big { char c[1024]; };
struct small { char c[16]; };

struct pair {
	struct device *dev;
	struct big *mem;
	struct big *good;
	void *cached;
	dma_addr_t mem_bus, good_bus, cached_bus, tx, rx, any;
	size_t len;
};

void pair_open(struct pair *p, void *data, bool in)
{
	p->mem = dma_alloc_coherent(p->dev, sizeof(struct big), &p->mem_bus, GFP_KERNEL);
	p->good = dma_alloc_coherent(p->dev, sizeof(struct big), &p->good_bus, GFP_KERNEL);
	p->cached = dma_alloc_noncoherent(p->dev, p->len, &p->cached_bus, DMA_TO_DEVICE,
					  GFP_KERNEL);
	p->tx = dma_map_single(p->dev, data, ONE_SIZE, DMA_TO_DEVICE);
	p->rx = dma_map_single(p->dev, data, ONE_SIZE, DMA_FROM_DEVICE);
	if (in)
		p->any = dma_map_single(p->dev, data, p->len, DMA_FROM_DEVICE);
	else
		p->any = dma_map_single(p->dev, data, p->len, DMA_TO_DEVICE);
}

void pair_close(struct pair *p)
{
	dma_free_coherent(p->dev, sizeof(struct small), p->mem, p->mem_bus);	/* found */
	dma_free_coherent(p->dev, sizeof(struct big), p->good, p->good_bus);
	dma_free_noncoherent(p->dev, p->len, p->cached, p->cached_bus,	/* found */
			     DMA_BIDIRECTIONAL);
	dma_unmap_single(p->dev, p->tx, ONE_SIZE, DMA_FROM_DEVICE);	/* found */
	dma_unmap_single(p->dev, p->tx, OTHER_SIZE, DMA_TO_DEVICE);	/* found */
	dma_unmap_single(p->dev, p->rx, ONE_SIZE, DMA_FROM_DEVICE);
	dma_unmap_single(p->dev, p->any, p->len, DMA_FROM_DEVICE);
}

int scattered(struct device *dev, struct scatterlist *sg, int nents)
{
	int n;

	n = dma_map_sg(dev, sg, nents, DMA_TO_DEVICE);
	if (!n)
		return -EIO;
	dma_unmap_sg(dev, sg, n, DMA_TO_DEVICE);	/* found */
	n = dma_map_sg(dev, sg, nents, DMA_TO_DEVICE);
	dma_unmap_sg(dev, sg, nents, DMA_TO_DEVICE);
	return n;
}

void local(struct device *dev, void *data, size_t len)
{
	dma_addr_t bus = dma_map_single(dev, data, len, DMA_TO_DEVICE);

	dma_unmap_single(dev, bus, len, DMA_FROM_DEVICE);	/* found */
}

int scattered_in_place(struct device *dev, struct scatterlist *sg, int nents)
{
	nents = dma_map_sg(dev, sg, nents, DMA_TO_DEVICE);
	if (nents)
		dma_unmap_sg(dev, sg, nents, DMA_TO_DEVICE);	/* found */
	return nents;
}

int scattered_either_way(struct device *dev, struct scatterlist *sg, int one, int two)
{
	one = dma_map_sg(dev, sg, two, DMA_TO_DEVICE);
	two = dma_map_sg(dev, sg, one, DMA_TO_DEVICE);
	dma_unmap_sg(dev, sg, one, DMA_TO_DEVICE);
	return two;
}

struct slot {
	struct device *dev;
	dma_addr_t bus, from_caller;
};

void slot_set(struct slot *s, void *data, dma_addr_t bus)
{
	dma_addr_t own = dma_map_single(s->dev, data, 64, DMA_TO_DEVICE);

	s->bus = own;
	s->from_caller = dma_map_single(s->dev, data, 64, DMA_TO_DEVICE);
	if (!data)
		s->from_caller = bus;
}

void slot_clear(struct slot *s)
{
	dma_unmap_single(s->dev, s->bus, 64, DMA_BIDIRECTIONAL);	/* found */
	dma_unmap_single(s->dev, s->from_caller, 64, DMA_BIDIRECTIONAL);
}

struct tx_slot { dma_addr_t bus; };
struct rx_slot { dma_addr_t bus; };

void two_structs(struct device *dev, struct tx_slot *slot, void *data)
{
	slot->bus = dma_map_single(dev, data, 64, DMA_TO_DEVICE);
}

void other_struct(struct device *dev, struct rx_slot *slot)
{
	dma_unmap_single(dev, slot->bus, 64, DMA_FROM_DEVICE);	/* found */
}
