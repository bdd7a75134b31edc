// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of the contract of non-coherent DMA: single cache operations, and random
 * accesses of CPU and device to a modelled cache.
 */
#include <linux/dma-cache.h>
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <kunit/static_stub.h>
#include <kunit/test.h>
#include "cache_model.h"

#define MODEL_STEPS	1000000

static int dma_cache_test_init(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	u8 *ram;

	KUNIT_ASSERT_NOT_NULL(test, m);
	/* whole pages: lines of any size start at the start of the buffer */
	ram = (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO,
				       get_order(MODEL_SIZE));
	KUNIT_ASSERT_NOT_NULL(test, ram);
	m->base = virt_to_phys(ram);
	model_init(m, test, ram);
	return 0;
}

static void dma_cache_test_exit(struct kunit *test)
{
	struct model *m = test->priv;

	if (m)
		free_pages((unsigned long)m->ram, get_order(MODEL_SIZE));
}

/* ---- the table ---- */

static const enum dma_data_direction dirs[] = {
	DMA_TO_DEVICE, DMA_FROM_DEVICE, DMA_BIDIRECTIONAL,
};

static const unsigned int line_sizes[] = { 8, 16, 32, 64, 128 };

static void expect_ops(struct kunit *test, const struct model_op *want,
		       unsigned int nr)
{
	struct model *m = test->priv;
	unsigned int i;

	KUNIT_EXPECT_STREQ(test, m->fault ?: "", "");
	KUNIT_EXPECT_EQ(test, m->nr_ops, nr);
	if (m->nr_ops != nr)
		return;
	for (i = 0; i < nr; i++) {
		KUNIT_EXPECT_EQ(test, m->ops[i].op, want[i].op);
		KUNIT_EXPECT_EQ(test, m->ops[i].offset, want[i].offset);
		KUNIT_EXPECT_EQ(test, m->ops[i].size, want[i].size);
	}
	KUNIT_EXPECT_EQ(test, m->barriers, nr ? 1 : 0);
	KUNIT_EXPECT_FALSE(test, m->pending);
	model_forget(m);
}

#define expect_op(test, _op, _off, _size) do {				\
	const struct model_op want = { _op, _off, _size };		\
									\
	expect_ops(test, &want, 1);					\
} while (0)

static void aligned_to_device(struct kunit *test)
{
	struct model *m = test->priv;
	unsigned int i, spec;

	for (i = 0; i < ARRAY_SIZE(line_sizes); i++) {
		for (spec = 0; spec < 2; spec++) {
			enum dma_cache_op op = spec ? DMA_CACHE_WBACK :
						      DMA_CACHE_WBACK_INV;

			model_reset(m, line_sizes[i], spec);
			dma_cache_for_device(m->base + 256, 256, DMA_TO_DEVICE);
			expect_op(test, DMA_CACHE_WBACK, 256, 256);
			dma_cache_for_device(m->base + 256, 256, DMA_FROM_DEVICE);
			expect_op(test, op, 256, 256);
			dma_cache_for_device(m->base + 256, 256,
					     DMA_BIDIRECTIONAL);
			expect_op(test, op, 256, 256);
		}
	}
}

static void aligned_to_cpu(struct kunit *test)
{
	struct model *m = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(line_sizes); i++) {
		model_reset(m, line_sizes[i], true);
		dma_cache_for_cpu(m->base + 256, 256, DMA_TO_DEVICE);
		expect_ops(test, NULL, 0);
		dma_cache_for_cpu(m->base + 256, 256, DMA_FROM_DEVICE);
		expect_op(test, DMA_CACHE_INV, 256, 256);
		dma_cache_for_cpu(m->base + 256, 256, DMA_BIDIRECTIONAL);
		expect_op(test, DMA_CACHE_INV, 256, 256);

		model_reset(m, line_sizes[i], false);
		dma_cache_for_cpu(m->base + 256, 256, DMA_TO_DEVICE);
		dma_cache_for_cpu(m->base + 256, 256, DMA_FROM_DEVICE);
		dma_cache_for_cpu(m->base + 256, 256, DMA_BIDIRECTIONAL);
		KUNIT_EXPECT_EQ(test, m->nr_ops, 0);
	}
}

/* In each alignment, exactly the lines of the range. */
static void widened_to_device(struct kunit *test)
{
	struct model *m = test->priv;
	unsigned int i, start, size, line;

	for (i = 0; i < ARRAY_SIZE(line_sizes); i++) {
		line = line_sizes[i];
		for (start = 256; start < 256 + line; start++) {
			for (size = 1; size <= 2 * line + 1; size++) {
				size_t end = round_up(start + size, line);

				model_reset(m, line, true);
				dma_cache_for_device(m->base + start, size,
						     DMA_TO_DEVICE);
				expect_op(test, DMA_CACHE_WBACK, 256, end - 256);
			}
		}
	}
}

/* Partial lines are written back, so neighbours survive; other lines are not. */
static void expect_edges(struct kunit *test, size_t start, size_t size,
			 unsigned int line, bool speculates)
{
	size_t lo = round_down(start, line), hi = round_up(start + size, line);
	struct model *m = test->priv;
	struct model_op want[3];
	unsigned int nr = 0;

	if (start != lo) {
		want[nr++] = (struct model_op){ DMA_CACHE_WBACK_INV, lo, line };
		lo += line;
	}
	if (start + size != hi && lo != hi) {
		hi -= line;
		want[nr++] = (struct model_op){ DMA_CACHE_WBACK_INV, hi, line };
	}
	if (speculates && lo != hi)
		want[nr++] = (struct model_op){ DMA_CACHE_INV, lo, hi - lo };
	model_reset(m, line, speculates);
	dma_cache_for_cpu(m->base + start, size, DMA_FROM_DEVICE);
	expect_ops(test, want, nr);
}

static void edges_to_cpu(struct kunit *test)
{
	unsigned int i, start, size, line;

	for (i = 0; i < ARRAY_SIZE(line_sizes); i++) {
		line = line_sizes[i];
		for (start = 256; start < 256 + line; start++) {
			for (size = 1; size <= 3 * line + 1; size++) {
				expect_edges(test, start, size, line, true);
				expect_edges(test, start, size, line, false);
			}
		}
	}
}

static void empty_range(struct kunit *test)
{
	struct model *m = test->priv;
	unsigned int i;

	model_reset(m, 32, true);
	for (i = 0; i < ARRAY_SIZE(dirs); i++) {
		dma_cache_for_device(m->base + 33, 0, dirs[i]);
		dma_cache_for_cpu(m->base + 33, 0, dirs[i]);
	}
	expect_ops(test, NULL, 0);
}

/* The mapping calls warn of it; here it must not lose data. */
static void invalid_direction(struct kunit *test)
{
	static const enum dma_data_direction invalid[] = { DMA_NONE, 17, -1 };
	struct model *m = test->priv;
	unsigned int i;

	model_reset(m, 32, false);
	for (i = 0; i < ARRAY_SIZE(invalid); i++) {
		dma_cache_for_device(m->base, 64, invalid[i]);
		expect_op(test, DMA_CACHE_WBACK_INV, 0, 64);
		dma_cache_for_cpu(m->base, 1, invalid[i]);
		expect_op(test, DMA_CACHE_WBACK_INV, 0, 32);
	}
}

/* Large ranges flush the whole cache, if they need an operation at all. */
static void all_at_once(struct kunit *test)
{
	struct model *m = test->priv;
	unsigned int i, spec;

	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE_ALL))
		kunit_skip(test, "no machine of this architecture has it");
	m->all_threshold = 512;
	for (spec = 0; spec < 2; spec++) {
		model_reset(m, 32, spec);
		for (i = 0; i < ARRAY_SIZE(dirs); i++) {
			dma_cache_for_device(m->base + 128, 512, dirs[i]);
			expect_op(test, DMA_CACHE_WBACK_INV_ALL, 128, 512);
			/* the threshold applies to whole lines */
			dma_cache_for_device(m->base + 129, 481, dirs[i]);
			expect_op(test, DMA_CACHE_WBACK_INV_ALL, 128, 512);
		}
		dma_cache_for_device(m->base + 128, 480, DMA_TO_DEVICE);
		expect_op(test, DMA_CACHE_WBACK, 128, 480);
		dma_cache_for_cpu(m->base + 128, 512, DMA_TO_DEVICE);
		expect_ops(test, NULL, 0);
	}
	dma_cache_for_cpu(m->base + 128, 512, DMA_FROM_DEVICE);
	expect_op(test, DMA_CACHE_WBACK_INV_ALL, 128, 512);
	dma_cache_for_cpu(m->base + 128, 480, DMA_FROM_DEVICE);
	expect_op(test, DMA_CACHE_INV, 128, 480);
	model_reset(m, 32, false);
	dma_cache_for_cpu(m->base + 128, 512, DMA_FROM_DEVICE);
	expect_ops(test, NULL, 0);
}

/* ---- batches ---- */

static void batch_merges(struct kunit *test)
{
	struct model *m = test->priv;
	struct dma_cache_batch batch =
		DMA_CACHE_BATCH(DMA_CACHE_TO_DEVICE, DMA_TO_DEVICE);
	static const struct model_op want[] = {
		{ DMA_CACHE_WBACK, 0, 192 },
		{ DMA_CACHE_WBACK, 256, 64 },
		{ DMA_CACHE_WBACK, 192, 64 },
	};

	model_reset(m, 64, true);
	dma_cache_batch_add(&batch, m->base + 1, 63);
	dma_cache_batch_add(&batch, m->base + 64, 64);
	dma_cache_batch_add(&batch, m->base + 128, 64);
	KUNIT_EXPECT_EQ(test, m->nr_ops, 0);
	/* ranges with a gap or in reverse order are not adjacent */
	dma_cache_batch_add(&batch, m->base + 256, 64);
	dma_cache_batch_add(&batch, m->base + 192, 64);
	KUNIT_EXPECT_EQ(test, m->barriers, 0);
	dma_cache_batch_end(&batch);
	expect_ops(test, want, ARRAY_SIZE(want));
}

static void batch_to_cpu(struct kunit *test)
{
	struct model *m = test->priv;
	struct dma_cache_batch batch =
		DMA_CACHE_BATCH(DMA_CACHE_TO_CPU, DMA_FROM_DEVICE);
	static const struct model_op want[] = {
		{ DMA_CACHE_WBACK_INV, 0, 64 },
		{ DMA_CACHE_INV, 64, 64 },
		{ DMA_CACHE_INV, 256, 64 },
	};

	model_reset(m, 64, true);
	dma_cache_batch_add(&batch, m->base + 32, 32);
	dma_cache_batch_add(&batch, m->base + 64, 64);
	dma_cache_batch_add(&batch, m->base + 256, 64);
	dma_cache_batch_end(&batch);
	expect_ops(test, want, ARRAY_SIZE(want));

	batch = (struct dma_cache_batch)
		DMA_CACHE_BATCH(DMA_CACHE_TO_CPU, DMA_TO_DEVICE);
	dma_cache_batch_add(&batch, m->base, 64);
	dma_cache_batch_add(&batch, m->base + 128, 64);
	dma_cache_batch_end(&batch);
	expect_ops(test, NULL, 0);
}

static void batch_empty(struct kunit *test)
{
	struct model *m = test->priv;
	struct dma_cache_batch batch =
		DMA_CACHE_BATCH(DMA_CACHE_TO_DEVICE, DMA_TO_DEVICE);

	model_reset(m, 64, true);
	dma_cache_batch_end(&batch);
	expect_ops(test, NULL, 0);
}

/* Empty ranges have no effect, and do not suppress the barrier. */
static void batch_empty_ranges(struct kunit *test)
{
	struct model *m = test->priv;
	unsigned int empty, to, i, nr;
	struct model_op want[4];

	for (to = DMA_CACHE_TO_DEVICE; to <= DMA_CACHE_TO_CPU; to++) {
		for (empty = 0; empty < BIT(ARRAY_SIZE(want)); empty++) {
			struct dma_cache_batch batch =
				DMA_CACHE_BATCH(to, DMA_FROM_DEVICE);

			model_reset(m, 64, true);
			for (i = 0, nr = 0; i < ARRAY_SIZE(want); i++) {
				bool none = empty & BIT(i);

				dma_cache_batch_add(&batch, m->base + i * 128,
						    none ? 0 : 64);
				if (none)
					continue;
				want[nr++] = (struct model_op){
					to == DMA_CACHE_TO_DEVICE ?
					DMA_CACHE_WBACK : DMA_CACHE_INV,
					i * 128, 64,
				};
			}
			dma_cache_batch_end(&batch);
			expect_ops(test, want, nr);
		}
	}
}

/* Do not merge ranges if their size overflows. */
static void batch_overflow(struct kunit *test)
{
	struct model *m = test->priv;
	struct dma_cache_batch batch = {
		.to = DMA_CACHE_TO_CPU, .dir = DMA_TO_DEVICE,
		.paddr = m->base + 64, .size = SIZE_MAX - 63,
	};

	model_reset(m, 64, true);
	dma_cache_batch_add(&batch, batch.paddr + batch.size, 64);
	KUNIT_EXPECT_EQ(test, batch.size, 64);

	/* nor if the address wraps around */
	batch.paddr = -(phys_addr_t)64;
	dma_cache_batch_add(&batch, 0, 64);
	KUNIT_EXPECT_EQ(test, batch.size, 64);
	KUNIT_EXPECT_EQ(test, batch.paddr, 0);
}

/* ---- the property ---- */

static const char *by_contract(struct property_machine *pm,
			       enum dma_cache_to to, size_t off, size_t size,
			       enum dma_data_direction dir)
{
	struct model *m = to_model(pm);

	if (to == DMA_CACHE_TO_DEVICE)
		dma_cache_for_device(m->base + off, size, dir);
	else
		dma_cache_for_cpu(m->base + off, size, dir);
	if (m->pending)
		m->fault = "no barrier";
	m->nr_ops = 0;
	return m->fault;
}

static struct rnd_state pieces;

/* The same range as a list, with empty entries anywhere. */
static const char *by_batch(struct property_machine *pm, enum dma_cache_to to,
			    size_t off, size_t size, enum dma_data_direction dir)
{
	struct dma_cache_batch batch = DMA_CACHE_BATCH(to, dir);
	struct model *m = to_model(pm);
	size_t len;
	u32 r;

	for (; size; off += len, size -= len) {
		r = prandom_u32_state(&pieces);
		len = min_t(size_t, size, 1 + r % 200);
		if (r & BIT(28))
			dma_cache_batch_add(&batch, m->base + (r >> 16) % MODEL_SIZE, 0);
		dma_cache_batch_add(&batch, m->base + off, len);
		if (r & BIT(29))
			dma_cache_batch_add(&batch, m->base + (r >> 16) % MODEL_SIZE, 0);
	}
	dma_cache_batch_end(&batch);
	if (m->pending)
		m->fault = "no barrier";
	m->nr_ops = 0;
	return m->fault;
}

static void property_by(struct kunit *test, bool speculates,
			const char *(*hand_over)(struct property_machine *pm,
						 enum dma_cache_to to, size_t off,
						 size_t size,
						 enum dma_data_direction dir))
{
	const u32 steps = MODEL_STEPS / 2 / ARRAY_SIZE(line_sizes);
	u64 seed = get_random_u64();
	const char *what;
	unsigned int i;
	u32 at;

	kunit_info(test, "seed %llu, %u steps for each line size", seed, steps);
	prandom_seed_state(&pieces, seed);
	for (i = 0; i < ARRAY_SIZE(line_sizes); i++) {
		at = run_model(test->priv, line_sizes[i], speculates,
			       hand_over, seed, steps, &what);
		KUNIT_EXPECT_EQ_MSG(test, at, 0, "%s, line size %u, seed %llu",
				    what, line_sizes[i], seed);
	}
}

static void property(struct kunit *test, bool speculates)
{
	property_by(test, speculates, by_contract);
}

static void property_of_lists(struct kunit *test)
{
	property_by(test, true, by_batch);
	property_by(test, false, by_batch);
}

static void property_speculating(struct kunit *test)
{
	property(test, true);
}

static void property_not_speculating(struct kunit *test)
{
	property(test, false);
}

/* The same with a threshold of 128 bytes for the whole cache. */
static void property_all_at_once(struct kunit *test)
{
	struct model *m = test->priv;

	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE_ALL))
		kunit_skip(test, "no machine of this architecture has it");
	m->all_threshold = 128;
	property(test, true);
	property(test, false);
}

/*
 * A driver that returns a buffer to the device without a hand-over after it has
 * read it.  The lines stay in the cache if the CPU does not speculate.
 */
static void recycled(struct kunit *test)
{
	static const struct {
		const char *cpu;
		bool speculates, always, wrong;
	} cpus[] = {
		{ "does not speculate", false, false, true },
		{ "does not speculate, dma_cache=always", false, true, false },
		{ "speculates", true, false, false },
	};
	struct model *m = test->priv;
	u64 seed = get_random_u64();
	const char *what;
	unsigned int i, l;
	u32 at;

	kunit_info(test, "seed %llu", seed);
	m->recycles = true;
	for (i = 0; i < ARRAY_SIZE(cpus); i++) {
		m->always = cpus[i].always;
		for (l = 0; l < ARRAY_SIZE(line_sizes); l++) {
			at = run_model(m, line_sizes[l], cpus[i].speculates,
				       by_contract, seed, MODEL_STEPS / 10, &what);
			KUNIT_EXPECT_EQ_MSG(test, !!at, cpus[i].wrong,
					    "a CPU that %s, line size %u",
					    cpus[i].cpu, line_sizes[l]);
			if (!at)
				continue;
			kunit_info(test, "a CPU that %s, line size %u: %s is lost at step %u\n",
				   cpus[i].cpu, line_sizes[l], what, at);
			/* or the CPU's next write puts a stale line back */
			KUNIT_EXPECT_TRUE(test,
					  !strcmp(what, "CPU read") ||
					  !strcmp(what, "device read"));
		}
	}
}

/* ---- the previous rules of the architectures, which must fail ---- */

#define N	-1
#define W	DMA_CACHE_WBACK
#define I	DMA_CACHE_INV
#define WI	DMA_CACHE_WBACK_INV

/* Columns of @op: TO_DEVICE, FROM_DEVICE, BIDIRECTIONAL. */
struct old_hooks {
	const char *name;
	bool speculates;
	bool edges;		/* invalidating writes the two edge lines back */
	bool start_not_aligned;	/* steps line by line from an unaligned start */
	s8 op[2][3];
	bool wrong;
};

static const struct old_hooks old_hooks[] = {
	{ "arm v6/v7", true, true, false, { { W, I, W }, { N, I, I } }, true },
	{ "arm v4/v5", false, true, false, { { W, I, WI }, { N, N, N } }, true },
	{ "mips speculating", true, false, false, { { W, I, WI }, { N, I, I } }, true },
	{ "mips", false, false, false, { { W, I, WI }, { N, N, N } }, true },
	{ "parisc", false, false, false, { { WI, WI, WI }, { WI, I, WI } }, true },
	{ "arc", true, false, false, { { W, I, WI }, { N, I, I } }, true },
	{ "openrisc", false, false, true, { { WI, I, N }, { N, N, N } }, true },
	{ "xtensa", true, false, false, { { W, N, W }, { N, I, I } }, true },
	{ "m68k, sh, hexagon", false, false, false, { { W, I, WI }, { N, N, N } }, true },
	/* hooks that ignore speculation */
	{ "flush before", true, true, false, { { WI, WI, WI }, { N, N, N } }, true },
	/* hooks that are right but slow must pass */
	{ "flush always", true, true, false, { { WI, WI, WI }, { WI, WI, WI } }, false },
};

static const struct old_hooks *old;

static const char *by_old_hooks(struct property_machine *pm,
				enum dma_cache_to to, size_t off, size_t size,
				enum dma_data_direction dir)
{
	struct model *m = to_model(pm);
	unsigned int line = m->traits.line_size;
	int column = dir == DMA_TO_DEVICE ? 0 : dir == DMA_FROM_DEVICE ? 1 : 2;
	int op = old->op[to][column];
	size_t start = round_down(off, line), end = round_up(off + size, line);

	if (op < 0)
		return NULL;
	if (old->start_not_aligned)
		end = start + round_up(size, line);
	if (op == DMA_CACHE_INV && old->edges) {
		model_apply(m, DMA_CACHE_WBACK, start, line);
		if (end > start + line)
			model_apply(m, DMA_CACHE_WBACK, end - line, line);
	}
	model_apply(m, op, start, end - start);
	return NULL;
}

static void old_hooks_fail(struct kunit *test)
{
	const char *what;
	unsigned int i;
	u32 at;

	for (i = 0; i < ARRAY_SIZE(old_hooks); i++) {
		old = &old_hooks[i];
		at = run_model(test->priv, 32, old->speculates, by_old_hooks,
			       4711, MODEL_STEPS / 10, &what);
		if (at)
			kunit_info(test, "%s: wrong %s at step %u", old->name,
				   what, at);
		KUNIT_EXPECT_EQ_MSG(test, !!at, old->wrong, "%s", old->name);
	}
}

static struct kunit_case dma_cache_cases[] = {
	KUNIT_CASE(aligned_to_device),
	KUNIT_CASE(aligned_to_cpu),
	KUNIT_CASE(widened_to_device),
	KUNIT_CASE(edges_to_cpu),
	KUNIT_CASE(empty_range),
	KUNIT_CASE(invalid_direction),
	KUNIT_CASE(all_at_once),
	KUNIT_CASE(batch_merges),
	KUNIT_CASE(batch_to_cpu),
	KUNIT_CASE(batch_empty),
	KUNIT_CASE(batch_empty_ranges),
	KUNIT_CASE(batch_overflow),
	KUNIT_CASE_SLOW(property_speculating),
	KUNIT_CASE_SLOW(property_not_speculating),
	KUNIT_CASE_SLOW(property_of_lists),
	KUNIT_CASE_SLOW(property_all_at_once),
	KUNIT_CASE_SLOW(recycled),
	KUNIT_CASE(old_hooks_fail),
	{}
};

static struct kunit_suite dma_cache_suite = {
	.name = "dma_cache",
	.init = dma_cache_test_init,
	.exit = dma_cache_test_exit,
	.test_cases = dma_cache_cases,
};

kunit_test_suite(dma_cache_suite);

MODULE_DESCRIPTION("Tests of the contract of non-coherent DMA");
MODULE_LICENSE("GPL");
