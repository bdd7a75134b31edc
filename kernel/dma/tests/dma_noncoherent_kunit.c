// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of dma_alloc_noncoherent(), dma_alloc_pages() and their frees through the
 * public API, with the default DMA ops of the machine.
 */
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/vmstat.h>
#include <kunit/device.h>
#include <kunit/static_stub.h>
#include <kunit/test.h>
#include "../cache.h"
#include "expect_warning.h"

struct fixture {
	struct device *dev;
	unsigned int ops[NR_DMA_CACHE_OPS];
	phys_addr_t lo, hi;	/* range that the operations covered */
	bool mapped;		/* each has a kernel address within one page */
	struct dma_cache_traits cpu;
};

static void set_coherent(struct device *dev, bool coherent)
{
#if defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_DEVICE) || \
	defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_CPU)
	dev_assign_dma_coherent(dev, coherent);
#endif
}

static int dma_noncoherent_test_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	test->priv = f;
	f->dev = kunit_device_register(test, "dma-noncoherent");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, f->dev);
	set_coherent(f->dev, false);
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(f->dev, DMA_BIT_MASK(32)));
	return 0;
}

static const size_t sizes[] = {
	1, 64, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1, 5 * PAGE_SIZE,
	17 * PAGE_SIZE, SZ_64K, SZ_256K, SZ_1M,
};

static const enum dma_data_direction dirs[] = {
	DMA_TO_DEVICE, DMA_FROM_DEVICE, DMA_BIDIRECTIONAL,
};

/* Zeroed to the end of the last page, writable, addressable. */
static void alloc_one(struct kunit *test, size_t size,
		      enum dma_data_direction dir)
{
	struct fixture *f = test->priv;
	size_t whole = PAGE_ALIGN(size);
	dma_addr_t handle;
	u8 *mem;

	mem = dma_alloc_noncoherent(f->dev, size, &handle, dir, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL_MSG(test, mem, "%zu bytes", size);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, whole));
	KUNIT_EXPECT_TRUE(test, PAGE_ALIGNED(mem));
	KUNIT_EXPECT_LE(test, handle + whole - 1, (dma_addr_t)DMA_BIT_MASK(32));
	memset(mem, 0xa5, whole);
	dma_free_noncoherent(f->dev, size, mem, handle, dir);
}

static void alloc_and_free(struct kunit *test)
{
	unsigned int s, d;

	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		for (d = 0; d < ARRAY_SIZE(dirs); d++) {
			/* the second must not see contents of the first */
			alloc_one(test, sizes[s], dirs[d]);
			alloc_one(test, sizes[s], dirs[d]);
		}
	}
}

static void alloc_pages_and_free(struct kunit *test)
{
	struct fixture *f = test->priv;
	dma_addr_t handle;
	struct page *page;
	unsigned int s;

	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		page = dma_alloc_pages(f->dev, sizes[s], &handle,
				       DMA_BIDIRECTIONAL, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL_MSG(test, page, "%zu bytes", sizes[s]);
		KUNIT_EXPECT_NULL(test, memchr_inv(page_address(page), 0,
						   PAGE_ALIGN(sizes[s])));
		dma_free_pages(f->dev, sizes[s], page, handle,
			       DMA_BIDIRECTIONAL);
	}
}

static void alloc_atomic(struct kunit *test)
{
	struct fixture *f = test->priv;
	dma_addr_t handle;
	unsigned long flags;
	void *mem;

	local_irq_save(flags);
	mem = dma_alloc_noncoherent(f->dev, SZ_16K, &handle, DMA_TO_DEVICE,
				    GFP_ATOMIC);
	local_irq_restore(flags);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, SZ_16K));
	dma_free_noncoherent(f->dev, SZ_16K, mem, handle, DMA_TO_DEVICE);
}

/* All memory is freed: many rounds do not leak. */
static void nothing_leaks(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long before, after;
	dma_addr_t handle;
	void *mem;
	int i;

	before = global_zone_page_state(NR_FREE_PAGES);
	for (i = 0; i < 200; i++) {
		mem = dma_alloc_noncoherent(f->dev, 17 * PAGE_SIZE, &handle,
					    DMA_FROM_DEVICE, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, mem);
		dma_free_noncoherent(f->dev, 17 * PAGE_SIZE, mem, handle,
				     DMA_FROM_DEVICE);
	}
	after = global_zone_page_state(NR_FREE_PAGES);
	/* others use a few pages, 200 leaked tails are thousands */
	KUNIT_EXPECT_LT(test, before, after + 200);
}

static void bad_sizes(struct kunit *test)
{
	static const size_t bad[] = { 0, SIZE_MAX, SIZE_MAX - PAGE_SIZE + 2 };
	struct fixture *f = test->priv;
	dma_addr_t handle;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		KUNIT_EXPECT_NULL(test,
				  dma_alloc_noncoherent(f->dev, bad[i], &handle,
							DMA_TO_DEVICE,
							GFP_KERNEL));
		KUNIT_EXPECT_NULL(test,
				  dma_alloc_pages(f->dev, bad[i], &handle,
						  DMA_TO_DEVICE, GFP_KERNEL));
	}
}

static void free_null(struct kunit *test)
{
	struct fixture *f = test->priv;

	expect_warning_begin(test);
	dma_free_noncoherent(f->dev, PAGE_SIZE, NULL, 0, DMA_TO_DEVICE);
	dma_free_pages(f->dev, PAGE_SIZE, NULL, 0, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "anything"), 0);
}

static void expect_refusal(struct kunit *test, enum dma_data_direction dir,
			   gfp_t gfp, const char *text)
{
	struct fixture *f = test->priv;
	dma_addr_t handle;

	expect_warning_begin(test);
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(f->dev, PAGE_SIZE,
						      &handle, dir, gfp));
	KUNIT_EXPECT_NULL(test, dma_alloc_pages(f->dev, PAGE_SIZE, &handle, dir,
						gfp));
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, text), 1);
}

static void bad_direction(struct kunit *test)
{
	expect_refusal(test, DMA_NONE, GFP_KERNEL, "direction 3");
}

static void bad_flags(struct kunit *test)
{
	expect_refusal(test, DMA_TO_DEVICE, GFP_KERNEL | __GFP_COMP, "zone flags");
	expect_refusal(test, DMA_TO_DEVICE, GFP_KERNEL | __GFP_HIGHMEM,
		       "zone flags");
	if (IS_ENABLED(CONFIG_ZONE_DMA))
		expect_refusal(test, DMA_TO_DEVICE, GFP_KERNEL | __GFP_DMA,
			       "zone flags");
	if (IS_ENABLED(CONFIG_ZONE_DMA32))
		expect_refusal(test, DMA_TO_DEVICE, GFP_KERNEL | __GFP_DMA32,
			       "zone flags");
}

static void no_mask(struct kunit *test)
{
	struct fixture *f = test->priv;

	f->dev->coherent_dma_mask = 0;
	expect_refusal(test, DMA_TO_DEVICE, GFP_KERNEL, "coherent DMA mask");
}

/* Mapping calls refuse an invalid direction, and warn. */
static void map_bad_direction(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct scatterlist sg;
	dma_addr_t handle;
	void *mem;

	mem = dma_alloc_noncoherent(f->dev, PAGE_SIZE, &handle, DMA_TO_DEVICE,
				    GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	sg_init_one(&sg, mem, PAGE_SIZE);
	expect_warning_begin(test);
	KUNIT_EXPECT_EQ(test, dma_map_single(f->dev, mem, 64, DMA_NONE),
			DMA_MAPPING_ERROR);
	KUNIT_EXPECT_EQ(test, dma_map_sg(f->dev, &sg, 1, DMA_NONE), 0);
	KUNIT_EXPECT_EQ(test, dma_map_resource(f->dev, 0, 64, DMA_NONE, 0),
			DMA_MAPPING_ERROR);
	dma_unmap_resource(f->dev, 0, 64, DMA_NONE, 0);
	dma_unmap_single(f->dev, handle, 64, DMA_NONE);
	dma_unmap_sg(f->dev, &sg, 1, DMA_NONE);
	dma_sync_single_for_device(f->dev, handle, 64, DMA_NONE);
	dma_sync_single_for_cpu(f->dev, handle, 64, DMA_NONE);
	dma_sync_sg_for_device(f->dev, &sg, 1, DMA_NONE);
	dma_sync_sg_for_cpu(f->dev, &sg, 1, DMA_NONE);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "call with direction 3"), 1);
	dma_free_noncoherent(f->dev, PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
}

/* ---- cache operations of API calls: converted architectures only ---- */

#ifdef CONFIG_ARCH_HAS_DMA_CACHE
static void count_op(enum dma_cache_op op, phys_addr_t paddr, void *vaddr,
		     size_t size)
{
	struct fixture *f = kunit_get_current_test()->priv;

	f->ops[op]++;
	f->mapped = f->mapped && offset_in_page(vaddr) == offset_in_page(paddr) &&
		    offset_in_page(paddr) + size <= PAGE_SIZE;
	/* faults where nothing is mapped */
	READ_ONCE(*(u8 *)vaddr);
	f->lo = min(f->lo, paddr);
	f->hi = max(f->hi, paddr + size);
}

static const struct dma_cache_traits *fixture_traits(void)
{
	struct fixture *f = kunit_get_current_test()->priv;

	return &f->cpu;
}

/* Pretend that the CPU speculates, so that both hand-overs have operations. */
static void count_ops(struct kunit *test)
{
	struct fixture *f = test->priv;

	f->cpu = *dma_cache_traits();
	f->cpu.speculates = true;
	f->cpu.all_threshold = SIZE_MAX;
	kunit_activate_static_stub(test, dma_cache_traits, fixture_traits);
	kunit_activate_static_stub(test, dma_cache_op, count_op);
}
#else
static void count_ops(struct kunit *test)
{
	kunit_skip(test, "this architecture has hooks of its own");
}
#endif

static void forget_ops(struct fixture *f)
{
	memset(f->ops, 0, sizeof(f->ops));
	f->lo = ~(phys_addr_t)0;
	f->hi = 0;
	f->mapped = true;
}

static void expect_counts(struct kunit *test, unsigned int to_memory,
			  unsigned int inv)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_EQ(test, f->ops[DMA_CACHE_WBACK] +
			      f->ops[DMA_CACHE_WBACK_INV], to_memory);
	KUNIT_EXPECT_EQ(test, f->ops[DMA_CACHE_INV], inv);
}

/* A hand-over of a part maintains that part only. */
static void sync_sub_range(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int line;
	dma_addr_t handle;
	phys_addr_t phys;
	void *mem;

	count_ops(test);
	mem = dma_alloc_noncoherent(f->dev, SZ_16K, &handle, DMA_BIDIRECTIONAL,
				    GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	phys = virt_to_phys(mem);
	line = f->cpu.line_size;

	forget_ops(f);
	dma_sync_single_for_device(f->dev, handle + 4096, 1024, DMA_BIDIRECTIONAL);
	expect_counts(test, 1, 0);
	KUNIT_EXPECT_EQ(test, f->lo, phys + 4096);
	KUNIT_EXPECT_EQ(test, f->hi, phys + 4096 + 1024);

	forget_ops(f);
	dma_sync_single_for_cpu(f->dev, handle + 4096, 1024, DMA_BIDIRECTIONAL);
	expect_counts(test, 0, 1);

	/* one byte is one line */
	forget_ops(f);
	dma_sync_single_for_device(f->dev, handle + 8191, 1, DMA_TO_DEVICE);
	expect_counts(test, 1, 0);
	KUNIT_EXPECT_EQ(test, f->lo, phys + 8192 - line);
	KUNIT_EXPECT_EQ(test, f->hi, phys + 8192);
	forget_ops(f);
	dma_sync_single_for_cpu(f->dev, handle + 8191, 1, DMA_TO_DEVICE);
	expect_counts(test, 0, 0);
	dma_free_noncoherent(f->dev, SZ_16K, mem, handle, DMA_BIDIRECTIONAL);
}

static void map_single(struct kunit *test)
{
	struct fixture *f = test->priv;
	void *mem = kunit_kzalloc(test, SZ_4K, GFP_KERNEL);
	dma_addr_t handle;

	KUNIT_ASSERT_NOT_NULL(test, mem);
	count_ops(test);
	forget_ops(f);
	handle = dma_map_single(f->dev, mem, SZ_4K, DMA_FROM_DEVICE);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(f->dev, handle));
	expect_counts(test, 1, 0);
	forget_ops(f);
	dma_unmap_single(f->dev, handle, SZ_4K, DMA_FROM_DEVICE);
	expect_counts(test, 0, 1);

	/* DMA_ATTR_SKIP_CPU_SYNC: no operation */
	forget_ops(f);
	handle = dma_map_single_attrs(f->dev, mem, SZ_4K, DMA_FROM_DEVICE,
				      DMA_ATTR_SKIP_CPU_SYNC);
	dma_unmap_single_attrs(f->dev, handle, SZ_4K, DMA_FROM_DEVICE,
			       DMA_ATTR_SKIP_CPU_SYNC);
	expect_counts(test, 0, 0);

	/* MMIO is not cached */
	handle = dma_map_phys(f->dev, virt_to_phys(mem), SZ_4K, DMA_FROM_DEVICE,
			      DMA_ATTR_MMIO);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(f->dev, handle));
	dma_unmap_phys(f->dev, handle, SZ_4K, DMA_FROM_DEVICE, DMA_ATTR_MMIO);
	expect_counts(test, 0, 0);
}

static void map_scatterlist(struct kunit *test)
{
	static const unsigned long with[] = {
		0, DMA_ATTR_SKIP_CPU_SYNC, DMA_ATTR_MMIO,
	};
	struct fixture *f = test->priv;
	u8 *mem = kunit_kzalloc(test, SZ_16K, GFP_KERNEL);
	struct scatterlist sg[4];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, mem);
	count_ops(test);
	sg_init_table(sg, 4);
	/* two adjacent entries, and two others */
	sg_set_buf(&sg[0], mem, SZ_1K);
	sg_set_buf(&sg[1], mem + SZ_1K, SZ_1K);
	sg_set_buf(&sg[2], mem + SZ_4K, SZ_1K);
	sg_set_buf(&sg[3], mem + SZ_8K, SZ_1K);

	for (i = 0; i < ARRAY_SIZE(with); i++) {
		unsigned long attrs = with[i];

		forget_ops(f);
		KUNIT_ASSERT_GT(test,
				dma_map_sg_attrs(f->dev, sg, 4, DMA_FROM_DEVICE,
						 attrs), 0);
		expect_counts(test, i ? 0 : 3, 0);
		forget_ops(f);
		dma_sync_sg_for_cpu(f->dev, sg, 4, DMA_FROM_DEVICE);
		expect_counts(test, 0, 3);
		forget_ops(f);
		dma_sync_sg_for_device(f->dev, sg, 4, DMA_FROM_DEVICE);
		expect_counts(test, 3, 0);
		forget_ops(f);
		dma_unmap_sg_attrs(f->dev, sg, 4, DMA_FROM_DEVICE, attrs);
		expect_counts(test, 0, i ? 0 : 3);
	}
}

/* An entry with a bus address is memory of another device. */
static void list_with_bus_address(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = kunit_kzalloc(test, SZ_8K, GFP_KERNEL);
	struct scatterlist sg[3];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, mem);
	count_ops(test);
	sg_init_table(sg, ARRAY_SIZE(sg));
	for (i = 0; i < ARRAY_SIZE(sg); i++)
		sg_set_buf(&sg[i], mem + i * SZ_2K, SZ_1K);
	KUNIT_ASSERT_GT(test, dma_map_sg(f->dev, sg, ARRAY_SIZE(sg),
					 DMA_FROM_DEVICE), 0);
	sg_dma_mark_bus_address(&sg[1]);

	forget_ops(f);
	dma_sync_sg_for_cpu(f->dev, sg, ARRAY_SIZE(sg), DMA_FROM_DEVICE);
	expect_counts(test, 0, 2);
	forget_ops(f);
	dma_sync_sg_for_device(f->dev, sg, ARRAY_SIZE(sg), DMA_FROM_DEVICE);
	expect_counts(test, 2, 0);
	forget_ops(f);
	dma_unmap_sg(f->dev, sg, ARRAY_SIZE(sg), DMA_FROM_DEVICE);
	expect_counts(test, 0, 2);
}

/* Highmem is mapped and maintained page by page. */
static void map_highmem(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct page *page;
	dma_addr_t handle;

	page = IS_ENABLED(CONFIG_HIGHMEM) ? alloc_pages(GFP_HIGHUSER, 1) : NULL;
	if (!page || !PageHighMem(page)) {
		if (page)
			__free_pages(page, 1);
		kunit_skip(test, "no highmem");
	}
	count_ops(test);
	forget_ops(f);
	handle = dma_map_page(f->dev, page, 100, PAGE_SIZE, DMA_TO_DEVICE);
	KUNIT_EXPECT_FALSE(test, dma_mapping_error(f->dev, handle));
	expect_counts(test, 2, 0);
	KUNIT_EXPECT_EQ(test, f->lo, page_to_phys(page) +
				     round_down(100, f->cpu.line_size));
	KUNIT_EXPECT_EQ(test, f->hi, page_to_phys(page) + PAGE_SIZE +
				     round_up(100, f->cpu.line_size));
	KUNIT_EXPECT_TRUE(test, f->mapped);
	dma_unmap_page(f->dev, handle, PAGE_SIZE, DMA_TO_DEVICE);
	__free_pages(page, 1);
}

/* A buffer that begins in lowmem and ends in highmem. */
static void across_lowmem_end(struct kunit *test)
{
	struct fixture *f = test->priv;
	phys_addr_t end = __pa(high_memory - 1) + 1;

	if (!IS_ENABLED(CONFIG_HIGHMEM) || !pfn_valid(PHYS_PFN(end)) ||
	    !PageHighMem(pfn_to_page(PHYS_PFN(end))))
		kunit_skip(test, "no highmem");
	count_ops(test);
	forget_ops(f);
	dma_sync_single_for_device(f->dev, phys_to_dma(f->dev, end - 100), 200,
				   DMA_TO_DEVICE);
	expect_counts(test, 2, 0);
	KUNIT_EXPECT_TRUE(test, f->mapped);
}

/* Memory without struct page is mapped by its address, such as a flash at 0. */
static void no_struct_page(struct kunit *test)
{
	const size_t size = 2 * PAGE_SIZE;
	struct fixture *f = test->priv;
	dma_addr_t handle;

	if (!IS_ENABLED(CONFIG_HIGHMEM) || pfn_valid(0))
		kunit_skip(test, "no highmem, or address 0 has a struct page");
	count_ops(test);
	handle = phys_to_dma(f->dev, 0);
	forget_ops(f);
	dma_sync_single_for_device(f->dev, handle, size, DMA_FROM_DEVICE);
	expect_counts(test, 2, 0);
	KUNIT_EXPECT_EQ(test, f->lo, 0);
	KUNIT_EXPECT_EQ(test, f->hi, size);
	KUNIT_EXPECT_TRUE(test, f->mapped);

	forget_ops(f);
	dma_sync_single_for_cpu(f->dev, handle, size, DMA_FROM_DEVICE);
	expect_counts(test, 0, 2);
	KUNIT_EXPECT_TRUE(test, f->mapped);
}

/* Small buffers share lines, so they may bounce and be copied back. */
static void list_bounces(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct scatterlist sg[2];
	u8 *mem[2], *there[2];
	unsigned int i, round;

	sg_init_table(sg, 2);
	for (i = 0; i < 2; i++) {
		mem[i] = kunit_kzalloc(test, 24, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, mem[i]);
		sg_set_buf(&sg[i], mem[i], 24);
	}
	set_coherent(f->dev, false);
	KUNIT_ASSERT_EQ(test, dma_map_sg(f->dev, sg, 2, DMA_FROM_DEVICE), 2);
	for (i = 0; i < 2; i++)
		there[i] = phys_to_virt(dma_to_phys(f->dev, sg_dma_address(&sg[i])));
	if (there[0] == mem[0]) {
		dma_unmap_sg(f->dev, sg, 2, DMA_FROM_DEVICE);
		kunit_skip(test, "nothing bounces");
	}
	for (round = 1; round < 3; round++) {
		for (i = 0; i < 2; i++)
			memset(there[i], round * 16 + i, 24);
		if (round == 1)
			dma_sync_sg_for_cpu(f->dev, sg, 2, DMA_FROM_DEVICE);
		else
			dma_unmap_sg(f->dev, sg, 2, DMA_FROM_DEVICE);
		for (i = 0; i < 2; i++)
			KUNIT_EXPECT_NULL(test, memchr_inv(mem[i], round * 16 + i, 24));
	}
}

/* A coherent device needs no operations. */
static void coherent_device(struct kunit *test)
{
	struct fixture *f = test->priv;
	void *mem = kunit_kzalloc(test, SZ_4K, GFP_KERNEL);
	struct scatterlist sg;
	dma_addr_t handle;

	KUNIT_ASSERT_NOT_NULL(test, mem);
	count_ops(test);
	forget_ops(f);
	set_coherent(f->dev, true);
	handle = dma_map_single(f->dev, mem, SZ_4K, DMA_BIDIRECTIONAL);
	dma_sync_single_for_cpu(f->dev, handle, SZ_4K, DMA_BIDIRECTIONAL);
	dma_sync_single_for_device(f->dev, handle, SZ_4K, DMA_BIDIRECTIONAL);
	dma_unmap_single(f->dev, handle, SZ_4K, DMA_BIDIRECTIONAL);
	sg_init_one(&sg, mem, SZ_4K);
	KUNIT_EXPECT_EQ(test, dma_map_sg(f->dev, &sg, 1, DMA_BIDIRECTIONAL), 1);
	dma_sync_sg_for_cpu(f->dev, &sg, 1, DMA_BIDIRECTIONAL);
	dma_sync_sg_for_device(f->dev, &sg, 1, DMA_BIDIRECTIONAL);
	dma_unmap_sg(f->dev, &sg, 1, DMA_BIDIRECTIONAL);
	expect_counts(test, 0, 0);
}

static struct kunit_case dma_noncoherent_cases[] = {
	KUNIT_CASE(alloc_and_free),
	KUNIT_CASE(alloc_pages_and_free),
	KUNIT_CASE(alloc_atomic),
	KUNIT_CASE(nothing_leaks),
	KUNIT_CASE(bad_sizes),
	KUNIT_CASE(free_null),
	KUNIT_CASE(bad_direction),
	KUNIT_CASE(bad_flags),
	KUNIT_CASE(no_mask),
	KUNIT_CASE(map_bad_direction),
	KUNIT_CASE(sync_sub_range),
	KUNIT_CASE(map_single),
	KUNIT_CASE(map_scatterlist),
	KUNIT_CASE(list_with_bus_address),
	KUNIT_CASE(map_highmem),
	KUNIT_CASE(across_lowmem_end),
	KUNIT_CASE(no_struct_page),
	KUNIT_CASE(list_bounces),
	KUNIT_CASE(coherent_device),
	{}
};

static struct kunit_suite dma_noncoherent_suite = {
	.name = "dma_noncoherent",
	.init = dma_noncoherent_test_init,
	.test_cases = dma_noncoherent_cases,
};

kunit_test_suite(dma_noncoherent_suite);

MODULE_DESCRIPTION("Tests of the allocation of non-coherent DMA memory");
MODULE_LICENSE("GPL");
