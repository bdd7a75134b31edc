// SPDX-License-Identifier: GPL-2.0
/* Cacheable DMA memory for devices with a direct mapping. */
#include <linux/dma-map-ops.h>
#include <linux/gfp.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/swiotlb.h>
#include "direct.h"
#include "noncoherent.h"

/* Decrypt memory of an encrypted guest, so that the host can access it. */
static bool decrypt_and_zero(struct device *dev, struct page *page, size_t size)
{
	/* on failure the state of the pages is unknown: leak them */
	if (dma_set_decrypted(dev, page_address(page), size))
		return false;
	/* decryption turns the contents into garbage */
	memset(page_address(page), 0, size);
	return true;
}

/* True if any zone will do, and pages need no check against the mask. */
static bool reaches_all_memory(struct device *dev)
{
	u64 last = PFN_PHYS((u64)max_pfn) - 1;

	/* addresses of decrypted memory may have an extra bit */
	return !IS_ENABLED(CONFIG_ARCH_HAS_PHYS_TO_DMA) && !dev->dma_range_map &&
	       !force_dma_unencrypted(dev) &&
	       dev->coherent_dma_mask >= last &&
	       (!dev->bus_dma_limit || dev->bus_dma_limit >= last);
}

/*
 * The zone that fits the mask may contain memory above it.  Try the next lower
 * zone as long as pages fail for that reason.
 */
static struct page *alloc_within_mask(struct device *dev, size_t size, gfp_t gfp)
{
	bool out_of_reach = false;
	struct page *page;
	u64 phys_limit;

	gfp |= dma_direct_optimal_gfp_mask(dev, &phys_limit);
	page = dma_pages_alloc(dev, size, gfp, &out_of_reach);

	if (!page && out_of_reach && IS_ENABLED(CONFIG_ZONE_DMA32) &&
	    phys_limit < DMA_BIT_MASK(64) && !(gfp & (GFP_DMA32 | GFP_DMA))) {
		out_of_reach = false;
		gfp |= GFP_DMA32;
		page = dma_pages_alloc(dev, size, gfp, &out_of_reach);
	}
	if (!page && out_of_reach && IS_ENABLED(CONFIG_ZONE_DMA) &&
	    !(gfp & GFP_DMA)) {
		gfp = (gfp & ~GFP_DMA32) | GFP_DMA;
		page = dma_pages_alloc(dev, size, gfp, &out_of_reach);
	}
	return page;
}

static struct page *alloc_unrestricted(struct device *dev, size_t size,
				       gfp_t gfp)
{
	struct page *page;

	if (reaches_all_memory(dev))
		page = dma_pages_alloc(dev, size, gfp, NULL);
	else
		page = alloc_within_mask(dev, size, gfp);
	if (!page)
		return NULL;
	if (force_dma_unencrypted(dev))
		return decrypt_and_zero(dev, page, size) ? page : NULL;
	dma_pages_zero(page, size);
	return page;
}

/* The restricted pool of a device is always decrypted. */
static struct page *alloc_restricted_pool(struct device *dev, size_t size,
					  unsigned long attrs)
{
	struct page *page = dma_direct_alloc_swiotlb(dev, size, attrs);

	if (page)
		memset(page_address(page), 0, size);
	return page;
}

struct page *dma_direct_alloc_pages(struct device *dev, size_t size,
				    dma_addr_t *dma_handle,
				    enum dma_data_direction dir, gfp_t gfp)
{
	unsigned long attrs = 0;
	struct page *page;
	void *vaddr;

	if (force_dma_unencrypted(dev))
		attrs = __DMA_ATTR_ALLOC_CC_SHARED;

	/* decryption may sleep: atomic allocations use the pool */
	if (attrs && dma_direct_use_pool(dev, gfp))
		return dma_direct_alloc_from_pool(dev, size, dma_handle, &vaddr,
						  gfp | __GFP_ZERO, attrs);

	if (is_swiotlb_for_alloc(dev))
		page = alloc_restricted_pool(dev, size, attrs);
	else
		page = alloc_unrestricted(dev, size, gfp);
	if (!page)
		return NULL;
	*dma_handle = phys_to_dma_direct(dev, page_to_phys(page), attrs);
	return page;
}

void dma_direct_free_pages(struct device *dev, size_t size, struct page *page,
			   dma_addr_t dma_handle, enum dma_data_direction dir)
{
	bool shared = force_dma_unencrypted(dev);

	WARN_ONCE(dma_handle != phys_to_dma_direct(dev, page_to_phys(page), shared),
		  "DMA memory freed with the handle of other memory\n");
	/* only decrypted memory comes from the pools */
	if (IS_ENABLED(CONFIG_DMA_COHERENT_POOL) && shared &&
	    dma_free_from_pool_page(dev, page, size))
		return;
	if (swiotlb_free(dev, page, size))
		return;
	/* leak pages that cannot be encrypted again */
	if (shared && dma_set_encrypted(dev, page_to_virt(page), size))
		return;
	dma_pages_free(dev, page, size);
}
