// SPDX-License-Identifier: GPL-2.0
/*
 * Hand-overs of allocated memory behind an IOMMU reach the lines of its pages.
 */
#include <linux/dma-mapping.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <kunit/test.h>
#include "cache_model.h"
#include "dma_iommu.h"
#include "dma_iommu_issued.h"
#include "expect_warning.h"

#define PROPERTY_STEPS	200000

/* Pages that are not adjacent, each a piece. */
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

/* A buffer in one piece is one operation. */
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

/* An address that is not mapped: a warning, and no operation. */
static void hand_over_unmapped(struct kunit *test)
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

/* Parts of dma_alloc_noncontiguous() memory, by their address. */
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

/* The first two pages of the buffer that are not adjacent. */
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

/* Random accesses to a modelled cache, across two pieces. */
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

static struct kunit_case dma_iommu_sync_cases[] = {
	KUNIT_CASE(hand_over_scattered),
	KUNIT_CASE(hand_over_one_piece),
	KUNIT_CASE(hand_over_unmapped),
	KUNIT_CASE(hand_over_noncontiguous),
	KUNIT_CASE_SLOW(property_across_pieces),
	{}
};

static struct kunit_suite dma_iommu_sync_suite = {
	.name = "dma_iommu_sync",
	.init = dma_iommu_test_init,
	.exit = dma_iommu_test_exit,
	.test_cases = dma_iommu_sync_cases,
};

kunit_test_suite(dma_iommu_sync_suite);

MODULE_DESCRIPTION("KUnit tests of hand-overs of DMA memory behind an IOMMU");
MODULE_LICENSE("GPL");
