// SPDX-License-Identifier: GPL-2.0
/*
 * Let each internal allocation fail once, and check that nothing leaks.
 */
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <kunit/test.h>
#include "dma_alloc.h"
#include "fail_nth.h"

static struct {
	struct buffer b;
	struct sg_table *sgt;
	size_t size;
	gfp_t gfp;
} try;

static bool try_noncoherent(struct kunit *test)
{
	return buffer_alloc(test->priv, &try.b, false, try.size, DMA_TO_DEVICE,
			    try.gfp);
}

static bool try_pages(struct kunit *test)
{
	return buffer_alloc(test->priv, &try.b, true, try.size, DMA_TO_DEVICE,
			    try.gfp);
}

static void try_free(struct kunit *test)
{
	buffer_free(test->priv, &try.b, try.size, DMA_TO_DEVICE);
}

static bool try_managed(struct kunit *test)
{
	try.b.mem = dmam_alloc_noncoherent(test->priv, try.size, &try.b.handle,
					   DMA_TO_DEVICE, try.gfp);
	return try.b.mem;
}

static void try_free_managed(struct kunit *test)
{
	dmam_free_noncoherent(test->priv, try.size, try.b.mem, try.b.handle,
			      DMA_TO_DEVICE);
}

static bool try_noncontiguous(struct kunit *test)
{
	try.sgt = dma_alloc_noncontiguous(test->priv, try.size, DMA_TO_DEVICE,
					  try.gfp, 0);
	return try.sgt;
}

static void try_free_noncontiguous(struct kunit *test)
{
	dma_free_noncontiguous(test->priv, try.size, try.sgt, DMA_TO_DEVICE);
}

static void fail_nth(struct kunit *test)
{
	static const struct {
		size_t size;
		gfp_t gfp;
	} how[] = {
		{ PAGE_SIZE, GFP_KERNEL }, { 33 * PAGE_SIZE, GFP_ATOMIC },
		{ SZ_256K, GFP_NOWAIT },
	};
	static struct device_dma_parameters limits;
	struct fail_nth what = { .refused = true };
	struct device *dev = test->priv;
	unsigned int i;

	dev->dma_parms = &limits;
	dma_set_max_seg_size(dev, UINT_MAX);
	fail_nth_begin(test);
	for (i = 0; i < ARRAY_SIZE(how); i++) {
		try.size = how[i].size;
		try.gfp = how[i].gfp | __GFP_NOWARN;
		what.pages = PHYS_PFN(try.size);
		what.alloc = try_noncoherent;
		what.free = try_free;
		fail_each(test, "noncoherent", &what);
		what.alloc = try_pages;
		fail_each(test, "pages", &what);
		what.alloc = try_managed;
		what.free = try_free_managed;
		fail_each(test, "managed", &what);
		what.alloc = try_noncontiguous;
		what.free = try_free_noncontiguous;
		fail_each(test, "noncontiguous", &what);
	}
}

static struct kunit_case dma_alloc_fault_cases[] = {
	KUNIT_CASE_SLOW(fail_nth),
	{}
};

static struct kunit_suite dma_alloc_fault_suite = {
	.name = "dma_alloc_fault",
	.init = dma_alloc_test_init,
	.test_cases = dma_alloc_fault_cases,
};

kunit_test_suite(dma_alloc_fault_suite);

MODULE_DESCRIPTION("KUnit tests of DMA allocations that fail");
MODULE_LICENSE("GPL");
