// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of where dma_alloc_noncoherent() and dma_alloc_pages() get memory from, how
 * much of it, what becomes of it at free, and what becomes of mistakes.
 */
#include <linux/cma.h>
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/debugfs.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/random.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swiotlb.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>
#include <kunit/device.h>
#include <kunit/test.h>
#include <trace/events/dma.h>
#include "expect_warning.h"
#include "fail_nth.h"
#include "free_pages.h"

#ifdef CONFIG_AMD_MEM_ENCRYPT
#include <asm/coco.h>
#include <asm/x86_init.h>
#endif

static int dma_alloc_test_init(struct kunit *test)
{
	struct device *dev = kunit_device_register(test, "dma-alloc");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	test->priv = dev;
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32)));
	return 0;
}

/* ---- how much ---- */

#define MANY	32

static void exact_pages(struct kunit *test)
{
	static const unsigned int counts[] = { 1, 3, 5, 8, 17, 31, 33 };
	struct device *dev = test->priv;
	static dma_addr_t handle[MANY];
	static void *mem[MANY];
	unsigned int c, i;

	for (c = 0; c < ARRAY_SIZE(counts); c++) {
		size_t size = counts[c] * PAGE_SIZE;
		long before = free_pages_now();

		for (i = 0; i < MANY; i++) {
			mem[i] = dma_alloc_noncoherent(dev, size, &handle[i],
						       DMA_FROM_DEVICE,
						       GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, mem[i]);
		}
		expect_pages_taken(test, before, MANY * counts[c]);
		for (i = 0; i < MANY; i++)
			dma_free_noncoherent(dev, size, mem[i], handle[i],
					     DMA_FROM_DEVICE);
		expect_pages_taken(test, before, 0);
	}
}

/* Enough of each order to see those that were given back last. */
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

/* What goes back to the page allocator goes back as blocks that it could have made. */
static void aligned_blocks(struct kunit *test)
{
	static const unsigned int counts[] = { 3, 7, 17, 21, 31 };
	struct device *dev = test->priv;
	static dma_addr_t handle[MANY];
	static void *mem[MANY];
	unsigned int c, i;

	for (c = 0; c < ARRAY_SIZE(counts); c++) {
		size_t size = counts[c] * PAGE_SIZE;

		for (i = 0; i < MANY; i++) {
			mem[i] = dma_alloc_noncoherent(dev, size, &handle[i],
						       DMA_FROM_DEVICE,
						       GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, mem[i]);
		}
		expect_aligned(test);
		for (i = 0; i < MANY; i++)
			dma_free_noncoherent(dev, size, mem[i], handle[i],
					     DMA_FROM_DEVICE);
		expect_aligned(test);
	}
}

/* A page survives if somebody else has a reference to it, and the others go. */
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
		/* the first page of either block: 5 pages are 4 and 1 */
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

static void beyond_max_order(struct kunit *test)
{
	struct device *dev = test->priv;
	size_t size = PAGE_SIZE << (MAX_PAGE_ORDER + 1);
	dma_addr_t handle;
	void *mem;

	/* with nowhere to get it from it fails, and silently */
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

static void zeroed_once_more(struct kunit *test)
{
	static const size_t sizes[] = { SZ_4K, 5 * SZ_4K, SZ_64K, 17 * SZ_4K };
	struct device *dev = test->priv;
	dma_addr_t handle;
	unsigned int s, i;
	void *mem;

	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		for (i = 0; i < 20; i++) {
			mem = dma_alloc_noncoherent(dev, sizes[s], &handle,
						    DMA_TO_DEVICE,
						    i & 1 ? GFP_ATOMIC :
						    GFP_KERNEL | __GFP_ZERO);
			KUNIT_ASSERT_NOT_NULL(test, mem);
			KUNIT_ASSERT_NULL(test, memchr_inv(mem, 0, sizes[s]));
			memset(mem, 0xff, sizes[s]);
			dma_free_noncoherent(dev, sizes[s], mem, handle,
					     DMA_TO_DEVICE);
		}
	}
}

struct buffer {
	struct page *page;	/* from dma_alloc_pages() */
	u8 *mem;
	dma_addr_t handle;
};

static bool buffer_alloc(struct device *dev, struct buffer *b, bool pages,
			 size_t size, enum dma_data_direction dir, gfp_t gfp)
{
	b->page = NULL;
	if (pages) {
		b->page = dma_alloc_pages(dev, size, &b->handle, dir, gfp);
		b->mem = b->page ? page_address(b->page) : NULL;
	} else {
		b->mem = dma_alloc_noncoherent(dev, size, &b->handle, dir, gfp);
	}
	return b->mem;
}

static void buffer_free(struct device *dev, struct buffer *b, size_t size,
			enum dma_data_direction dir)
{
	if (b->page)
		dma_free_pages(dev, size, b->page, b->handle, dir);
	else if (b->mem)
		dma_free_noncoherent(dev, size, b->mem, b->handle, dir);
}

/* A buffer of each direction, from either call. */
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

/*
 * Sizes, directions, flags and masks, each with each.  What sleeps has to succeed
 * if the device reaches all of the memory.
 */
static void every_combination(struct kunit *test)
{
	static const size_t sizes[] = {
		1, PAGE_SIZE, PAGE_SIZE + 1, 5 * PAGE_SIZE, 17 * PAGE_SIZE, SZ_64K,
		SZ_256K, SZ_1M,
	};
	static const gfp_t gfps[] = {
		GFP_KERNEL, GFP_KERNEL | __GFP_ZERO, GFP_KERNEL | __GFP_NORETRY,
		GFP_NOWAIT, GFP_ATOMIC,
	};
	static const unsigned int bits[] = { 24, 28, 31, 32, 64 };
	struct device *dev = test->priv;
	u64 last = phys_to_dma(dev, PFN_PHYS((u64)max_pfn) - 1);
	unsigned int s, g, m;
	long before;

	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		before = free_pages_now();
		for (m = 0; m < ARRAY_SIZE(bits); m++) {
			u64 mask = DMA_BIT_MASK(bits[m]);

			for (g = 0; g < ARRAY_SIZE(gfps); g++)
				all_directions(test, sizes[s], gfps[g], mask,
					       mask >= last && g < 2);
		}
		expect_pages_taken(test, before, 0);
	}
}

/* ---- from where ---- */

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

static void masks(struct kunit *test)
{
	struct device *dev = test->priv;
	unsigned int bits;

	for (bits = 32; bits >= 20; bits--) {
		dev->coherent_dma_mask = DMA_BIT_MASK(bits);
		/* a zone of its own, of 16 MiB or more, is not used up here */
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

	/* no machine has memory for this one */
	dev->coherent_dma_mask = DMA_BIT_MASK(11);
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, SZ_4K, &handle,
						      DMA_TO_DEVICE,
						      GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, SZ_64K, &handle,
						      DMA_TO_DEVICE,
						      GFP_KERNEL | __GFP_NOWARN));

	/*
	 * Nor does a bus lead to any of it that only leads to the first page.
	 * Some architectures have another place for where it leads to.
	 */
	dev->coherent_dma_mask = DMA_BIT_MASK(32);
	if (!IS_ENABLED(CONFIG_ARCH_HAS_PHYS_TO_DMA)) {
		dev->dma_range_map = first_page_only;
		KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, SZ_4K, &handle,
							      DMA_TO_DEVICE,
							      GFP_KERNEL |
							      __GFP_NOWARN));
		dev->dma_range_map = NULL;
	}
	expect_pages_taken(test, before, 0);
}

/* What the page allocator gives comes from the node of the device. */
static void near_node(struct kunit *test)
{
	static const unsigned int counts[] = { 1, 3, 5, 8 };
	struct device *dev = test->priv;
	dma_addr_t handle;
	unsigned int i;
	void *mem;
	int node;

	if (num_node_state(N_MEMORY) < 2)
		kunit_skip(test, "memory in one place only");
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
 * A device with a pool of its own gets its memory from there or not at all.  The
 * pool is the one that everybody's buffers bounce in, as a device would have it.
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
		kunit_skip(test, "nothing to bounce in");
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
		/* it has an end, and all of it comes back */
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

/* How many buffers of @size there are in the area of the device. */
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

/* A device with an area of its own gets even a page from there, and back it goes. */
static void own_area(struct kunit *test)
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
static void own_area(struct kunit *test)
{
	kunit_skip(test, "no contiguous areas");
}
#endif

/*
 * This is no guest whose memory is encrypted, but all that the allocator sees of one
 * is that devices need other memory, and that the host is told what is shared with it.
 */
#ifdef CONFIG_AMD_MEM_ENCRYPT
static struct {
	typeof(x86_platform.guest.enc_status_change_prepare) usual;
	int err;		/* of the host */
	unsigned int calls;
	void *mem;
	int pages;
	bool private;
} told;

static int tell(unsigned long vaddr, int pages, bool private)
{
	/* the pool of shared memory grows by something else */
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
 * The pools for allocations that cannot sleep are shared when they are made, if
 * the machine is such a guest by then: it is one while postcore_initcall() runs.
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

/* The host is told nothing: the memory is shared since boot. */
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

/* What nobody knows the state of is lost, and not used for anything else. */
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
	/* before anything else runs, should an assertion fail */
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

/* ---- mistakes ---- */

static void *alloc17(struct kunit *test, dma_addr_t *handle)
{
	void *mem = dma_alloc_noncoherent(test->priv, 17 * PAGE_SIZE, handle,
					  DMA_TO_DEVICE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	return mem;
}

/* dma-debug has something of its own to say about each. */
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

/* ---- dma-debug ---- */

#ifdef CONFIG_DMA_API_DEBUG
/* dma-debug falls silent after one error, unless its file says to go on. */
static void debug_go_on(struct kunit *test)
{
	struct dentry *dir = debugfs_lookup("dma-api", NULL);
	struct dentry *file = dir ? debugfs_lookup("num_errors", dir) : NULL;

	if (file)
		*(u32 *)d_inode(file)->i_private = 100;
	dput(file);
	dput(dir);
	KUNIT_ASSERT_NOT_NULL(test, file);
}

/* Each gives back the page that it has allocated, whatever it says of it. */
static void debug_expect(struct kunit *test, struct device *dev, size_t size,
			 long by, enum dma_data_direction dir, const char *text)
{
	dma_addr_t handle;
	void *mem;

	mem = dma_alloc_noncoherent(test->priv, PAGE_SIZE, &handle,
				    DMA_TO_DEVICE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	expect_warning_begin(test);
	dma_free_noncoherent(dev, size, mem, handle + by, dir);
	KUNIT_EXPECT_PTR_NE_MSG(test, strstr(expect_warning_log, text), NULL,
				"nothing says '%s'", text);
	/* a handle that is wrong is noticed once more */
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "DMA memory"), by ? 2 : 1);
}

/* The page has a reference for each time that it is freed. */
static void debug_freed_twice(struct kunit *test)
{
	struct device *dev = test->priv;
	dma_addr_t handle;
	void *mem;

	mem = dma_alloc_noncoherent(dev, PAGE_SIZE, &handle, DMA_TO_DEVICE,
				    GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	get_page(virt_to_page(mem));
	dma_free_noncoherent(dev, PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
	expect_warning_begin(test);
	dma_free_noncoherent(dev, PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
	KUNIT_EXPECT_PTR_NE(test, strstr(expect_warning_log, "it has not allocated"),
			    NULL);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "DMA memory"), 1);
}

static void debug_mismatches(struct kunit *test)
{
	struct device *dev = test->priv, *other;
	char both[120];
	long before;

	other = kunit_device_register(test, "dma-other");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, other);
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(other, DMA_BIT_MASK(32)));

	debug_go_on(test);
	before = free_pages_now();
	snprintf(both, sizeof(both), "[map size=%lu bytes] [unmap size=%lu bytes]",
		 PAGE_SIZE, PAGE_SIZE - 8);
	debug_expect(test, dev, PAGE_SIZE - 8, 0, DMA_TO_DEVICE, both);
	debug_expect(test, dev, PAGE_SIZE, 0, DMA_FROM_DEVICE,
		     "[mapped with DMA_TO_DEVICE] [unmapped with DMA_FROM_DEVICE]");
	debug_expect(test, dev, PAGE_SIZE, PAGE_SIZE, DMA_TO_DEVICE,
		     "[allocated at 0x");
	snprintf(both, sizeof(both), "[allocated for %s] [freed for %s]",
		 dev_name(dev), dev_name(other));
	debug_expect(test, other, PAGE_SIZE, 0, DMA_TO_DEVICE, both);
	debug_freed_twice(test);
	expect_pages_taken(test, before, 0);
}

/* The same of pages, which are freed as the caller says. */
static void debug_expect_pages(struct kunit *test, struct device *dev, long size,
			       long by, enum dma_data_direction dir,
			       const char *text)
{
	dma_addr_t handle;
	struct page *page;
	char both[120];

	page = dma_alloc_pages(test->priv, PAGE_SIZE, &handle, DMA_TO_DEVICE,
			       GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	if (by) {
		snprintf(both, sizeof(both),
			 "[allocated at 0x%016llx] [freed at 0x%016llx]",
			 (u64)handle, (u64)handle + by);
		text = both;
	}
	expect_warning_begin(test);
	dma_free_pages(dev, size, page, handle + by, dir);
	KUNIT_EXPECT_PTR_NE_MSG(test, strstr(expect_warning_log, text), NULL,
				"nothing says '%s'", text);
	/* a handle that is wrong is noticed once more */
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "DMA memory"), by ? 2 : 1);
}

static void debug_mismatches_of_pages(struct kunit *test)
{
	struct device *dev = test->priv, *other;
	char both[120];
	long before;

	other = kunit_device_register(test, "dma-other");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, other);
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(other, DMA_BIT_MASK(32)));

	debug_go_on(test);
	before = free_pages_now();
	snprintf(both, sizeof(both), "[map size=%lu bytes] [unmap size=%lu bytes]",
		 PAGE_SIZE, PAGE_SIZE - 8);
	debug_expect_pages(test, dev, PAGE_SIZE - 8, 0, DMA_TO_DEVICE, both);
	debug_expect_pages(test, dev, PAGE_SIZE, 0, DMA_BIDIRECTIONAL,
			   "[mapped with DMA_TO_DEVICE] [unmapped with DMA_BIDIRECTIONAL]");
	debug_expect_pages(test, dev, PAGE_SIZE, PAGE_SIZE, DMA_TO_DEVICE, NULL);
	snprintf(both, sizeof(both), "[allocated for %s] [freed for %s]",
		 dev_name(dev), dev_name(other));
	debug_expect_pages(test, other, PAGE_SIZE, 0, DMA_TO_DEVICE, both);
	expect_pages_taken(test, before, 0);
}

/* A name to be found again. */
static noinline void *debug_alloc_here(struct device *dev, dma_addr_t *handle)
{
	void *mem = dma_alloc_noncoherent(dev, 17 * PAGE_SIZE, handle,
					  DMA_TO_DEVICE, GFP_KERNEL);

	barrier();	/* no tail call */
	return mem;
}

/* Who goes without his memory hears how much that is and where it came from. */
static void debug_left_at_detach(struct kunit *test)
{
	struct device *dev = kunit_device_register(test, "dma-forgetful");
	static bool watched;
	const char *mapped_at;
	dma_addr_t handle, managed;
	char text[160];
	void *mem;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_ASSERT_NOT_NULL(test, dev->driver);
	/* for all tests that come, which is good to have */
	if (!watched)
		dma_debug_add_bus(dev->bus);
	watched = true;
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32)));
	mem = debug_alloc_here(dev, &handle);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	/* this one goes in time */
	KUNIT_EXPECT_NOT_NULL(test, dmam_alloc_noncoherent(dev, PAGE_SIZE, &managed,
							   DMA_TO_DEVICE,
							   GFP_KERNEL));
	debug_go_on(test);
	get_device(dev);
	expect_warning_begin(test);
	kunit_device_unregister(test, dev);
	KUNIT_EXPECT_EQ(test, 1,
			expect_warning_end(test, "pending DMA allocations while released"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(expect_warning_log, "[count=1]"));
	snprintf(text, sizeof(text),
		 "[device address=0x%016llx] [size=69632 bytes] [mapped with DMA_TO_DEVICE] [mapped as noncoherent]",
		 (u64)handle);
	KUNIT_EXPECT_PTR_NE_MSG(test, strstr(expect_warning_log, text), NULL,
				"nothing says '%s'", text);
	mapped_at = strstr(expect_warning_log, "Mapped at:");
	KUNIT_ASSERT_NOT_NULL(test, mapped_at);
	KUNIT_EXPECT_NOT_NULL(test, strstr(mapped_at, "debug_alloc_here+"));
	dma_free_noncoherent(dev, 17 * PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
	put_device(dev);
}

static void debug_sync_outside(struct kunit *test)
{
	struct device *dev = test->priv;
	dma_addr_t handle;
	void *mem = alloc17(test, &handle);

	debug_go_on(test);
	expect_warning_begin(test);
	dma_sync_single_for_device(dev, handle + 16 * PAGE_SIZE, 2 * PAGE_SIZE,
				   DMA_TO_DEVICE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(expect_warning_log,
					   "outside allocated range"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(expect_warning_log,
					   "[allocation size=69632 bytes]"));
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "DMA memory"), 1);
	dma_free_noncoherent(dev, 17 * PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
}
#else
static void debug_mismatches(struct kunit *test)
{
	kunit_skip(test, "no dma-debug");
}

static void debug_mismatches_of_pages(struct kunit *test)
{
	kunit_skip(test, "no dma-debug");
}

static void debug_left_at_detach(struct kunit *test)
{
	kunit_skip(test, "no dma-debug");
}

static void debug_sync_outside(struct kunit *test)
{
	kunit_skip(test, "no dma-debug");
}
#endif

/* ---- what else can be done with the memory ---- */

static void sgtable(struct kunit *test)
{
	struct device *dev = test->priv;
	struct sg_table sgt;
	dma_addr_t handle;
	void *mem = alloc17(test, &handle);

	KUNIT_EXPECT_EQ(test, -EINVAL, dma_get_sgtable_noncoherent(dev, &sgt, mem,
								   handle, 0));
	KUNIT_ASSERT_EQ(test, 0, dma_get_sgtable_noncoherent(dev, &sgt, mem, handle,
							     17 * PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, sgt.orig_nents, 1);
	KUNIT_EXPECT_EQ(test, sgt.sgl->length, 17 * PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, sg_virt(sgt.sgl), mem);
	sg_free_table(&sgt);
	dma_free_noncoherent(dev, 17 * PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
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
	/* the rest goes with the device */
	kunit_device_unregister(test, dev);
	expect_pages_taken(test, before, 0);
}

/* What reaches beyond the buffer is refused before anything is mapped. */
static void mmap_beyond(struct kunit *test)
{
	static const struct {
		unsigned long off, pages;
	} bad[] = {
		{ 0, 18 }, { 1, 17 }, { 16, 2 }, { 17, 1 }, { 18, 1 },
		{ ULONG_MAX, 1 }, { ULONG_MAX, 2 }, { ULONG_MAX - 1, 3 },
		{ ULONG_MAX - 16, 17 }, { 1, ULONG_MAX >> PAGE_SHIFT },
	};
	struct vm_area_struct *vma = kunit_kzalloc(test, sizeof(*vma), GFP_KERNEL);
	struct device *dev = test->priv;
	dma_addr_t handle, handle2;
	void *mem = alloc17(test, &handle);
	struct page *page;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, vma);
	page = dma_alloc_pages(dev, 17 * PAGE_SIZE - 5, &handle2, DMA_TO_DEVICE,
			       GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		/* not on a page, so that what is not refused is not mapped either */
		vma->vm_start = 8;
		vma->vm_end = vma->vm_start + (bad[i].pages << PAGE_SHIFT);
		vma->vm_pgoff = bad[i].off;
		KUNIT_EXPECT_EQ_MSG(test, -ENXIO,
				    dma_mmap_noncoherent(dev, vma, mem, handle,
							 17 * PAGE_SIZE - 5),
				    "%lx, %lx pages", bad[i].off, bad[i].pages);
		KUNIT_EXPECT_EQ_MSG(test, -ENXIO,
				    dma_mmap_pages(dev, vma, 17 * PAGE_SIZE - 5,
						   page),
				    "%lx, %lx pages", bad[i].off, bad[i].pages);
	}
	/* nor is a copy mapped; remap_pfn_range() would warn of this address */
	vma->vm_end = vma->vm_start + PAGE_SIZE;
	vma->vm_pgoff = 0;
	vm_flags_init(vma, VM_MAYWRITE);
	KUNIT_EXPECT_EQ(test, -EINVAL,
			dma_mmap_noncoherent(dev, vma, mem, handle, 17 * PAGE_SIZE));
	dma_free_pages(dev, 17 * PAGE_SIZE - 5, page, handle2, DMA_TO_DEVICE);
	dma_free_noncoherent(dev, 17 * PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
}

/* ---- who is told ---- */

#ifdef CONFIG_TRACEPOINTS
static struct {
	unsigned int allocs, frees;
	struct device *dev;
	void *mem;
	dma_addr_t handle;
	size_t size;
	enum dma_data_direction dir;
	gfp_t gfp;
} seen;

static void see_alloc(void *data, struct device *dev, void *mem, dma_addr_t handle,
		      size_t size, enum dma_data_direction dir, gfp_t gfp,
		      unsigned long attrs)
{
	if (dev != data)
		return;
	seen.allocs++;
	seen.mem = mem;
	seen.handle = handle;
	seen.size = size;
	seen.dir = dir;
	seen.gfp = gfp;
}

static void see_free(void *data, struct device *dev, void *mem, dma_addr_t handle,
		     size_t size, enum dma_data_direction dir, unsigned long attrs)
{
	if (dev != data)
		return;
	seen.frees++;
	seen.mem = mem;
	seen.handle = handle;
	seen.size = size;
	seen.dir = dir;
}

static void expect_seen(struct kunit *test, unsigned int allocs, unsigned int frees,
			void *mem, dma_addr_t handle, size_t size,
			enum dma_data_direction dir)
{
	KUNIT_EXPECT_EQ(test, seen.allocs, allocs);
	KUNIT_EXPECT_EQ(test, seen.frees, frees);
	KUNIT_EXPECT_PTR_EQ(test, seen.mem, mem);
	KUNIT_EXPECT_EQ(test, seen.handle, handle);
	KUNIT_EXPECT_EQ(test, seen.size, size);
	KUNIT_EXPECT_EQ(test, seen.dir, dir);
	if (!frees)
		KUNIT_EXPECT_EQ(test, (__force u32)seen.gfp, (__force u32)GFP_NOWAIT);
	memset(&seen, 0, sizeof(seen));
}

static void see_no_more(void *dev)
{
	unregister_trace_dma_alloc_pages(see_alloc, dev);
	unregister_trace_dma_free_pages(see_free, dev);
	tracepoint_synchronize_unregister();
}

static void traced(struct kunit *test)
{
	struct device *dev = test->priv;
	dma_addr_t handle;
	struct page *page;
	void *mem;

	memset(&seen, 0, sizeof(seen));
	KUNIT_ASSERT_EQ(test, register_trace_dma_alloc_pages(see_alloc, dev), 0);
	KUNIT_ASSERT_EQ(test, register_trace_dma_free_pages(see_free, dev), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, see_no_more, dev), 0);
	mem = dma_alloc_noncoherent(dev, 100, &handle, DMA_FROM_DEVICE, GFP_NOWAIT);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	expect_seen(test, 1, 0, mem, handle, 100, DMA_FROM_DEVICE);
	dma_free_noncoherent(dev, 100, mem, handle, DMA_FROM_DEVICE);
	expect_seen(test, 0, 1, mem, handle, 100, DMA_FROM_DEVICE);

	page = dma_alloc_pages(dev, 5000, &handle, DMA_TO_DEVICE, GFP_NOWAIT);
	KUNIT_ASSERT_NOT_NULL(test, page);
	mem = page_address(page);
	expect_seen(test, 1, 0, mem, handle, 5000, DMA_TO_DEVICE);
	dma_free_pages(dev, 5000, page, handle, DMA_TO_DEVICE);
	expect_seen(test, 0, 1, mem, handle, 5000, DMA_TO_DEVICE);

	/* so are those that fail, and what is nothing is not */
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, 0, &handle, DMA_TO_DEVICE,
						      GFP_NOWAIT));
	expect_seen(test, 1, 0, NULL, 0, 0, DMA_TO_DEVICE);
	KUNIT_EXPECT_NULL(test, dma_alloc_pages(dev, SIZE_MAX, &handle,
						DMA_TO_DEVICE, GFP_NOWAIT));
	expect_seen(test, 1, 0, NULL, 0, SIZE_MAX, DMA_TO_DEVICE);
	dma_free_noncoherent(dev, 100, NULL, 0, DMA_FROM_DEVICE);
	dma_free_pages(dev, 100, NULL, 0, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, seen.frees, 0);
}
#else
static void traced(struct kunit *test)
{
	kunit_skip(test, "no tracepoints");
}
#endif

/* ---- what fails on the way ---- */

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

/* ---- methods ---- */

#ifdef CONFIG_ARCH_HAS_DMA_OPS
static struct {
	unsigned int allocs, frees;
	size_t size;
} calls;

/* Nothing is as scattered as vmalloc(). */
static void *scattered_alloc(struct device *dev, size_t size, dma_addr_t *handle,
			     enum dma_data_direction dir, gfp_t gfp)
{
	calls.allocs++;
	calls.size = size;
	*handle = 0x1000;
	return vzalloc(size);
}

static void scattered_free(struct device *dev, size_t size, void *vaddr,
			   dma_addr_t handle, enum dma_data_direction dir)
{
	calls.frees++;
	calls.size = size;
	vfree(vaddr);
}

static const struct dma_map_ops scattering = {
	.alloc_noncoherent	= scattered_alloc,
	.free_noncoherent	= scattered_free,
};

static const struct dma_map_ops nothing;

/* Pages, at an address that the test wants. */
static dma_addr_t pages_at;

static struct page *pages_alloc(struct device *dev, size_t size, dma_addr_t *handle,
				enum dma_data_direction dir, gfp_t gfp)
{
	calls.allocs++;
	calls.size = size;
	*handle = pages_at;
	return alloc_pages(gfp | __GFP_ZERO, get_order(size));
}

static void pages_free(struct device *dev, size_t size, struct page *page,
		       dma_addr_t handle, enum dma_data_direction dir)
{
	calls.frees++;
	calls.size = size;
	__free_pages(page, get_order(size));
}

static const struct dma_map_ops pages_only = {
	.alloc_pages_op	= pages_alloc,
	.free_pages	= pages_free,
};

/* The same memory by the other method. */
static void *memory_alloc(struct device *dev, size_t size, dma_addr_t *handle,
			  enum dma_data_direction dir, gfp_t gfp)
{
	struct page *page = pages_alloc(dev, size, handle, dir, gfp);

	return page ? page_address(page) : NULL;
}

static void memory_free(struct device *dev, size_t size, void *vaddr,
			dma_addr_t handle, enum dma_data_direction dir)
{
	pages_free(dev, size, virt_to_page(vaddr), handle, dir);
}

static const struct dma_map_ops memory_only = {
	.alloc_noncoherent	= memory_alloc,
	.free_noncoherent	= memory_free,
};

static void methods(struct kunit *test)
{
	struct device *dev = test->priv;
	struct scatterlist *sg;
	struct sg_table sgt;
	dma_addr_t handle;
	size_t sum = 0;
	unsigned int i;
	u8 *mem;

	memset(&calls, 0, sizeof(calls));
	set_dma_ops(dev, &scattering);
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, 0, &handle,
						      DMA_TO_DEVICE, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, SIZE_MAX, &handle,
						      DMA_TO_DEVICE, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, calls.allocs, 0);
	mem = dma_alloc_noncoherent(dev, 9 * PAGE_SIZE - 5, &handle,
				    DMA_TO_DEVICE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	KUNIT_EXPECT_EQ(test, handle, 0x1000);
	KUNIT_EXPECT_EQ(test, calls.size, 9 * PAGE_SIZE);
	for (i = 0; i < 9; i++)
		mem[i * PAGE_SIZE] = i;

	KUNIT_ASSERT_EQ(test, 0, dma_get_sgtable_noncoherent(dev, &sgt, mem, handle,
							     9 * PAGE_SIZE - 5));
	i = 0;
	for_each_sgtable_sg(&sgt, sg, i) {
		u8 *first = kmap_local_page(sg_page(sg));

		KUNIT_EXPECT_EQ(test, *first, sum / PAGE_SIZE);
		kunmap_local(first);
		sum += sg->length;
	}
	KUNIT_EXPECT_EQ(test, sum, 9 * PAGE_SIZE);
	sg_free_table(&sgt);

	dma_free_noncoherent(dev, 9 * PAGE_SIZE - 5, mem, handle, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, calls.frees, 1);
	KUNIT_EXPECT_EQ(test, calls.size, 9 * PAGE_SIZE);

	/* no method at all: nothing to be had, nothing happens */
	set_dma_ops(dev, &nothing);
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, 64, &handle,
						      DMA_TO_DEVICE, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, dma_alloc_pages(dev, 64, &handle, DMA_TO_DEVICE,
						GFP_KERNEL));
	set_dma_ops(dev, NULL);
}

/* Who has only pages has noncoherent memory as well. */
static void method_for_pages(struct kunit *test)
{
	struct device *dev = test->priv;
	const size_t size = 5 * PAGE_SIZE - 3;
	long before = free_pages_now();
	unsigned int i, n = 0;
	struct buffer b;

	memset(&calls, 0, sizeof(calls));
	pages_at = 0x1000;
	set_dma_ops(dev, &pages_only);
	for (i = 0; i < 64; i++) {
		KUNIT_ASSERT_TRUE(test, buffer_alloc(dev, &b, i & 1, size,
						     DMA_TO_DEVICE, GFP_KERNEL));
		n++;
		KUNIT_EXPECT_EQ(test, calls.allocs, n);
		KUNIT_EXPECT_EQ(test, calls.frees, n - 1);
		KUNIT_EXPECT_EQ(test, calls.size, 5 * PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, b.handle, 0x1000);
		memset(b.mem, 0xff, size);
		calls.size = 0;
		buffer_free(dev, &b, size, DMA_TO_DEVICE);
		KUNIT_EXPECT_EQ(test, calls.frees, n);
		KUNIT_EXPECT_EQ(test, calls.size, 5 * PAGE_SIZE);
	}
	/* and who has only noncoherent memory has no pages */
	set_dma_ops(dev, &memory_only);
	KUNIT_EXPECT_FALSE(test, buffer_alloc(dev, &b, true, size, DMA_TO_DEVICE,
					      GFP_KERNEL));
	set_dma_ops(dev, NULL);
	expect_pages_taken(test, before, 0);
}

/* A method need not know of the mask: what is beyond goes back to it. */
static void method_beyond_mask(struct kunit *test)
{
	static const struct {
		const struct dma_map_ops *ops;
		bool pages;
	} how[] = {
		{ &memory_only, false }, { &pages_only, false }, { &pages_only, true },
	};
	static const struct {
		u64 mask, at;
		bool fits;
	} where[] = {
		{ DMA_BIT_MASK(24), SZ_16M - 5 * PAGE_SIZE, true },
		/* by a byte, a page, and all of it */
		{ DMA_BIT_MASK(24), SZ_16M - 5 * PAGE_SIZE + 1 },
		{ DMA_BIT_MASK(24), SZ_16M - 4 * PAGE_SIZE },
		{ DMA_BIT_MASK(24), SZ_16M },
		{ DMA_BIT_MASK(24), SZ_2G },
		{ DMA_BIT_MASK(32), 0, true },
		{ DMA_BIT_MASK(32), SZ_4G - 5 * PAGE_SIZE, true },
		/* where the sum can be 0, or less than its terms */
		{ DMA_BIT_MASK(32), SZ_4G - 4 * PAGE_SIZE },
		{ DMA_BIT_MASK(32), SZ_4G - PAGE_SIZE },
	};
	struct device *dev = test->priv;
	long before = free_pages_now();
	unsigned int h, i, round;
	struct buffer b;

	for (h = 0; h < ARRAY_SIZE(how); h++) {
		set_dma_ops(dev, how[h].ops);
		for (i = 0; i < ARRAY_SIZE(where); i++) {
			dev->coherent_dma_mask = where[i].mask;
			pages_at = where[i].at;
			for (round = 0; round < 20; round++) {
				memset(&calls, 0, sizeof(calls));
				KUNIT_EXPECT_EQ(test, where[i].fits,
						buffer_alloc(dev, &b, how[h].pages,
							     5 * PAGE_SIZE,
							     DMA_TO_DEVICE,
							     GFP_KERNEL));
				buffer_free(dev, &b, 5 * PAGE_SIZE,
					    DMA_TO_DEVICE);
				KUNIT_EXPECT_EQ(test, calls.allocs, 1);
				KUNIT_EXPECT_EQ(test, calls.frees, 1);
				KUNIT_EXPECT_EQ(test, calls.size, 5 * PAGE_SIZE);
			}
		}
	}
	set_dma_ops(dev, NULL);
	expect_pages_taken(test, before, 0);
}
#else
static void methods(struct kunit *test)
{
	kunit_skip(test, "this architecture has no dma_map_ops");
}

static void method_for_pages(struct kunit *test)
{
	kunit_skip(test, "this architecture has no dma_map_ops");
}

static void method_beyond_mask(struct kunit *test)
{
	kunit_skip(test, "this architecture has no dma_map_ops");
}
#endif

/* ---- at random ---- */

#define SLOTS		48
#define RANDOM_OPS	100000

struct slot {
	u8 *mem;
	size_t size;
	dma_addr_t handle;
	enum dma_data_direction dir;
	u8 pattern;
};

/* Three places a page: that is fast, and any overlap of pages shows. */
static bool slot_holds(const struct slot *s, u8 val)
{
	size_t off;

	for (off = 0; off < s->size; off += PAGE_SIZE) {
		size_t last = min(off + PAGE_SIZE, s->size) - 1;

		if (s->mem[off] != val || s->mem[(off + last) / 2] != val ||
		    s->mem[last] != val)
			return false;
	}
	return true;
}

static void slot_fill(struct slot *s, u8 val)
{
	size_t off;

	for (off = 0; off < s->size; off += PAGE_SIZE) {
		size_t last = min(off + PAGE_SIZE, s->size) - 1;

		s->mem[off] = val;
		s->mem[(off + last) / 2] = val;
		s->mem[last] = val;
	}
	s->pattern = val;
}

static const char *slot_alloc(struct device *dev, struct slot *s, u32 r)
{
	static const gfp_t gfps[] = { GFP_KERNEL, GFP_ATOMIC, GFP_NOWAIT };

	s->size = 1 + (r >> 8) % (r % 16 ? 2 * PAGE_SIZE : 24 * PAGE_SIZE);
	s->dir = (r >> 4) % 3;
	s->mem = dma_alloc_noncoherent(dev, s->size, &s->handle, s->dir,
				       gfps[(r >> 6) % 3] | __GFP_NOWARN);
	/* what does not wait may fail */
	if (!s->mem)
		return (r >> 6) % 3 ? NULL : "no memory";
	if (!slot_holds(s, 0))
		return "not zeroed";
	slot_fill(s, r);
	return NULL;
}

static const char *slot_use(struct device *dev, struct slot *s, u32 r)
{
	size_t off = (r >> 8) % s->size, len = 1 + (r >> 16) % (s->size - off);
	const char *what = NULL;
	dma_addr_t mapped;
	void *other;

	if (r & 1) {
		dma_sync_single_for_device(dev, s->handle + off, len, s->dir);
		dma_sync_single_for_cpu(dev, s->handle + off, len, s->dir);
		return NULL;
	}
	/* streaming mappings of other memory go on besides */
	len = min(len, PAGE_SIZE);
	/* in lines that no other thread's mapping has a part of */
	other = kmalloc(ALIGN(len, L1_CACHE_BYTES), GFP_KERNEL);
	if (!other)
		return NULL;
	mapped = dma_map_single(dev, other, len, s->dir);
	if (dma_mapping_error(dev, mapped))
		what = "not mapped";
	else
		dma_unmap_single(dev, mapped, len, s->dir);
	kfree(other);
	return what;
}

static const char *slot_free(struct device *dev, struct slot *s)
{
	const char *what = slot_holds(s, s->pattern) ? NULL : "overwritten";

	dma_free_noncoherent(dev, s->size, s->mem, s->handle, s->dir);
	s->mem = NULL;
	return what;
}

struct random_run {
	struct device *dev;
	u64 seed;
	u32 ops;
	const char *what;	/* went wrong */
	u32 at;
	struct completion done;
};

static int random_run(void *data)
{
	struct random_run *run = data;
	struct rnd_state rnd;
	struct slot *slots;
	u32 i, r;

	slots = kcalloc(SLOTS, sizeof(*slots), GFP_KERNEL);
	if (!slots)
		run->what = "no memory for the test";
	prandom_seed_state(&rnd, run->seed);
	for (i = 0; i < run->ops && !run->what; i++) {
		struct slot *s;

		r = prandom_u32_state(&rnd);
		s = &slots[r % SLOTS];
		r = prandom_u32_state(&rnd);
		if (!s->mem)
			run->what = slot_alloc(run->dev, s, r);
		else if (r % 4 < 2)
			run->what = slot_use(run->dev, s, r >> 2);
		else
			run->what = slot_free(run->dev, s);
		run->at = i;
		cond_resched();
	}
	for (i = 0; slots && i < SLOTS; i++)
		if (slots[i].mem && !run->what)
			run->what = slot_free(run->dev, &slots[i]);
	kfree(slots);
	complete(&run->done);
	return 0;
}

static void random_operations(struct kunit *test)
{
	struct random_run run = {
		.dev = test->priv, .seed = get_random_u64(), .ops = RANDOM_OPS,
	};
	long before = free_pages_now();

	init_completion(&run.done);
	random_run(&run);
	KUNIT_EXPECT_NULL_MSG(test, run.what, "%s at %u, seed %llu", run.what,
			      run.at, run.seed);
	kunit_info(test, "seed %llu, %u operations", run.seed, run.ops);
	expect_pages_taken(test, before, 0);
}

/* The same on all CPUs at once. */
static void random_operations_smp(struct kunit *test)
{
	unsigned int n = 2 * num_online_cpus(), i;
	struct random_run *runs;
	long before;

	if (num_online_cpus() == 1)
		kunit_skip(test, "one CPU");
	runs = kunit_kcalloc(test, n, sizeof(*runs), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, runs);
	before = free_pages_now();
	for (i = 0; i < n; i++) {
		struct task_struct *task;

		runs[i].dev = test->priv;
		runs[i].seed = get_random_u64();
		runs[i].ops = RANDOM_OPS / n;
		init_completion(&runs[i].done);
		task = kthread_run(random_run, &runs[i], "dma-alloc/%u", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	}
	for (i = 0; i < n; i++) {
		wait_for_completion(&runs[i].done);
		KUNIT_EXPECT_NULL_MSG(test, runs[i].what, "%s at %u, seed %llu",
				      runs[i].what, runs[i].at, runs[i].seed);
	}
	expect_pages_taken(test, before, 0);
}

static struct kunit_case dma_alloc_cases[] = {
	KUNIT_CASE(exact_pages),
	KUNIT_CASE(aligned_blocks),
	KUNIT_CASE(page_held),
	KUNIT_CASE(beyond_max_order),
	KUNIT_CASE(zeroed_once_more),
	KUNIT_CASE_SLOW(every_combination),
	KUNIT_CASE(masks),
	KUNIT_CASE(out_of_reach),
	KUNIT_CASE(near_node),
	KUNIT_CASE(restricted_pool),
	KUNIT_CASE_SLOW(own_area),
	KUNIT_CASE(encrypted_guest),
	KUNIT_CASE(wrong_handle),
	KUNIT_CASE(wrong_direction),
	KUNIT_CASE(debug_mismatches),
	KUNIT_CASE(debug_mismatches_of_pages),
	KUNIT_CASE(debug_left_at_detach),
	KUNIT_CASE(debug_sync_outside),
	KUNIT_CASE(sgtable),
	KUNIT_CASE(managed_memory),
	KUNIT_CASE(mmap_beyond),
	KUNIT_CASE(traced),
	KUNIT_CASE_SLOW(fail_nth),
	KUNIT_CASE(methods),
	KUNIT_CASE(method_for_pages),
	KUNIT_CASE(method_beyond_mask),
	KUNIT_CASE_SLOW(random_operations),
	KUNIT_CASE_SLOW(random_operations_smp),
	{}
};

static struct kunit_suite dma_alloc_suite = {
	.name = "dma_alloc",
	.init = dma_alloc_test_init,
	.test_cases = dma_alloc_cases,
};

kunit_test_suite(dma_alloc_suite);

MODULE_DESCRIPTION("Tests of the allocation of cacheable DMA memory");
MODULE_LICENSE("GPL");
