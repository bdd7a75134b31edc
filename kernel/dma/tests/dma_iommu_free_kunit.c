// SPDX-License-Identifier: GPL-2.0
/*
 * Frees behind an IOMMU: wrong handles, memory freed twice, unmap before free.
 */
#include <linux/cacheinfo.h>
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <kunit/test.h>
#include "dma_iommu.h"
#include "expect_warning.h"
#include "free_pages.h"

static void wrong_at_free(struct kunit *test)
{
	struct fixture *f = add_device(test);
	dma_addr_t other;
	void *mem;

	if (IS_ENABLED(CONFIG_DMA_API_DEBUG))
		kunit_skip(test, "dma-debug is first to say so");
	if (IS_ENABLED(CONFIG_ARM_DMA_USE_IOMMU))
		kunit_skip(test, "the ops of 32-bit ARM believe what they are told");
	mem = dma_alloc_noncoherent(f->dev, PAGE_SIZE, &other, DMA_TO_DEVICE,
				    GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	alloc(test, SZ_64K, DMA_TO_DEVICE);
	expect_warning_begin(test);
	dma_free_noncoherent(f->dev, SZ_64K, f->mem, other, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "handle of other memory"),
			1);
	expect_mapped(test, f->mem, f->handle, SZ_64K);
	expect_mapped(test, mem, other, PAGE_SIZE);
	release(test, SZ_64K, DMA_TO_DEVICE);
	dma_free_noncoherent(f->dev, PAGE_SIZE, mem, other, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
}

/* Pages with the handle of other pages are not freed, nor are the other pages. */
static void pages_wrong_at_free(struct kunit *test)
{
	struct fixture *f = add_device(test);
	struct page *page, *others;
	dma_addr_t handle, other, wrong[3];
	unsigned int i;
	long before;

	if (IS_ENABLED(CONFIG_DMA_API_DEBUG))
		kunit_skip(test, "dma-debug is first to say so");
	if (IS_ENABLED(CONFIG_ARM_DMA_USE_IOMMU))
		kunit_skip(test, "the ops of 32-bit ARM believe what they are told");
	before = free_pages_now();
	page = dma_alloc_pages(f->dev, SZ_1M, &handle, DMA_TO_DEVICE, GFP_KERNEL);
	others = dma_alloc_pages(f->dev, SZ_1M, &other, DMA_TO_DEVICE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_NOT_NULL(test, others);
	wrong[0] = other;
	wrong[1] = handle + PAGE_SIZE;
	wrong[2] = f->mock.aperture - SZ_1M - PAGE_SIZE;	/* not mapped */
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		expect_warning_begin(test);
		dma_free_pages(f->dev, SZ_1M, page, wrong[i], DMA_TO_DEVICE);
		KUNIT_EXPECT_EQ(test,
				expect_warning_end(test, "handle of other memory"), 1);
		expect_mapped(test, page_address(page), handle, SZ_1M);
		expect_mapped(test, page_address(others), other, SZ_1M);
		KUNIT_EXPECT_EQ(test, f->mock.mapped, 2 * SZ_1M);
		expect_pages_taken(test, before, 2 * (SZ_1M >> PAGE_SHIFT));
	}
	dma_free_pages(f->dev, SZ_1M, page, handle, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, SZ_1M);
	expect_pages_taken(test, before, SZ_1M >> PAGE_SHIFT);
	dma_free_pages(f->dev, SZ_1M, others, other, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
	expect_pages_taken(test, before, 0);
}

/* The second free of scattered memory finds no mapping. */
static void scattered_freed_twice(struct kunit *test)
{
	struct fixture *f = add_device(test);
	long before = free_pages_now();
	void *mem;

	alloc_scattered(test);
	mem = f->mem;
	release(test, SCATTERED, DMA_BIDIRECTIONAL);
	expect_warning_begin(test);
	dma_free_noncoherent(f->dev, SCATTERED, mem, f->handle, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "freed twice, it is gone"), 1);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
	expect_pages_taken(test, before, 0);
}

static void unmapped_before_freed(struct kunit *test)
{
	struct fixture *f = add_device(test);
	static const size_t sizes[] = { SZ_1M, SCATTERED };
	unsigned int i;
	long before;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		if (i && cpu_dcache_is_aliasing())
			break;
		alloc(test, sizes[i], DMA_BIDIRECTIONAL);
		before = free_pages_now();
		f->mock.flushes = 0;
		f->mock.watch_free = true;
		release(test, sizes[i], DMA_BIDIRECTIONAL);
		f->mock.watch_free = false;
		KUNIT_EXPECT_LT(test, abs(f->mock.free_at_unmap - before),
				(long)(sizes[i] >> PAGE_SHIFT) / 2);
		KUNIT_EXPECT_GE(test, f->mock.flushes, 1);
	}
}

/* With deferred flushes an address is not used again before the flush. */
static void flushed_later(struct kunit *test)
{
	struct fixture *f = test->priv;
	dma_addr_t first;

	if (IS_ENABLED(CONFIG_ARM_DMA_USE_IOMMU))
		kunit_skip(test, "the ops of 32-bit ARM flush at once");
	f->mock.lazy = true;
	add_device(test);
	alloc(test, SZ_64K, DMA_TO_DEVICE);
	first = f->handle;
	f->mock.flushes = 0;
	release(test, SZ_64K, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
	alloc(test, SZ_64K, DMA_TO_DEVICE);
	if (!f->mock.flushes)
		KUNIT_EXPECT_NE(test, f->handle, first);
	release(test, SZ_64K, DMA_TO_DEVICE);
}

static struct kunit_case dma_iommu_free_cases[] = {
	KUNIT_CASE(wrong_at_free),
	KUNIT_CASE(pages_wrong_at_free),
	KUNIT_CASE(scattered_freed_twice),
	KUNIT_CASE(unmapped_before_freed),
	KUNIT_CASE(flushed_later),
	{}
};

static struct kunit_suite dma_iommu_free_suite = {
	.name = "dma_iommu_free",
	.init = dma_iommu_test_init,
	.exit = dma_iommu_test_exit,
	.test_cases = dma_iommu_free_cases,
};

kunit_test_suite(dma_iommu_free_suite);

MODULE_DESCRIPTION("KUnit tests of the free of DMA memory behind an IOMMU");
MODULE_LICENSE("GPL");
