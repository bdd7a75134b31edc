// SPDX-License-Identifier: GPL-2.0
/*
 * Allocation behind an IOMMU: contiguous, scattered, and from fragmented memory.
 */
#include <linux/cacheinfo.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/iommu-dma.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <kunit/test.h>
#include "dma_iommu.h"
#include "free_pages.h"

static void size_desc(const size_t *size, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%zu bytes", *size);
}

static const size_t one_piece_sizes[] = {
	PAGE_SIZE, 5 * PAGE_SIZE, 17 * PAGE_SIZE, SZ_1M,
};

KUNIT_ARRAY_PARAM(one_piece, one_piece_sizes, size_desc);

/* Up to 1 MiB the page allocator has contiguous memory. */
static void one_piece(struct kunit *test)
{
	size_t size = *(const size_t *)test->param_value;
	struct fixture *f = add_device(test);
	long before = free_pages_now();

	alloc(test, size, DMA_TO_DEVICE);
	KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(f->mem));
	KUNIT_EXPECT_NULL(test, memchr_inv(f->mem, 0, size));
	expect_mapped(test, f->mem, f->handle, size);
	KUNIT_EXPECT_EQ(test, f->mock.mapped,
			ALIGN(size, f->mock.pgsizes & -f->mock.pgsizes));
	KUNIT_EXPECT_EQ(test, f->mock.prot & (IOMMU_READ | IOMMU_WRITE), IOMMU_READ);
	expect_pages_taken(test, before, size >> PAGE_SHIFT);
	release(test, size, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
	expect_pages_taken(test, before, 0);
}

static void many_pieces(struct kunit *test)
{
	struct fixture *f = add_device(test);
	long before = free_pages_now();

	alloc_scattered(test);
	KUNIT_EXPECT_NULL(test, memchr_inv(f->mem, 0, SCATTERED));
	expect_mapped(test, f->mem, f->handle, SCATTERED);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, SCATTERED);
	KUNIT_EXPECT_EQ(test, f->mock.prot & (IOMMU_READ | IOMMU_WRITE),
			IOMMU_READ | IOMMU_WRITE);
	expect_pages_taken(test, before, SCATTERED >> PAGE_SHIFT);
	release(test, SCATTERED, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
	expect_pages_taken(test, before, 0);
}

/* The cache of a second mapping would be an alias. */
static void aliases_take_one_piece(struct kunit *test)
{
	struct fixture *f = add_device(test);

	if (!cpu_dcache_is_aliasing())
		kunit_skip(test, "a data cache without aliases");
	alloc(test, SZ_64K, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(f->mem));
	release(test, SZ_64K, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(f->dev, SCATTERED,
						      &f->handle,
						      DMA_BIDIRECTIONAL,
						      GFP_KERNEL));
}

/* An allocation that may not sleep is in one piece or fails. */
static void atomic_takes_one_piece(struct kunit *test)
{
	struct fixture *f = add_device(test);
	unsigned long flags;
	void *none;

	local_irq_save(flags);
	f->mem = dma_alloc_noncoherent(f->dev, 3 * PAGE_SIZE, &f->handle,
				       DMA_FROM_DEVICE, GFP_ATOMIC);
	none = dma_alloc_noncoherent(f->dev, SCATTERED, &f->handle,
				     DMA_FROM_DEVICE, GFP_ATOMIC | __GFP_NOWARN);
	local_irq_restore(flags);
	KUNIT_EXPECT_NULL(test, none);
	KUNIT_ASSERT_NOT_NULL(test, f->mem);
	KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(f->mem));
	local_irq_save(flags);
	release(test, 3 * PAGE_SIZE, DMA_FROM_DEVICE);
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
}

static void pages_are_one_piece(struct kunit *test)
{
	struct fixture *f = add_device(test);
	long before = free_pages_now();
	struct page *page;

	page = dma_alloc_pages(f->dev, 17 * PAGE_SIZE, &f->handle,
			       DMA_FROM_DEVICE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	expect_mapped(test, page_address(page), f->handle, 17 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, f->mock.prot & (IOMMU_READ | IOMMU_WRITE),
			IOMMU_WRITE);
	expect_pages_taken(test, before, 17);
	dma_free_pages(f->dev, 17 * PAGE_SIZE, page, f->handle, DMA_FROM_DEVICE);
	expect_pages_taken(test, before, 0);
}

/* 16 MiB are a few large pages where memory is not fragmented. */
static void few_calls(struct kunit *test)
{
	struct fixture *f = add_device(test);

	if (cpu_dcache_is_aliasing())
		kunit_skip(test, "a data cache with aliases: nothing is scattered");
	alloc(test, SZ_16M, DMA_FROM_DEVICE);
	KUNIT_EXPECT_LE(test, f->mock.maps, SZ_16M / (PAGE_SIZE << 9));
	release(test, SZ_16M, DMA_FROM_DEVICE);
}

/* Memory beyond the mask is mapped below it. */
static void narrow_mask(struct kunit *test)
{
	struct fixture *f = add_device(test);

	KUNIT_ASSERT_EQ(test, dma_set_coherent_mask(f->dev, DMA_BIT_MASK(24)), 0);
	if (IS_ENABLED(CONFIG_ARM_DMA_USE_IOMMU))
		kunit_skip(test, "the ops of 32-bit ARM go by the mapping");
	alloc(test, SZ_64K, DMA_FROM_DEVICE);
	KUNIT_EXPECT_LE(test, f->handle + SZ_64K, SZ_16M);
	expect_mapped(test, f->mem, f->handle, SZ_64K);
	release(test, SZ_64K, DMA_FROM_DEVICE);
}

/* A buffer no longer than the boundary does not cross it. */
static void segment_boundary(struct kunit *test)
{
	struct fixture *f = add_device(test);
	dma_addr_t handle[8];
	void *mem[8];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mem); i++) {
		mem[i] = dma_alloc_noncoherent(f->dev, SZ_64K - PAGE_SIZE, &handle[i],
					       DMA_FROM_DEVICE, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, mem[i]);
		KUNIT_EXPECT_EQ(test, handle[i] >> 16,
				(handle[i] + SZ_64K - PAGE_SIZE - 1) >> 16);
	}
	while (i--)
		dma_free_noncoherent(f->dev, SZ_64K - PAGE_SIZE, mem[i], handle[i],
				     DMA_FROM_DEVICE);
}

/*
 * An IOMMU page larger than the CPU's would let the device reach the neighbours of a
 * buffer, so such an IOMMU maps nothing.
 */
static void large_pages(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (!IS_ENABLED(CONFIG_IOMMU_DMA))
		kunit_skip(test, "the ops of 32-bit ARM map pages of 4 KiB only");
	f->mock.pgsizes = PAGE_SIZE * 16;
	add_device(test);
	KUNIT_EXPECT_FALSE(test, use_dma_iommu(f->dev));
	f->mem = dma_alloc_noncoherent(f->dev, PAGE_SIZE, &f->handle,
				       DMA_FROM_DEVICE, GFP_KERNEL);
	if (f->mem)
		release(test, PAGE_SIZE, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, f->mock.maps, 0);
}

/* Free memory holds zeroes only until somebody has used it. */
static void dirty_free_memory(void)
{
	static struct page *blocks[64];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(blocks); i++) {
		blocks[i] = alloc_pages(GFP_KERNEL | __GFP_NOWARN,
					get_order(SZ_64K));
		if (blocks[i])
			memset(page_address(blocks[i]), 0x5a, SZ_64K);
	}
	for (i = 0; i < ARRAY_SIZE(blocks); i++)
		if (blocks[i])
			__free_pages(blocks[i], get_order(SZ_64K));
}

/* User space may map these pages, so no old contents are left in them. */
static void noncontiguous_zeroed(struct kunit *test)
{
	struct fixture *f = add_device(test);
	struct sg_page_iter it;
	struct sg_table *sgt;
	unsigned int round;
	void *mem;

	dirty_free_memory();
	for (round = 0; round < 2; round++) {
		sgt = dma_alloc_noncontiguous(f->dev, SZ_64K, DMA_FROM_DEVICE,
					      GFP_KERNEL, 0);
		KUNIT_ASSERT_NOT_NULL(test, sgt);
		for_each_sgtable_page(sgt, &it, 0) {
			mem = kmap_local_page(sg_page_iter_page(&it));
			KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, PAGE_SIZE));
			memset(mem, 0x5a, PAGE_SIZE);
			kunmap_local(mem);
		}
		dma_free_noncontiguous(f->dev, SZ_64K, sgt, DMA_FROM_DEVICE);
	}
}

static void get_sgtable(struct kunit *test)
{
	struct fixture *f = add_device(test);
	struct scatterlist *sg;
	struct sg_table sgt;
	size_t off = 0, o;
	unsigned int i;

	dma_set_max_seg_size(f->dev, UINT_MAX);
	alloc_scattered(test);
	KUNIT_ASSERT_EQ(test, dma_get_sgtable_noncoherent(f->dev, &sgt, f->mem,
							  f->handle, SCATTERED), 0);
	for_each_sgtable_sg(&sgt, sg, i) {
		for (o = 0; o < sg->length; o += PAGE_SIZE)
			KUNIT_ASSERT_EQ(test, sg_phys(sg) + o,
					mock_iommu_phys(f->dev,
							f->handle + off + o));
		off += sg->length;
	}
	KUNIT_EXPECT_EQ(test, off, SCATTERED);
	/* the list can be mapped once more */
	KUNIT_EXPECT_EQ(test, dma_map_sgtable(f->dev, &sgt, DMA_TO_DEVICE, 0), 0);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 2 * SCATTERED);
	dma_unmap_sgtable(f->dev, &sgt, DMA_TO_DEVICE, 0);
	sg_free_table(&sgt);
	release(test, SCATTERED, DMA_BIDIRECTIONAL);
}

/* 64 MiB, or less where vmalloc() has fewer addresses */
#define LOTS	min_t(size_t, SZ_64M, rounddown_pow_of_two(VMALLOC_TOTAL) / 4)
#define MOST	(PAGE_SIZE << MAX_PAGE_ORDER)	/* of one block */

/*
 * Takes all free pages and frees every other one: no two free pages are adjacent then,
 * and compaction has nowhere to move a page to.
 */
static unsigned long fragment(struct list_head *held)
{
	unsigned long n = 0, spare = SZ_1M >> PAGE_SHIFT;
	struct page *page, *next;
	LIST_HEAD(all);

	while (free_pages_left() > spare) {
		page = alloc_page(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN);
		if (!page)
			break;
		list_add(&page->lru, &all);
		n++;
	}
	list_for_each_entry_safe(page, next, &all, lru) {
		list_del(&page->lru);
		if (page_to_pfn(page) & 1)
			list_add(&page->lru, held);
		else
			__free_page(page);
	}
	return n;
}

static void fragmented(struct kunit *test)
{
	struct fixture *f = add_device(test);
	struct page *page, *next, *one;
	size_t size = MOST;
	LIST_HEAD(held);
	dma_addr_t handle;

	if (cpu_dcache_is_aliasing())
		kunit_skip(test, "a data cache with aliases: nothing is scattered");
	if (totalram_pages() < 3 * (LOTS >> PAGE_SHIFT))
		kunit_skip(test, "not enough memory to fragment");
	/* a contiguous area does not fragment */
	if (IS_ENABLED(CONFIG_DMA_CMA))
		size = SZ_64M;
	fragment(&held);
	/* dma_alloc_pages() needs one piece */
	one = dma_alloc_pages(f->dev, size, &handle, DMA_BIDIRECTIONAL,
			      GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN);
	f->mem = dma_alloc_noncoherent(f->dev, LOTS, &f->handle,
				       DMA_BIDIRECTIONAL, GFP_KERNEL | __GFP_NOWARN);
	list_for_each_entry_safe(page, next, &held, lru)
		__free_page(page);
	KUNIT_EXPECT_NULL(test, one);
	if (one)
		dma_free_pages(f->dev, size, one, handle, DMA_BIDIRECTIONAL);
	KUNIT_ASSERT_NOT_NULL(test, f->mem);
	expect_mapped(test, f->mem, f->handle, LOTS);
	KUNIT_EXPECT_NULL(test, memchr_inv(f->mem, 0, LOTS));
	release(test, LOTS, DMA_BIDIRECTIONAL);
}

static struct kunit_case dma_iommu_alloc_cases[] = {
	KUNIT_CASE_PARAM(one_piece, one_piece_gen_params),
	KUNIT_CASE(many_pieces),
	KUNIT_CASE(aliases_take_one_piece),
	KUNIT_CASE(atomic_takes_one_piece),
	KUNIT_CASE(pages_are_one_piece),
	KUNIT_CASE(few_calls),
	KUNIT_CASE(narrow_mask),
	KUNIT_CASE(segment_boundary),
	KUNIT_CASE(large_pages),
	KUNIT_CASE(noncontiguous_zeroed),
	KUNIT_CASE(get_sgtable),
	KUNIT_CASE_SLOW(fragmented),
	{}
};

static struct kunit_suite dma_iommu_alloc_suite = {
	.name = "dma_iommu_alloc",
	.init = dma_iommu_test_init,
	.exit = dma_iommu_test_exit,
	.test_cases = dma_iommu_alloc_cases,
};

kunit_test_suite(dma_iommu_alloc_suite);

MODULE_DESCRIPTION("KUnit tests of DMA allocations behind an IOMMU");
MODULE_LICENSE("GPL");
