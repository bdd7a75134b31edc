// SPDX-License-Identifier: GPL-2.0
/*
 * Random accesses and hand-overs.  After each hand-over, the new owner must see
 * what the previous owner wrote.
 *
 * The caller provides the machine.  This file does not use KUnit, so that a
 * program outside of the kernel can include it.
 */
#include <linux/kernel.h>
#include <linux/math.h>
#include <linux/prandom.h>
#include <linux/string.h>
#include "cache_property.h"

static const enum dma_data_direction dirs[] = {
	DMA_TO_DEVICE, DMA_FROM_DEVICE, DMA_BIDIRECTIONAL,
};

static size_t same_state(const struct oracle *o, size_t off, size_t max)
{
	size_t n = 1;

	while (n < max && off + n < PROPERTY_SIZE &&
	       o->dir[off + n] == o->dir[off])
		n++;
	return n;
}

static void oracle_cpu_write(struct property_machine *pm, struct oracle *o,
			     size_t off, u8 val)
{
	size_t first = round_down(off, pm->line_size), i;

	for (i = first; i < first + pm->line_size; i++)
		if (o->dir[i] == DMA_FROM_DEVICE ||
		    o->dir[i] == DMA_BIDIRECTIONAL)
			o->lost[i] = true;
	o->want[off] = val;
	o->lost[off] = false;
	pm->cpu_write(pm, off, val);
}

static const char *oracle_cpu_read(struct property_machine *pm,
				   struct oracle *o, size_t off)
{
	u8 val = pm->cpu_read(pm, off);

	if (o->lost[off]) {
		o->want[off] = val;
		o->lost[off] = false;
	}
	return val == o->want[off] ? NULL : "CPU read";
}

/* Read what the device wrote, and give it back without a hand-over. */
static const char *recycle(struct property_machine *pm, struct oracle *o,
			   size_t off, size_t n)
{
	const char *what = pm->hand_over(pm, DMA_CACHE_TO_CPU, off, n,
					 DMA_FROM_DEVICE);

	for (; !what && n; off++, n--)
		what = oracle_cpu_read(pm, o, off);
	return what;
}

static const char *random_hand_over(struct property_machine *pm,
				    struct oracle *o, struct rnd_state *rnd,
				    size_t off)
{
	size_t n = same_state(o, off, 1 + prandom_u32_state(rnd) % 300);
	s8 owner = o->dir[off];
	enum dma_data_direction dir;

	n = round_up(off + n, pm->align);
	off = round_down(off, pm->align);
	n -= off;
	if (pm->recycles && owner == DMA_FROM_DEVICE &&
	    prandom_u32_state(rnd) & 1)
		return recycle(pm, o, off, n);
	dir = owner < 0 ? dirs[prandom_u32_state(rnd) % 3] : owner;
	memset(o->dir + off, owner < 0 ? dir : -1, n);
	return pm->hand_over(pm, owner < 0 ? DMA_CACHE_TO_DEVICE :
			     DMA_CACHE_TO_CPU, off, n, dir);
}

/* One step.  Returns an error message, or NULL. */
static const char *step(struct property_machine *pm, struct oracle *o,
			struct rnd_state *rnd)
{
	u32 r = prandom_u32_state(rnd);
	size_t off = (r >> 8) % PROPERTY_SIZE;
	u8 val = r >> 20;
	s8 owner = o->dir[off];

	switch (r % 16) {
	case 0 ... 3:
		if (owner < 0)
			oracle_cpu_write(pm, o, off, val);
		break;
	case 4 ... 6:
		return owner < 0 ? oracle_cpu_read(pm, o, off) : NULL;
	case 7:
		pm->evict(pm, off);
		break;
	case 8:
		if (pm->speculates)
			pm->fetch(pm, off);
		break;
	case 9 ... 10:
		if (owner == DMA_FROM_DEVICE || owner == DMA_BIDIRECTIONAL) {
			pm->device_write(pm, off, val);
			o->want[off] = val;
		}
		break;
	case 11:
		if ((owner == DMA_TO_DEVICE || owner == DMA_BIDIRECTIONAL) &&
		    !o->lost[off] && pm->device_read(pm, off) != o->want[off])
			return "device read";
		break;
	default:
		return random_hand_over(pm, o, rnd, off);
	}
	return NULL;
}

/* Starts with zeroed memory.  Returns the step that failed, or 0. */
u32 run_property(struct property_machine *pm, struct oracle *o, u64 seed,
		 u32 steps, const char **what)
{
	struct rnd_state rnd;
	u32 i;

	prandom_seed_state(&rnd, seed);
	memset(o, 0, sizeof(*o));
	memset(o->dir, -1, sizeof(o->dir));
	for (i = 1; i <= steps; i++) {
		*what = step(pm, o, &rnd);
		if (*what)
			return i;
	}
	return 0;
}
