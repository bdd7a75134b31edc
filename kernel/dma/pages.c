// SPDX-License-Identifier: GPL-2.0
/*
 * Physically contiguous pages for DMA, exactly as many as asked for.
 *
 * They come from one of two places.  The page allocator is fast, and up to
 * PAGE_ALLOC_COSTLY_ORDER it hardly ever fails; above that it fails as soon as
 * memory is fragmented, and beyond MAX_PAGE_ORDER it always does.  The contiguous
 * memory allocator migrates pages away if it has to, which costs ten times as much
 * and succeeds.  So small requests try the former first, large ones the latter,
 * and each is the other's fallback.  A device that has an area of its own gets
 * everything from there, as long as there is something left.
 */
#include <linux/bitops.h>
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/gfp.h>
#include <linux/log2.h>
#include <linux/mm.h>

static bool has_own_area(struct device *dev)
{
#ifdef CONFIG_DMA_CMA
	return dev->cma_area;
#else
	return false;
#endif
}

/* A page that can be from the page allocator only. */
static bool is_single(struct device *dev, size_t size)
{
	return size == PAGE_SIZE && !has_own_area(dev);
}

/* Does the device reach all of it, if that matters? */
static bool reachable(struct device *dev, struct page *page, size_t size,
		      bool *out_of_reach)
{
	if (!out_of_reach || dma_coherent_ok(dev, page_to_phys(page), size))
		return true;
	*out_of_reach = true;
	return false;
}

/* Nothing to trim and nowhere else to look, so this is short. */
static struct page *alloc_single(struct device *dev, gfp_t gfp,
				 bool *out_of_reach)
{
	struct page *page = alloc_pages_node(dev_to_node(dev), gfp, 0);

	if (!page || reachable(dev, page, PAGE_SIZE, out_of_reach))
		return page;
	__free_page(page);
	return NULL;
}

/* Keep @count pages of a block, free the tail. */
static void trim_block(struct page *page, unsigned int order,
		       unsigned long count)
{
	unsigned long n;

	split_page_at(page, order, count);
	for (n = count; n < 1UL << order; n += 1UL << __ffs(n))
		__free_pages(page + n, __ffs(n));
}

/* Free a block, or the blocks that trim_block() left: the largest comes first. */
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
	/* a memory cgroup can be charged for whole blocks only */
	if (!is_power_of_2(count))
		gfp &= ~__GFP_ACCOUNT;
	page = alloc_pages_node(dev_to_node(dev), gfp, order);
	if (!page)
		return NULL;
	if (!reachable(dev, page, size, out_of_reach)) {
		__free_pages(page, order);
		return NULL;
	}
	if (!is_power_of_2(count))
		trim_block(page, order, count);
	return page;
}

static struct page *alloc_cma(struct device *dev, size_t size, gfp_t gfp,
			      bool *out_of_reach)
{
	struct page *page = dma_alloc_contiguous(dev, size, gfp);

	if (!page)
		return NULL;
	/* an area can lie where the kernel has no address for its pages */
	if (!PageHighMem(pfn_to_page(page_to_pfn(page) + PHYS_PFN(size) - 1)) &&
	    reachable(dev, page, size, out_of_reach))
		return page;
	dma_release_contiguous(dev, page, size);
	return NULL;
}

static struct page *alloc_either(struct device *dev, size_t size, gfp_t gfp,
				 bool *out_of_reach)
{
	unsigned int order = get_order(size);
	struct page *page;

	if (order <= PAGE_ALLOC_COSTLY_ORDER && !has_own_area(dev)) {
		/* no great effort, if there is somewhere else to look */
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
 * @dev: the device, for its node, its masks and its contiguous memory area
 * @size: bytes, whole pages and not 0
 * @gfp: flags of the page allocator, a zone may be among them
 * @out_of_reach: %NULL if any memory will do.  Otherwise only memory within the
 *	device's coherent mask will, and this is set if there was only other.
 *
 * The memory is in the kernel's direct mapping.  It is not zeroed, see
 * dma_pages_zero().
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The first page, or %NULL.
 */
struct page *dma_pages_alloc(struct device *dev, size_t size, gfp_t gfp,
			     bool *out_of_reach)
{
	/* the tail is not to be zeroed */
	gfp &= ~__GFP_ZERO;
	if (is_single(dev, size))
		return alloc_single(dev, gfp, out_of_reach);
	return alloc_either(dev, size, gfp, out_of_reach);
}

/**
 * dma_pages_at_hand - allocate physically contiguous pages if that is cheap
 * @dev: the device, for its node
 * @size: bytes, whole pages and not 0
 * @gfp: flags of the page allocator
 *
 * For callers that can do with scattered pages as well, and get those for less
 * than it takes to make room for contiguous ones.  The memory is as that of
 * dma_pages_alloc().
 *
 * Context: May sleep unless @gfp forbids it.
 * Return: The first page, or %NULL.
 */
struct page *dma_pages_at_hand(struct device *dev, size_t size, gfp_t gfp)
{
	gfp = (gfp & ~__GFP_ZERO) | __GFP_NORETRY | __GFP_NOWARN;
	if (get_order(size) > PAGE_ALLOC_COSTLY_ORDER)
		gfp &= ~__GFP_DIRECT_RECLAIM;
	return alloc_buddy(dev, size, gfp, NULL);
}

/**
 * dma_pages_zero - zero what dma_pages_alloc() returned, if it is not
 * @page: the first page
 * @size: bytes
 *
 * Both allocators zero everything if the kernel was booted to have it so, by
 * init_on_alloc or by init_on_free.
 */
void dma_pages_zero(struct page *page, size_t size)
{
	if (!want_init_on_alloc(0) && !want_init_on_free())
		memset(page_to_virt(page), 0, size);
}

static noinline void free_several(struct device *dev, struct page *page,
				  size_t size)
{
	if (!dma_release_contiguous(dev, page, size))
		free_blocks(page, size >> PAGE_SHIFT);
}

/**
 * dma_pages_free - give back what dma_pages_alloc() returned
 * @dev: the device of the allocation
 * @page: the first page
 * @size: bytes, as it was allocated
 *
 * Context: Any but hard interrupts; may sleep if the allocation could.
 */
void dma_pages_free(struct device *dev, struct page *page, size_t size)
{
	if (is_single(dev, size))
		__free_page(page);
	else
		free_several(dev, page, size);
}
