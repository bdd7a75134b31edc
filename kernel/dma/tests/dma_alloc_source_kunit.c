// SPDX-License-Identifier: GPL-2.0
/*
 * Sources of memory: DMA masks, nodes, restricted pools, contiguous areas, and
 * encrypted guests.
 */
#include <linux/cma.h>
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swiotlb.h>
#include <kunit/test.h>
#include "dma_alloc.h"
#include "expect_warning.h"
#include "free_pages.h"

#ifdef CONFIG_AMD_MEM_ENCRYPT
#include <asm/coco.h>
#include <asm/x86_init.h>
#endif

static void within(struct kunit *test, u64 limit, bool must_succeed)
{
	static const size_t sizes[] = { SZ_4K, 5 * SZ_4K, SZ_64K, SZ_256K };
	struct device *dev = test->priv;
	dma_addr_t handle;
	unsigned int s;
	void *mem;

	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		mem = dma_alloc_noncoherent(dev, sizes[s], &handle,
					    DMA_BIDIRECTIONAL,
					    GFP_KERNEL | __GFP_NOWARN);
		if (must_succeed)
			KUNIT_EXPECT_NOT_NULL_MSG(test, mem, "%zu bytes, %llx",
						  sizes[s], limit);
		if (!mem)
			continue;
		KUNIT_EXPECT_LE(test, (u64)handle + PAGE_ALIGN(sizes[s]) - 1,
				limit);
		dma_free_noncoherent(dev, sizes[s], mem, handle,
				     DMA_BIDIRECTIONAL);
	}
}

static void dma_masks(struct kunit *test)
{
	struct device *dev = test->priv;
	unsigned int bits;

	for (bits = 32; bits >= 20; bits--) {
		dev->coherent_dma_mask = DMA_BIT_MASK(bits);
		/* ZONE_DMA of 16 MiB or more is not used up here */
		within(test, DMA_BIT_MASK(bits), bits == 32 ||
		       (IS_ENABLED(CONFIG_ZONE_DMA) && IS_ENABLED(CONFIG_X86) &&
			bits >= 24));
	}
	dev->coherent_dma_mask = DMA_BIT_MASK(32);
	dev->bus_dma_limit = DMA_BIT_MASK(25);
	within(test, DMA_BIT_MASK(25), false);
}

static void out_of_reach(struct kunit *test)
{
	static const struct bus_dma_region first_page_only[] = {
		{ .size = PAGE_SIZE }, { }
	};
	struct device *dev = test->priv;
	long before = free_pages_now();
	dma_addr_t handle;

	/* no machine has a page below this mask */
	dev->coherent_dma_mask = DMA_BIT_MASK(11);
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, SZ_4K, &handle,
						      DMA_TO_DEVICE,
						      GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, SZ_64K, &handle,
						      DMA_TO_DEVICE,
						      GFP_KERNEL | __GFP_NOWARN));

	/*
	 * Nor one on a bus that reaches the first page only.  Some architectures
	 * translate addresses in a way of their own.
	 */
	dev->coherent_dma_mask = DMA_BIT_MASK(32);
	dev->dma_range_map = first_page_only;
	if (!IS_ENABLED(CONFIG_ARCH_HAS_PHYS_TO_DMA))
		KUNIT_EXPECT_NULL(test,
				  dma_alloc_noncoherent(dev, SZ_4K, &handle,
							DMA_TO_DEVICE,
							GFP_KERNEL |
							__GFP_NOWARN));
	dev->dma_range_map = NULL;
	expect_pages_taken(test, before, 0);
}

/* The page allocator uses the node of the device. */
static void near_node(struct kunit *test)
{
	static const unsigned int counts[] = { 1, 3, 5, 8 };
	struct device *dev = test->priv;
	dma_addr_t handle;
	unsigned int i;
	void *mem;
	int node;

	if (num_node_state(N_MEMORY) < 2)
		kunit_skip(test, "memory on one node only");
	for_each_node_state(node, N_MEMORY) {
		set_dev_node(dev, node);
		for (i = 0; i < ARRAY_SIZE(counts); i++) {
			size_t size = counts[i] * PAGE_SIZE;

			mem = dma_alloc_noncoherent(dev, size, &handle,
						    DMA_FROM_DEVICE, GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, mem);
			KUNIT_EXPECT_EQ(test, page_to_nid(virt_to_page(mem)),
					node);
			dma_free_noncoherent(dev, size, mem, handle,
					     DMA_FROM_DEVICE);
		}
	}
}

/*
 * A device with a restricted pool gets no other memory.  The test uses the default
 * pool of swiotlb as such a pool.
 */
#if defined(CONFIG_DMA_RESTRICTED_POOL) && !defined(CONFIG_SWIOTLB_DYNAMIC)
static void restricted_pool(struct kunit *test)
{
	struct device *dev = test->priv;
	struct io_tlb_mem *everybody = dev->dma_io_tlb_mem, *pool;
	const size_t size = 3 * PAGE_SIZE;
	static dma_addr_t handle[512];
	static void *mem[512];
	unsigned int round, i;

	if (!everybody || !everybody->nslabs)
		kunit_skip(test, "no bounce buffers");
	pool = kunit_kmalloc(test, sizeof(*pool), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, pool);
	*pool = *everybody;
	pool->for_alloc = true;
	dev->dma_io_tlb_mem = pool;
	for (round = 0; round < 3; round++) {
		for (i = 0; i < ARRAY_SIZE(mem); i++) {
			mem[i] = dma_alloc_noncoherent(dev, size, &handle[i],
						       DMA_TO_DEVICE, GFP_KERNEL);
			if (!mem[i])
				break;
			KUNIT_EXPECT_NOT_NULL(test,
					      swiotlb_find_pool(dev, virt_to_phys(mem[i])));
			KUNIT_EXPECT_NULL(test, memchr_inv(mem[i], 0, size));
			memset(mem[i], 0xff, size);
		}
		/* exhaust the pool, and free all of it */
		KUNIT_EXPECT_GT(test, i, 8);
		KUNIT_EXPECT_LT(test, i, ARRAY_SIZE(mem));
		while (i--)
			dma_free_noncoherent(dev, size, mem[i], handle[i],
					     DMA_TO_DEVICE);
	}
	dev->dma_io_tlb_mem = everybody;
}
#else
static void restricted_pool(struct kunit *test)
{
	kunit_skip(test, "no restricted pools");
}
#endif

#ifdef CONFIG_DMA_CMA
static bool in_area(void *mem)
{
	phys_addr_t base = cma_get_base(dev_get_cma_area(NULL));

	return virt_to_phys(mem) >= base && virt_to_phys(mem) - base <
	       cma_get_size(dev_get_cma_area(NULL));
}

/* The number of free buffers of @size in the device's contiguous area. */
static unsigned int fill_area(struct device *dev, size_t size)
{
	static dma_addr_t handle[256];
	static void *mem[256];
	unsigned int n, i, from_area = 0;

	for (n = 0; n < ARRAY_SIZE(mem); n++) {
		mem[n] = dma_alloc_noncoherent(dev, size, &handle[n],
					       DMA_TO_DEVICE,
					       GFP_KERNEL | __GFP_NOWARN);
		if (!mem[n])
			break;
		if (in_area(mem[n])) {
			from_area++;
			continue;
		}
		n++;
		break;
	}
	for (i = 0; i < n; i++)
		dma_free_noncoherent(dev, size, mem[i], handle[i],
				     DMA_TO_DEVICE);
	return from_area;
}

/* A device with a contiguous area of its own gets single pages from it, too. */
static void own_cma_area(struct kunit *test)
{
	struct device *dev = test->priv;
	unsigned int before, i;
	dma_addr_t handle;
	void *mem;

	if (!dev_get_cma_area(NULL))
		kunit_skip(test, "no contiguous area");
	dev->cma_area = dev_get_cma_area(NULL);
	before = fill_area(dev, SZ_256K);
	KUNIT_EXPECT_GT(test, before, 4);
	for (i = 0; i < 3 * SZ_256K / PAGE_SIZE; i++) {
		mem = dma_alloc_noncoherent(dev, PAGE_SIZE, &handle,
					    DMA_TO_DEVICE, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, mem);
		KUNIT_ASSERT_TRUE(test, in_area(mem));
		dma_free_noncoherent(dev, PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
	}
	KUNIT_EXPECT_EQ(test, fill_area(dev, SZ_256K), before);
	dev->cma_area = NULL;
}
#else
static void own_cma_area(struct kunit *test)
{
	kunit_skip(test, "no contiguous areas");
}
#endif

/*
 * Simulate an encrypted guest: the allocator only sees that devices need shared
 * memory, and tells the host of each change.
 */
#ifdef CONFIG_AMD_MEM_ENCRYPT
static struct {
	typeof(x86_platform.guest.enc_status_change_prepare) usual;
	int err;		/* the host's answer */
	unsigned int calls;
	void *mem;
	int pages;
	bool private;
} told;

static int tell(unsigned long vaddr, int pages, bool private)
{
	/* the atomic pool grows by another number of pages */
	if (pages != 17)
		return 0;
	told.calls++;
	told.mem = (void *)vaddr;
	told.pages = pages;
	told.private = private;
	return told.err;
}

static void *alloc_shared(struct kunit *test, dma_addr_t *handle, gfp_t gfp)
{
	void *mem = dma_alloc_noncoherent(test->priv, 17 * PAGE_SIZE, handle,
					  DMA_FROM_DEVICE, gfp);

	if (mem) {
		KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, 17 * PAGE_SIZE));
		memset(mem, 0xff, 17 * PAGE_SIZE);
	}
	return mem;
}

static void free_shared(struct kunit *test, void *mem, dma_addr_t handle)
{
	dma_free_noncoherent(test->priv, 17 * PAGE_SIZE, mem, handle,
			     DMA_FROM_DEVICE);
}

static void expect_told(struct kunit *test, unsigned int calls, void *mem,
			bool private)
{
	KUNIT_EXPECT_EQ(test, told.calls, calls);
	KUNIT_EXPECT_PTR_EQ(test, told.mem, mem);
	KUNIT_EXPECT_EQ(test, told.pages, 17);
	KUNIT_EXPECT_EQ(test, told.private, private);
}

static void shared_and_back(struct kunit *test)
{
	dma_addr_t handle;
	void *mem = alloc_shared(test, &handle, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	expect_told(test, 1, mem, false);
	free_shared(test, mem, handle);
	expect_told(test, 2, mem, true);
}

/*
 * The atomic pools are shared when they are made if the machine is a guest then: it
 * is one while postcore_initcall() runs.
 */
static int __init guest_begins(void)
{
	cc_vendor = CC_VENDOR_INTEL;
	return 0;
}
core_initcall_sync(guest_begins);

static int __init guest_ends(void)
{
	cc_vendor = CC_VENDOR_NONE;
	return 0;
}
postcore_initcall_sync(guest_ends);

/* Memory of the atomic pool is shared since boot, so the host is told nothing. */
static void shared_at_once(struct kunit *test)
{
	dma_addr_t handle;
	void *mem;
	int i;

	told.calls = 0;
	for (i = 0; i < 2; i++) {
		mem = alloc_shared(test, &handle, GFP_ATOMIC);
		KUNIT_ASSERT_NOT_NULL(test, mem);
		free_shared(test, mem, handle);
	}
	KUNIT_EXPECT_EQ(test, told.calls, 0);
}

/* Memory in an unknown state is leaked, and never used for anything else. */
static void host_refuses(struct kunit *test)
{
	dma_addr_t handle;
	void *mem;

	told.calls = 0;
	told.err = -EIO;
	expect_warning_begin(test);
	KUNIT_EXPECT_NULL(test, alloc_shared(test, &handle, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "CPA VMM failure"), 1);
	expect_told(test, 1, told.mem, false);
	KUNIT_EXPECT_EQ(test, page_count(virt_to_page(told.mem)), 1);

	told.err = 0;
	mem = alloc_shared(test, &handle, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	told.err = -EIO;
	expect_warning_begin(test);
	free_shared(test, mem, handle);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "CPA VMM failure"), 1);
	expect_told(test, 3, mem, true);
	KUNIT_EXPECT_EQ(test, page_count(virt_to_page(mem)), 1);
}

static void no_guest_any_more(void *unused)
{
	cc_vendor = CC_VENDOR_NONE;
	x86_platform.guest.enc_status_change_prepare = told.usual;
}

static void encrypted_guest(struct kunit *test)
{
	memset(&told, 0, sizeof(told));
	told.usual = x86_platform.guest.enc_status_change_prepare;
	/* undone also if an assertion fails */
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, no_guest_any_more, NULL), 0);
	x86_platform.guest.enc_status_change_prepare = tell;
	cc_vendor = CC_VENDOR_INTEL;
	shared_and_back(test);
	shared_at_once(test);
	host_refuses(test);
}
#else
static void encrypted_guest(struct kunit *test)
{
	kunit_skip(test, "no memory encryption");
}
#endif

static struct kunit_case dma_alloc_source_cases[] = {
	KUNIT_CASE(dma_masks),
	KUNIT_CASE(out_of_reach),
	KUNIT_CASE(near_node),
	KUNIT_CASE(restricted_pool),
	KUNIT_CASE_SLOW(own_cma_area),
	KUNIT_CASE(encrypted_guest),
	{}
};

static struct kunit_suite dma_alloc_source_suite = {
	.name = "dma_alloc_source",
	.init = dma_alloc_test_init,
	.test_cases = dma_alloc_source_cases,
};

kunit_test_suite(dma_alloc_source_suite);

MODULE_DESCRIPTION("KUnit tests of the source of DMA allocations");
MODULE_LICENSE("GPL");
