// SPDX-License-Identifier: GPL-2.0
/*
 * Detect data that shares a cache line with a buffer that the device writes.
 *
 * The write back of such a line would overwrite what the device wrote.  The
 * checker reports the line, but does not simulate the write back.
 */
#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/interval_tree_generic.h>
#include <linux/spinlock.h>
#include <linux/string.h>
/* nearest_obj() is private to the slab allocator */
#include "../../../mm/slab.h"
#include "shadow.h"

static u64 first_line(struct dma_shadow_piece *p)
{
	return round_down(p->c, dma_shadow_line);
}

static u64 last_line(struct dma_shadow_piece *p)
{
	return round_down(p->c + p->size - 1, dma_shadow_line);
}

INTERVAL_TREE_DEFINE(struct dma_shadow_piece, line_node, u64, line_last,
		     first_line, last_line, static, line)

static DEFINE_SPINLOCK(lines_lock);
static struct rb_root_cached lines = RB_ROOT_CACHED;

/* Allocations do not share cache lines. */
static bool is_checked(struct dma_shadow_piece *p)
{
	return !p->foreign && p->map->type == DMA_SHADOW_MAP &&
	       !(p->map->attrs & DMA_ATTR_DEBUGGING_IGNORE_CACHELINES);
}

/**
 * dma_shadow_lines_add() - add a mapping to the tree of cache lines
 * @m: mapping
 */
void dma_shadow_lines_add(struct dma_shadow_map *m)
{
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&lines_lock, flags);
	for (i = 0; i < m->nr; i++) {
		if (!m->piece[i].d)
			continue;
		line_insert(&m->piece[i], &lines);
		m->piece[i].in_lines = true;
	}
	spin_unlock_irqrestore(&lines_lock, flags);
}

/**
 * dma_shadow_lines_del() - remove a mapping from the tree of cache lines
 * @m: mapping
 */
void dma_shadow_lines_del(struct dma_shadow_map *m)
{
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&lines_lock, flags);
	for (i = 0; i < m->nr; i++) {
		if (m->piece[i].in_lines)
			line_remove(&m->piece[i], &lines);
		m->piece[i].in_lines = false;
	}
	spin_unlock_irqrestore(&lines_lock, flags);
}

/**
 * dma_shadow_lines_find() - look up a mapped buffer by physical address
 * @phys: address in the driver's memory
 *
 * Return: one of its pieces, with a reference to the mapping, or %NULL.
 */
struct dma_shadow_piece *dma_shadow_lines_find(phys_addr_t phys)
{
	u64 line = round_down(phys, dma_shadow_line);
	struct dma_shadow_piece *p;
	unsigned long flags;

	spin_lock_irqsave(&lines_lock, flags);
	for (p = line_iter_first(&lines, line, line); p;
	     p = line_iter_next(p, line, line))
		if (phys >= p->c && phys < p->c + p->size)
			break;
	if (p)
		refcount_inc(&p->map->refs);
	spin_unlock_irqrestore(&lines_lock, flags);
	return p;
}

/*
 * Limits of the object around @phys.  The driver is responsible for cache lines
 * within an object, the slab and page allocators for those between objects.
 */
static void object_of(phys_addr_t phys, phys_addr_t *from, phys_addr_t *to)
{
	struct page *page = phys_to_page(phys);
	struct slab *slab;
	void *obj;

	*from = page_to_phys(page);
	*to = *from + PAGE_SIZE;
	slab = page_slab(page);
	if (!slab)
		return;
	obj = nearest_obj(slab->slab_cache, slab, phys_to_virt(phys));
	*from = virt_to_phys(obj);
	*to = *from + slab->slab_cache->object_size;
}

static bool same_object(phys_addr_t a, phys_addr_t b)
{
	phys_addr_t from, to;

	object_of(a, &from, &to);
	return b >= from && b < to;
}

/*
 * Does the device own all bytes of the range?  The state is read without the
 * lock of the mapping, which is accurate enough for a report.
 */
static bool device_owns_line(struct dma_shadow_piece *p, phys_addr_t from, phys_addr_t to)
{
	from = max(from, p->c);
	to = min(to, p->c + p->size);
	if (from >= to)
		return false;
	for (; from < to; from++)
		if (!(READ_ONCE(p->state[from - p->c]) & DMA_SHADOW_OWNED))
			return false;
	return true;
}

static bool line_is_shared(struct dma_shadow_piece *p, struct dma_shadow_piece *q,
			   phys_addr_t from, phys_addr_t to)
{
	const unsigned int line = dma_shadow_line;
	phys_addr_t at = max(round_down(from, line), first_line(q));
	phys_addr_t end = min(round_up(to, line), last_line(q) + line);

	if (p->map == q->map || !is_checked(q) ||
	    (p->map->dir == DMA_TO_DEVICE && q->map->dir == DMA_TO_DEVICE))
		return false;
	for (; at < end; at += line)
		if (device_owns_line(q, at, at + line))
			return same_object(max(p->c, at),
					   max(q->c, at));
	return false;
}

static void find_shared(struct dma_shadow_context *ctx, struct dma_shadow_piece *p,
			size_t from, size_t to)
{
	u64 first = round_down(p->c + from, dma_shadow_line);
	u64 last = round_down(p->c + to - 1, dma_shadow_line);
	struct dma_shadow_find find = { .bytes = to - from, .at = p->at + from };
	struct dma_shadow_piece *q;
	unsigned long flags;

	spin_lock_irqsave(&lines_lock, flags);
	for (q = line_iter_first(&lines, first, last); q;
	     q = line_iter_next(q, first, last))
		if (line_is_shared(p, q, p->c + from, p->c + to))
			break;
	ctx->other = q ? q->map->mapped_by : 0;
	spin_unlock_irqrestore(&lines_lock, flags);
	if (ctx->other)
		dma_shadow_report(ctx, DMA_SHADOW_LINE_SHARED, &find);
	ctx->other = 0;
}

/* Bytes before (0) or after (1) the buffer that share its line and object. */
static size_t edge_len(struct dma_shadow_piece *p, int side, phys_addr_t *from)
{
	const unsigned int line = dma_shadow_line;
	phys_addr_t lo, hi, to = p->c + p->size;
	struct dma_shadow_piece *q;
	unsigned long flags;
	bool alone = true;

	object_of(side ? to - 1 : p->c, &lo, &hi);
	*from = side ? to : max(round_down(p->c, line), lo);
	to = side ? min(round_up(to, line), hi) : p->c;
	if (to <= *from)
		return 0;
	/* skip lines with another mapping, whose hand-overs write them */
	lo = round_down(*from, line);
	spin_lock_irqsave(&lines_lock, flags);
	for (q = line_iter_first(&lines, lo, lo); q; q = line_iter_next(q, lo, lo))
		alone &= q == p;
	spin_unlock_irqrestore(&lines_lock, flags);
	return alone ? to - *from : 0;
}

static u8 *kmap_edge(phys_addr_t from)
{
	return kmap_local_page(phys_to_page(from)) + offset_in_page(from);
}

static void save_edge(struct dma_shadow_piece *p, int side)
{
	phys_addr_t from;
	size_t size = edge_len(p, side, &from);
	u8 *c;

	p->edge_size[side] = size;
	if (!size)
		return;
	c = kmap_edge(from);
	memcpy(p->edge[side], c, size);
	kunmap_local(c);
}

static void check_edge(struct dma_shadow_context *ctx, struct dma_shadow_piece *p,
		       int side)
{
	struct dma_shadow_find find = {};
	phys_addr_t from;
	size_t size = edge_len(p, side, &from), i;
	u8 *c;

	if (!size || size != p->edge_size[side])
		return;
	p->edge_size[side] = 0;
	c = kmap_edge(from);
	for (i = 0; i < size; i++)
		if (c[i] != p->edge[side][i])
			dma_shadow_found(&find, p->at + from + i - p->c,
					 p->edge[side][i], c[i]);
	kunmap_local(c);
	if (find.bytes)
		dma_shadow_report(ctx, DMA_SHADOW_LINE_DIRTIED, &find);
}

/**
 * dma_shadow_lines_given() - check cache lines on a hand-over to the device
 * @ctx: caller
 * @p: piece
 * @from: start of the range, in bytes
 * @to: end of the range, in bytes
 */
void dma_shadow_lines_given(struct dma_shadow_context *ctx,
			    struct dma_shadow_piece *p, size_t from, size_t to)
{
	if (!p->in_lines || !is_checked(p))
		return;
	find_shared(ctx, p, from, to);
	if (!p->edge[0] || p->map->dir == DMA_TO_DEVICE)
		return;
	if (!from)
		save_edge(p, 0);
	if (to == p->size)
		save_edge(p, 1);
}

/**
 * dma_shadow_lines_taken() - check cache lines on a hand-over to the CPU
 * @ctx: caller
 * @p: piece
 * @from: start of the range, in bytes
 * @to: end of the range, in bytes
 */
void dma_shadow_lines_taken(struct dma_shadow_context *ctx,
			    struct dma_shadow_piece *p, size_t from, size_t to)
{
	if (!p->in_lines || !is_checked(p) || !p->edge[0])
		return;
	if (!from)
		check_edge(ctx, p, 0);
	if (to == p->size)
		check_edge(ctx, p, 1);
}
