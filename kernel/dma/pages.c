// SPDX-License-Identifier: GPL-2.0
/*
 * Allocate physically contiguous pages for DMA, without rounding up to a power
 * of two.
 *
 * The page allocator is fast, but fails for large orders once memory is
 * fragmented, and always above MAX_PAGE_ORDER.  CMA migrates pages, so it is
 * about ten times slower, but rarely fails.
 *
 * The page allocator is tried first up to PAGE_ALLOC_COSTLY_ORDER, and CMA
 * first above it.  Each is the fallback of the other.  If the device has its
 * own CMA area, that area is tried first for all sizes.
 */
#include <linux/bitops.h>
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/gfp.h>
#include <linux/log2.h>
#include <linux/mm.h>

static bool has_cma_area(struct device *dev)
{
#ifdef CONFIG_DMA_CMA
	return dev->cma_area;
#else
	return false;
#endif
}

/* Single pages never come from CMA, unless the device has its own area. */
static bool is_single_page(struct device *dev, size_t size)
{
	return size == PAGE_SIZE && !has_cma_area(dev);
}

/* Check against the mask.  @out_of_reach is NULL if any memory is accepted. */
static bool within_mask(struct device *dev, struct page *page, size_t size,
			bool *out_of_reach)
{
	if (!out_of_reach || dma_coherent_ok(dev, page_to_phys(page), size))
		return true;
	*out_of_reach = true;
	return false;
}

/* Fast path without tail pages and without fallback. */
static struct page *alloc_single_page(struct device *dev, gfp_t gfp,
				      bool *out_of_reach)
{
	struct page *page = alloc_pages_node(dev_to_node(dev), gfp, 0);

	if (!page || within_mask(dev, page, PAGE_SIZE, out_of_reach))
		return page;
	__free_page(page);
	return NULL;
}

/* Free the tail pages of a block, and keep the first @count pages. */
static void free_tail_pages(struct page *page, unsigned int order,
			    unsigned long count)
{
	unsigned long n;

	split_page_at(page, order, count);
	for (n = count; n < 1UL << order; n += 1UL << __ffs(n))
		__free_pages(page + n, __ffs(n));
}

/* Free the pages that free_tail_pages() kept, in blocks of decreasing size. */
static void free_blocks(struct page *page, unsigned long count)
{
	while (count) {
		unsigned long block = 1UL << __fls(count);

		__free_pages(page, __fls(block));
		page += block;
		count -= block;
	}
}

static struct page *alloc_buddy(struct device *dev, size_t size, gfp_t gfp,
				bool *out_of_reach)
{
	unsigned long count = size >> PAGE_SHIFT;
	unsigned int order = get_order(size);
	struct page *page;

	if (order > MAX_PAGE_ORDER)
		return NULL;
	/* a memory cgroup can only be charged for whole blocks */
	if (!is_power_of_2(count))
		gfp &= ~__GFP_ACCOUNT;
	page = alloc_pages_node(dev_to_node(dev), gfp, order);
	if (!page)
		return NULL;
	if (!within_mask(dev, page, size, out_of_reach)) {
		__free_pages(page, order);
		return NULL;
	}
	if (!is_power_of_2(count))
		free_tail_pages(page, order, count);
	return page;
}

static struct page *alloc_cma(struct device *dev, size_t size, gfp_t gfp,
			      bool *out_of_reach)
{
	struct page *page = dma_alloc_contiguous(dev, size, gfp);

	if (!page)
		return NULL;
	/* a CMA area may be in highmem */
	if (!PageHighMem(pfn_to_page(page_to_pfn(page) + PHYS_PFN(size) - 1)) &&
	    within_mask(dev, page, size, out_of_reach))
		return page;
	dma_release_contiguous(dev, page, size);
	return NULL;
}

static struct page *alloc_multiple_pages(struct device *dev, size_t size,
					 gfp_t gfp, bool *out_of_reach)
{
	unsigned int order = get_order(size);
	struct page *page;

	if (order <= PAGE_ALLOC_COSTLY_ORDER && !has_cma_area(dev)) {
		/* CMA is the fallback, so do not try hard */
		gfp_t light = __GFP_NORETRY | __GFP_NOWARN;

		if (!IS_ENABLED(CONFIG_DMA_CMA) || !gfpflags_allow_blocking(gfp))
			return alloc_buddy(dev, size, gfp, out_of_reach);
		page = alloc_buddy(dev, size, gfp | light, out_of_reach);
		if (page)
			return page;
	}
	page = alloc_cma(dev, size, gfp, out_of_reach);
	if (page)
		return page;
	return alloc_buddy(dev, size, gfp, out_of_reach);
}

/**
 * dma_pages_alloc - allocate physically contiguous pages
 * @dev: device, for its node, DMA masks and CMA area
 * @size: bytes, whole pages, not 0
 * @gfp: allocation flags, may include a zone
 * @out_of_reach: %NULL to accept any memory.  Otherwise only memory within the
 *	coherent mask is returned, and this is set if other memory was found.
 *
 * The memory is in the direct map.  It is not zeroed, see dma_pages_zero().
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The first page, or %NULL.
 */
struct page *dma_pages_alloc(struct device *dev, size_t size, gfp_t gfp,
			     bool *out_of_reach)
{
	/* the caller zeroes by dma_pages_zero(), without the tail pages */
	gfp &= ~__GFP_ZERO;
	if (is_single_page(dev, size))
		return alloc_single_page(dev, gfp, out_of_reach);
	return alloc_multiple_pages(dev, size, gfp, out_of_reach);
}

/**
 * dma_pages_try_alloc - allocate physically contiguous pages without effort
 * @dev: device, for its node
 * @size: bytes, whole pages, not 0
 * @gfp: allocation flags
 *
 * For callers with a fallback to single pages.  These are cheaper than reclaim
 * and compaction for a large block.  The memory is like that of
 * dma_pages_alloc().
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The first page, or %NULL.
 */
struct page *dma_pages_try_alloc(struct device *dev, size_t size, gfp_t gfp)
{
	gfp = (gfp & ~__GFP_ZERO) | __GFP_NORETRY | __GFP_NOWARN;
	if (get_order(size) > PAGE_ALLOC_COSTLY_ORDER)
		gfp &= ~__GFP_DIRECT_RECLAIM;
	return alloc_buddy(dev, size, gfp, NULL);
}

/**
 * dma_pages_zero - zero memory from dma_pages_alloc()
 * @page: first page
 * @size: bytes
 *
 * Does nothing if the kernel zeroes all memory on allocation or on free.
 */
void dma_pages_zero(struct page *page, size_t size)
{
	if (!want_init_on_alloc(0) && !want_init_on_free())
		memset(page_to_virt(page), 0, size);
}

static noinline void free_multiple_pages(struct device *dev, struct page *page,
					 size_t size)
{
	if (!dma_release_contiguous(dev, page, size))
		free_blocks(page, size >> PAGE_SHIFT);
}

/**
 * dma_pages_free - free memory from dma_pages_alloc()
 * @dev: device of the allocation
 * @page: first page
 * @size: bytes, as allocated
 *
 * Context: Any but hard interrupts; may sleep if the allocation could.
 */
void dma_pages_free(struct device *dev, struct page *page, size_t size)
{
	if (is_single_page(dev, size))
		__free_page(page);
	else
		free_multiple_pages(dev, page, size);
}
