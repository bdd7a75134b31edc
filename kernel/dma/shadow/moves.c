// SPDX-License-Identifier: GPL-2.0
/*
 * Copy data between the CPU's copy, the device's copy and the snapshot.
 *
 * This behaves like a cache with lines of one byte, without eviction and
 * speculation.  Words of eight bytes with the same state are handled at once.
 * Each byte of D is read only once, since the device may write at any time.
 *
 * This file is not instrumented, since it accesses poisoned memory.
 */
#include <linux/compiler.h>
#include <linux/string.h>
#include "shadow.h"

#define ALL(byte)	(0x0101010101010101ULL * (byte))
#define ALL_FILL	ALL(DMA_SHADOW_FILL)

#define OWNED		DMA_SHADOW_OWNED
#define FILLED		DMA_SHADOW_FILLED
#define TAKEN		DMA_SHADOW_TAKEN
#define BY_CPU		(DMA_SHADOW_VALID | DMA_SHADOW_EVER)
#define BY_DEVICE	(BY_CPU | OWNED)

static u64 *word(u8 *p)
{
	return (u64 *)p;
}

/* Halves of a word, in memory order. */
union halves {
	u32 h[2];
	u64 w;
};

static u64 read_word(u8 *p)
{
	u32 *half = (u32 *)p;
	union halves val;

	if (IS_ENABLED(CONFIG_64BIT))
		return READ_ONCE(*word(p));
	val.h[0] = READ_ONCE(half[0]);
	val.h[1] = READ_ONCE(half[1]);
	return val.w;
}

/* Write changed halves only: the device may write the other one. */
static void write_word(u8 *p, u64 val)
{
	union halves new = { .w = val }, old = { .w = *word(p) };
	u32 *half = (u32 *)p;
	int i;

	if (IS_ENABLED(CONFIG_64BIT) && new.h[0] != old.h[0] &&
	    new.h[1] != old.h[1]) {
		WRITE_ONCE(*word(p), val);
		return;
	}
	for (i = 0; i < 2; i++)
		if (new.h[i] != old.h[i])
			WRITE_ONCE(half[i], new.h[i]);
}

/**
 * dma_shadow_found() - add a byte to a finding
 * @find: finding
 * @at: offset in the mapping
 * @was: expected value
 * @is: actual value
 */
void dma_shadow_found(struct dma_shadow_find *find, size_t at, u8 was, u8 is)
{
	if (!find->bytes)
		find->at = at;
	if (at - find->at == find->nr && find->nr < sizeof(find->was)) {
		find->was[find->nr] = was;
		find->is[find->nr++] = is;
	}
	find->bytes++;
}

static void add_found(struct dma_shadow_chunk *ch, enum dma_shadow_report what,
		      size_t i, u8 was, u8 is)
{
	dma_shadow_found(&ch->found[what], ch->at + i, was, is);
}

/* Value of C unless the CPU has written. */
static u8 expected(struct dma_shadow_chunk *ch, size_t i)
{
	return ch->state[i] & FILLED ? DMA_SHADOW_FILL : ch->s[i];
}

static bool cpu_wrote(struct dma_shadow_chunk *ch, size_t i)
{
	return READ_ONCE(ch->c[i]) != expected(ch, i);
}

static void report_cpu_write(struct dma_shadow_chunk *ch, size_t i)
{
	add_found(ch, ch->idle ? DMA_SHADOW_NOT_TAKEN : DMA_SHADOW_CPU_WRITE, i,
		  expected(ch, i), ch->c[i]);
}

/* If CPU and device wrote, report one finding instead of two. */
static void check_owned_byte(struct dma_shadow_chunk *ch, size_t i, u8 d)
{
	bool cpu = !ch->foreign && cpu_wrote(ch, i);
	bool device = d != ch->s[i];

	if (device)
		ch->wrote = true;
	if (device && ch->mapped == DMA_TO_DEVICE)
		add_found(ch, DMA_SHADOW_TO_DEVICE, i, ch->s[i], d);
	else if (device && cpu)
		add_found(ch, DMA_SHADOW_BOTH_WROTE, i, d, ch->c[i]);
	if (cpu && !(device && ch->mapped != DMA_TO_DEVICE))
		report_cpu_write(ch, i);
}

static void own_byte(struct dma_shadow_chunk *ch, size_t i)
{
	ch->state[i] = (ch->state[i] | BY_DEVICE) & ~TAKEN;
	if (ch->fill) {
		ch->state[i] |= FILLED;
		WRITE_ONCE(ch->c[i], DMA_SHADOW_FILL);
	}
}

static void for_device_byte(struct dma_shadow_chunk *ch, size_t i)
{
	u8 d = READ_ONCE(ch->d[i]), state = ch->state[i];
	bool cpu = cpu_wrote(ch, i), device = d != ch->s[i];

	if (!(state & OWNED))
		ch->changed = true;
	if (!(state & DMA_SHADOW_VALID)) {
		if (device)
			add_found(ch, DMA_SHADOW_DEVICE_WRITE, i, ch->s[i], d);
		cpu = true;
	} else if (state & OWNED) {
		check_owned_byte(ch, i, d);
		/* the hand-over discards this data: report later writes only */
		if (state & FILLED)
			ch->s[i] = d;
	} else if (device && cpu) {
		add_found(ch, DMA_SHADOW_BOTH_WROTE, i, d, ch->c[i]);
	} else if (device && !(state & DMA_SHADOW_EVER)) {
		add_found(ch, DMA_SHADOW_DEVICE_WRITE, i, ch->s[i], d);
	}
	if (cpu) {
		ch->s[i] = READ_ONCE(ch->c[i]);
		WRITE_ONCE(ch->d[i], ch->s[i]);
		ch->state[i] &= ~FILLED;
	}
	own_byte(ch, i);
}

static void own_word(struct dma_shadow_chunk *ch, size_t i, u8 state)
{
	state = (state | BY_DEVICE | (ch->fill ? FILLED : 0)) & ~TAKEN;
	*word(ch->state + i) = ALL(state);
	if (ch->fill)
		*word(ch->c + i) = ALL_FILL;
}

static bool for_device_word(struct dma_shadow_chunk *ch, size_t i)
{
	u64 states = *word(ch->state + i), s = *word(ch->s + i);
	u64 c = *word(ch->c + i), d = read_word(ch->d + i);
	u8 state = ch->state[i];

	if (states != ALL(state) || d != s)
		return false;
	if (!(state & OWNED))
		ch->changed = true;
	if (!(state & DMA_SHADOW_VALID) ||
	    (!(state & (OWNED | FILLED)) && c != s)) {
		write_word(ch->d + i, c);
		*word(ch->s + i) = c;
	} else if (c != (state & FILLED ? ALL_FILL : s)) {
		return false;
	}
	own_word(ch, i, state);
	return true;
}

static void take_byte(struct dma_shadow_chunk *ch, size_t i, u8 d)
{
	ch->s[i] = d;
	ch->state[i] &= ~FILLED;
	if (READ_ONCE(ch->c[i]) != d)
		WRITE_ONCE(ch->c[i], d);
}

/* A second for_cpu without for_device: device writes in between are a bug. */
static void for_cpu_again(struct dma_shadow_chunk *ch, size_t i, u8 d)
{
	bool cpu = cpu_wrote(ch, i);

	/* written by the CPU after the first for_cpu, never handed over */
	if (cpu && ch->state[i] & TAKEN && !ch->foreign && !ch->unmap)
		add_found(ch, DMA_SHADOW_NOT_GIVEN, i, ch->s[i], ch->c[i]);
	ch->state[i] |= TAKEN;
	if (d == ch->s[i] || ch->mapped == DMA_TO_DEVICE)
		return;
	if (!(ch->state[i] & DMA_SHADOW_EVER))
		add_found(ch, DMA_SHADOW_DEVICE_WRITE, i, ch->s[i], d);
	else if (cpu)
		add_found(ch, DMA_SHADOW_BOTH_WROTE, i, d, ch->c[i]);
	else
		add_found(ch, DMA_SHADOW_TAKEN_AGAIN, i, ch->s[i], d);
	if (ch->strict || (cpu && ch->state[i] & DMA_SHADOW_VALID))
		return;
	take_byte(ch, i, d);
	ch->state[i] |= DMA_SHADOW_VALID;
}

static void for_cpu_byte(struct dma_shadow_chunk *ch, size_t i)
{
	u8 d = READ_ONCE(ch->d[i]);

	if (!(ch->state[i] & OWNED)) {
		for_cpu_again(ch, i, d);
		return;
	}
	ch->changed = true;
	check_owned_byte(ch, i, d);
	if (ch->mapped != DMA_TO_DEVICE && ch->dir != DMA_TO_DEVICE)
		take_byte(ch, i, d);
	ch->state[i] = (ch->state[i] & ~OWNED) | TAKEN;
}

static bool for_cpu_word(struct dma_shadow_chunk *ch, size_t i)
{
	u64 states = *word(ch->state + i), s = *word(ch->s + i);
	u64 c = *word(ch->c + i), d = read_word(ch->d + i);
	u8 state = ch->state[i];

	if (states != ALL(state))
		return false;
	if (!(state & OWNED)) {
		if (d != s || (state & TAKEN && c != s))
			return false;
		*word(ch->state + i) = ALL((u8)(state | TAKEN));
		return true;
	}
	if (c != (state & FILLED ? ALL_FILL : s) ||
	    (d != s && ch->mapped != DMA_FROM_DEVICE))
		return false;
	ch->changed = true;
	if (d != s)
		ch->wrote = true;
	if (ch->mapped == DMA_FROM_DEVICE && ch->dir != DMA_TO_DEVICE) {
		*word(ch->s + i) = d;
		*word(ch->c + i) = d;
		state &= ~FILLED;
	}
	*word(ch->state + i) = ALL((u8)((state & ~OWNED) | TAKEN));
	return true;
}

static void gone_byte(struct dma_shadow_chunk *ch, size_t i)
{
	u8 d = READ_ONCE(ch->d[i]);
	bool device = d != ch->s[i];

	if (ch->state[i] & OWNED) {
		check_owned_byte(ch, i, d);
		if (device && ch->mapped != DMA_TO_DEVICE)
			add_found(ch, DMA_SHADOW_FREED_DIRTY, i, ch->s[i], d);
	} else if (device && !(ch->state[i] & DMA_SHADOW_EVER)) {
		add_found(ch, DMA_SHADOW_DEVICE_WRITE, i, ch->s[i], d);
	}
}

static bool gone_word(struct dma_shadow_chunk *ch, size_t i)
{
	u64 s = *word(ch->s + i);
	u8 state = ch->state[i];

	if (*word(ch->state + i) != ALL(state) || read_word(ch->d + i) != s)
		return false;
	if (!(state & OWNED) || ch->foreign)
		return true;
	return *word(ch->c + i) == (state & FILLED ? ALL_FILL : s);
}

static void scan_byte(struct dma_shadow_chunk *ch, size_t i)
{
	if (ch->state[i] & OWNED && cpu_wrote(ch, i))
		report_cpu_write(ch, i);
}

static bool scan_word(struct dma_shadow_chunk *ch, size_t i)
{
	u8 state = ch->state[i];

	if (*word(ch->state + i) != ALL(state))
		return false;
	if (!(state & OWNED))
		return true;
	return *word(ch->c + i) ==
	       (state & FILLED ? ALL_FILL : *word(ch->s + i));
}

static void taken_byte(struct dma_shadow_chunk *ch, size_t i)
{
	if (ch->state[i] & TAKEN)
		ch->changed = true;
}

static bool taken_word(struct dma_shadow_chunk *ch, size_t i)
{
	if (*word(ch->state + i) & ALL(TAKEN))
		ch->changed = true;
	return true;
}

static void written_byte(struct dma_shadow_chunk *ch, size_t i)
{
	if (ch->state[i] & OWNED && READ_ONCE(ch->d[i]) != ch->s[i])
		ch->changed = true;
}

static bool written_word(struct dma_shadow_chunk *ch, size_t i)
{
	return read_word(ch->d + i) == *word(ch->s + i);
}

static __always_inline void
walk_words(struct dma_shadow_chunk *ch,
	   void (*by_byte)(struct dma_shadow_chunk *ch, size_t i),
	   bool (*by_word)(struct dma_shadow_chunk *ch, size_t i))
{
	size_t i = 0, n;

	while (i < ch->size) {
		if (IS_ALIGNED((unsigned long)(ch->c + i), 8) &&
		    ch->size - i >= 8 && by_word(ch, i)) {
			i += 8;
			continue;
		}
		/* up to the next word */
		n = min(ch->size - i, 8 - ((unsigned long)(ch->c + i) & 7));
		for (; n; n--, i++)
			by_byte(ch, i);
	}
}

/**
 * dma_shadow_chunk_new() - initialize the copies of a chunk
 * @ch: chunk
 * @skip: no hand-over yet
 */
void dma_shadow_chunk_new(struct dma_shadow_chunk *ch, bool skip)
{
	if (skip)
		memset(ch->s, DMA_SHADOW_CANARY, ch->size);
	else
		memcpy(ch->s, ch->c, ch->size);
	memcpy(ch->d, ch->s, ch->size);
	memset(ch->state, skip ? 0 : DMA_SHADOW_VALID, ch->size);
}

/**
 * dma_shadow_chunk_own() - first hand-over to the device
 * @ch: chunk, initialized by dma_shadow_chunk_new()
 */
void dma_shadow_chunk_own(struct dma_shadow_chunk *ch)
{
	memset(ch->state, BY_DEVICE | (ch->fill ? FILLED : 0), ch->size);
	if (ch->fill)
		memset(ch->c, DMA_SHADOW_FILL, ch->size);
}

/**
 * dma_shadow_chunk_for_device() - copy what the CPU wrote to the device
 * @ch: chunk
 */
void dma_shadow_chunk_for_device(struct dma_shadow_chunk *ch)
{
	walk_words(ch, for_device_byte, for_device_word);
}

/**
 * dma_shadow_chunk_for_cpu() - copy what the device wrote to the CPU
 * @ch: chunk
 */
void dma_shadow_chunk_for_cpu(struct dma_shadow_chunk *ch)
{
	walk_words(ch, for_cpu_byte, for_cpu_word);
}

/**
 * dma_shadow_chunk_gone() - check a chunk that is unmapped without hand-over
 * @ch: chunk
 */
void dma_shadow_chunk_gone(struct dma_shadow_chunk *ch)
{
	walk_words(ch, gone_byte, gone_word);
}

/**
 * dma_shadow_chunk_scan() - check whether the CPU wrote device-owned bytes
 * @ch: chunk
 */
void dma_shadow_chunk_scan(struct dma_shadow_chunk *ch)
{
	walk_words(ch, scan_byte, scan_word);
}

/**
 * dma_shadow_chunk_taken() - does the CPU own a part of a chunk?
 * @ch: chunk; sets @ch->changed if so
 */
void dma_shadow_chunk_taken(struct dma_shadow_chunk *ch)
{
	walk_words(ch, taken_byte, taken_word);
}

/**
 * dma_shadow_chunk_written() - has the device written bytes that it owns?
 * @ch: chunk; sets @ch->changed if so
 */
void dma_shadow_chunk_written(struct dma_shadow_chunk *ch)
{
	walk_words(ch, written_byte, written_word);
}

/**
 * dma_shadow_canary() - check a range for the canary
 * @d: memory
 * @from: start of the range, in bytes
 * @to: end of the range, in bytes
 * @bias: subtracted from offsets in @find
 * @find: finding to which overwritten bytes are added
 *
 * Return: %false if the canary was overwritten.
 */
bool dma_shadow_canary(const u8 *d, size_t from, size_t to, long bias,
		       struct dma_shadow_find *find)
{
	const u8 *at = memchr_inv(d + from, DMA_SHADOW_CANARY, to - from);
	size_t i;

	if (!at)
		return true;
	for (i = at - d; i < to; i++)
		if (d[i] != DMA_SHADOW_CANARY)
			dma_shadow_found(find, i - bias, DMA_SHADOW_CANARY, d[i]);
	return false;
}
