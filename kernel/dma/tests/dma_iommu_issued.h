/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cache operations of hand-overs, recorded as ranges of physical memory and compared
 * with the pages that the mock IOMMU maps.
 */
#ifndef _KERNEL_DMA_TESTS_DMA_IOMMU_ISSUED_H
#define _KERNEL_DMA_TESTS_DMA_IOMMU_ISSUED_H

#include <linux/dma-cache.h>
#include <linux/dma-mapping.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/prandom.h>
#include <linux/random.h>
#include <kunit/static_stub.h>
#include <kunit/test.h>
#include "dma_iommu.h"

#define NO_HOOKS "no cache operations to be seen on this architecture"

/* An operation on whole lines. */
struct lines {
	phys_addr_t paddr;
	size_t size;
};

#define RANGES	4096
static struct lines issued[RANGES];
static unsigned int nr_issued;

static inline void note_op(enum dma_cache_op op, phys_addr_t paddr,
			   void *vaddr, size_t size)
{
	struct lines *last = nr_issued ? &issued[nr_issued - 1] : NULL;

	/* one operation for each page of highmem */
	if (last && last->paddr + last->size == paddr) {
		last->size += size;
		return;
	}
	if (nr_issued < RANGES)
		issued[nr_issued] = (struct lines){ paddr, size };
	nr_issued++;
}

static unsigned int barriers;

static inline void note_wait(void)
{
	barriers++;
}

static struct dma_cache_traits plain_traits = {
	.line_size = 32, .speculates = true, .all_threshold = SIZE_MAX,
};

static inline const struct dma_cache_traits *note_traits(void)
{
	return &plain_traits;
}

static inline void watch_hand_overs(struct kunit *test)
{
#ifdef CONFIG_ARCH_HAS_DMA_CACHE
	kunit_activate_static_stub(test, dma_cache_traits, note_traits);
	kunit_activate_static_stub(test, dma_cache_op, note_op);
	kunit_activate_static_stub(test, dma_cache_wait, note_wait);
#endif
}

/* Operations on the lines of the pages of @size bytes at @iova, and no others. */
static inline void expect_issued(struct kunit *test, dma_addr_t iova, size_t size)
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

/* Random parts of a buffer, in both directions. */
static inline void hand_over_parts(struct kunit *test, dma_addr_t handle, size_t size)
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
			/* whole lines, since partial lines are separate operations */
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

#endif /* _KERNEL_DMA_TESTS_DMA_IOMMU_ISSUED_H */
