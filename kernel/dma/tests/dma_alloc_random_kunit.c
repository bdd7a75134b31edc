// SPDX-License-Identifier: GPL-2.0
/*
 * Random allocations, hand-overs and frees, alone and on all CPUs at once.
 */
#include <linux/completion.h>
#include <linux/dma-mapping.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <kunit/test.h>
#include "dma_alloc.h"
#include "free_pages.h"

#define SLOTS		48
#define RANDOM_OPS	100000

struct slot {
	u8 *mem;
	size_t size;
	dma_addr_t handle;
	enum dma_data_direction dir;
	u8 pattern;
};

/* Three bytes of each page are enough for an overlap to show. */
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
	/* an allocation that may not sleep may fail */
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
	/* a streaming mapping of other memory */
	len = min(len, PAGE_SIZE);
	/* in cache lines that no other thread maps */
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
	const char *what;	/* went wrong, or NULL */
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
	/* a run takes long, and pages of earlier cases may come back: no leak */
	KUNIT_EXPECT_LE(test, pages_more(before, 0, NOISE), 0L);
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
	/* a run takes long, and pages of earlier cases may come back: no leak */
	KUNIT_EXPECT_LE(test, pages_more(before, 0, NOISE), 0L);
}

static struct kunit_case dma_alloc_random_cases[] = {
	KUNIT_CASE_SLOW(random_operations),
	KUNIT_CASE_SLOW(random_operations_smp),
	{}
};

static struct kunit_suite dma_alloc_random_suite = {
	.name = "dma_alloc_random",
	.init = dma_alloc_test_init,
	.test_cases = dma_alloc_random_cases,
};

kunit_test_suite(dma_alloc_random_suite);

MODULE_DESCRIPTION("KUnit tests of DMA memory with random operations");
MODULE_LICENSE("GPL");
