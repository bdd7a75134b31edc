// SPDX-License-Identifier: GPL-2.0
/*
 * Random hand-overs and accesses against the contract, and the cost of a hand-over.
 */
#include <linux/dma-mapping.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/string.h>
#include <kunit/test.h>
#include "cache_property.h"
#include "dma_shadow.h"

struct machine {
	struct property_machine machine;
	struct fixture *f;
	u8 *mem;
	dma_addr_t addr;
};

#define to_machine(pm)	container_of(pm, struct machine, machine)

static u8 machine_cpu_read(struct property_machine *pm, size_t off)
{
	return to_machine(pm)->mem[off];
}

static void machine_cpu_write(struct property_machine *pm, size_t off, u8 val)
{
	to_machine(pm)->mem[off] = val;
}

static void machine_evict(struct property_machine *pm, size_t off)
{
	if (!(off & 15))
		scan(to_machine(pm)->f);
}

static u8 machine_device_read(struct property_machine *pm, size_t off)
{
	struct machine *m = to_machine(pm);

	return *bus(m->f, m->addr + off);
}

static void machine_device_write(struct property_machine *pm, size_t off, u8 val)
{
	struct machine *m = to_machine(pm);

	*bus(m->f, m->addr + off) = val;
}

static const char *machine_hand_over(struct property_machine *pm,
				     enum dma_cache_to to, size_t off,
				     size_t size, enum dma_data_direction dir)
{
	struct machine *m = to_machine(pm);

	if (to == DMA_CACHE_TO_DEVICE)
		dma_sync_single_for_device(m->f->dev, m->addr + off, size, dir);
	else
		dma_sync_single_for_cpu(m->f->dev, m->addr + off, size, dir);
	return NULL;
}

#define STEPS	1000000

static void property(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct machine m = {
		.machine = {
			.line_size = 1, .align = 1,
			.cpu_read = machine_cpu_read,
			.cpu_write = machine_cpu_write,
			.evict = machine_evict,
			.device_read = machine_device_read,
			.device_write = machine_device_write,
			.hand_over = machine_hand_over,
		},
		.f = f,
	};
	struct oracle *o = kunit_kmalloc(test, sizeof(*o), GFP_KERNEL);
	u64 seed = get_random_u64();
	const char *what = NULL;
	u32 at;

	KUNIT_ASSERT_NOT_NULL(test, o);
	m.mem = dma_alloc_noncoherent(f->dev, PROPERTY_SIZE, &m.addr,
				      DMA_BIDIRECTIONAL, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m.mem);
	at = run_property(&m.machine, o, seed, STEPS, &what);
	KUNIT_EXPECT_EQ_MSG(test, at, 0, "seed %llu: %s", seed, what);
	kunit_info(test, "seed %llu, %lu hand-overs\n", seed,
		   (unsigned long)f->dev->dma_shadow->moved);
	dma_free_noncoherent(f->dev, PROPERTY_SIZE, m.mem, m.addr,
			     DMA_BIDIRECTIONAL);
	/* hand over parts in random directions, and leave some */
	f->before[DMA_SHADOW_SYNC_DIRECTION] =
		dma_shadow_reported(DMA_SHADOW_SYNC_DIRECTION);
	f->before[DMA_SHADOW_FREED_DIRTY] =
		dma_shadow_reported(DMA_SHADOW_FREED_DIRTY);
	expect_no_report(test);
}

/* ---- cost, in nanoseconds ---- */

#define TRIES	5	/* use the fastest run: other threads may use the CPU */
#define ROUNDS	64

static u64 cost_of_mapping(struct device *dev, u8 *mem, size_t size)
{
	u64 best = U64_MAX, start;
	dma_addr_t addr;
	int t, i;

	for (t = 0; t < TRIES; t++) {
		start = ktime_get_ns();
		for (i = 0; i < ROUNDS; i++) {
			addr = dma_map_single(dev, mem, size, DMA_FROM_DEVICE);
			dma_unmap_single(dev, addr, size, DMA_FROM_DEVICE);
		}
		best = min(best, ktime_get_ns() - start);
	}
	return div_u64(best, ROUNDS);
}

static u64 cost_of_syncs(struct device *dev, u8 *mem, size_t size)
{
	dma_addr_t addr = dma_map_single(dev, mem, size, DMA_FROM_DEVICE);
	u64 best = U64_MAX, start;
	int t, i;

	for (t = 0; t < TRIES; t++) {
		start = ktime_get_ns();
		for (i = 0; i < ROUNDS; i++) {
			dma_sync_single_for_cpu(dev, addr, size, DMA_FROM_DEVICE);
			dma_sync_single_for_device(dev, addr, size, DMA_FROM_DEVICE);
		}
		best = min(best, ktime_get_ns() - start);
	}
	dma_unmap_single(dev, addr, size, DMA_FROM_DEVICE);
	return div_u64(best, ROUNDS);
}

static void cost(struct kunit *test)
{
	static const size_t sizes[] = { 64, 1500, 4096 };
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 4096, 0);
	u64 map_on, map_off, sync_on, sync_off;
	struct device *other;
	unsigned int i;

	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select(""));
	other = new_device(test, "not-watched");
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		map_on = cost_of_mapping(f->dev, mem, sizes[i]);
		map_off = cost_of_mapping(other, mem, sizes[i]);
		sync_on = cost_of_syncs(f->dev, mem, sizes[i]);
		sync_off = cost_of_syncs(other, mem, sizes[i]);
		kunit_info(test, "%zu bytes: map and unmap %llu ns, not watched %llu; for_cpu and for_device %llu, not watched %llu\n",
			   sizes[i], map_on, map_off, sync_on, sync_off);
		KUNIT_EXPECT_GT(test, map_on, map_off);
	}
	expect_no_report(test);
}

static struct kunit_case dma_shadow_property_cases[] = {
	KUNIT_CASE_SLOW(property),
	KUNIT_CASE(cost),
	{}
};

static struct kunit_suite dma_shadow_property_suite = {
	.name = "dma_shadow_property",
	.init = dma_shadow_test_init,
	.exit = dma_shadow_test_exit,
	.test_cases = dma_shadow_property_cases,
};

kunit_test_suite(dma_shadow_property_suite);

MODULE_DESCRIPTION("KUnit tests of random hand-overs of a watched driver");
MODULE_LICENSE("GPL");
