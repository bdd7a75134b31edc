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
#include <linux/cacheinfo.h>
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

/* The zone follows from the mask, and pages that are split are not compound. */
#define GFP_UNWANTED	(__GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM | __GFP_COMP)

static noinline void complain(struct device *dev, enum dma_data_direction dir,
			      gfp_t gfp)
{
	WARN_ONCE(!dev->coherent_dma_mask,
		  "DMA allocation before a coherent DMA mask is set\n");
	WARN_ONCE(!valid_dma_direction(dir),
		  "DMA allocation with direction %d\n", dir);
	WARN_ONCE(gfp & GFP_UNWANTED,
		  "DMA allocation with zone flags or __GFP_COMP: %pGg\n", &gfp);
}

/*
 * What a driver can only get wrong by a bug is worth a warning.  A size can come
 * from user space, so one that is impossible only fails.
 */
static bool request_is_sane(struct device *dev, size_t size,
			    enum dma_data_direction dir, gfp_t gfp)
{
	if (unlikely(!dev->coherent_dma_mask || !valid_dma_direction(dir) ||
		     gfp & GFP_UNWANTED)) {
		complain(dev, dir, gfp);
		return false;
	}
	return size && size <= SIZE_MAX - PAGE_SIZE + 1;
}

/* is_vmalloc_addr() without the call, which each free would pay for. */
static bool is_remapped(void *vaddr)
{
#ifdef CONFIG_MMU
	unsigned long addr = (unsigned long)kasan_reset_tag(vaddr);

	return addr >= VMALLOC_START && addr < VMALLOC_END;
#else
	return false;
#endif
}

/* NULL if there is nothing at that address. */
static struct page *first_page(void *vaddr)
{
	return is_remapped(vaddr) ? vmalloc_to_page(vaddr) : virt_to_page(vaddr);
}

/* Of memory from dma_map_ops: not all of them look at the coherent mask. */
static bool beyond_mask(struct device *dev, dma_addr_t dma_handle, size_t size)
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

	if (!request_is_sane(dev, size, dir, gfp))
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
	if (page && beyond_mask(dev, *dma_handle, size)) {
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
 * dma_alloc_pages - allocate cacheable pages that a device can reach
 * @dev: device that is going to use them
 * @size: bytes; rounded up to whole pages
 * @dma_handle: where to store the address for the device
 * @dir: in which direction the device is going to transfer
 * @gfp: GFP_KERNEL, GFP_ATOMIC and the like, without zone flags and __GFP_COMP
 *
 * The pages are physically contiguous, zeroed and belong to the CPU.  They are
 * freed together, with dma_free_pages().  Only the first has a reference for
 * certain: nobody may drop one of the others, as in a block of alloc_pages().
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
 * dma_free_pages - give back what dma_alloc_pages() returned
 * @dev: the device of the allocation
 * @size: the size of the allocation, in bytes
 * @page: the first page; nothing happens for %NULL
 * @dma_handle: the address for the device
 * @dir: the direction of the allocation
 *
 * The CPU or the device may own the memory, but no transfer may be running.  As
 * with __free_pages(), what is freed is what the caller says.
 * CONFIG_DMA_API_DEBUG reports what is wrong; without, the direct mapping and
 * dma-iommu warn of a @dma_handle that is not that of @page.
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
	if (dma_shadow_watches(dev))
		page = virt_to_page(dma_shadow_free(dev, page_to_virt(page),
						    dma_handle));
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

	if (vaddr && beyond_mask(dev, *dma_handle, size)) {
		ops->free_noncoherent(dev, size, vaddr, *dma_handle, dir);
		return NULL;
	}
	return vaddr;
}

/* The address for the CPU and the first page, which the back ends know anyhow. */
static void *__dma_alloc_noncoherent(struct device *dev, size_t size,
				     dma_addr_t *dma_handle,
				     enum dma_data_direction dir, gfp_t gfp,
				     struct page **page)
{
	const struct dma_map_ops *ops = get_dma_ops(dev);
	void *vaddr = NULL;

	*page = NULL;
	if (!request_is_sane(dev, size, dir, gfp))
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
		*page = first_page(vaddr);
	return vaddr;
}

/* @page is the first of it. */
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
 * dma_alloc_noncoherent - allocate cacheable memory that a device can reach
 * @dev: device that is going to use it
 * @size: bytes; rounded up to whole pages
 * @dma_handle: where to store the address for the device
 * @dir: in which direction the device is going to transfer
 * @gfp: GFP_KERNEL, GFP_ATOMIC and the like, without zone flags and __GFP_COMP
 *
 * The memory is zeroed, contiguous for the CPU and for the device, and belongs
 * to the CPU.  Give it to the device with dma_sync_single_for_device(), all or
 * part of it, and take it back with dma_sync_single_for_cpu().  Its pages may be
 * scattered: dma_mmap_noncoherent() maps them to user space and
 * dma_get_sgtable_noncoherent() lists them, virt_to_page() does not find them.
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The address for the CPU; %NULL in the cases of dma_alloc_pages().
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
		page = first_page(vaddr);
	}
	trace_dma_alloc_pages(dev, vaddr, vaddr ? *dma_handle : 0, size, dir,
			      gfp, 0);
	if (vaddr)
		debug_dma_alloc_pages(dev, page, size, dir, *dma_handle);
	return vaddr;
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
 * The CPU or the device may own the memory, but no transfer may be running.  What
 * is freed is what the caller says, see dma_free_pages().
 *
 * Context: May sleep unless the memory was allocated without sleeping.
 */
void dma_free_noncoherent(struct device *dev, size_t size, void *vaddr,
			  dma_addr_t dma_handle, enum dma_data_direction dir)
{
	struct page *page;

	if (unlikely(!vaddr))
		return;
	trace_dma_free_pages(dev, vaddr, dma_handle, size, dir, 0);
	page = first_page(vaddr);
	if (WARN_ONCE(!page, "DMA memory freed twice, it is gone: %p\n", vaddr))
		return;
	debug_dma_free_pages(dev, page, size, dir, dma_handle);
	if (dma_shadow_watches(dev)) {
		vaddr = dma_shadow_free(dev, vaddr, dma_handle);
		page = first_page(vaddr);
	}
	__dma_free_noncoherent(dev, size, vaddr, page, dma_handle, dir);
}
EXPORT_SYMBOL_GPL(dma_free_noncoherent);

/* How many pages, up to @max, follow each other in physical memory. */
static unsigned long pages_in_a_row(void *vaddr, unsigned long max)
{
	unsigned long pfn = page_to_pfn(first_page(vaddr)), n;

	if (!is_remapped(vaddr))
		return max;
	for (n = 1; n < max; n++)
		if (page_to_pfn(first_page(vaddr + n * PAGE_SIZE)) != pfn + n)
			break;
	return n;
}

/**
 * dma_mmap_noncoherent - map what dma_alloc_noncoherent() returned to user space
 * @dev: the device of the allocation
 * @vma: where to map it; its vm_pgoff says from which page on
 * @vaddr: the address of the allocation for the CPU
 * @dma_handle: its address for the device
 * @size: its size, in bytes
 *
 * The mapping is cacheable, and what the process does there is done by the CPU:
 * it may touch what the device does not own.  On CPUs whose data cache aliases a
 * hand-over would miss the lines of a second cacheable mapping, so there the
 * process gets an uncached one, if the device is not coherent.
 *
 * Context: Process context, from an mmap() method.
 * Return: 0, or -ENXIO if @vma reaches beyond the allocation, -EINVAL if it is
 * private and can be written, for such a mapping is a copy, or the error of
 * remap_pfn_range().
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
	/* the direct mapping shares it with the host of an encrypted guest */
	if (!use_dma_iommu(dev) && force_dma_unencrypted(dev))
		vma->vm_page_prot = pgprot_decrypted(vma->vm_page_prot);

	for (done = 0; done < want; done += n) {
		void *from = vaddr + ((off + done) << PAGE_SHIFT);

		n = pages_in_a_row(from, want - done);
		ret = remap_pfn_range(vma, vma->vm_start + (done << PAGE_SHIFT),
				      page_to_pfn(first_page(from)),
				      n << PAGE_SHIFT, vma->vm_page_prot);
		if (ret)
			return ret;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(dma_mmap_noncoherent);

/* As much of that as the length of an entry can say. */
static unsigned long pages_of_entry(void *vaddr, unsigned long max)
{
	return pages_in_a_row(vaddr, min(max, UINT_MAX >> PAGE_SHIFT));
}

static unsigned int count_entries(void *vaddr, unsigned long count)
{
	unsigned int entries = 0;
	unsigned long n;

	for (; count; count -= n, vaddr += n << PAGE_SHIFT, entries++)
		n = pages_of_entry(vaddr, count);
	return entries;
}

/**
 * dma_get_sgtable_noncoherent - list the pages of dma_alloc_noncoherent() memory
 * @dev: the device of the allocation
 * @sgt: table to set up, to be freed with sg_free_table()
 * @vaddr: the address of the allocation for the CPU
 * @dma_handle: its address for the device
 * @size: its size, in bytes
 *
 * Each entry is a range of physical memory, as large as possible.  The table is
 * for exporting the memory, to another device with dma_map_sgtable() for example;
 * it has no DMA addresses.
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
	ret = sg_alloc_table(sgt, count_entries(vaddr, count), GFP_KERNEL);
	if (ret)
		return ret;
	for_each_sgtable_sg(sgt, sg, i) {
		n = pages_of_entry(vaddr, count);
		sg_set_page(sg, first_page(vaddr), n << PAGE_SHIFT, 0);
		vaddr += n << PAGE_SHIFT;
		count -= n;
	}
	return 0;
}
EXPORT_SYMBOL_GPL(dma_get_sgtable_noncoherent);

struct managed {
	void *vaddr;
	dma_addr_t dma_handle;
	size_t size;
	enum dma_data_direction dir;
};

static void managed_release(struct device *dev, void *res)
{
	struct managed *m = res;

	dma_free_noncoherent(dev, m->size, m->vaddr, m->dma_handle, m->dir);
}

static int managed_match(struct device *dev, void *res, void *vaddr)
{
	return ((struct managed *)res)->vaddr == vaddr;
}

/**
 * dmam_alloc_noncoherent - dma_alloc_noncoherent() that is freed at detach
 * @dev: device that is going to use the memory
 * @size: bytes; rounded up to whole pages
 * @dma_handle: where to store the address for the device
 * @dir: in which direction the device is going to transfer
 * @gfp: GFP_KERNEL, GFP_ATOMIC and the like, without zone flags and __GFP_COMP
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The address for the CPU; %NULL in the cases of dma_alloc_noncoherent().
 */
void *dmam_alloc_noncoherent(struct device *dev, size_t size,
			     dma_addr_t *dma_handle,
			     enum dma_data_direction dir, gfp_t gfp)
{
	struct managed *m = devres_alloc(managed_release, sizeof(*m), gfp);

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
 * dmam_free_noncoherent - free what dmam_alloc_noncoherent() returned early
 * @dev: the device of the allocation
 * @size: the size of the allocation, in bytes
 * @vaddr: the address for the CPU; nothing happens for %NULL
 * @dma_handle: the address for the device
 * @dir: the direction of the allocation
 *
 * Context: May sleep unless the memory was allocated without sleeping.
 */
void dmam_free_noncoherent(struct device *dev, size_t size, void *vaddr,
			   dma_addr_t dma_handle, enum dma_data_direction dir)
{
	if (!vaddr)
		return;
	if (WARN_ONCE(devres_destroy(dev, managed_release, managed_match, vaddr),
		      "no managed DMA memory of the device: %p\n", vaddr))
		return;
	dma_free_noncoherent(dev, size, vaddr, dma_handle, dir);
}
EXPORT_SYMBOL_GPL(dmam_free_noncoherent);
