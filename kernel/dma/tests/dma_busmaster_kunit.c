// SPDX-License-Identifier: GPL-2.0
/*
 * A real bus master works on non-coherent buffers.
 */
#include <linux/dma-cache.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/iommu-dma.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <kunit/static_stub.h>
#include <kunit/test.h>
#include "../cache.h"
#include "busmaster.h"
#include "kmemleak.h"

static struct {
	unsigned int ops[NR_DMA_CACHE_OPS];
	unsigned int barriers;
} total;

#define MAX_SIZE	SZ_1M
#define GUARD		256
#define SEED_STRIDE	61

/* The same pattern for all seeds, with a different start. */
static u8 *reference;

static u8 pattern(size_t i)
{
	return (i * 7 + (i >> 8) * 13 + (i >> 16) * 101) | 1;
}

static const u8 *expected(unsigned int seed)
{
	return reference + seed * SEED_STRIDE;
}

static void fill(u8 *mem, size_t size, unsigned int seed)
{
	memcpy(mem, expected(seed), size);
}

/* Offset at which memory differs from the pattern, or @size. */
static size_t check(const u8 *mem, size_t size, unsigned int seed)
{
	const u8 *want = expected(seed);
	size_t i = 0;

	if (!memcmp(mem, want, size))
		return size;
	while (mem[i] == want[i])
		i++;
	return i;
}

#ifdef CONFIG_ARCH_HAS_DMA_CACHE
static void counted_op(enum dma_cache_op op, phys_addr_t paddr, void *vaddr,
		       size_t size)
{
	total.ops[op]++;
	arch_dma_cache_op(op, paddr, vaddr, size);
}

static void counted_wait(void)
{
	total.barriers++;
	arch_sync_dma_flush();
}
#endif

static int dma_busmaster_init(struct kunit *test)
{
	if (!bm.pdev)
		kunit_skip(test, "no LSI 53C895A");
#ifdef CONFIG_ARCH_HAS_DMA_CACHE
	kunit_activate_static_stub(test, dma_cache_op, counted_op);
	kunit_activate_static_stub(test, dma_cache_wait, counted_wait);
#endif
	return 0;
}

struct buffer {
	u8 *mem;
	dma_addr_t dma;
	size_t size;
	enum dma_data_direction dir;
};

static void buffer_alloc(struct kunit *test, struct buffer *b, size_t size,
			 enum dma_data_direction dir)
{
	b->size = size;
	b->dir = dir;
	b->mem = dma_alloc_noncoherent(bm.dev, size, &b->dma, dir, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, b->mem);
}

static void buffer_free(struct buffer *b)
{
	dma_free_noncoherent(bm.dev, b->size, b->mem, b->dma, b->dir);
}

/* One transfer; every byte of the target and of what surrounds it is checked. */
static bool copy_and_check(struct kunit *test, struct buffer *src, size_t s_off,
			   struct buffer *dst, size_t d_off, size_t size)
{
	size_t lo = d_off - GUARD, at;

	fill(src->mem + s_off, size, 1);
	fill(dst->mem + lo, size + 2 * GUARD, 2);
	dma_sync_single_for_device(bm.dev, src->dma + s_off, size, src->dir);
	dma_sync_single_for_device(bm.dev, dst->dma + d_off, size, dst->dir);
	if (!busmaster_copy(dst->dma + d_off, src->dma + s_off, size)) {
		KUNIT_FAIL(test, "%zu bytes: the device did not finish", size);
		return false;
	}
	dma_sync_single_for_cpu(bm.dev, src->dma + s_off, size, src->dir);
	dma_sync_single_for_cpu(bm.dev, dst->dma + d_off, size, dst->dir);

	at = check(dst->mem + d_off, size, 1);
	KUNIT_EXPECT_EQ_MSG(test, at, size, "target, offsets %zu and %zu",
			    s_off, d_off);
	KUNIT_EXPECT_EQ(test, check(src->mem + s_off, size, 1), size);
	KUNIT_EXPECT_EQ(test, check(dst->mem + lo, GUARD, 2), GUARD);
	KUNIT_EXPECT_MEMEQ(test, dst->mem + d_off + size,
			   expected(2) + GUARD + size, GUARD);
	return at == size;
}

static const size_t copy_sizes[] = {
	1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 511,
	512, 1500, 4095, 4096, 4097, 65535, 65536, 65537, SZ_1M - 1, SZ_1M,
};

static const size_t copy_offsets[] = { 0, 1, 4, 15, 31, 33, 63 };

static void copy_all(struct kunit *test, enum dma_data_direction s_dir,
		     enum dma_data_direction d_dir)
{
	struct buffer src, dst;
	unsigned int i, s, d;

	buffer_alloc(test, &src, MAX_SIZE + PAGE_SIZE, s_dir);
	buffer_alloc(test, &dst, MAX_SIZE + PAGE_SIZE, d_dir);
	for (i = 0; i < ARRAY_SIZE(copy_sizes); i++) {
		for (s = 0; s < ARRAY_SIZE(copy_offsets); s++) {
			/* each offset against two others, large ones once */
			for (d = s; d < s + (copy_sizes[i] < SZ_64K ? 3 : 1); d++)
				if (!copy_and_check(test, &src, copy_offsets[s],
						    &dst, GUARD + copy_offsets[d %
						    ARRAY_SIZE(copy_offsets)],
						    copy_sizes[i]))
					goto out;
			if (copy_sizes[i] >= SZ_64K && s == 1)
				break;
		}
	}
out:
	buffer_free(&dst);
	buffer_free(&src);
}

static void copy_one_way(struct kunit *test)
{
	copy_all(test, DMA_TO_DEVICE, DMA_FROM_DEVICE);
}

static void copy_bidirectional(struct kunit *test)
{
	copy_all(test, DMA_BIDIRECTIONAL, DMA_BIDIRECTIONAL);
}

/* After a short transfer the rest keeps what the CPU wrote. */
static void short_transfer(struct kunit *test)
{
	struct buffer src, dst;

	buffer_alloc(test, &src, SZ_4K, DMA_TO_DEVICE);
	buffer_alloc(test, &dst, SZ_4K, DMA_FROM_DEVICE);
	fill(src.mem, SZ_4K, 3);
	fill(dst.mem, SZ_4K, 4);
	dma_sync_single_for_device(bm.dev, src.dma, SZ_4K, DMA_TO_DEVICE);
	dma_sync_single_for_device(bm.dev, dst.dma, SZ_4K, DMA_FROM_DEVICE);
	KUNIT_EXPECT_TRUE(test, busmaster_copy(dst.dma, src.dma, 100));
	dma_sync_single_for_cpu(bm.dev, dst.dma, SZ_4K, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, check(dst.mem, SZ_4K, 3), 100);
	fill(dst.mem, 100, 4);
	KUNIT_EXPECT_EQ(test, check(dst.mem, SZ_4K, 4), SZ_4K);
	buffer_free(&dst);
	buffer_free(&src);
}

/* Copy back and forth: each result is the next source. */
static void ping_pong(struct kunit *test)
{
	struct buffer a;
	unsigned int i;

	buffer_alloc(test, &a, SZ_8K, DMA_BIDIRECTIONAL);
	for (i = 0; i < 16; i++) {
		fill(a.mem, 1000, i);
		dma_sync_single_for_device(bm.dev, a.dma, SZ_8K, a.dir);
		KUNIT_EXPECT_TRUE(test, busmaster_copy(a.dma + 2000, a.dma, 1000));
		KUNIT_EXPECT_TRUE(test, busmaster_copy(a.dma + 5000,
						       a.dma + 2000, 1000));
		dma_sync_single_for_cpu(bm.dev, a.dma, SZ_8K, a.dir);
		KUNIT_EXPECT_EQ(test, check(a.mem + 2000, 1000, i), 1000);
		KUNIT_EXPECT_EQ(test, check(a.mem + 5000, 1000, i), 1000);
	}
	buffer_free(&a);
}

/* Above the limit of the page allocator: scattered behind an IOMMU. */
static void in_pieces(struct kunit *test)
{
	size_t size = (PAGE_SIZE << MAX_PAGE_ORDER) + 3 * PAGE_SIZE, off;
	struct buffer src = { .dir = DMA_TO_DEVICE, .size = size };
	struct buffer dst = { .dir = DMA_FROM_DEVICE, .size = size };

	src.mem = dma_alloc_noncoherent(bm.dev, size, &src.dma, src.dir,
					GFP_KERNEL | __GFP_NOWARN);
	if (!src.mem)
		kunit_skip(test, "no IOMMU, and no contiguous area");
	dst.mem = dma_alloc_noncoherent(bm.dev, size, &dst.dma, dst.dir,
					GFP_KERNEL | __GFP_NOWARN);
	KUNIT_EXPECT_NOT_NULL(test, dst.mem);
	if (use_dma_iommu(bm.dev))
		KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(src.mem));
	for (off = GUARD; dst.mem && off < size - SZ_512K - GUARD; off += SZ_512K)
		if (!copy_and_check(test, &src, off - 7, &dst, off, SZ_512K))
			break;
	if (dst.mem)
		buffer_free(&dst);
	buffer_free(&src);
}

/* The streaming calls share the hand-overs. */
static void streaming(struct kunit *test)
{
	u8 *src = kunit_kzalloc(test, SZ_4K, GFP_KERNEL);
	u8 *dst = kunit_kzalloc(test, SZ_4K, GFP_KERNEL);
	dma_addr_t s, d;

	KUNIT_ASSERT_NOT_NULL(test, src);
	KUNIT_ASSERT_NOT_NULL(test, dst);
	fill(src, SZ_4K, 5);
	s = dma_map_single(bm.dev, src, SZ_4K, DMA_TO_DEVICE);
	d = dma_map_single(bm.dev, dst, SZ_4K, DMA_FROM_DEVICE);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(bm.dev, s));
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(bm.dev, d));
	KUNIT_EXPECT_TRUE(test, busmaster_copy(d, s, SZ_4K));
	dma_unmap_single(bm.dev, d, SZ_4K, DMA_FROM_DEVICE);
	dma_unmap_single(bm.dev, s, SZ_4K, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, check(dst, SZ_4K, 5), SZ_4K);
}

#define SG_ENTRIES	8

static void scatterlists(struct kunit *test)
{
	u8 *src = kunit_kzalloc(test, SZ_16K, GFP_KERNEL);
	u8 *dst = kunit_kzalloc(test, SZ_16K, GFP_KERNEL);
	struct scatterlist from[SG_ENTRIES], to[SG_ENTRIES], *sg;
	dma_addr_t s;
	int i, nents;

	KUNIT_ASSERT_NOT_NULL(test, src);
	KUNIT_ASSERT_NOT_NULL(test, dst);
	sg_init_table(from, SG_ENTRIES);
	sg_init_table(to, SG_ENTRIES);
	for (i = 0; i < SG_ENTRIES; i++) {
		sg_set_buf(&from[i], src + i * 1000, 1000);
		sg_set_buf(&to[i], dst + i * 2000 + 3, 1000);
	}
	fill(src, SZ_16K, 6);
	s = dma_map_single(bm.dev, src, SZ_16K, DMA_TO_DEVICE);
	nents = dma_map_sg(bm.dev, to, SG_ENTRIES, DMA_FROM_DEVICE);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(bm.dev, s));
	KUNIT_ASSERT_GT(test, nents, 0);
	for_each_sg(to, sg, nents, i) {
		KUNIT_EXPECT_TRUE(test, busmaster_copy(sg_dma_address(sg), s,
						       sg_dma_len(sg)));
		s += sg_dma_len(sg);
	}
	dma_unmap_sg(bm.dev, to, SG_ENTRIES, DMA_FROM_DEVICE);
	dma_unmap_single(bm.dev, s - 1000 * SG_ENTRIES, SZ_16K, DMA_TO_DEVICE);
	for (i = 0; i < SG_ENTRIES; i++) {
		KUNIT_EXPECT_EQ(test, 0, memcmp(dst + i * 2000 + 3,
						src + i * 1000, 1000));
		KUNIT_EXPECT_EQ(test, dst[i * 2000 + 2], 0);
		KUNIT_EXPECT_EQ(test, dst[i * 2000 + 1003], 0);
	}
}

static int dma_busmaster_suite_init(struct kunit_suite *suite)
{
	const size_t size = MAX_SIZE + 2 * GUARD + 32 * SEED_STRIDE;
	size_t i;

	reference = kvmalloc(size, GFP_KERNEL);
	if (!reference)
		return -ENOMEM;
	for (i = 0; i < size; i++)
		reference[i] = pattern(i);
	return pci_register_driver(&busmaster_driver);
}

/* Print figures for people and scripts. */
static void dma_busmaster_suite_exit(struct kunit_suite *suite)
{
	pci_unregister_driver(&busmaster_driver);
	kvfree(reference);
	pr_info("dma-busmaster: transfers=%u bytes=%llu counted=%d wback=%u inv=%u wback_inv=%u barriers=%u\n",
		bm.transfers, bm.bytes,
		IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE),
		total.ops[DMA_CACHE_WBACK], total.ops[DMA_CACHE_INV],
		total.ops[DMA_CACHE_WBACK_INV], total.barriers);
}

/* Without coherent DMA there must be cache operations. */
static void caches_worked(struct kunit *test)
{
#ifdef CONFIG_ARCH_HAS_DMA_CACHE
	KUNIT_EXPECT_GT(test, total.ops[DMA_CACHE_WBACK], 0);
	KUNIT_EXPECT_GT(test, total.ops[DMA_CACHE_WBACK_INV], 0);
	KUNIT_EXPECT_EQ(test, total.ops[DMA_CACHE_INV] > 0,
			dma_cache_traits()->speculates);
	KUNIT_EXPECT_GT(test, total.barriers, bm.transfers);
#else
	kunit_skip(test, "this architecture has hooks of its own");
#endif
}

/* The last suite where there is kmemleak, so this is about all of them. */
static void nothing_unreferenced(struct kunit *test)
{
	expect_nothing_unreferenced(test);
}

static struct kunit_case dma_busmaster_cases[] = {
	KUNIT_CASE(copy_one_way),
	KUNIT_CASE(copy_bidirectional),
	KUNIT_CASE(short_transfer),
	KUNIT_CASE(ping_pong),
	KUNIT_CASE(in_pieces),
	KUNIT_CASE(streaming),
	KUNIT_CASE(scatterlists),
	KUNIT_CASE(caches_worked),
	KUNIT_CASE_SLOW(nothing_unreferenced),
	{}
};

static struct kunit_suite dma_busmaster_suite = {
	.name = "dma_busmaster",
	.suite_init = dma_busmaster_suite_init,
	.suite_exit = dma_busmaster_suite_exit,
	.init = dma_busmaster_init,
	.test_cases = dma_busmaster_cases,
};

kunit_test_suite(dma_busmaster_suite);

MODULE_DESCRIPTION("A bus master on non-coherent DMA buffers");
MODULE_LICENSE("GPL");
