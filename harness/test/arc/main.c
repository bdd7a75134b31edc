// SPDX-License-Identifier: GPL-2.0
/*
 * The ARC primitives on the host: main CONFIG SEED STEPS
 *
 * The base's code detects the caches and chooses its functions as it does at boot,
 * from the build configuration registers of the modelled machine.  One machine a
 * process, because that code does it once.
 */
#include <stdlib.h>
#include <unistd.h>
#include "kernel.h"
#include "model.h"
#include <asm/cacheflush.h>
#include <asm/setup.h>

void arch_setup_dma_ops(struct device *dev, bool coherent);
extern int (*arc_dma_cache_init_early)(void);
extern int slc_enable;

/* Half of the buffer is in one page, half in the next. */
#define LOWMEM	(0x80000000ULL + PAGE_SIZE - PROPERTY_SIZE / 2)
#define HIGHMEM	(0x180000000ULL + PAGE_SIZE - PROPERTY_SIZE / 2)

static const struct config {
	const char *name;
	u64 base;
	unsigned int slc;	/* bytes a line */
	bool slc_off, ioc, pae;
} configs[] = {
	{ "l1", LOWMEM },
	{ "slc64", LOWMEM, .slc = 64 },
	{ "slc128", LOWMEM, .slc = 128, .pae = true },
	{ "slc-off", LOWMEM, .slc = 128, .slc_off = true },
	{ "ioc", LOWMEM, .slc = 128, .ioc = true },
	{ "l1-high", HIGHMEM },
	{ "slc128-high", HIGHMEM, .slc = 128 },
}, *config;

static const char *current_case = "start";
static const char *detail = "";
static u64 seed;
static struct device dev;

void fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	printf("%s FAIL ", current_case);
	vprintf(fmt, args);
	printf("%s, seed %llu\n", detail, (unsigned long long)seed);
	va_end(args);
	exit(1);
}

static void pass(void)
{
	printf("%s PASS\n", current_case);
}

/* ---- what the kernel has elsewhere ---- */

int pae40_exist_but_not_enab(void)
{
	return model.pae && !is_pae40_enabled();
}

long arc_get_mem_sz(void)
{
	return 1L << 30;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(buf, size, fmt, args);
	va_end(args);
	return min(strlen(buf), size);
}

/* ---- the cases ---- */

static void check_idle(void)
{
	const char *what = model_idle();

	if (what)
		fail("%s", what);
}

/* Whatever the caches are set up for, what was in them at boot stays. */
static void init(void)
{
	static char text[1024];
	size_t off;

	current_case = "init";
	for (off = 0; off < PROPERTY_SIZE; off++)
		model_cpu_write(off, off * 7);
	model_evict(0);
	model_evict(PROPERTY_SIZE / 2);

	slc_enable = !config->slc_off;
	arc_cache_mumbojumbo(0, text, sizeof(text));
	arc_cache_init();
	check_idle();
	model.running = true;

	for (off = 0; off < PROPERTY_SIZE; off++)
		if (model_cpu_read(off) != (u8)(off * 7))
			fail("byte %zu got lost", off);
	if (model.slc.enabled != (config->slc && !config->slc_off))
		fail("SLC on or off, and should not be");
	/* IO coherency does not cover highmem, so either the one or the other */
	if (model.ioc_on != (config->ioc && !IS_ENABLED(CONFIG_HIGHMEM)))
		fail("IO coherency on or off, and should not be");
	arch_setup_dma_ops(&dev, true);
	if (dev.dma_coherent != model.ioc_on)
		fail("device is coherent or not, and should not be");
	arc_dma_cache_init_early();
	pass();
}

static void check_lines(struct level *l, size_t start, size_t end, u8 want)
{
	size_t n, off;

	for (n = 0; l->enabled && n < PROPERTY_SIZE / l->line_size; n++) {
		bool asked;

		off = n * l->line_size;
		asked = off < end && off + l->line_size > start;
		if (l->line[n].did != (asked ? want : 0))
			fail("%s line %zu: %#x done to it, %#x wanted",
			     l == &model.l1 ? "L1" : "SLC", n, l->line[n].did,
			     asked ? want : 0);
		l->line[n].did = 0;
	}
}

/*
 * Exactly the lines asked for, in each level, whatever the alignment: from one
 * byte on, and across the middle of the buffer, which is the end of a page.
 */
static void lines(void)
{
	static const struct {
		const char *name;
		void (*fn)(phys_addr_t paddr, void *vaddr, size_t size);
		u8 want;
	} ops[] = {
		{ "wback", arch_dma_cache_wback, DID_WBACK },
		{ "inv", arch_dma_cache_inv, DID_INV | DID_DISCARD },
		{ "wback_inv", arch_dma_cache_wback_inv, DID_WBACK | DID_INV },
	};
	size_t op, start, size;
	char at[64];

	model_clear();
	detail = at;
	for (op = 0; op < ARRAY_SIZE(ops); op++) {
		current_case = ops[op].name;
		for (start = 256; start < 256 + 128; start++) {
			for (size = 1; size <= 384; size++) {
				snprintf(at, sizeof(at), ", %zu bytes at %zu",
					 size, start);
				ops[op].fn(model.base + start, NULL, size);
				check_idle();
				check_lines(&model.l1, start, start + size,
					    ops[op].want);
				check_lines(&model.slc, start, start + size,
					    ops[op].want);
			}
		}
		pass();
	}
	detail = "";
}

static u8 cpu_read(struct property_machine *pm, size_t off)
{
	return model_cpu_read(off);
}

static void cpu_write(struct property_machine *pm, size_t off, u8 val)
{
	model_cpu_write(off, val);
}

static void evict(struct property_machine *pm, size_t off)
{
	model_evict(off);
}

static void fetch(struct property_machine *pm, size_t off)
{
	model_fetch(off);
}

static u8 device_read(struct property_machine *pm, size_t off)
{
	return model_device_read(off);
}

static void device_write(struct property_machine *pm, size_t off, u8 val)
{
	model_device_write(off, val);
}

static struct oracle oracle;

/*
 * Random steps come upon what is wrong sooner or later.  To make it sooner, look at
 * all of the range that the new owner has got, without touching it.
 */
static const char *new_owner_sees(enum dma_cache_to to, size_t off, size_t size)
{
	size_t i;

	for (i = off; i < off + size; i++) {
		if (oracle.lost[i])
			continue;
		if (to == DMA_CACHE_TO_DEVICE && model.ram[i] != oracle.want[i])
			return "memory after the hand-over to the device";
		if (to == DMA_CACHE_TO_CPU && model_cpu_sees(i) != oracle.want[i])
			return "data after the hand-over to the CPU";
	}
	return model_idle();
}

/* As kernel/dma/direct.h does. */
static const char *hand_over(struct property_machine *pm, enum dma_cache_to to,
			     size_t off, size_t size,
			     enum dma_data_direction dir)
{
	if (dev.dma_coherent)
		return NULL;
	if (to == DMA_CACHE_TO_DEVICE)
		dma_cache_for_device(model.base + off, size, dir);
	else
		dma_cache_for_cpu(model.base + off, size, dir);
	return new_owner_sees(to, off, size);
}

static void property(const char *name, unsigned int align, bool coherent,
		     u32 steps)
{
	struct property_machine pm = {
		.align = align, .speculates = true,
		.cpu_read = cpu_read, .cpu_write = cpu_write,
		.evict = evict, .fetch = fetch,
		.device_read = device_read, .device_write = device_write,
		.hand_over = hand_over,
	};
	const char *what;
	u32 at;

	current_case = name;
	model_clear();
	model.speculates = true;
	model.accesses = 0;
	dev.dma_coherent = false;
	arch_setup_dma_ops(&dev, coherent);
	model.snoop = dev.dma_coherent;
	/* the longest line of any ARC is what the contract works with */
	pm.line_size = dev.dma_coherent ? 1 : SMP_CACHE_BYTES;
	at = run_property(&pm, &oracle, seed, steps, &what);
	if (at)
		fail("%s at step %u", what, at);
	if (!model.accesses != dev.dma_coherent)
		fail("%u accesses to cache registers", model.accesses);
	pass();
}

int main(int argc, char **argv)
{
	size_t i;
	u32 steps;

	for (i = 0; argc == 4 && i < ARRAY_SIZE(configs); i++)
		if (!strcmp(argv[1], configs[i].name))
			config = &configs[i];
	if (!config)
		fail("usage: %s CONFIG SEED STEPS", argv[0]);
	seed = strtoull(argv[2], NULL, 0);
	steps = atoi(argv[3]);
	alarm(60);	/* a status that nobody clears */

	prandom_seed_state(&model.rnd, seed + 1);
	model.base = config->base;
	model.ioc = config->ioc;
	model.pae = config->pae || is_pae40_enabled();
	model.l1.line_size = L1_CACHE_BYTES;
	model.slc.line_size = config->slc;
	model.l1.enabled = true;
	model.slc.enabled = config->slc;

	init();
	lines();
	/* ranges that share lines with a neighbour, only those of the SLC, none */
	property("property", 1, false, steps);
	property("property-l1", L1_CACHE_BYTES, false, steps);
	property("property-aligned", SMP_CACHE_BYTES, false, steps);
	if (config->ioc)
		property("property-coherent", 1, true, steps);
	return 0;
}
