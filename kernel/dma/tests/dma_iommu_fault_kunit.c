// SPDX-License-Identifier: GPL-2.0
/*
 * Allocations behind an IOMMU that fail half way must not leak.
 */
#include <linux/cacheinfo.h>
#include <linux/dma-mapping.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>
#include <kunit/test.h>
#include "dma_iommu.h"
#include "fail_nth.h"
#include "free_pages.h"

#define TIMES	20	/* enough to tell a leak from noise */

static void mapping_fails(struct kunit *test)
{
	struct fixture *f = add_device(test);
	long before = free_pages_now();
	struct page *page;
	unsigned int i;

	/* the first map call fails, and the second of a scattered buffer */
	for (i = 0; i < 2 * TIMES; i++) {
		size_t size = i & 1 ? SCATTERED : SZ_64K;

		f->mock.fail_at = i & 1 && !cpu_dcache_is_aliasing();
		f->mem = dma_alloc_noncoherent(f->dev, size, &f->handle,
					       DMA_TO_DEVICE,
					       GFP_KERNEL | __GFP_NOWARN);
		KUNIT_ASSERT_NULL(test, f->mem);
		KUNIT_ASSERT_EQ(test, f->mock.mapped, 0);
	}
	for (i = 0; i < TIMES; i++) {
		f->mock.fail_at = 0;
		page = dma_alloc_pages(f->dev, SZ_64K, &f->handle, DMA_TO_DEVICE,
				       GFP_KERNEL);
		KUNIT_ASSERT_NULL(test, page);
	}
	f->mock.fail_at = -1;
	rcu_barrier();	/* the mock's xarray nodes */
	expect_pages_taken(test, before, 0);
	alloc(test, SZ_64K, DMA_TO_DEVICE);
	release(test, SZ_64K, DMA_TO_DEVICE);
}

#define BUFFERS	64

static void no_addresses_left(struct kunit *test)
{
	struct fixture *f = test->priv;
	dma_addr_t handle[BUFFERS];
	void *mem[BUFFERS];
	unsigned int round, i;
	long before;

	f->mock.aperture = SZ_16M;
	add_device(test);
	before = free_pages_now();
	for (round = 0; round < 2; round++) {
		for (i = 0; i < BUFFERS; i++) {
			mem[i] = dma_alloc_noncoherent(f->dev, SZ_512K, &handle[i],
						       DMA_TO_DEVICE, GFP_KERNEL);
			if (!mem[i])
				break;
			KUNIT_EXPECT_LE(test, handle[i] + SZ_512K, SZ_16M);
		}
		KUNIT_EXPECT_GE(test, i, 24);
		KUNIT_EXPECT_LT(test, i, 32);
		expect_pages_taken(test, before, i * (SZ_512K >> PAGE_SHIFT));
		/* nor is there one for a scattered buffer */
		KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(f->dev, SCATTERED,
							      &f->handle,
							      DMA_TO_DEVICE,
							      GFP_KERNEL |
							      __GFP_NOWARN));
		while (i--)
			dma_free_noncoherent(f->dev, SZ_512K, mem[i], handle[i],
					     DMA_TO_DEVICE);
		KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
		expect_pages_taken(test, before, 0);
	}
}

#define AREAS	256

/* No vmalloc() addresses are left: pages and mappings are given back. */
static void no_kernel_addresses(struct kunit *test)
{
	struct fixture *f = add_device(test);
	static struct vm_struct *area[AREAS];
	size_t size = rounddown_pow_of_two(VMALLOC_TOTAL);
	unsigned int n = 0, i;
	long before;

	if (cpu_dcache_is_aliasing())
		kunit_skip(test, "a data cache with aliases: nothing is scattered");
	if (IS_ENABLED(CONFIG_KASAN))
		kunit_skip(test, "KASAN would shadow all addresses");
	before = free_pages_now();
	while (size >= SZ_1M && n < AREAS) {
		area[n] = get_vm_area(size, VM_ALLOC);
		if (area[n])
			n++;
		else
			size /= 2;
	}
	for (i = 0; i < TIMES; i++) {
		f->mem = dma_alloc_noncoherent(f->dev, SCATTERED, &f->handle,
					       DMA_TO_DEVICE,
					       GFP_KERNEL | __GFP_NOWARN);
		if (f->mem)
			break;
	}
	while (n--)
		free_vm_area(area[n]);
	KUNIT_EXPECT_NULL(test, f->mem);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
	KUNIT_EXPECT_GT(test, f->mock.maps, 0);
	rcu_barrier();	/* the mock's xarray nodes */
	expect_pages_taken(test, before, 0);
}

/*
 * DMA_TO_DEVICE, since dma-debug allocates memory of its own for the other directions
 * and turns itself off where that fails.
 */
static struct {
	size_t size;
	gfp_t gfp;
	struct page *page;
	struct sg_table *sgt;
} try;

static bool try_noncoherent(struct kunit *test)
{
	struct fixture *f = test->priv;

	f->mem = dma_alloc_noncoherent(f->dev, try.size, &f->handle,
				       DMA_TO_DEVICE, try.gfp);
	return f->mem;
}

static void try_free_noncoherent(struct kunit *test)
{
	release(test, try.size, DMA_TO_DEVICE);
}

static bool try_managed(struct kunit *test)
{
	struct fixture *f = test->priv;

	f->mem = dmam_alloc_noncoherent(f->dev, try.size, &f->handle,
					DMA_TO_DEVICE, try.gfp);
	return f->mem;
}

static void try_free_managed(struct kunit *test)
{
	struct fixture *f = test->priv;

	dmam_free_noncoherent(f->dev, try.size, f->mem, f->handle,
			      DMA_TO_DEVICE);
}

static bool try_pages(struct kunit *test)
{
	struct fixture *f = test->priv;

	try.page = dma_alloc_pages(f->dev, try.size, &f->handle,
				   DMA_TO_DEVICE, try.gfp);
	return try.page;
}

static void try_free_pages(struct kunit *test)
{
	struct fixture *f = test->priv;

	dma_free_pages(f->dev, try.size, try.page, f->handle, DMA_TO_DEVICE);
}

static bool try_noncontiguous(struct kunit *test)
{
	struct fixture *f = test->priv;

	try.sgt = dma_alloc_noncontiguous(f->dev, try.size, DMA_TO_DEVICE,
					  try.gfp, 0);
	return try.sgt;
}

static void try_free_noncontiguous(struct kunit *test)
{
	struct fixture *f = test->priv;

	dma_free_noncontiguous(f->dev, try.size, try.sgt, DMA_TO_DEVICE);
}

static void fail_nth(struct kunit *test)
{
	struct fixture *f = add_device(test);
	struct fail_nth what;

	dma_set_max_seg_size(f->dev, UINT_MAX);
	fail_nth_begin(test);
	try.gfp = GFP_KERNEL | __GFP_NOWARN;
	try.size = SZ_1M;
	what = (struct fail_nth){ try_noncoherent, try_free_noncoherent,
				  SZ_1M >> PAGE_SHIFT };
	fail_each(test, "noncoherent", &what);
	what.alloc = try_managed;
	what.free = try_free_managed;
	fail_each(test, "managed", &what);
	what.alloc = try_noncontiguous;
	what.free = try_free_noncontiguous;
	fail_each(test, "noncontiguous", &what);
	what.alloc = try_pages;
	what.free = try_free_pages;
	fail_each(test, "pages", &what);

	try.size = SCATTERED;
	what = (struct fail_nth){ try_noncoherent, try_free_noncoherent,
				  SCATTERED >> PAGE_SHIFT, true };
	fail_each(test, "scattered", &what);

	try.gfp = GFP_ATOMIC | __GFP_NOWARN;
	try.size = SZ_256K;
	what.pages = SZ_256K >> PAGE_SHIFT;
	fail_each(test, "atomic", &what);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
}

static struct kunit_case dma_iommu_fault_cases[] = {
	KUNIT_CASE(mapping_fails),
	KUNIT_CASE(no_addresses_left),
	KUNIT_CASE(no_kernel_addresses),
	KUNIT_CASE_SLOW(fail_nth),
	{}
};

static struct kunit_suite dma_iommu_fault_suite = {
	.name = "dma_iommu_fault",
	.init = dma_iommu_test_init,
	.exit = dma_iommu_test_exit,
	.test_cases = dma_iommu_fault_cases,
};

kunit_test_suite(dma_iommu_fault_suite);

MODULE_DESCRIPTION("KUnit tests of DMA allocations behind an IOMMU that fail");
MODULE_LICENSE("GPL");
