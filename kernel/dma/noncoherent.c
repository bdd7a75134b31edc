// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that a device can reach and the CPU can cache.
 *
 * The CPU owns the memory when it is allocated.  dma_sync_single_for_device() and
 * dma_sync_single_for_cpu() move the ownership of it, or of any part of it; what
 * that takes is written in cache.c.  Where the memory comes from is left to
 * the direct mapping, to dma-iommu or to the device's dma_map_ops; this file
 * checks what is asked for, decides who does it, and tells tracing and
 * dma-debug.
 */
#include <linux/dma-map-ops.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/iommu-dma.h>
#include <linux/mm.h>
#include <trace/events/dma.h>
#include "debug.h"
#include "direct.h"
#include "noncoherent.h"

/*
 * What a driver can only get wrong by a bug is worth a warning.  A size can come
 * from user space, so one that is impossible only fails.
 */
static bool request_is_sane(struct device *dev, size_t size,
			    enum dma_data_direction dir, gfp_t gfp)
{
	if (WARN_ONCE(!dev->coherent_dma_mask,
		      "DMA allocation before a coherent DMA mask is set\n"))
		return false;
	if (WARN_ONCE(!valid_dma_direction(dir),
		      "DMA allocation with direction %d\n", dir))
		return false;
	/* the zone follows from the mask, and the pages may be freed one by one */
	if (WARN_ONCE(gfp & (__GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM | __GFP_COMP),
		      "DMA allocation with zone flags or __GFP_COMP: %pGg\n", &gfp))
		return false;
	return size && size <= SIZE_MAX - PAGE_SIZE + 1;
}

struct page *__dma_alloc_pages(struct device *dev, size_t size,
			       dma_addr_t *dma_handle,
			       enum dma_data_direction dir, gfp_t gfp)
{
	const struct dma_map_ops *ops = get_dma_ops(dev);

	if (!request_is_sane(dev, size, dir, gfp))
		return NULL;

	size = PAGE_ALIGN(size);
	if (dma_alloc_direct(dev, ops))
		return dma_direct_alloc_pages(dev, size, dma_handle, dir, gfp);
	if (use_dma_iommu(dev))
		return dma_common_alloc_pages(dev, size, dma_handle, dir, gfp);
	if (ops->alloc_pages_op)
		return ops->alloc_pages_op(dev, size, dma_handle, dir, gfp);
	return NULL;
}

void __dma_free_pages(struct device *dev, size_t size, struct page *page,
		      dma_addr_t dma_handle, enum dma_data_direction dir)
{
	const struct dma_map_ops *ops = get_dma_ops(dev);

	size = PAGE_ALIGN(size);
	if (dma_alloc_direct(dev, ops))
		dma_direct_free_pages(dev, size, page, dma_handle, dir);
	else if (use_dma_iommu(dev))
		dma_common_free_pages(dev, size, page, dma_handle, dir);
	else if (ops->free_pages)
		ops->free_pages(dev, size, page, dma_handle, dir);
}

/**
 * dma_alloc_pages - allocate cacheable pages that a device can reach
 * @dev: device that is going to use them
 * @size: bytes; rounded up to whole pages
 * @dma_handle: where to store the address for the device
 * @dir: in which direction the device is going to transfer
 * @gfp: GFP_KERNEL, GFP_ATOMIC and the like, without zone flags and __GFP_COMP
 *
 * The pages are physically contiguous, zeroed and belong to the CPU.  They are
 * the caller's as pages from alloc_pages() are, and have to be given back with
 * dma_free_pages().
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The first page; %NULL if there is no memory that @dev can reach, @size
 * is 0 or too large to be rounded up, or, with a warning, @dev has no coherent
 * DMA mask, @dir is invalid or @gfp has flags that it must not.
 */
struct page *dma_alloc_pages(struct device *dev, size_t size,
			     dma_addr_t *dma_handle,
			     enum dma_data_direction dir, gfp_t gfp)
{
	struct page *page;

	page = __dma_alloc_pages(dev, size, dma_handle, dir, gfp);
	trace_dma_alloc_pages(dev, page ? page_to_virt(page) : NULL,
			      page ? *dma_handle : 0, size, dir, gfp, 0);
	if (page)
		debug_dma_alloc_pages(dev, page, size, dir, *dma_handle, 0);
	return page;
}
EXPORT_SYMBOL_GPL(dma_alloc_pages);

/**
 * dma_free_pages - give back what dma_alloc_pages() returned
 * @dev: the device of the allocation
 * @size: the size of the allocation, in bytes
 * @page: the first page; nothing happens for %NULL
 * @dma_handle: the address for the device
 * @dir: the direction of the allocation
 *
 * The CPU or the device may own the memory, but no transfer may be running.
 *
 * Context: May sleep unless the pages were allocated without sleeping.
 */
void dma_free_pages(struct device *dev, size_t size, struct page *page,
		    dma_addr_t dma_handle, enum dma_data_direction dir)
{
	if (!page)
		return;
	trace_dma_free_pages(dev, page_to_virt(page), dma_handle, size, dir, 0);
	debug_dma_free_pages(dev, page, size, dir, dma_handle);
	__dma_free_pages(dev, size, page, dma_handle, dir);
}
EXPORT_SYMBOL_GPL(dma_free_pages);

/**
 * dma_mmap_pages - map what dma_alloc_pages() returned into user space
 * @dev: the device of the allocation
 * @vma: where to map it; its vm_pgoff says from which page on
 * @size: the size of the allocation, in bytes
 * @page: the first page
 *
 * Context: Process context, from an mmap() method.
 * Return: 0, or -ENXIO if @vma reaches beyond the allocation, or the error of
 * remap_pfn_range().
 */
int dma_mmap_pages(struct device *dev, struct vm_area_struct *vma,
		   size_t size, struct page *page)
{
	unsigned long count = PAGE_ALIGN(size) >> PAGE_SHIFT;
	unsigned long off = vma->vm_pgoff;
	unsigned long want = vma_pages(vma);

	if (off >= count || want > count - off)
		return -ENXIO;
	return remap_pfn_range(vma, vma->vm_start, page_to_pfn(page) + off,
			       want << PAGE_SHIFT, vma->vm_page_prot);
}
EXPORT_SYMBOL_GPL(dma_mmap_pages);

/**
 * dma_alloc_noncoherent - allocate cacheable memory that a device can reach
 * @dev: device that is going to use it
 * @size: bytes; rounded up to whole pages
 * @dma_handle: where to store the address for the device
 * @dir: in which direction the device is going to transfer
 * @gfp: GFP_KERNEL, GFP_ATOMIC and the like, without zone flags and __GFP_COMP
 *
 * The memory is zeroed, contiguous for the CPU and for the device, and belongs
 * to the CPU.  Give it to the device with dma_sync_single_for_device(), all or
 * part of it, and take it back with dma_sync_single_for_cpu().
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The address for the CPU; %NULL in the cases of dma_alloc_pages().
 */
void *dma_alloc_noncoherent(struct device *dev, size_t size,
			    dma_addr_t *dma_handle,
			    enum dma_data_direction dir, gfp_t gfp)
{
	struct page *page = dma_alloc_pages(dev, size, dma_handle, dir, gfp);

	return page ? page_address(page) : NULL;
}
EXPORT_SYMBOL_GPL(dma_alloc_noncoherent);

/**
 * dma_free_noncoherent - give back what dma_alloc_noncoherent() returned
 * @dev: the device of the allocation
 * @size: the size of the allocation, in bytes
 * @vaddr: the address for the CPU; nothing happens for %NULL
 * @dma_handle: the address for the device
 * @dir: the direction of the allocation
 *
 * The CPU or the device may own the memory, but no transfer may be running.
 *
 * Context: May sleep unless the memory was allocated without sleeping.
 */
void dma_free_noncoherent(struct device *dev, size_t size, void *vaddr,
			  dma_addr_t dma_handle, enum dma_data_direction dir)
{
	if (vaddr)
		dma_free_pages(dev, size, virt_to_page(vaddr), dma_handle, dir);
}
EXPORT_SYMBOL_GPL(dma_free_noncoherent);
