// SPDX-License-Identifier: GPL-2.0
/*
 * Cacheable memory for devices behind an IOMMU.
 *
 * The device sees any pages as one range, and so does the CPU where it has a
 * mapping of its own for them, so the memory can be scattered.  That costs: a page
 * table on either side, and a look-up for each page that is handed over.  So the
 * page allocator is asked first for memory in one piece, which it has at hand
 * as long as memory is not fragmented, and only what it can not spare without
 * effort is put together from pieces.
 *
 * Callers that must not sleep get memory in one piece or none, for there is no
 * mapping to be had without sleeping.  So do all callers where the data cache
 * aliases: a hand-over works on the caches by physical address or by the address
 * in the direct mapping, and would miss the lines of any other.
 */
#include <linux/cacheinfo.h>
#include <linux/dma-map-ops.h>
#include <linux/gfp.h>
#include <linux/iommu-dma.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/vmalloc.h>

#include "dma-iommu.h"

/* Zero memory in one piece, and show it to the device; on failure it is freed. */
static struct page *map_contiguous(struct device *dev, struct page *page,
				   size_t size, dma_addr_t *dma_handle,
				   enum dma_data_direction dir)
{
	int prot = dma_info_to_prot(dir, dev_is_dma_coherent(dev), 0);

	dma_pages_zero(page, size);
	*dma_handle = __iommu_dma_map(dev, page_to_phys(page), size, prot,
				      dev->coherent_dma_mask);
	if (*dma_handle == DMA_MAPPING_ERROR) {
		dma_pages_free(dev, page, size);
		return NULL;
	}
	return page;
}

struct page *iommu_dma_alloc_contiguous(struct device *dev, size_t size,
					dma_addr_t *dma_handle,
					enum dma_data_direction dir, gfp_t gfp)
{
	struct page *page = dma_pages_alloc(dev, size, gfp, NULL);

	if (!page)
		return NULL;
	return map_contiguous(dev, page, size, dma_handle, dir);
}

void iommu_dma_free_contiguous(struct device *dev, size_t size,
			       struct page *page, dma_addr_t dma_handle)
{
	struct iommu_domain *domain = iommu_get_dma_domain(dev);

	/* what is mapped there is somebody else's, and these pages still are, too */
	if (WARN_ONCE(iommu_iova_to_phys(domain, dma_handle) != page_to_phys(page),
		      "DMA memory freed with the handle of other memory\n"))
		return;
	__iommu_dma_unmap(dev, dma_handle, size);
	dma_pages_free(dev, page, size);
}

static void *alloc_scattered(struct device *dev, size_t size,
			     dma_addr_t *dma_handle,
			     enum dma_data_direction dir, gfp_t gfp)
{
	struct page **pages;
	struct sg_table sgt;
	void *vaddr;

	/* nothing waits in the caches: the memory belongs to the CPU at first */
	pages = __iommu_dma_alloc_noncontiguous(dev, size, &sgt, dir,
						gfp | __GFP_ZERO,
						DMA_ATTR_SKIP_CPU_SYNC);
	if (!pages)
		return NULL;
	*dma_handle = sgt.sgl->dma_address;
	sg_free_table(&sgt);

	vaddr = dma_common_pages_remap(pages, size, PAGE_KERNEL,
				       __builtin_return_address(0));
	if (!vaddr) {
		__iommu_dma_unmap(dev, *dma_handle, size);
		__iommu_dma_free_pages(pages, size >> PAGE_SHIFT);
		return NULL;
	}
	if (!dev_is_dma_coherent(dev))
		iommu_dma_mark_scattered(iommu_get_dma_domain(dev));
	return vaddr;
}

void *iommu_dma_alloc_noncoherent(struct device *dev, size_t size,
				  dma_addr_t *dma_handle,
				  enum dma_data_direction dir, gfp_t gfp)
{
	struct page *page;

	if (!gfpflags_allow_blocking(gfp) || cpu_dcache_is_aliasing()) {
		page = iommu_dma_alloc_contiguous(dev, size, dma_handle, dir,
						  gfp);
		return page ? page_address(page) : NULL;
	}

	page = dma_pages_at_hand(dev, size, gfp);
	if (page) {
		page = map_contiguous(dev, page, size, dma_handle, dir);
		return page ? page_address(page) : NULL;
	}
	return alloc_scattered(dev, size, dma_handle, dir, gfp);
}

void iommu_dma_free_noncoherent(struct device *dev, size_t size, void *vaddr,
				dma_addr_t dma_handle,
				enum dma_data_direction dir)
{
	struct page **pages;

	if (!is_vmalloc_addr(vaddr)) {
		iommu_dma_free_contiguous(dev, size, virt_to_page(vaddr),
					  dma_handle);
		return;
	}
	/* before somebody else can get the pages, the device must not reach them */
	__iommu_dma_unmap(dev, dma_handle, size);
	pages = dma_common_find_pages(vaddr);
	dma_common_free_remap(vaddr, size);
	__iommu_dma_free_pages(pages, size >> PAGE_SHIFT);
}
