// SPDX-License-Identifier: GPL-2.0
/*
 * The pages that an allocation takes, their order, and that they are zeroed.
 */
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <kunit/test.h>
#include "dma_alloc.h"
#include "expect_warning.h"
#include "free_pages.h"

/* A page too many in each of these buffers stands out from the noise. */
#define MANY	64

static struct {
	void *mem;
	dma_addr_t handle;
} many[MANY];

static void alloc_many(struct kunit *test, size_t size)
{
	unsigned int i;

	for (i = 0; i < MANY; i++) {
		many[i].mem = dma_alloc_noncoherent(test->priv, size,
						    &many[i].handle,
						    DMA_FROM_DEVICE, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, many[i].mem);
	}
}

static void free_many(struct kunit *test, size_t size)
{
	unsigned int i;

	for (i = 0; i < MANY; i++)
		dma_free_noncoherent(test->priv, size, many[i].mem,
				     many[i].handle, DMA_FROM_DEVICE);
}

static void count_desc(const unsigned int *count, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%u pages", *count);
}

static const unsigned int exact_counts[] = { 1, 3, 5, 8, 17, 31, 33 };
KUNIT_ARRAY_PARAM(exact_pages, exact_counts, count_desc);

static void exact_pages(struct kunit *test)
{
	const unsigned int *count = test->param_value;
	long before = free_pages_now();

	alloc_many(test, *count * PAGE_SIZE);
	expect_pages_taken(test, before, MANY * *count);
	free_many(test, *count * PAGE_SIZE);
	expect_pages_taken(test, before, 0);
}

/* Free blocks are aligned to their order; enough of each to see those freed last. */
static void expect_aligned(struct kunit *test)
{
	struct page *page, *next;
	unsigned int order, i;
	LIST_HEAD(blocks);

	for (order = 1; order <= 5; order++) {
		for (i = 0; i < 4096 >> order; i++) {
			page = alloc_pages(GFP_KERNEL | __GFP_NORETRY |
					   __GFP_NOWARN, order);
			if (!page)
				break;
			list_add(&page->lru, &blocks);
		}
		list_for_each_entry_safe(page, next, &blocks, lru) {
			KUNIT_EXPECT_TRUE(test, IS_ALIGNED(page_to_pfn(page),
							   1UL << order));
			list_del(&page->lru);
			__free_pages(page, order);
		}
	}
}

static const unsigned int uneven_counts[] = { 3, 7, 17, 21, 31 };
KUNIT_ARRAY_PARAM(aligned_blocks, uneven_counts, count_desc);

/* The unused tail at allocation and all pages at free go back as aligned blocks. */
static void aligned_blocks(struct kunit *test)
{
	const unsigned int *count = test->param_value;

	alloc_many(test, *count * PAGE_SIZE);
	expect_aligned(test);
	free_many(test, *count * PAGE_SIZE);
	expect_aligned(test);
}

static void beyond_max_order(struct kunit *test)
{
	struct device *dev = test->priv;
	size_t size = PAGE_SIZE << (MAX_PAGE_ORDER + 1);
	dma_addr_t handle;
	void *mem;

	/* without a contiguous area it fails, without a warning */
	if (!dev_get_cma_area(NULL)) {
		expect_warning_begin(test);
		KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, size, &handle,
							      DMA_TO_DEVICE,
							      GFP_KERNEL));
		KUNIT_EXPECT_EQ(test, expect_warning_end(test, "anything"), 0);
		return;
	}
	for (size = SZ_4M; size <= SZ_16M; size *= 2) {
		long before = free_pages_now();

		mem = dma_alloc_noncoherent(dev, size, &handle, DMA_TO_DEVICE,
					    GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL_MSG(test, mem, "%zu bytes", size);
		KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, size));
		expect_pages_taken(test, before, size >> PAGE_SHIFT);
		dma_free_noncoherent(dev, size, mem, handle, DMA_TO_DEVICE);
		expect_pages_taken(test, before, 0);
	}
}

static void size_desc(const size_t *size, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%zu bytes", *size);
}

static const size_t reused_sizes[] = { SZ_4K, 5 * SZ_4K, SZ_64K, 17 * SZ_4K };
KUNIT_ARRAY_PARAM(reused_memory_zeroed, reused_sizes, size_desc);

static void reused_memory_zeroed(struct kunit *test)
{
	const size_t *size = test->param_value;
	struct device *dev = test->priv;
	dma_addr_t handle;
	unsigned int i;
	void *mem;

	for (i = 0; i < 20; i++) {
		mem = dma_alloc_noncoherent(dev, *size, &handle, DMA_TO_DEVICE,
					    i & 1 ? GFP_ATOMIC :
					    GFP_KERNEL | __GFP_ZERO);
		KUNIT_ASSERT_NOT_NULL(test, mem);
		KUNIT_ASSERT_NULL(test, memchr_inv(mem, 0, *size));
		memset(mem, 0xff, *size);
		dma_free_noncoherent(dev, *size, mem, handle, DMA_TO_DEVICE);
	}
}

/* A buffer of each direction from dma_alloc_noncoherent() and dma_alloc_pages(). */
static void all_directions(struct kunit *test, size_t size, gfp_t gfp, u64 mask,
			   bool must_succeed)
{
	struct device *dev = test->priv;
	size_t whole = PAGE_ALIGN(size);
	long before = free_pages_now();
	unsigned int i, got = 0;
	struct buffer b[6];

	dev->coherent_dma_mask = mask;
	for (i = 0; i < ARRAY_SIZE(b); i++) {
		if (!buffer_alloc(dev, &b[i], i & 1, size, i / 2,
				  gfp | __GFP_NOWARN))
			continue;
		got++;
		KUNIT_EXPECT_NULL(test, memchr_inv(b[i].mem, 0, whole));
		KUNIT_EXPECT_LE(test, (u64)b[i].handle + whole - 1, mask);
		memset(b[i].mem, 0x5a, whole);
	}
	if (must_succeed)
		KUNIT_EXPECT_EQ_MSG(test, got, ARRAY_SIZE(b),
				    "%zu bytes, gfp %x, mask %llx", size,
				    (__force unsigned int)gfp, mask);
	expect_pages_taken(test, before, got * PHYS_PFN(whole));
	for (i = 0; i < ARRAY_SIZE(b); i++)
		buffer_free(dev, &b[i], size, i / 2);
}

static const size_t combined_sizes[] = {
	1, PAGE_SIZE, PAGE_SIZE + 1, 5 * PAGE_SIZE, 17 * PAGE_SIZE, SZ_64K, SZ_256K,
	SZ_1M,
};

KUNIT_ARRAY_PARAM(every_combination, combined_sizes, size_desc);

/*
 * A size with each direction, each gfp and each mask.  An allocation that may sleep
 * succeeds if the mask covers all memory.
 */
static void every_combination(struct kunit *test)
{
	static const gfp_t gfps[] = {
		GFP_KERNEL, GFP_KERNEL | __GFP_ZERO, GFP_KERNEL | __GFP_NORETRY,
		GFP_NOWAIT, GFP_ATOMIC,
	};
	static const unsigned int bits[] = { 24, 28, 31, 32, 64 };
	const size_t *size = test->param_value;
	struct device *dev = test->priv;
	u64 last = phys_to_dma(dev, PFN_PHYS((u64)max_pfn) - 1);
	long before = free_pages_now();
	unsigned int g, m;

	for (m = 0; m < ARRAY_SIZE(bits); m++) {
		u64 mask = DMA_BIT_MASK(bits[m]);

		for (g = 0; g < ARRAY_SIZE(gfps); g++)
			all_directions(test, *size, gfps[g], mask,
				       mask >= last && g < 2);
	}
	expect_pages_taken(test, before, 0);
}

static struct kunit_case dma_alloc_size_cases[] = {
	KUNIT_CASE_PARAM(exact_pages, exact_pages_gen_params),
	KUNIT_CASE_PARAM(aligned_blocks, aligned_blocks_gen_params),
	KUNIT_CASE(beyond_max_order),
	KUNIT_CASE_PARAM(reused_memory_zeroed, reused_memory_zeroed_gen_params),
	KUNIT_CASE_PARAM_ATTR(every_combination, every_combination_gen_params,
			      { .speed = KUNIT_SPEED_SLOW }),
	{}
};

static struct kunit_suite dma_alloc_size_suite = {
	.name = "dma_alloc_size",
	.init = dma_alloc_test_init,
	.test_cases = dma_alloc_size_cases,
};

kunit_test_suite(dma_alloc_size_suite);

MODULE_DESCRIPTION("KUnit tests of the size of DMA allocations");
MODULE_LICENSE("GPL");
