// SPDX-License-Identifier: GPL-2.0
/*
 * DMA memory that the CPU can cache.
 *
 * This file checks arguments, chooses the back end (direct mapping, dma-iommu
 * or dma_map_ops), and calls tracepoints and dma-debug.  The memory is handed
 * over by dma_sync_single_for_device() and dma_sync_single_for_cpu(), see
 * cache.c.
 */
#include <linux/cacheinfo.h>
#include <linux/dma-cache.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-shadow.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/iommu-dma.h>
#include <linux/kasan.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>
#include <trace/events/dma.h>
#include "debug.h"
#include "direct.h"
#include "noncoherent.h"
#include "shadow/shadow.h"

/* The mask selects the zone, and split pages cannot be compound. */
#define GFP_UNWANTED	(__GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM | __GFP_COMP)

static noinline void warn_request(struct device *dev,
				  enum dma_data_direction dir, gfp_t gfp)
{
	WARN_ONCE(!dev->coherent_dma_mask,
		  "DMA allocation before a coherent DMA mask is set\n");
	WARN_ONCE(!valid_dma_direction(dir),
		  "DMA allocation with direction %d\n", dir);
	WARN_ONCE(gfp & GFP_UNWANTED,
		  "DMA allocation with zone flags or __GFP_COMP: %pGg\n", &gfp);
}

/* Warn of driver bugs only, not of a bad size: it may come from user space. */
static bool request_valid(struct device *dev, size_t size,
			  enum dma_data_direction dir, gfp_t gfp)
{
	if (unlikely(!dev->coherent_dma_mask || !valid_dma_direction(dir) ||
		     gfp & GFP_UNWANTED)) {
		warn_request(dev, dir, gfp);
		return false;
	}
	return size && size <= SIZE_MAX - PAGE_SIZE + 1;
}

/* is_vmalloc_addr(), but inline for the free path. */
static bool is_remapped(void *vaddr)
{
#ifdef CONFIG_MMU
	unsigned long addr = (unsigned long)kasan_reset_tag(vaddr);

	return addr >= VMALLOC_START && addr < VMALLOC_END;
#else
	return false;
#endif
}

/* Returns NULL if nothing is mapped at @vaddr. */
static struct page *vaddr_to_page(void *vaddr)
{
	return is_remapped(vaddr) ? vmalloc_to_page(vaddr) : virt_to_page(vaddr);
}

/* Some dma_map_ops ignore the coherent mask. */
static bool exceeds_mask(struct device *dev, dma_addr_t dma_handle, size_t size)
{
	return dma_handle > dev->coherent_dma_mask ||
	       size - 1 > dev->coherent_dma_mask - dma_handle;
}

struct page *__dma_alloc_pages(struct device *dev, size_t size,
			       dma_addr_t *dma_handle,
			       enum dma_data_direction dir, gfp_t gfp)
{
	const struct dma_map_ops *ops = get_dma_ops(dev);
	struct page *page;

	if (!request_valid(dev, size, dir, gfp))
		return NULL;

	size = PAGE_ALIGN(size);
	if (dma_alloc_direct(dev, ops))
		return dma_direct_alloc_pages(dev, size, dma_handle, dir, gfp);
	if (use_dma_iommu(dev))
		return iommu_dma_alloc_contiguous(dev, size, dma_handle, dir,
						  gfp);
	if (!ops->alloc_pages_op)
		return NULL;
	page = ops->alloc_pages_op(dev, size, dma_handle, dir, gfp);
	if (page && exceeds_mask(dev, *dma_handle, size)) {
		ops->free_pages(dev, size, page, *dma_handle, dir);
		return NULL;
	}
	return page;
}

void __dma_free_pages(struct device *dev, size_t size, struct page *page,
		      dma_addr_t dma_handle, enum dma_data_direction dir)
{
	const struct dma_map_ops *ops = get_dma_ops(dev);

	size = PAGE_ALIGN(size);
	if (dma_alloc_direct(dev, ops))
		dma_direct_free_pages(dev, size, page, dma_handle, dir);
	else if (use_dma_iommu(dev))
		iommu_dma_free_contiguous(dev, size, page, dma_handle);
	else if (ops->free_pages)
		ops->free_pages(dev, size, page, dma_handle, dir);
}

/**
 * dma_alloc_pages - allocate cacheable pages for DMA
 * @dev: device that uses the pages
 * @size: bytes, rounded up to whole pages
 * @dma_handle: returns the DMA address
 * @dir: direction of the DMA
 * @gfp: allocation flags, without zone flags and __GFP_COMP
 *
 * The pages are physically contiguous, zeroed and owned by the CPU.  Free them
 * all at once with dma_free_pages().  Callers must not drop references of
 * single pages: only the first page is guaranteed to have one.
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The first page, or %NULL if no memory is available within the
 * coherent mask or @size is 0 or overflows.  %NULL with a warning if @dev has no
 * coherent DMA mask, @dir is invalid, or @gfp has unsupported flags.
 */
struct page *dma_alloc_pages(struct device *dev, size_t size,
			     dma_addr_t *dma_handle,
			     enum dma_data_direction dir, gfp_t gfp)
{
	struct page *page;

	page = __dma_alloc_pages(dev, size, dma_handle, dir, gfp);
	if (page && dma_shadow_watches(dev))
		page = virt_to_page(dma_shadow_alloc(dev, size, *dma_handle, dir,
						     gfp, page_to_virt(page), true));
	trace_dma_alloc_pages(dev, page ? page_to_virt(page) : NULL,
			      page ? *dma_handle : 0, size, dir, gfp, 0);
	if (page)
		debug_dma_alloc_pages(dev, page, size, dir, *dma_handle);
	return page;
}
EXPORT_SYMBOL_GPL(dma_alloc_pages);

/**
 * dma_free_pages - free memory from dma_alloc_pages()
 * @dev: device of the allocation
 * @size: size of the allocation, in bytes
 * @page: first page; %NULL does nothing
 * @dma_handle: DMA address of the allocation
 * @dir: direction of the allocation
 *
 * No DMA may be in progress; either side may own the memory.  The arguments
 * must be those of the allocation.  CONFIG_DMA_API_DEBUG checks that; without
 * it, the direct mapping and dma-iommu warn if @dma_handle does not match
 * @page.
 *
 * Context: May sleep unless the allocation could not.
 */
void dma_free_pages(struct device *dev, size_t size, struct page *page,
		    dma_addr_t dma_handle, enum dma_data_direction dir)
{
	if (!page)
		return;
	trace_dma_free_pages(dev, page_to_virt(page), dma_handle, size, dir, 0);
	debug_dma_free_pages(dev, page, size, dir, dma_handle);
	if (dma_shadow_watches(dev))
		page = virt_to_page(dma_shadow_free(dev, page_to_virt(page),
						    dma_handle));
	__dma_free_pages(dev, size, page, dma_handle, dir);
}
EXPORT_SYMBOL_GPL(dma_free_pages);

/**
 * dma_mmap_pages - map memory from dma_alloc_pages() to user space
 * @dev: device of the allocation
 * @vma: user mapping; vm_pgoff is the first page to map
 * @size: size of the allocation, in bytes
 * @page: first page of the allocation
 *
 * Context: Process context, from an mmap() method.
 * Return: 0, -ENXIO if @vma exceeds the allocation, or an error of
 * remap_pfn_range().
 */
int dma_mmap_pages(struct device *dev, struct vm_area_struct *vma,
		   size_t size, struct page *page)
{
	unsigned long count = PAGE_ALIGN(size) >> PAGE_SHIFT;
	unsigned long off = vma_start_pgoff(vma);
	unsigned long want = vma_pages(vma);

	if (off >= count || want > count - off)
		return -ENXIO;
	if (dma_shadow_watches(dev))
		dma_shadow_mmapped(dev, page_to_virt(page));
	return remap_pfn_range(vma, vma->vm_start, page_to_pfn(page) + off,
			       want << PAGE_SHIFT, vma->vm_page_prot);
}
EXPORT_SYMBOL_GPL(dma_mmap_pages);

static void *ops_alloc_noncoherent(struct device *dev,
				   const struct dma_map_ops *ops, size_t size,
				   dma_addr_t *dma_handle,
				   enum dma_data_direction dir, gfp_t gfp)
{
	void *vaddr = ops->alloc_noncoherent(dev, size, dma_handle, dir, gfp);

	if (vaddr && exceeds_mask(dev, *dma_handle, size)) {
		ops->free_noncoherent(dev, size, vaddr, *dma_handle, dir);
		return NULL;
	}
	return vaddr;
}

/* @page returns the first page, so that callers need not look it up. */
static void *__dma_alloc_noncoherent(struct device *dev, size_t size,
				     dma_addr_t *dma_handle,
				     enum dma_data_direction dir, gfp_t gfp,
				     struct page **page)
{
	const struct dma_map_ops *ops = get_dma_ops(dev);
	void *vaddr = NULL;

	*page = NULL;
	if (!request_valid(dev, size, dir, gfp))
		return NULL;

	size = PAGE_ALIGN(size);
	if (dma_alloc_direct(dev, ops))
		*page = dma_direct_alloc_pages(dev, size, dma_handle, dir, gfp);
	else if (use_dma_iommu(dev))
		vaddr = iommu_dma_alloc_noncoherent(dev, size, dma_handle, dir,
						    gfp);
	else if (ops->alloc_noncoherent)
		vaddr = ops_alloc_noncoherent(dev, ops, size, dma_handle, dir,
					      gfp);
	else
		*page = __dma_alloc_pages(dev, size, dma_handle, dir, gfp);

	if (*page)
		return page_to_virt(*page);
	if (vaddr)
		*page = vaddr_to_page(vaddr);
	return vaddr;
}

static void __dma_free_noncoherent(struct device *dev, size_t size, void *vaddr,
				   struct page *page, dma_addr_t dma_handle,
				   enum dma_data_direction dir)
{
	const struct dma_map_ops *ops = get_dma_ops(dev);

	size = PAGE_ALIGN(size);
	if (dma_alloc_direct(dev, ops))
		dma_direct_free_pages(dev, size, page, dma_handle, dir);
	else if (use_dma_iommu(dev))
		iommu_dma_free_noncoherent(dev, size, vaddr, dma_handle, dir);
	else if (ops->alloc_noncoherent)
		ops->free_noncoherent(dev, size, vaddr, dma_handle, dir);
	else if (ops->free_pages)
		ops->free_pages(dev, size, page, dma_handle, dir);
}

/**
 * dma_alloc_noncoherent - allocate cacheable memory for DMA
 * @dev: device that uses the memory
 * @size: bytes, rounded up to whole pages
 * @dma_handle: returns the DMA address
 * @dir: direction of the DMA
 * @gfp: allocation flags, without zone flags and __GFP_COMP
 *
 * The memory is zeroed, contiguous for CPU and device, and owned by the CPU.
 * Hand all or part of it over with dma_sync_single_for_device() and
 * dma_sync_single_for_cpu(), also back to the device after the CPU has only
 * read it.  The pages may be physically scattered: use dma_mmap_noncoherent()
 * and dma_get_sgtable_noncoherent(), not virt_to_page().
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The kernel address; %NULL on the errors of dma_alloc_pages().
 */
void *dma_alloc_noncoherent(struct device *dev, size_t size,
			    dma_addr_t *dma_handle,
			    enum dma_data_direction dir, gfp_t gfp)
{
	struct page *page;
	void *vaddr = __dma_alloc_noncoherent(dev, size, dma_handle, dir, gfp,
					      &page);

	if (vaddr && dma_shadow_watches(dev)) {
		vaddr = dma_shadow_alloc(dev, size, *dma_handle, dir, gfp, vaddr,
					 false);
		page = vaddr_to_page(vaddr);
	}
	trace_dma_alloc_pages(dev, vaddr, vaddr ? *dma_handle : 0, size, dir,
			      gfp, 0);
	if (vaddr)
		debug_dma_alloc_pages(dev, page, size, dir, *dma_handle);
	return vaddr;
}
EXPORT_SYMBOL_GPL(dma_alloc_noncoherent);

/**
 * dma_free_noncoherent - free memory from dma_alloc_noncoherent()
 * @dev: device of the allocation
 * @size: size of the allocation, in bytes
 * @vaddr: kernel address; %NULL does nothing
 * @dma_handle: DMA address of the allocation
 * @dir: direction of the allocation
 *
 * No DMA may be in progress; either side may own the memory.  The arguments
 * must be those of the allocation, see dma_free_pages().
 *
 * Context: May sleep unless the allocation could not.
 */
void dma_free_noncoherent(struct device *dev, size_t size, void *vaddr,
			  dma_addr_t dma_handle, enum dma_data_direction dir)
{
	struct page *page;

	if (unlikely(!vaddr))
		return;
	trace_dma_free_pages(dev, vaddr, dma_handle, size, dir, 0);
	page = vaddr_to_page(vaddr);
	if (WARN_ONCE(!page, "DMA memory freed twice, it is gone: %p\n", vaddr))
		return;
	debug_dma_free_pages(dev, page, size, dir, dma_handle);
	if (dma_shadow_watches(dev)) {
		vaddr = dma_shadow_free(dev, vaddr, dma_handle);
		page = vaddr_to_page(vaddr);
	}
	__dma_free_noncoherent(dev, size, vaddr, page, dma_handle, dir);
}
EXPORT_SYMBOL_GPL(dma_free_noncoherent);

/* Number of physically contiguous pages from @vaddr on, at most @max. */
static unsigned long contiguous_pages(void *vaddr, unsigned long max)
{
	unsigned long pfn = page_to_pfn(vaddr_to_page(vaddr)), n;

	if (!is_remapped(vaddr))
		return max;
	for (n = 1; n < max; n++)
		if (page_to_pfn(vaddr_to_page(vaddr + n * PAGE_SIZE)) != pfn + n)
			break;
	return n;
}

/**
 * dma_mmap_noncoherent - map memory from dma_alloc_noncoherent() to user space
 * @dev: device of the allocation
 * @vma: user mapping; vm_pgoff is the first page to map
 * @vaddr: kernel address of the allocation
 * @dma_handle: DMA address of the allocation
 * @size: size of the allocation, in bytes
 *
 * The mapping is cacheable.  Accesses of the process count as accesses of the
 * CPU and are subject to ownership.  With an aliasing data cache and a device
 * that is not coherent the mapping is uncached, since hand-overs would miss the
 * alias: then the kernel and the process see each other's stores only after a
 * hand-over to the device and back.
 *
 * Context: Process context, from an mmap() method.
 * Return: 0, -ENXIO if @vma exceeds the allocation, -EINVAL if it is a private
 * writable mapping, or an error of remap_pfn_range().
 */
int dma_mmap_noncoherent(struct device *dev, struct vm_area_struct *vma,
			 void *vaddr, dma_addr_t dma_handle, size_t size)
{
	unsigned long count = PFN_UP(size), off = vma_start_pgoff(vma);
	unsigned long want = vma_pages(vma), done, n;
	int ret;

	if (off >= count || want > count - off)
		return -ENXIO;
	if (vma_is_cow_mapping(vma))
		return -EINVAL;
	if (dma_shadow_watches(dev))
		dma_shadow_mmapped(dev, vaddr);
	if (cpu_dcache_is_aliasing())
		vma->vm_page_prot = dma_pgprot(dev, vma->vm_page_prot, 0);
	/* the direct mapping shares memory of encrypted guests with the host */
	if (dma_alloc_direct(dev, get_dma_ops(dev)) && force_dma_unencrypted(dev))
		vma->vm_page_prot = pgprot_decrypted(vma->vm_page_prot);

	for (done = 0; done < want; done += n) {
		void *from = vaddr + ((off + done) << PAGE_SHIFT);
		unsigned long pfn = page_to_pfn(vaddr_to_page(from));

		n = contiguous_pages(from, want - done);
		/* dirty lines, as of zeroing, would overwrite uncached stores */
		if (cpu_dcache_is_aliasing() && !dev_is_dma_coherent(dev))
			dma_cache_for_device(PFN_PHYS(pfn), n << PAGE_SHIFT,
					     DMA_BIDIRECTIONAL);
		ret = remap_pfn_range(vma, vma->vm_start + (done << PAGE_SHIFT),
				      pfn, n << PAGE_SHIFT, vma->vm_page_prot);
		if (ret)
			return ret;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(dma_mmap_noncoherent);

/* contiguous_pages(), limited to what one scatterlist entry can hold. */
static unsigned long sg_entry_pages(void *vaddr, unsigned long max)
{
	return contiguous_pages(vaddr, min(max, UINT_MAX >> PAGE_SHIFT));
}

static unsigned int count_sg_entries(void *vaddr, unsigned long count)
{
	unsigned int entries = 0;
	unsigned long n;

	for (; count; count -= n, vaddr += n << PAGE_SHIFT, entries++)
		n = sg_entry_pages(vaddr, count);
	return entries;
}

/**
 * dma_get_sgtable_noncoherent - list pages from dma_alloc_noncoherent()
 * @dev: device of the allocation
 * @sgt: table to allocate; free it with sg_free_table()
 * @vaddr: kernel address of the allocation
 * @dma_handle: DMA address of the allocation
 * @size: size of the allocation, in bytes
 *
 * Each entry is a physically contiguous range, as large as possible.  The table
 * is for export, for example with dma_map_sgtable() for another device.  It has
 * no DMA addresses.
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if @size is 0, or -ENOMEM.
 */
int dma_get_sgtable_noncoherent(struct device *dev, struct sg_table *sgt,
				void *vaddr, dma_addr_t dma_handle, size_t size)
{
	unsigned long count = PFN_UP(size), n;
	struct scatterlist *sg;
	unsigned int i;
	int ret;

	if (!size)
		return -EINVAL;
	ret = sg_alloc_table(sgt, count_sg_entries(vaddr, count), GFP_KERNEL);
	if (ret)
		return ret;
	for_each_sgtable_sg(sgt, sg, i) {
		n = sg_entry_pages(vaddr, count);
		sg_set_page(sg, vaddr_to_page(vaddr), n << PAGE_SHIFT, 0);
		vaddr += n << PAGE_SHIFT;
		count -= n;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(dma_get_sgtable_noncoherent);

struct noncoherent_devres {
	void *vaddr;
	dma_addr_t dma_handle;
	size_t size;
	enum dma_data_direction dir;
};

static void noncoherent_release(struct device *dev, void *res)
{
	struct noncoherent_devres *m = res;

	dma_free_noncoherent(dev, m->size, m->vaddr, m->dma_handle, m->dir);
}

static int noncoherent_match(struct device *dev, void *res, void *vaddr)
{
	return ((struct noncoherent_devres *)res)->vaddr == vaddr;
}

/**
 * dmam_alloc_noncoherent - device-managed dma_alloc_noncoherent()
 * @dev: device that uses the memory
 * @size: bytes, rounded up to whole pages
 * @dma_handle: returns the DMA address
 * @dir: direction of the DMA
 * @gfp: allocation flags, without zone flags and __GFP_COMP
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The kernel address; %NULL on the errors of dma_alloc_noncoherent().
 */
void *dmam_alloc_noncoherent(struct device *dev, size_t size,
			     dma_addr_t *dma_handle,
			     enum dma_data_direction dir, gfp_t gfp)
{
	struct noncoherent_devres *m;

	m = devres_alloc(noncoherent_release, sizeof(*m), gfp);
	if (!m)
		return NULL;
	m->vaddr = dma_alloc_noncoherent(dev, size, dma_handle, dir, gfp);
	if (!m->vaddr) {
		devres_free(m);
		return NULL;
	}
	m->dma_handle = *dma_handle;
	m->size = size;
	m->dir = dir;
	devres_add(dev, m);
	return m->vaddr;
}
EXPORT_SYMBOL_GPL(dmam_alloc_noncoherent);

/**
 * dmam_free_noncoherent - free memory from dmam_alloc_noncoherent()
 * @dev: device of the allocation
 * @size: size of the allocation, in bytes
 * @vaddr: kernel address; %NULL does nothing
 * @dma_handle: DMA address of the allocation
 * @dir: direction of the allocation
 *
 * Context: May sleep unless the allocation could not.
 */
void dmam_free_noncoherent(struct device *dev, size_t size, void *vaddr,
			   dma_addr_t dma_handle, enum dma_data_direction dir)
{
	if (!vaddr)
		return;
	if (WARN_ONCE(devres_destroy(dev, noncoherent_release, noncoherent_match,
				     vaddr),
		      "no managed DMA memory of the device: %p\n", vaddr))
		return;
	dma_free_noncoherent(dev, size, vaddr, dma_handle, dir);
}
EXPORT_SYMBOL_GPL(dmam_free_noncoherent);
