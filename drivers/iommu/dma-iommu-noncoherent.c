// SPDX-License-Identifier: GPL-2.0
/*
 * Cacheable DMA memory for devices behind an IOMMU.
 *
 * Device and CPU see one contiguous range, even if its pages are scattered.
 * Scattered pages cost a vmap, and an IOVA look-up for each page on hand-over.
 * Therefore contiguous pages are tried first, without reclaim, and single pages
 * are the fallback.
 *
 * Atomic allocations are always contiguous, since vmap may sleep.  So are all
 * allocations with an aliasing data cache: a hand-over uses the physical
 * address or the direct map, and would miss lines of the vmap alias.
 */
#include <linux/cacheinfo.h>
#include <linux/dma-map-ops.h>
#include <linux/gfp.h>
#include <linux/iommu-dma.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/vmalloc.h>

#include "dma-iommu.h"

/* Zero and map @page.  The page is freed on failure. */
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

	/* if the handle is wrong, neither IOVA nor pages can be freed safely */
	if (WARN_ONCE(iommu_iova_to_phys(domain, dma_handle) != page_to_phys(page),
		      "DMA memory freed with the handle of other memory\n"))
		return;
	__iommu_dma_unmap(dev, dma_handle, size);
	dma_pages_free(dev, page, size);
}

static void *alloc_noncontiguous(struct device *dev, size_t size,
				 dma_addr_t *dma_handle,
				 enum dma_data_direction dir, gfp_t gfp)
{
	struct page **pages;
	struct sg_table sgt;
	void *vaddr;

	/* the CPU is the first owner: skip the hand-over */
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

	page = dma_pages_try_alloc(dev, size, gfp);
	if (page) {
		page = map_contiguous(dev, page, size, dma_handle, dir);
		return page ? page_address(page) : NULL;
	}
	return alloc_noncontiguous(dev, size, dma_handle, dir, gfp);
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
	/* unmap first, so that the device cannot access the freed pages */
	__iommu_dma_unmap(dev, dma_handle, size);
	pages = dma_common_find_pages(vaddr);
	dma_common_free_remap(vaddr, size);
	__iommu_dma_free_pages(pages, size >> PAGE_SHIFT);
}
