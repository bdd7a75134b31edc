// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so. */
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/slab.h>

struct frame {
	struct device *dev;
	void *cached;
	void *uncached;
	void *plain;
	void *either;
	dma_addr_t bus;
};

void frame_alloc(struct frame *f, bool dma)
{
	f->cached = dma_alloc_noncoherent(f->dev, 4096, &f->bus, DMA_TO_DEVICE, GFP_KERNEL);
	f->uncached = dma_alloc_coherent(f->dev, 4096, &f->bus, GFP_KERNEL);
	f->plain = kmalloc(4096, GFP_KERNEL);
	if (dma)
		f->either = dma_alloc_coherent(f->dev, 4096, &f->bus, GFP_KERNEL);
	else
		f->either = kmalloc(4096, GFP_KERNEL);
}

struct page *frame_page(struct frame *f, size_t at)
{
	if (at)
		return virt_to_page(f->cached + at);	/* found */
	return virt_to_page(f->cached);	/* found */
}

phys_addr_t frame_phys(struct frame *frame)
{
	return virt_to_phys(frame->uncached);	/* found */
}

struct page *plain_page(struct frame *f)
{
	return virt_to_page(f->plain);
}

struct page *either_page(struct frame *f)
{
	return virt_to_page(f->either);
}

dma_addr_t mapped_twice(struct device *dev)
{
	dma_addr_t bus;
	void *mem;

	mem = dma_alloc_coherent(dev, 64, &bus, GFP_KERNEL);
	return dma_map_single(dev, mem, 64, DMA_TO_DEVICE);	/* found */
}

dma_addr_t mapped_once(struct device *dev)
{
	void *mem;

	mem = kmalloc(64, GFP_KERNEL);
	return dma_map_single(dev, mem, 64, DMA_TO_DEVICE);
}

struct page *first_this_then_that(struct frame *f)
{
	f->either = dma_alloc_coherent(f->dev, 4096, &f->bus, GFP_KERNEL);
	if (f->either)
		return virt_to_page(f->either);	/* found */
	f->either = kmalloc(4096, GFP_KERNEL);
	return virt_to_page(f->either);
}
