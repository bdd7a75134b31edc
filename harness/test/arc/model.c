// SPDX-License-Identifier: GPL-2.0
/*
 * What the registers do, as far as the base's code tells: arch/arc/mm/cache.c,
 * arch/arc/include/asm/cache.h, and the initial state arch/arc/kernel/head.S.
 *
 * A command does not take effect when its register is written but while software
 * waits for it, a few lines at each read of the status.  Only discarding lines of
 * L1 has no status: the CPU stalls.  Lines come and go at each register access if
 * model.speculates, so that whatever order of operations is wrong shows in data.
 * What a driver of these registers must not do is a fault even where it does no
 * harm.
 */
#include "kernel.h"
#include "model.h"

struct model model;

static struct {
	u32 dc_ctrl, dc_end, ptag, ptag_hi;
	bool ptag_set;
	u32 slc_ctrl, slc_end, slc_end1, slc_start1;
	u32 ioc_size, ioc_base, ioc_partial;
} reg = {
	/* nobody has written these yet */
	.ptag_hi = 0xa5, .slc_end1 = 0x5a, .slc_start1 = 0x77,
};

static void fault(const char *what)
{
	if (!model.fault)
		model.fault = what;
}

/* ---- the caches ---- */

static void fill(struct level *l, size_t n);

/* A byte in the level below L1. */
static u8 *below(size_t off)
{
	struct level *slc = &model.slc;

	if (!slc->enabled)
		return &model.ram[off];
	fill(slc, off / slc->line_size);
	return &slc->line[off / slc->line_size].data[off % slc->line_size];
}

static void fill(struct level *l, size_t n)
{
	size_t off = n * l->line_size, i;

	if (l->line[n].valid)
		return;
	for (i = 0; i < l->line_size; i++)
		l->line[n].data[i] = l == &model.l1 ? *below(off + i) :
						      model.ram[off + i];
	l->line[n].valid = true;
	l->line[n].dirty = false;
}

static void wback(struct level *l, size_t n)
{
	size_t off = n * l->line_size, i;

	if (!l->line[n].valid || !l->line[n].dirty)
		return;
	for (i = 0; i < l->line_size; i++, off++) {
		if (l == &model.slc || !model.slc.enabled) {
			model.ram[off] = l->line[n].data[i];
			continue;
		}
		*below(off) = l->line[n].data[i];
		model.slc.line[off / model.slc.line_size].dirty = true;
	}
	l->line[n].dirty = false;
}

u8 model_cpu_read(size_t off)
{
	struct level *l1 = &model.l1;

	fill(l1, off / l1->line_size);
	return l1->line[off / l1->line_size].data[off % l1->line_size];
}

void model_cpu_write(size_t off, u8 val)
{
	struct level *l1 = &model.l1;

	fill(l1, off / l1->line_size);
	l1->line[off / l1->line_size].data[off % l1->line_size] = val;
	l1->line[off / l1->line_size].dirty = true;
}

void model_evict(size_t off)
{
	u32 which = prandom_u32_state(&model.rnd) % 3 + 1;

	if (which & 1) {
		wback(&model.l1, off / model.l1.line_size);
		model.l1.line[off / model.l1.line_size].valid = false;
	}
	if (model.slc.enabled && which & 2) {
		wback(&model.slc, off / model.slc.line_size);
		model.slc.line[off / model.slc.line_size].valid = false;
	}
}

void model_fetch(size_t off)
{
	if (!model.l1.enabled)
		return;
	if (prandom_u32_state(&model.rnd) % 4)
		fill(&model.l1, off / model.l1.line_size);
	else
		below(off);
}

static u8 *copy_in(struct level *l, size_t off)
{
	if (!l->enabled || !l->line[off / l->line_size].valid)
		return NULL;
	return &l->line[off / l->line_size].data[off % l->line_size];
}

u8 model_cpu_sees(size_t off)
{
	u8 *copy = copy_in(&model.l1, off) ?: copy_in(&model.slc, off);

	return copy ? *copy : model.ram[off];
}

u8 model_device_read(size_t off)
{
	return model.snoop ? model_cpu_sees(off) : model.ram[off];
}

void model_device_write(size_t off, u8 val)
{
	u8 *copy;

	model.ram[off] = val;
	if (!model.snoop)
		return;
	copy = copy_in(&model.l1, off);
	if (copy)
		*copy = val;
	copy = copy_in(&model.slc, off);
	if (copy)
		*copy = val;
}

/* A prefetcher is quick: between two registers it gets through half of the memory. */
static void meanwhile(void)
{
	u32 r = prandom_u32_state(&model.rnd), n;

	if (!model.speculates)
		return;
	for (n = r % 8; n; n--) {
		r = prandom_u32_state(&model.rnd);
		if (r % 8)
			model_fetch((r >> 8) % PROPERTY_SIZE);
		else
			model_evict((r >> 8) % PROPERTY_SIZE);
	}
}

/* ---- operations ---- */

static void finish_line(struct level *l, size_t n)
{
	u8 todo = l->line[n].todo;

	if (todo & DID_WBACK)
		wback(l, n);
	if (todo & DID_INV)
		l->line[n].valid = l->line[n].dirty = false;
	l->line[n].did |= todo;
	l->line[n].todo = 0;
}

static bool busy(const struct level *l)
{
	size_t n;

	for (n = 0; n < MODEL_LINES; n++)
		if (l->line[n].todo)
			return true;
	return false;
}

static void proceed(struct level *l)
{
	u32 lines = prandom_u32_state(&model.rnd) % 4;
	size_t n;

	for (n = 0; n < MODEL_LINES && lines; n++) {
		if (!l->line[n].todo)
			continue;
		finish_line(l, n);
		lines--;
	}
}

static void begin(struct level *l, u64 start, u64 end, u8 todo)
{
	u64 first = round_down(start, l->line_size) - model.base;
	u64 last = round_down(end, l->line_size) - model.base;
	size_t n;

	if (first >= PROPERTY_SIZE || last > PROPERTY_SIZE || first >= last) {
		fault(first >= last ? "an empty range" : "not the buffer");
		return;
	}
	for (n = first / l->line_size; n < last / l->line_size; n++) {
		l->line[n].todo = todo;
		if (todo & DID_DISCARD && l == &model.l1)
			finish_line(l, n);
	}
}

static void begin_all(struct level *l, u8 todo)
{
	begin(l, model.base, model.base + PROPERTY_SIZE, todo);
}

static u8 inv_mode(bool wback_first)
{
	return wback_first ? DID_WBACK | DID_INV : DID_INV | DID_DISCARD;
}

/* ---- L1: DC_* ---- */

static u64 l1_high(void)
{
	return model.pae ? (u64)reg.ptag_hi << 32 : 0;
}

static void line_command(u32 val, u8 todo)
{
	u64 addr = l1_high() | val;

	if (IS_ENABLED(CONFIG_ARC_MMU_V3)) {
		addr = reg.ptag;
		if (!reg.ptag_set || reg.ptag != val)
			fault("no tag for this line");
		reg.ptag_set = false;
	}
	begin(&model.l1, addr, addr + model.l1.line_size, todo);
}

static void dc_start(u32 val)
{
	u64 hi = l1_high();
	u8 todo = reg.dc_ctrl & DC_CTRL_RGN_OP_INV ?
		  inv_mode(reg.dc_ctrl & DC_CTRL_INV_MODE_FLUSH) : DID_WBACK;

	if (!model.l1.end_set)
		fault("L1: start before end");
	model.l1.end_set = false;
	begin(&model.l1, hi | val, hi | reg.dc_end, todo);
}

static void dc_control(u32 val)
{
	size_t n;

	reg.dc_ctrl = val & ~DC_CTRL_FLUSH_STATUS;
	model.l1.enabled = !(val & DC_CTRL_DIS);
	for (n = 0; n < MODEL_LINES && !model.l1.enabled; n++)
		if (model.l1.line[n].valid)
			fault("L1 off with lines in it");
}

static bool dc_write(u32 r, u32 val)
{
	bool im = reg.dc_ctrl & DC_CTRL_INV_MODE_FLUSH;
	bool line = r == ARC_REG_DC_IVDL || r == ARC_REG_DC_FLDL ||
		    r == ARC_REG_DC_PTAG;

	/* the CPU stalls between commands for single lines */
	if (busy(&model.l1) && !line)
		fault("L1: written to while it flushes");
	if (IS_ENABLED(CONFIG_ARC_MMU_V3) &&
	    (r == ARC_REG_DC_STARTR || r == ARC_REG_DC_ENDR))
		return false;
	switch (r) {
	case ARC_REG_DC_CTRL:
		dc_control(val);
		return true;
	case ARC_REG_DC_IVDC:
		begin_all(&model.l1, inv_mode(im));
		return true;
	case ARC_REG_DC_FLSH:
		begin_all(&model.l1, DID_WBACK);
		return true;
	case ARC_REG_DC_IVDL:
		line_command(val, inv_mode(im));
		return true;
	case ARC_REG_DC_FLDL:
		line_command(val, DID_WBACK);
		return true;
	case ARC_REG_DC_ENDR:
		reg.dc_end = val;
		model.l1.end_set = true;
		return true;
	case ARC_REG_DC_STARTR:
		dc_start(val);
		return true;
	case ARC_REG_DC_PTAG:
		reg.ptag = val;
		reg.ptag_set = true;
		return IS_ENABLED(CONFIG_ARC_MMU_V3);
	case ARC_REG_DC_PTAG_HI:
		reg.ptag_hi = val;
		return model.pae;
	}
	return false;
}

/* ---- the system level cache: SLC_* ---- */

static void slc_command(u64 start, u64 end, u8 todo)
{
	begin(&model.slc, start, end, todo);
	/* STAR 9001165532: the first read of the status does not see it */
	model.slc.hides_busy = true;
}

static void slc_all(u8 todo)
{
	slc_command(model.base, model.base + PROPERTY_SIZE, todo);
}

static void slc_start(u32 val)
{
	u8 todo = reg.slc_ctrl & SLC_CTRL_RGN_OP_INV ?
		  inv_mode(reg.slc_ctrl & SLC_CTRL_IM) : DID_WBACK;
	u64 start = val, end = reg.slc_end;

	if (!model.slc.end_set)
		fault("SLC: start before end");
	model.slc.end_set = false;
	if (model.pae) {
		start |= (u64)reg.slc_start1 << 32;
		end |= (u64)reg.slc_end1 << 32;
	}
	slc_command(start, end, todo);
}

static bool slc_write(u32 r, u32 val)
{
	if (busy(&model.slc))
		fault("SLC: written to while it is busy");
	if (model.running && !model.locked)
		fault("SLC: written to without the lock");
	switch (r) {
	case ARC_REG_SLC_CTRL:
		reg.slc_ctrl = val & ~SLC_CTRL_BUSY;
		model.slc.enabled = !(val & SLC_CTRL_DIS);
		return true;
	case ARC_REG_SLC_FLUSH:
		slc_all(DID_WBACK);
		return true;
	case ARC_REG_SLC_INVALIDATE:
		slc_all(inv_mode(reg.slc_ctrl & SLC_CTRL_IM));
		return true;
	case ARC_REG_SLC_RGN_END1:
		reg.slc_end1 = val;
		return model.pae;
	case ARC_REG_SLC_RGN_START1:
		reg.slc_start1 = val;
		return model.pae;
	case ARC_REG_SLC_RGN_END:
		reg.slc_end = val;
		model.slc.end_set = true;
		return true;
	case ARC_REG_SLC_RGN_START:
		slc_start(val);
		return true;
	}
	return false;
}

/* ---- IO coherency ---- */

static bool ioc_write(u32 r, u32 val)
{
	size_t n;

	switch (r) {
	case ARC_REG_IO_COH_AP0_SIZE:
		reg.ioc_size = val;
		return true;
	case ARC_REG_IO_COH_AP0_BASE:
		reg.ioc_base = val;
		return true;
	case ARC_REG_IO_COH_PARTIAL:
		reg.ioc_partial = val;
		return true;
	case ARC_REG_IO_COH_ENABLE:
		/* 1 GiB from 0x80000000 on: a power of two in KiB, less two */
		if (reg.ioc_size != 18 || reg.ioc_base != 0x80000 ||
		    reg.ioc_partial != ARC_IO_COH_PARTIAL_BIT)
			fault("IOC: on, and not set up");
		if (model.l1.enabled)
			fault("IOC: on while L1 is");
		for (n = 0; n < MODEL_LINES; n++)
			if (model.slc.line[n].valid)
				fault("IOC: on with lines in the SLC");
		model.ioc_on = val & ARC_IO_COH_ENABLE_BIT;
		return true;
	}
	return false;
}

/* ---- all registers ---- */

#define BCR(type, ...) ({						\
	union { struct type s; u32 val; } __bcr = { .s = { __VA_ARGS__ } }; \
	__bcr.val; })

static u32 cache_bcr(bool icache)
{
	unsigned int len = __builtin_ctz(model.l1.line_size);

	return BCR(bcr_cache, .ver = is_isa_arcv2() ? 4 : 3,
		   .config = is_isa_arcv2() || !icache ? 2 : 3, .sz = 5,
		   .line_len = len - (icache ? 3 : 4));
}

static void check_context(void)
{
	model.accesses++;
	if (model.running && !model.irqs_off)
		fault("interrupts are on");
	meanwhile();
}

u32 model_lr(u32 r)
{
	switch (r) {
	case AUX_IDENTITY:
		return BCR(bcr_identity, .family = 0x54);
	case AUX_VOL:
		return BCR(bcr_volatile, .start = 0xc, .limit = 0xf);
	case ARC_REG_IC_BCR:
		return cache_bcr(true);
	case ARC_REG_DC_BCR:
		return cache_bcr(false);
	case ARC_REG_SLC_BCR:
		return BCR(bcr_generic, .ver = model.slc.line_size ? 3 : 0);
	case ARC_REG_SLC_CFG:
		return BCR(bcr_slc_cfg, .lsz = model.slc.line_size == 64);
	case ARC_REG_CLUSTER_BCR:
		return BCR(bcr_clust_cfg, .c = model.ioc);
	case ARC_REG_IO_COH_ENABLE:
		return model.ioc_on;
	case ARC_REG_DC_CTRL:
		check_context();
		proceed(&model.l1);
		return reg.dc_ctrl |
		       (busy(&model.l1) ? DC_CTRL_FLUSH_STATUS : 0);
	case ARC_REG_SLC_CTRL:
		check_context();
		if (model.slc.hides_busy) {
			model.slc.hides_busy = false;
			return reg.slc_ctrl;
		}
		proceed(&model.slc);
		return reg.slc_ctrl | (busy(&model.slc) ? SLC_CTRL_BUSY : 0);
	}
	fail("read of register %#x", r);
}

void model_sr(u32 val, u32 r)
{
	bool ok = true;

	if (r == ARC_REG_IC_PTAG_HI && model.pae)
		return;
	if (r >= ARC_REG_DC_IVDC && r <= ARC_REG_DC_PTAG_HI) {
		check_context();
		ok = dc_write(r, val);
	} else if (r >= ARC_REG_SLC_CFG && r <= ARC_REG_SLC_RGN_END1) {
		check_context();
		ok = model.slc.line_size && slc_write(r, val);
	} else {
		ok = model.ioc && ioc_write(r, val);
	}
	if (!ok)
		fail("write to register %#x, which this machine does not have", r);
}

unsigned long model_irq_save(void)
{
	unsigned long was = model.irqs_off;

	model.irqs_off = true;
	return was;
}

void model_irq_restore(unsigned long flags)
{
	model.irqs_off = flags;
}

void model_lock(void)
{
	if (model.locked)
		fault("locked twice");
	model.locked = true;
}

void model_unlock(void)
{
	model.locked = false;
	if (busy(&model.slc))
		fault("SLC: unlocked while it is busy");
}

/* ---- for the tests ---- */

void model_clear(void)
{
	memset(model.l1.line, 0, sizeof(model.l1.line));
	memset(model.slc.line, 0, sizeof(model.slc.line));
	memset(model.ram, 0, sizeof(model.ram));
}

const char *model_idle(void)
{
	const char *what;

	if (busy(&model.l1))
		fault("L1 still flushes on return");
	if (busy(&model.slc))
		fault("SLC still busy on return");
	if (model.l1.end_set || model.slc.end_set || reg.ptag_set)
		fault("a command that was not given");
	if (reg.dc_ctrl & (DC_CTRL_INV_MODE_FLUSH | DC_CTRL_DIS))
		fault("DC_CTRL: left in another mode");
	if (model.irqs_off || model.locked)
		fault("interrupts off on return");
	what = model.fault;
	model.fault = NULL;
	return what;
}
