// SPDX-License-Identifier: GPL-2.0
/*
 * Frees: with a reference left, with a wrong handle or direction, and through devres.
 */
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/string.h>
#include <kunit/device.h>
#include <kunit/test.h>
#include "dma_alloc.h"
#include "expect_warning.h"
#include "free_pages.h"

#define MANY	64	/* enough to tell a leaked page from noise */

/* A page with another reference survives the free, the other pages do not. */
static void page_held(struct kunit *test)
{
	struct device *dev = test->priv;
	static struct page *page[MANY];
	long before = free_pages_now();
	dma_addr_t handle;
	unsigned int i;

	for (i = 0; i < MANY; i++) {
		page[i] = dma_alloc_pages(dev, 5 * PAGE_SIZE, &handle,
					  DMA_TO_DEVICE, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page[i]);
		/* the first page of either block: 5 pages are one of 4 and one of 1 */
		page[i] += i % 2 * 4;
		get_page(page[i]);
		memset(page_address(page[i]), i + 1, PAGE_SIZE);
		dma_free_pages(dev, 5 * PAGE_SIZE, page[i] - i % 2 * 4, handle,
			       DMA_TO_DEVICE);
	}
	expect_pages_taken(test, before, MANY);
	for (i = 0; i < MANY; i++) {
		KUNIT_EXPECT_EQ(test, page_count(page[i]), 1);
		KUNIT_EXPECT_NULL(test, memchr_inv(page_address(page[i]), i + 1,
						   PAGE_SIZE));
		put_page(page[i]);
	}
	expect_pages_taken(test, before, 0);
}

/* dma-debug warns of each as well, with another text. */
static void need_no_debug(struct kunit *test)
{
	if (IS_ENABLED(CONFIG_DMA_API_DEBUG))
		kunit_skip(test, "dma-debug reports it first");
}

static void wrong_handle(struct kunit *test)
{
	long before = free_pages_now();
	dma_addr_t handle;
	struct page *page;
	void *mem;

	need_no_debug(test);
	mem = alloc17(test, &handle);
	expect_warning_begin(test);
	dma_free_noncoherent(test->priv, 17 * PAGE_SIZE, mem,
			     handle + PAGE_SIZE, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "handle of other memory"), 1);

	page = dma_alloc_pages(test->priv, PAGE_SIZE, &handle, DMA_TO_DEVICE,
			       GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	expect_warning_begin(test);
	dma_free_pages(test->priv, PAGE_SIZE, page, handle + PAGE_SIZE,
		       DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "handle of other memory"), 1);
	expect_pages_taken(test, before, 0);
}

static void wrong_direction(struct kunit *test)
{
	long before = free_pages_now();
	dma_addr_t handle;
	void *mem;

	need_no_debug(test);
	mem = alloc17(test, &handle);
	dma_free_noncoherent(test->priv, 17 * PAGE_SIZE, mem, handle,
			     DMA_FROM_DEVICE);
	expect_pages_taken(test, before, 0);
}

static void managed_memory(struct kunit *test)
{
	long before = free_pages_now();
	struct device *dev = kunit_device_register(test, "dma-managed");
	dma_addr_t handle, handle2;
	void *mem, *mem2;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32)));
	mem = dmam_alloc_noncoherent(dev, 300 * PAGE_SIZE, &handle,
				     DMA_FROM_DEVICE, GFP_KERNEL);
	mem2 = dmam_alloc_noncoherent(dev, 100 * PAGE_SIZE, &handle2,
				      DMA_FROM_DEVICE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	KUNIT_ASSERT_NOT_NULL(test, mem2);
	KUNIT_EXPECT_NULL(test, dmam_alloc_noncoherent(dev, 0, &handle,
						       DMA_FROM_DEVICE,
						       GFP_KERNEL));
	expect_pages_taken(test, before, 400);
	dmam_free_noncoherent(dev, 100 * PAGE_SIZE, mem2, handle2,
			      DMA_FROM_DEVICE);
	expect_pages_taken(test, before, 300);
	expect_warning_begin(test);
	dmam_free_noncoherent(dev, 100 * PAGE_SIZE, mem2, handle2,
			      DMA_FROM_DEVICE);
	dmam_free_noncoherent(dev, PAGE_SIZE, NULL, 0, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "no managed DMA memory"), 1);
	/* the other buffer is freed with the device */
	kunit_device_unregister(test, dev);
	expect_pages_taken(test, before, 0);
}

static struct kunit_case dma_alloc_free_cases[] = {
	KUNIT_CASE(page_held),
	KUNIT_CASE(wrong_handle),
	KUNIT_CASE(wrong_direction),
	KUNIT_CASE(managed_memory),
	{}
};

static struct kunit_suite dma_alloc_free_suite = {
	.name = "dma_alloc_free",
	.init = dma_alloc_test_init,
	.test_cases = dma_alloc_free_cases,
};

kunit_test_suite(dma_alloc_free_suite);

MODULE_DESCRIPTION("KUnit tests of the free of DMA memory");
MODULE_LICENSE("GPL");
