/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Let the first, second, ... allocation of an operation fail, and check that nothing
 * leaks.
 */
#ifndef _KERNEL_DMA_TESTS_FAIL_NTH_H
#define _KERNEL_DMA_TESTS_FAIL_NTH_H

#include <linux/debugfs.h>
#include <linux/sched.h>
#include <kunit/test.h>
#include "free_pages.h"

/**
 * struct fail_nth - operation to test
 * @alloc: allocates, returns true on success
 * @free: frees
 * @pages: minimum number of pages that it takes
 * @refused: some failures have no fallback
 */
struct fail_nth {
	bool (*alloc)(struct kunit *test);
	void (*free)(struct kunit *test);
	unsigned long pages;
	bool refused;
};

#if defined(CONFIG_FAULT_INJECTION_DEBUG_FS) && defined(CONFIG_FAILSLAB) && \
	defined(CONFIG_FAIL_PAGE_ALLOC)

/* The variable behind a file of debugfs. */
static inline void *fail_nth_knob(const char *dir_name, const char *name)
{
	struct dentry *dir = debugfs_lookup(dir_name, NULL);
	struct dentry *file = dir ? debugfs_lookup(name, dir) : NULL;
	void *knob = file ? d_inode(file)->i_private : NULL;

	dput(file);
	dput(dir);
	return knob;
}

/* Those that may sleep as well, and single pages; no stack trace of each. */
static inline void fail_nth_begin(struct kunit *test)
{
	static const char *const dirs[] = { "failslab", "fail_page_alloc" };
	unsigned int i;
	void *knob;

	for (i = 0; i < ARRAY_SIZE(dirs); i++) {
		knob = fail_nth_knob(dirs[i], "ignore-gfp-wait");
		KUNIT_ASSERT_NOT_NULL(test, knob);
		*(bool *)knob = false;
		knob = fail_nth_knob(dirs[i], "verbose");
		KUNIT_ASSERT_NOT_NULL(test, knob);
		*(unsigned long *)knob = 0;
	}
	knob = fail_nth_knob("fail_page_alloc", "min-order");
	KUNIT_ASSERT_NOT_NULL(test, knob);
	*(u32 *)knob = 0;
}

/* Number of failed allocations, which may have had fallbacks. */
static inline unsigned int fail_nth_once(struct kunit *test,
					 const struct fail_nth *what,
					 unsigned int *refused)
{
	unsigned int nth, left;
	bool got;

	for (nth = 1; nth < 2000; nth++) {
		current->fail_nth = nth;
		got = what->alloc(test);
		left = current->fail_nth;
		current->fail_nth = 0;
		if (got)
			what->free(test);
		else
			++*refused;
		if (left) {
			KUNIT_ASSERT_TRUE_MSG(test, got, "fails by itself");
			return nth - 1;
		}
	}
	KUNIT_FAIL_AND_ABORT(test, "no end of allocations");
	return 0;
}

/* The counter of each CPU may lag by about a hundred. */
#define FAIL_NTH_NOISE	300

/* Repeat until a leak would exceed the noise. */
static inline void fail_each(struct kunit *test, const char *name,
			     const struct fail_nth *what)
{
	unsigned int rounds = FAIL_NTH_NOISE / what->pages + 2;
	unsigned int i, n = 0, refused = 0;
	long before, lost;

	/* ignore what is allocated only once */
	fail_nth_once(test, what, &refused);
	refused = 0;
	before = free_pages_now();
	for (i = 0; i < rounds; i++)
		n = max(n, fail_nth_once(test, what, &refused));
	lost = before - free_pages_now();
	KUNIT_EXPECT_LE_MSG(test, lost, (long)FAIL_NTH_NOISE, "%s: pages lost", name);
	KUNIT_EXPECT_GT_MSG(test, n, 0, "%s: nothing fails", name);
	if (what->refused)
		KUNIT_EXPECT_GE_MSG(test, refused, rounds, "%s: never refused", name);
	kunit_info(test, "%s, %lu pages: %u allocations failed in turn, %u times\n",
		   name, what->pages, n, rounds);
}

#else

static inline void fail_nth_begin(struct kunit *test)
{
	kunit_skip(test, "no fault injection");
}

static inline void fail_each(struct kunit *test, const char *name,
			     const struct fail_nth *what)
{
}

#endif

#endif /* _KERNEL_DMA_TESTS_FAIL_NTH_H */
