/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How much memory there is, for tests of what is taken and given back.
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

/* Free pages of the machine, without those on the lists of single CPUs. */
static inline long free_pages_left(void)
{
	struct zone *zone;
	long n = 0;

	for_each_populated_zone(zone)
		n += zone_page_state_snapshot(zone, NR_FREE_PAGES);
	return n;
}

/*
 * Free pages of the machine, lists of single CPUs included, and what the slab
 * allocator has: what it takes and gives back is no business of these tests.
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
 * What the kernel at large may do meanwhile.  KASAN keeps what has been freed to
 * the slab allocator for a while, up to a 32nd of the memory.
 */
#define NOISE	(40 + (IS_ENABLED(CONFIG_KASAN) ? (long)totalram_pages() / 32 : 0))

/* Somebody else's pages come back in a while, those that leaked do not. */
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
