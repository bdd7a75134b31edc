// SPDX-License-Identifier: GPL-2.0
/*
 * A modelled cache: lines with data, a valid bit and a dirty bit, over a buffer
 * that stands for the memory.  The modelled CPU accesses it through the cache,
 * the device directly, so a missing or wrong cache operation changes data.
 */
#include <linux/mm.h>
#include <linux/string.h>
#include <kunit/static_stub.h>
#include "cache_model.h"

/* ---- the cache ---- */

static void line_wback(struct model *m, size_t n)
{
	struct model_line *l = &m->lines[n];

	if (l->valid && l->dirty)
		memcpy(m->ram + n * m->traits.line_size, l->data,
		       m->traits.line_size);
	l->dirty = false;
}

static void line_fetch(struct model *m, size_t n)
{
	struct model_line *l = &m->lines[n];

	if (l->valid)
		return;
	memcpy(l->data, m->ram + n * m->traits.line_size, m->traits.line_size);
	l->valid = true;
	l->dirty = false;
}

static void line_evict(struct model *m, size_t n)
{
	line_wback(m, n);
	m->lines[n].valid = false;
}

void model_apply(struct model *m, enum dma_cache_op op, size_t off, size_t size)
{
	size_t n;

	for (n = off / m->traits.line_size;
	     n < (off + size) / m->traits.line_size; n++) {
		if (op != DMA_CACHE_INV)
			line_wback(m, n);
		if (op != DMA_CACHE_WBACK) {
			m->lines[n].valid = false;
			m->lines[n].dirty = false;
		}
	}
}

/* ---- replacements of the functions in cache.c ---- */

static struct model *current_model(void)
{
	return kunit_get_current_test()->priv;
}

static const struct dma_cache_traits *model_traits(void)
{
	return &current_model()->traits;
}

/* Offset of @size bytes in the buffer; MODEL_SIZE or more if outside of it. */
static size_t offset_of(struct model *m, phys_addr_t paddr, size_t size)
{
	if (paddr >= m->base && paddr - m->base + size <= m->split)
		return paddr - m->base;
	if (paddr >= m->base2 && paddr - m->base2 + size <= MODEL_SIZE - m->split)
		return paddr - m->base2 + m->split;
	return MODEL_SIZE;
}

static bool right_address(enum dma_cache_op op, phys_addr_t paddr, void *vaddr)
{
	if (op == DMA_CACHE_WBACK_INV_ALL)
		return !vaddr;
	/* a page of highmem is mapped for the call, anywhere */
	return PageHighMem(pfn_to_page(PHYS_PFN(paddr))) ||
	       vaddr == phys_to_virt(paddr);
}

static void model_op(enum dma_cache_op op, phys_addr_t paddr, void *vaddr,
		     size_t size)
{
	struct model *m = current_model();
	size_t off = offset_of(m, paddr, size);

	if (!size)
		m->fault = "empty range";
	else if (off >= MODEL_SIZE)
		m->fault = "range outside of the buffer";
	else if ((off | size) & (m->traits.line_size - 1))
		m->fault = "range not on lines";
	else if (!right_address(op, paddr, vaddr))
		m->fault = "wrong kernel address";
	if (m->fault)
		return;
	if (m->nr_ops < MODEL_OPS)
		m->ops[m->nr_ops] = (struct model_op){ op, off, size };
	m->nr_ops++;
	m->pending = true;
	if (op == DMA_CACHE_WBACK_INV_ALL)
		model_apply(m, op, 0, MODEL_SIZE);
	else
		model_apply(m, op, off, size);
}

static void model_wait(void)
{
	struct model *m = current_model();

	m->barriers++;
	m->pending = false;
}

void model_forget(struct model *m)
{
	m->nr_ops = 0;
	m->barriers = 0;
	m->pending = false;
	m->fault = NULL;
}

void model_reset(struct model *m, unsigned int line_size, bool speculates)
{
	m->traits.line_size = line_size;
	m->traits.speculates = speculates || m->always;
	m->traits.all_threshold = m->all_threshold;
	memset(m->lines, 0, MODEL_SIZE / 8 * sizeof(*m->lines));
	memset(m->ram, 0, MODEL_SIZE);
	model_forget(m);
}

/**
 * model_init - replace the caches of the CPU by a model
 * @m: the model, zeroed
 * @test: the running test; its priv is set
 * @ram: %MODEL_SIZE bytes, from the start of a line of any size
 *
 * The caller sets the physical addresses of @ram afterwards.
 */
void model_init(struct model *m, struct kunit *test, void *ram)
{
	m->test = test;
	m->all_threshold = SIZE_MAX;
	m->ram = ram;
	m->split = MODEL_SIZE;
	m->lines = kunit_kcalloc(test, MODEL_SIZE / 8, sizeof(*m->lines),
				 GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m->lines);
	test->priv = m;
	kunit_activate_static_stub(test, dma_cache_traits, model_traits);
	kunit_activate_static_stub(test, dma_cache_op, model_op);
	kunit_activate_static_stub(test, dma_cache_wait, model_wait);
}

/* ---- methods of struct property_machine ---- */

struct model *to_model(struct property_machine *pm)
{
	return container_of(pm, struct model, machine);
}

static u8 cpu_read(struct property_machine *pm, size_t off)
{
	struct model *m = to_model(pm);
	size_t n = off / m->traits.line_size;

	line_fetch(m, n);
	return m->lines[n].data[off % m->traits.line_size];
}

static void cpu_write(struct property_machine *pm, size_t off, u8 val)
{
	struct model *m = to_model(pm);
	size_t n = off / m->traits.line_size;

	line_fetch(m, n);
	m->lines[n].data[off % m->traits.line_size] = val;
	m->lines[n].dirty = true;
}

static void evict(struct property_machine *pm, size_t off)
{
	line_evict(to_model(pm), off / pm->line_size);
}

static void fetch(struct property_machine *pm, size_t off)
{
	line_fetch(to_model(pm), off / pm->line_size);
}

static u8 device_read(struct property_machine *pm, size_t off)
{
	return to_model(pm)->ram[off];
}

static void device_write(struct property_machine *pm, size_t off, u8 val)
{
	to_model(pm)->ram[off] = val;
}

/* Returns the step that failed, 0 if none did. */
u32 run_model(struct model *m, unsigned int line, bool speculates,
	      const char *(*hand_over)(struct property_machine *pm,
				       enum dma_cache_to to, size_t off,
				       size_t size, enum dma_data_direction dir),
	      u64 seed, u32 steps, const char **what)
{
	struct oracle *o = kunit_kzalloc(m->test, sizeof(*o), GFP_KERNEL);
	u32 at;

	KUNIT_ASSERT_NOT_NULL(m->test, o);
	model_reset(m, line, speculates);
	m->machine = (struct property_machine) {
		.line_size = line, .speculates = speculates,
		/* partial lines are maintained whether the CPU speculates or not */
		.align = m->recycles ? line : 1,
		.recycles = m->recycles,
		.cpu_read = cpu_read, .cpu_write = cpu_write,
		.evict = evict, .fetch = fetch,
		.device_read = device_read, .device_write = device_write,
		.hand_over = hand_over,
	};
	at = run_property(&m->machine, o, seed, steps, what);
	kunit_kfree(m->test, o);
	return at;
}
