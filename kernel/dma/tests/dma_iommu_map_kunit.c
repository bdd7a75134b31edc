// SPDX-License-Identifier: GPL-2.0
/*
 * Hand-overs of streaming mappings behind an IOMMU: scatterlists, and ranges that
 * a driver links itself.
 */
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <kunit/test.h>
#include "dma_iommu.h"
#include "dma_iommu_issued.h"

#define SG	8

/* A scatterlist of @len bytes at @offset of pages that are not adjacent. */
static struct page **list_pages(struct kunit *test, struct scatterlist *sg,
				unsigned int len, unsigned int offset)
{
	struct page **apart = keep_apart(test);
	struct scatterlist *s;
	unsigned int i;

	sg_init_table(sg, SG);
	for_each_sg(sg, s, SG, i) {
		/* in reverse order, so that no page follows its neighbour */
		KUNIT_ASSERT_NOT_NULL(test, apart[2 * (SG - i) + 1]);
		sg_set_page(s, apart[2 * (SG - i) + 1], len, offset);
	}
	return apart;
}

/* Parts of a segment that dma_map_sg() has merged, by their address. */
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

/* Entries with partial lines, which need operations on every CPU. */
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

/* An entry with a bus address is memory of another device, and in no cache. */
static void list_with_bus_address(struct kunit *test)
{
	struct fixture *f = add_device(test);
	unsigned int all, i;
	struct scatterlist sg[SG];
	struct page **apart;

	/* the ops of 32-bit ARM know no bus addresses */
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

#define LINKED	3

/* Pages that a driver links into one IOVA range, as the block layer does. */
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
	/* one barrier once all pages are linked */
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

static struct kunit_case dma_iommu_map_cases[] = {
	KUNIT_CASE(hand_over_merged),
	KUNIT_CASE(hand_over_list),
	KUNIT_CASE(list_with_bus_address),
	KUNIT_CASE(hand_over_linked),
	{}
};

static struct kunit_suite dma_iommu_map_suite = {
	.name = "dma_iommu_map",
	.init = dma_iommu_test_init,
	.exit = dma_iommu_test_exit,
	.test_cases = dma_iommu_map_cases,
};

kunit_test_suite(dma_iommu_map_suite);

MODULE_DESCRIPTION("KUnit tests of DMA mappings behind an IOMMU");
MODULE_LICENSE("GPL");
