/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Amount of free memory, for tests of leaks.
 */
#ifndef _KERNEL_DMA_TESTS_FREE_PAGES_H
#define _KERNEL_DMA_TESTS_FREE_PAGES_H

#include <linux/delay.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>
#include <kunit/test.h>

/* of mm/page_alloc.h, which is for mm/ alone */
void drain_all_pages(struct zone *zone);

/* Free pages of the machine, without per-CPU lists. */
static inline long free_pages_left(void)
{
	struct zone *zone;
	long n = 0;

	for_each_populated_zone(zone)
		n += zone_page_state_snapshot(zone, NR_FREE_PAGES);
	return n;
}

/*
 * Free pages of the machine, including per-CPU lists and pages of the slab
 * allocator, which are not tested here.
 */
static inline long free_pages_now(void)
{
	/* each case that has ended leaves the stack of a thread for a while */
	rcu_barrier();
	/* ranges of vmalloc() go in batches, with what KASAN has for them */
	vm_unmap_aliases();
	drain_all_pages(NULL);
	return free_pages_left() +
	       global_node_page_state_pages(NR_SLAB_RECLAIMABLE_B) +
	       global_node_page_state_pages(NR_SLAB_UNRECLAIMABLE_B);
}

/*
 * Noise of other allocations.  KASAN delays frees of the slab allocator, up to 1/32
 * of the memory.
 */
#define NOISE	(40 + (IS_ENABLED(CONFIG_KASAN) ? (long)totalram_pages() / 32 : 0))

/* Wait: pages of others are freed, leaked pages are not. */
static inline long pages_more(long before, long want, long noise)
{
	unsigned int tries;
	long more;

	for (tries = 0; tries < 20; tries++) {
		more = before - free_pages_now() - want;
		if (more >= -noise && more <= noise)
			return 0;
		msleep(50);
	}
	return more;
}

#define expect_pages_taken(test, before, want)				\
	KUNIT_EXPECT_EQ(test, pages_more(before, want, NOISE), 0L)

#endif /* _KERNEL_DMA_TESTS_FREE_PAGES_H */
