// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of noncoherent memory behind an IOMMU: dma-iommu, or the ops of 32-bit ARM,
 * over an IOMMU that remembers what it was told.
 *
 * More than the page allocator has in one piece is scattered for sure, so that is
 * what most tests ask for.
 */
#include <linux/cacheinfo.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/iommu-dma.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>
#include <kunit/device.h>
#include <kunit/static_stub.h>
#include <kunit/test.h>
#include "cache_model.h"
#include "expect_warning.h"
#include "fail_nth.h"
#include "free_pages.h"
#include "mock_iommu.h"

#define SCATTERED	((PAGE_SIZE << MAX_PAGE_ORDER) + 3 * PAGE_SIZE)
#define PROPERTY_STEPS	200000

struct fixture {
	struct model model;	/* first: the model finds itself by test->priv */
	struct mock_iommu mock;
	struct platform_device *pdev;
	struct device *dev;
	void *mem;
	dma_addr_t handle;
};

static int dma_iommu_test_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	test->priv = f;
	f->mock.pgsizes = SZ_4K | SZ_64K | PAGE_SIZE << 9;
	f->mock.aperture = SZ_256M;
	f->mock.fail_at = -1;
	KUNIT_ASSERT_EQ(test, mock_iommu_register(&f->mock), 0);
	return 0;
}

/* The device comes once the test has said what the IOMMU is like. */
static struct fixture *add_device(struct kunit *test)
{
	struct fixture *f = test->priv;

	f->pdev = mock_iommu_add_device(&f->mock);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, f->pdev);
	f->dev = &f->pdev->dev;
	return f;
}

static void dma_iommu_test_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (!f || !f->mock.fwnode)
		return;
	if (!IS_ERR_OR_NULL(f->pdev))
		mock_iommu_remove_device(f->pdev);
	mock_iommu_unregister(&f->mock);
	KUNIT_EXPECT_EQ_MSG(test, f->mock.left, 0, "left mapped");
}

static void alloc(struct kunit *test, size_t size, enum dma_data_direction dir)
{
	struct fixture *f = test->priv;

	f->mem = dma_alloc_noncoherent(f->dev, size, &f->handle, dir, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL_MSG(test, f->mem, "%zu bytes", size);
}

static void alloc_scattered(struct kunit *test)
{
	if (cpu_dcache_is_aliasing())
		kunit_skip(test, "a data cache with aliases: nothing is scattered");
	alloc(test, SCATTERED, DMA_BIDIRECTIONAL);
	KUNIT_ASSERT_TRUE(test, is_vmalloc_addr(((struct fixture *)test->priv)->mem));
}

static void release(struct kunit *test, size_t size, enum dma_data_direction dir)
{
	struct fixture *f = test->priv;

	dma_free_noncoherent(f->dev, size, f->mem, f->handle, dir);
	f->mem = NULL;
}

static struct page *page_at(void *vaddr)
{
	return is_vmalloc_addr(vaddr) ? vmalloc_to_page(vaddr) :
					virt_to_page(vaddr);
}

/* Each page of a buffer, seen by the device, is the page that the CPU sees. */
static void expect_mapped(struct kunit *test, void *mem, dma_addr_t handle,
			  size_t size)
{
	struct fixture *f = test->priv;
	size_t off;

	for (off = 0; off < size; off += PAGE_SIZE)
		KUNIT_ASSERT_EQ(test, mock_iommu_phys(f->dev, handle + off),
				page_to_phys(page_at(mem + off)));
}

/* Let order-0 pages that come next be apart from each other. */
#define APART	512

static struct page **keep_apart(struct kunit *test)
{
	struct page **pages = kunit_kcalloc(test, APART, sizeof(*pages), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, pages);
	for (i = 0; i < APART; i++)
		pages[i] = alloc_page(GFP_KERNEL);
	for (i = 0; i < APART; i += 2) {
		if (pages[i])
			__free_page(pages[i]);
		pages[i] = NULL;
	}
	return pages;
}

static void let_go(struct page **pages)
{
	unsigned int i;

	for (i = 1; i < APART; i += 2)
		if (pages[i])
			__free_page(pages[i]);
}

/* ---- allocations ---- */

static void one_piece_at_hand(struct kunit *test)
{
	static const size_t sizes[] = { PAGE_SIZE, 5 * PAGE_SIZE, 17 * PAGE_SIZE,
					SZ_1M };
	struct fixture *f = add_device(test);
	unsigned int i;
	long before;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		size_t size = sizes[i];

		before = free_pages_now();
		alloc(test, size, DMA_TO_DEVICE);
		KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(f->mem));
		KUNIT_EXPECT_NULL(test, memchr_inv(f->mem, 0, size));
		expect_mapped(test, f->mem, f->handle, size);
		KUNIT_EXPECT_EQ(test, f->mock.mapped,
				ALIGN(size, f->mock.pgsizes & -f->mock.pgsizes));
		KUNIT_EXPECT_EQ(test, f->mock.prot & (IOMMU_READ | IOMMU_WRITE),
				IOMMU_READ);
		expect_pages_taken(test, before, size >> PAGE_SHIFT);
		release(test, size, DMA_TO_DEVICE);
		KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);
		expect_pages_taken(test, before, 0);
	}
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

/* A cache with aliases would not be reached through a second mapping. */
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

/* Without sleeping there is one piece or nothing. */
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

/* 16 MiB from memory that is not fragmented are a few large pages. */
static void few_calls(struct kunit *test)
{
	struct fixture *f = add_device(test);

	if (cpu_dcache_is_aliasing())
		kunit_skip(test, "a data cache with aliases: nothing is scattered");
	alloc(test, SZ_16M, DMA_FROM_DEVICE);
	KUNIT_EXPECT_LE(test, f->mock.maps, SZ_16M / (PAGE_SIZE << 9));
	release(test, SZ_16M, DMA_FROM_DEVICE);
}

/* ---- what fails ---- */

#define TIMES	20	/* or a leak would be lost in the noise */

/*
 * An IOMMU whose pages are larger than the CPU's would let a device reach what is
 * next to a buffer.  Nothing is mapped by it.
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

static void mapping_fails(struct kunit *test)
{
	struct fixture *f = add_device(test);
	long before = free_pages_now();
	struct page *page;
	unsigned int i;

	/* the first call, and the second of a buffer that takes two */
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
	rcu_barrier();	/* the mock's own memory */
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
		/* and none that would have to be scattered */
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

/* No room for a mapping in the kernel: nothing is lost of what was there already. */
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
	rcu_barrier();	/* the mock's own memory */
	expect_pages_taken(test, before, 0);
}

/* A mask below the memory is met all the same. */
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

/* Pages with the handle of others stay, and so do the others. */
static void pages_wrong_at_free(struct kunit *test)
{
	struct fixture *f = add_device(test);
	struct page *page, *others;
	dma_addr_t handle, other;
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
	for (i = 0; i < 3; i++) {
		/* of the others, of another page of these, of nobody */
		dma_addr_t wrong = i == 0 ? other : i == 1 ? handle + PAGE_SIZE :
				   f->mock.aperture - SZ_1M - PAGE_SIZE;

		expect_warning_begin(test);
		dma_free_pages(f->dev, SZ_1M, page, wrong, DMA_TO_DEVICE);
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

/* The address of scattered memory leads nowhere once it is free. */
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

/* ---- each allocation on the way fails ---- */

/* To the device, since dma-debug would need memory, too, and give up without. */
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

/* ---- the order of things at free ---- */

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

/* An IOMMU that is flushed later: until then nobody gets the address again. */
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

/* ---- hand-overs ---- */

#define NO_HOOKS "no cache operations to be seen on this architecture"

/* What the contract is asked to do, as ranges of whole lines. */
struct lines {
	phys_addr_t paddr;
	size_t size;
};

#define RANGES	4096
static struct lines issued[RANGES];
static unsigned int nr_issued;

static __maybe_unused void note_issue(enum dma_cache_op op, phys_addr_t paddr,
				      void *vaddr, size_t size)
{
	struct lines *last = nr_issued ? &issued[nr_issued - 1] : NULL;

	/* highmem comes a page at a time */
	if (last && last->paddr + last->size == paddr) {
		last->size += size;
		return;
	}
	if (nr_issued < RANGES)
		issued[nr_issued] = (struct lines){ paddr, size };
	nr_issued++;
}

static unsigned int barriers;

static __maybe_unused void note_barrier(void)
{
	barriers++;
}

static struct dma_cache_traits plain_traits = {
	.line_size = 32, .speculates = true, .all_threshold = SIZE_MAX,
};

static __maybe_unused const struct dma_cache_traits *note_traits(void)
{
	return &plain_traits;
}

static void watch_hand_overs(struct kunit *test)
{
#ifdef CONFIG_ARCH_HAS_DMA_CACHE
	kunit_activate_static_stub(test, dma_cache_traits, note_traits);
	kunit_activate_static_stub(test, dma_cache_issue, note_issue);
	kunit_activate_static_stub(test, dma_cache_barrier, note_barrier);
#endif
}

/* The lines behind @size bytes from @iova on, page by page, and no others. */
static void expect_issued(struct kunit *test, dma_addr_t iova, size_t size)
{
	struct fixture *f = test->priv;
	unsigned int line = plain_traits.line_size, n = 0;
	phys_addr_t start = 0, end = 0, phys;
	size_t len;

	for (; size; iova += len, size -= len) {
		len = min_t(size_t, size, PAGE_SIZE - offset_in_page(iova));
		phys = mock_iommu_phys(f->dev, iova);
		if (phys != end || !end) {
			if (end) {
				KUNIT_ASSERT_LT(test, n, nr_issued);
				KUNIT_ASSERT_EQ(test, issued[n].paddr, start);
				KUNIT_ASSERT_EQ(test, issued[n].size,
						round_up(end, line) - start);
				n++;
			}
			start = round_down(phys, line);
		}
		end = phys + len;
	}
	KUNIT_ASSERT_EQ(test, n + 1, nr_issued);
	KUNIT_ASSERT_EQ(test, issued[n].paddr, start);
	KUNIT_ASSERT_EQ(test, issued[n].size, round_up(end, line) - start);
}

static void hand_over_parts(struct kunit *test, dma_addr_t handle, size_t size)
{
	struct fixture *f = test->priv;
	struct rnd_state rnd;
	unsigned int i;

	prandom_seed_state(&rnd, get_random_u64());
	for (i = 0; i < 2000; i++) {
		size_t off = prandom_u32_state(&rnd) % size;
		size_t len = prandom_u32_state(&rnd) % (3 * PAGE_SIZE) + 1;

		len = min(len, size - off);
		nr_issued = 0;
		if (i & 1) {
			dma_sync_single_for_device(f->dev, handle + off, len,
						   DMA_BIDIRECTIONAL);
		} else {
			/* whole lines, or the edges come by themselves */
			off = round_down(off, plain_traits.line_size);
			len = round_up(len, plain_traits.line_size);
			dma_sync_single_for_cpu(f->dev, handle + off, len,
						DMA_BIDIRECTIONAL);
		}
		expect_issued(test, handle + off, len);
	}
	nr_issued = 0;
	dma_sync_single_for_device(f->dev, handle, size, DMA_TO_DEVICE);
	expect_issued(test, handle, size);
}

/* Pages that are apart, so that each is a piece. */
static void hand_over_scattered(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct page **apart;

	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE)) {
		kunit_skip(test, NO_HOOKS);
		return;
	}
	f->mock.pgsizes = min_t(size_t, SZ_4K, PAGE_SIZE);
	add_device(test);
	apart = keep_apart(test);
	alloc_scattered(test);
	watch_hand_overs(test);
	hand_over_parts(test, f->handle, SCATTERED);
	KUNIT_EXPECT_GT(test, nr_issued, 1);
	release(test, SCATTERED, DMA_BIDIRECTIONAL);
	let_go(apart);
}

/* What is in one piece costs one look-up, as long as nothing is scattered. */
static void hand_over_one_piece(struct kunit *test)
{
	struct fixture *f = add_device(test);

	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE)) {
		kunit_skip(test, NO_HOOKS);
		return;
	}
	alloc(test, SZ_64K, DMA_BIDIRECTIONAL);
	watch_hand_overs(test);
	hand_over_parts(test, f->handle, SZ_64K);
	KUNIT_EXPECT_EQ(test, nr_issued, 1);
	release(test, SZ_64K, DMA_BIDIRECTIONAL);
}

#define SG	8

/* A list of pages that do not follow each other, of which it has @len bytes. */
static struct page **list_pages(struct kunit *test, struct scatterlist *sg,
				unsigned int len, unsigned int offset)
{
	struct page **apart = keep_apart(test);
	struct scatterlist *s;
	unsigned int i;

	sg_init_table(sg, SG);
	for_each_sg(sg, s, SG, i) {
		/* the other way round, so that none follows its neighbour */
		KUNIT_ASSERT_NOT_NULL(test, apart[2 * (SG - i) + 1]);
		sg_set_page(s, apart[2 * (SG - i) + 1], len, offset);
	}
	return apart;
}

/* A segment that dma_map_sg() has merged, handed over by its address. */
static void hand_over_merged(struct kunit *test)
{
	struct fixture *f = add_device(test);
	struct scatterlist sg[SG];
	struct page **apart;

	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE)) {
		kunit_skip(test, NO_HOOKS);
		return;
	}
	apart = list_pages(test, sg, PAGE_SIZE, 0);
	KUNIT_ASSERT_EQ(test, dma_map_sg(f->dev, sg, SG, DMA_BIDIRECTIONAL), 1);
	watch_hand_overs(test);
	hand_over_parts(test, sg_dma_address(sg), SG * PAGE_SIZE);
	KUNIT_EXPECT_GT(test, nr_issued, 1);
	dma_unmap_sg(f->dev, sg, SG, DMA_BIDIRECTIONAL);
	let_go(apart);
}

/* A list with shared lines, which every CPU has to do something about. */
static void hand_over_list(struct kunit *test)
{
	struct fixture *f = add_device(test);
	struct scatterlist sg[SG];
	struct page **apart;

	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE)) {
		kunit_skip(test, NO_HOOKS);
		return;
	}
	apart = list_pages(test, sg, 1000, 4);
	KUNIT_ASSERT_GT(test, dma_map_sg(f->dev, sg, SG, DMA_BIDIRECTIONAL), 0);
	watch_hand_overs(test);
	nr_issued = 0;
	dma_sync_sg_for_cpu(f->dev, sg, SG, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, nr_issued, 0);
	dma_sync_sg_for_cpu(f->dev, sg, SG, DMA_FROM_DEVICE);
	KUNIT_EXPECT_GE(test, nr_issued, 2 * SG);
	dma_unmap_sg(f->dev, sg, SG, DMA_BIDIRECTIONAL);
	let_go(apart);
}

/* An entry with an address of the bus itself is memory of another device. */
static void list_with_bus_address(struct kunit *test)
{
	struct fixture *f = add_device(test);
	unsigned int all, i;
	struct scatterlist sg[SG];
	struct page **apart;

	/* 32-bit ARM's own operations know no peers */
	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE) ||
	    IS_ENABLED(CONFIG_ARM_DMA_USE_IOMMU))
		kunit_skip(test, "no hooks, or no such entries");
	apart = list_pages(test, sg, SZ_1K, 0);
	KUNIT_ASSERT_GT(test, dma_map_sg(f->dev, sg, SG, DMA_FROM_DEVICE), 0);
	watch_hand_overs(test);

	for (i = 0; i < 2; i++) {
		nr_issued = 0;
		dma_sync_sg_for_device(f->dev, sg, SG, DMA_FROM_DEVICE);
		dma_sync_sg_for_cpu(f->dev, sg, SG, DMA_FROM_DEVICE);
		if (i)
			KUNIT_EXPECT_EQ(test, nr_issued * SG, all * (SG - 1));
		all = nr_issued;
		KUNIT_EXPECT_GT(test, all, 0);
		sg_dma_mark_bus_address(&sg[1]);
	}
	sg_dma_unmark_bus_address(&sg[1]);
	dma_unmap_sg(f->dev, sg, SG, DMA_FROM_DEVICE);
	let_go(apart);
}

/* An address that is not mapped is nobody's memory. */
static void hand_over_nothing(struct kunit *test)
{
	struct fixture *f = add_device(test);

	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE)) {
		kunit_skip(test, NO_HOOKS);
		return;
	}
	if (IS_ENABLED(CONFIG_DMA_API_DEBUG))
		kunit_skip(test, "dma-debug is first to say so");
	alloc(test, PAGE_SIZE, DMA_BIDIRECTIONAL);
	release(test, PAGE_SIZE, DMA_BIDIRECTIONAL);
	watch_hand_overs(test);
	nr_issued = 0;
	expect_warning_begin(test);
	dma_sync_single_for_cpu(f->dev, f->handle, PAGE_SIZE, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "WARNING:"), 1);
	expect_warning_begin(test);
	dma_sync_single_for_device(f->dev, f->handle, PAGE_SIZE, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "WARNING:"), 1);
	KUNIT_EXPECT_EQ(test, nr_issued, 0);
}

/* Part of a buffer that its table describes, handed over by its address. */
static void hand_over_noncontiguous(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct sg_table *sgt;
	struct page **apart;

	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE)) {
		kunit_skip(test, NO_HOOKS);
		return;
	}
	f->mock.pgsizes = min_t(size_t, SZ_4K, PAGE_SIZE);
	add_device(test);
	apart = keep_apart(test);
	sgt = dma_alloc_noncontiguous(f->dev, SZ_64K, DMA_BIDIRECTIONAL, GFP_KERNEL,
				      0);
	KUNIT_ASSERT_NOT_NULL(test, sgt);
	watch_hand_overs(test);
	hand_over_parts(test, sg_dma_address(sgt->sgl), SZ_64K);
	dma_free_noncontiguous(f->dev, SZ_64K, sgt, DMA_BIDIRECTIONAL);
	let_go(apart);
}

#define LINKED	3

/* Pages that a driver links into one range itself, as the block layer does. */
static void hand_over_linked(struct kunit *test)
{
	static const unsigned long silent[] = {
		DMA_ATTR_SKIP_CPU_SYNC, DMA_ATTR_MMIO,
	};
	struct fixture *f = add_device(test);
	size_t size = LINKED * PAGE_SIZE;
	struct dma_iova_state state;
	struct page **apart;
	unsigned int i;

	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE)) {
		kunit_skip(test, NO_HOOKS);
		return;
	}
	if (!dma_iova_try_alloc(f->dev, &state, 0, size))
		kunit_skip(test, "not dma-iommu");
	apart = keep_apart(test);
	watch_hand_overs(test);
	/* nothing waits for what is linked before all of it is */
	nr_issued = 0;
	barriers = 0;
	for (i = 0; i < LINKED; i++)
		KUNIT_ASSERT_EQ(test, 0,
				dma_iova_link(f->dev, &state,
					      page_to_phys(apart[2 * (LINKED - i) + 1]),
					      i * PAGE_SIZE, PAGE_SIZE,
					      DMA_BIDIRECTIONAL, 0));
	KUNIT_EXPECT_EQ(test, barriers, 0);
	KUNIT_EXPECT_EQ(test, dma_iova_sync(f->dev, &state, 0, size), 0);
	KUNIT_EXPECT_EQ(test, barriers, 1);
	expect_issued(test, state.addr, size);
	hand_over_parts(test, state.addr, size);

	nr_issued = 0;
	barriers = 0;
	dma_iova_unlink(f->dev, &state, 2 * PAGE_SIZE, PAGE_SIZE, DMA_TO_DEVICE, 0);
	KUNIT_EXPECT_EQ(test, nr_issued, 0);
	dma_iova_unlink(f->dev, &state, 0, 2 * PAGE_SIZE, DMA_FROM_DEVICE, 0);
	KUNIT_EXPECT_EQ(test, nr_issued, 2);
	KUNIT_EXPECT_EQ(test, barriers, 1);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 0);

	nr_issued = 0;
	for (i = 0; i < ARRAY_SIZE(silent); i++) {
		KUNIT_EXPECT_EQ(test, 0,
				dma_iova_link(f->dev, &state, page_to_phys(apart[1]), 0,
					      PAGE_SIZE, DMA_BIDIRECTIONAL, silent[i]));
		dma_iova_unlink(f->dev, &state, 0, PAGE_SIZE, DMA_BIDIRECTIONAL,
				silent[i]);
	}
	KUNIT_EXPECT_EQ(test, nr_issued, 0);
	dma_iova_free(f->dev, &state);
	let_go(apart);
}

/* User space sees these pages: what was in them before is not its business. */
static void noncontiguous_zeroed(struct kunit *test)
{
	struct fixture *f = add_device(test);
	struct sg_page_iter it;
	struct sg_table *sgt;
	unsigned int round;
	void *mem;

	for (round = 0; round < 2; round++) {
		sgt = dma_alloc_noncontiguous(f->dev, SZ_64K, DMA_FROM_DEVICE,
					      GFP_KERNEL, 0);
		KUNIT_ASSERT_NOT_NULL(test, sgt);
		for_each_sgtable_page(sgt, &it, 0) {
			mem = page_address(sg_page_iter_page(&it));
			KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, PAGE_SIZE));
			memset(mem, 0x5a, PAGE_SIZE);
		}
		dma_free_noncontiguous(f->dev, SZ_64K, sgt, DMA_FROM_DEVICE);
	}
}

/* ---- the contract's property, across two pieces ---- */

static dma_addr_t property_at;

static __maybe_unused const char *by_handle(struct property_machine *pm,
					    enum dma_cache_to to, size_t off,
					    size_t size,
					    enum dma_data_direction dir)
{
	struct model *m = to_model(pm);
	struct fixture *f = container_of(m, struct fixture, model);

	if (to == DMA_CACHE_TO_DEVICE)
		dma_sync_single_for_device(f->dev, property_at + off, size, dir);
	else
		dma_sync_single_for_cpu(f->dev, property_at + off, size, dir);
	if (m->pending)
		m->fault = "no barrier";
	m->nr_ops = 0;
	return m->fault;
}

/* The first two pages of the buffer that do not follow each other. */
static __maybe_unused size_t find_gap(struct kunit *test)
{
	struct fixture *f = test->priv;
	size_t off;

	for (off = PAGE_SIZE; off < SCATTERED; off += PAGE_SIZE)
		if (mock_iommu_phys(f->dev, f->handle + off) !=
		    mock_iommu_phys(f->dev, f->handle + off - PAGE_SIZE) + PAGE_SIZE)
			return off;
	KUNIT_FAIL_AND_ABORT(test, "all in one piece");
	return 0;
}

static void property_across_pieces(struct kunit *test)
{
#ifdef CONFIG_ARCH_HAS_DMA_CACHE
	static const unsigned int line_sizes[] = { 16, 32, 64, 128 };
	struct fixture *f = test->priv;
	u64 seed = get_random_u64();
	struct page **apart;
	const char *what;
	unsigned int i;
	size_t at;
	u32 step;

	f->mock.pgsizes = min_t(size_t, SZ_4K, PAGE_SIZE);
	add_device(test);
	apart = keep_apart(test);
	alloc_scattered(test);
	at = find_gap(test) - MODEL_SIZE / 2;
	property_at = f->handle + at;
	f->model.base = mock_iommu_phys(f->dev, property_at);
	f->model.base2 = mock_iommu_phys(f->dev, property_at + MODEL_SIZE / 2);
	model_init(&f->model, test, f->mem + at);
	f->model.split = MODEL_SIZE / 2;
	kunit_info(test, "seed %llu", seed);
	for (i = 0; i < 2 * ARRAY_SIZE(line_sizes); i++) {
		step = run_model(&f->model, line_sizes[i / 2], i & 1, by_handle,
				 seed, PROPERTY_STEPS, &what);
		KUNIT_EXPECT_EQ_MSG(test, step, 0, "%s, line size %u, seed %llu",
				    what, line_sizes[i / 2], seed);
	}
	release(test, SCATTERED, DMA_BIDIRECTIONAL);
	let_go(apart);
#else
	kunit_skip(test, NO_HOOKS);
#endif
}

/* ---- what others make of the pages ---- */

static void listed(struct kunit *test)
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
	/* and another mapping of them is as good as any */
	KUNIT_EXPECT_EQ(test, dma_map_sgtable(f->dev, &sgt, DMA_TO_DEVICE, 0), 0);
	KUNIT_EXPECT_EQ(test, f->mock.mapped, 2 * SCATTERED);
	dma_unmap_sgtable(f->dev, &sgt, DMA_TO_DEVICE, 0);
	sg_free_table(&sgt);
	release(test, SCATTERED, DMA_BIDIRECTIONAL);
}

/* ---- memory that is fragmented ---- */

/* 64 MiB, where the kernel has the addresses for it */
#define LOTS	min_t(size_t, SZ_64M, rounddown_pow_of_two(VMALLOC_TOTAL) / 4)
#define MOST	(PAGE_SIZE << MAX_PAGE_ORDER)	/* that the base can have */

/*
 * All pages there are, and every other one given back: now no two free ones follow
 * each other, and what may be moved away has nowhere to go.
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
	/* an area that is set aside does not fragment */
	if (IS_ENABLED(CONFIG_DMA_CMA))
		size = SZ_64M;
	fragment(&held);
	/* as it is without an IOMMU, and was with one */
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

static struct kunit_case dma_iommu_cases[] = {
	KUNIT_CASE(one_piece_at_hand),
	KUNIT_CASE(many_pieces),
	KUNIT_CASE(aliases_take_one_piece),
	KUNIT_CASE(atomic_takes_one_piece),
	KUNIT_CASE(pages_are_one_piece),
	KUNIT_CASE(few_calls),
	KUNIT_CASE(large_pages),
	KUNIT_CASE(mapping_fails),
	KUNIT_CASE(no_addresses_left),
	KUNIT_CASE(no_kernel_addresses),
	KUNIT_CASE(narrow_mask),
	KUNIT_CASE(segment_boundary),
	KUNIT_CASE(wrong_at_free),
	KUNIT_CASE(pages_wrong_at_free),
	KUNIT_CASE(scattered_freed_twice),
	KUNIT_CASE_SLOW(fail_nth),
	KUNIT_CASE(unmapped_before_freed),
	KUNIT_CASE(flushed_later),
	KUNIT_CASE(hand_over_scattered),
	KUNIT_CASE(hand_over_one_piece),
	KUNIT_CASE(hand_over_merged),
	KUNIT_CASE(hand_over_list),
	KUNIT_CASE(list_with_bus_address),
	KUNIT_CASE(hand_over_nothing),
	KUNIT_CASE(hand_over_noncontiguous),
	KUNIT_CASE(hand_over_linked),
	KUNIT_CASE(noncontiguous_zeroed),
	KUNIT_CASE_SLOW(property_across_pieces),
	KUNIT_CASE(listed),
	KUNIT_CASE_SLOW(fragmented),
	{}
};

static struct kunit_suite dma_iommu_suite = {
	.name = "dma_iommu",
	.init = dma_iommu_test_init,
	.exit = dma_iommu_test_exit,
	.test_cases = dma_iommu_cases,
};

kunit_test_suite(dma_iommu_suite);

MODULE_DESCRIPTION("KUnit tests of noncoherent DMA memory behind an IOMMU");
MODULE_LICENSE("GPL");
