// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so. */
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>

#define FEW	64
#define SPARE	8

struct box {
	struct device *dev;
	struct dma_chan *chan;
	struct dma_pool *pool;
	void *mem, *managed, *pooled, *cached, *heap, *kept;
	dma_addr_t bus, managed_bus, pooled_bus, cached_bus, heap_bus, kept_bus;
	dma_addr_t engine, own, rounded, list_bus;
	size_t size, len;
	struct scatterlist *both;
	int n;
};

void get(struct box *b, void *a, size_t n)
{
	b->bus = dma_map_single(b->dev, a, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, b->bus))
		return;
	b->managed = dmam_alloc_coherent(b->dev, FEW, &b->managed_bus, GFP_KERNEL);
	b->pooled = dma_pool_alloc(b->pool, GFP_KERNEL, &b->pooled_bus);
	b->cached = dma_alloc_noncoherent(b->dev, FEW, &b->cached_bus, DMA_TO_DEVICE, GFP_KERNEL);
	b->heap = kmalloc(FEW, GFP_KERNEL);
	b->kept = dma_alloc_coherent(b->dev, FEW, &b->kept_bus, GFP_KERNEL);	/* found */
	b->mem = dma_alloc_coherent(b->dev, n + SPARE, &b->rounded, GFP_KERNEL);
	b->size = n;
}

/* By another way than it came. */
void put(struct box *b)
{
	dma_free_coherent(b->dev, FEW, NULL, b->bus);	/* found */
	dma_free_coherent(b->dev, FEW, b->managed, b->managed_bus);	/* found */
	dmam_free_coherent(b->dev, FEW, b->managed, b->managed_bus);
	dma_free_coherent(b->dev, FEW, b->pooled, b->pooled_bus);	/* found */
	dma_pool_free(b->pool, b->pooled, b->pooled_bus);
	dma_free_coherent(b->dev, FEW, b->cached, b->cached_bus);	/* found */
	dma_free_noncoherent(b->dev, FEW, b->cached, b->cached_bus, DMA_TO_DEVICE);
	dma_free_coherent(b->dev, FEW, b->heap, b->heap_bus);	/* found */
	dma_free_coherent(b->dev, b->size, b->mem, b->rounded);	/* found */
	dma_free_coherent(b->dev, b->size + SPARE, b->mem, b->rounded);
	dma_unmap_single(b->dev, b->bus, FEW, DMA_TO_DEVICE);
}

static struct driver box_driver = {
	.remove	= box_remove,
};

/* The client's device, and the DMA engine's. */
void engine(struct box *b, void *a)
{
	b->engine = dma_map_single(b->chan->device->dev, a, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, b->engine))
		return;
	b->own = dma_map_single(b->dev, a, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, b->own))
		return;
	dma_unmap_single(b->dev, b->engine, FEW, DMA_TO_DEVICE);	/* found */
	dma_unmap_single(b->chan->device->dev, b->own, FEW, DMA_TO_DEVICE);	/* found */
	dma_unmap_single(b->chan->device->dev, b->engine, FEW, DMA_TO_DEVICE);
	dma_unmap_single(b->dev, b->own, FEW, DMA_TO_DEVICE);
}

/* 0 is no error to a caller that takes 0 for good. */
int zero(struct box *b, struct scatterlist *sgl)
{
	int n = dma_map_sg(b->dev, sgl, b->n, DMA_TO_DEVICE);

	if (!n)	/* found */
		return n;
	return 0;
}

int less(struct box *b, struct scatterlist *sgl)
{
	int n = dma_map_sg(b->dev, sgl, b->n, DMA_TO_DEVICE);

	if (n <= 0)	/* found */
		return n;
	return 0;
}

int count(struct box *b, struct scatterlist *sgl)
{
	int n = dma_map_sg(b->dev, sgl, b->n, DMA_TO_DEVICE);

	if (n <= 0)
		return n;
	return n;
}

int pointer(struct box *b, struct scatterlist *sgl)
{
	int n = dma_map_sg(b->dev, sgl, b->n, DMA_TO_DEVICE);

	if (IS_ERR(n))	/* found */
		return -EIO;
	return 0;
}

int number(struct box *b, void *a)
{
	dma_addr_t bus = dma_map_single(b->dev, a, FEW, DMA_TO_DEVICE);

	if (bus < 0)	/* found */
		return -EIO;	/* found */
	start(bus);
	return 0;
}

int address(struct box *b, void *a)
{
	dma_addr_t bus = dma_map_single(b->dev, a, FEW, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, &bus))	/* found */
		return -EIO;
	start(bus);
	return 0;
}

int another(struct box *b, void *a)
{
	dma_addr_t bus = dma_map_single(b->dev, a, FEW, DMA_TO_DEVICE);	/* found */

	if (dma_mapping_error(b->dev, b->list_bus))	/* found */
		return -EIO;	/* found */
	start(bus);
	return 0;
}

/* Mapped in two directions, and unmapped in one. */
void one_of_two(struct box *b)
{
	int n;

	if (b->len)
		n = dma_map_sg(b->dev, b->both, 1, DMA_BIDIRECTIONAL);	/* found */
	else
		n = dma_map_sg(b->dev, b->both, 1, DMA_TO_DEVICE);
	if (n)
		dma_unmap_sg(b->dev, b->both, 1, DMA_TO_DEVICE);
}

/* The buffer is gone when its mapping goes. */
void late(struct box *b)
{
	void *data = kmalloc(FEW, GFP_KERNEL);
	dma_addr_t bus = dma_map_single(b->dev, data, FEW, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, bus)) {
		kfree(data);
		return;
	}
	start(bus);
	kfree(data);
	dma_unmap_single(b->dev, bus, FEW, DMA_FROM_DEVICE);	/* found */
}

void late_member(struct box *b)
{
	struct box *next = b->heap;
	dma_addr_t bus = dma_map_single(b->dev, next->heap, FEW, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, bus))
		return;
	writel(bus, b->mem);
	kfree(next->heap);
	dma_unmap_single(b->dev, bus, FEW, DMA_FROM_DEVICE);	/* found */
}

/* Nobody else knows of it. */
void forgotten(struct box *b, void *a, bool twice)
{
	dma_addr_t bus = dma_map_single(b->dev, a, FEW, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, bus))
		return;
	writel(bus, b->mem);
	if (twice)
		return;	/* found */
	dma_unmap_single(b->dev, bus, FEW, DMA_FROM_DEVICE);
}
