// SPDX-License-Identifier: GPL-2.0
/*
 * Mappings and hand-overs of watched devices.
 *
 * This layer is above the back ends: direct mapping, dma-iommu, swiotlb and
 * dma_map_ops.  It passes them the device's copy instead of the buffer.
 */
#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/interval_tree_generic.h>
#include <linux/timekeeping.h>
#include "shadow.h"

#define GFP	(GFP_ATOMIC | __GFP_NOWARN)
#define ATTRS	(DMA_ATTR_MMIO | DMA_ATTR_REQUIRE_COHERENT | \
		 DMA_ATTR_CC_SHARED)

static u64 first_addr(struct dma_shadow_piece *p)
{
	return p->addr;
}

static u64 last_addr(struct dma_shadow_piece *p)
{
	return (u64)p->addr + p->size - 1;
}

INTERVAL_TREE_DEFINE(struct dma_shadow_piece, node, u64, last, first_addr,
		     last_addr, static, piece)

/**
 * dma_shadow_pass() - count a mapping that is not watched
 * @sd: device
 * @why: reason
 */
void dma_shadow_pass(struct dma_shadow_dev *sd, enum dma_shadow_passed why)
{
	unsigned long flags;

	spin_lock_irqsave(&sd->lock, flags);
	sd->passed[why]++;
	spin_unlock_irqrestore(&sd->lock, flags);
}

/* ---- look-up ---- */

/**
 * dma_shadow_insert() - add a mapping to its device
 * @m: mapping with DMA addresses; its reference moves to the device
 */
void dma_shadow_insert(struct dma_shadow_map *m)
{
	struct dma_shadow_dev *sd = m->sd;
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&sd->lock, flags);
	for (i = 0; i < m->nr; i++)
		if (m->piece[i].size)
			piece_insert(&m->piece[i], &sd->tree);
	list_add_tail(&m->list, &sd->maps);
	m->where = DMA_SHADOW_LIVE;
	sd->live++;
	sd->mapped++;
	sd->bytes += m->size;
	spin_unlock_irqrestore(&sd->lock, flags);
}

/* Prefer a mapping of @size if several begin at @addr. */
static struct dma_shadow_piece *find_first(struct dma_shadow_dev *sd, u8 type,
					   dma_addr_t addr, size_t size)
{
	struct dma_shadow_piece *p, *best = NULL;

	for (p = piece_iter_first(&sd->tree, addr, addr); p;
	     p = piece_iter_next(p, addr, addr)) {
		if (p->addr != addr || p != p->map->piece ||
		    p->map->type != type)
			continue;
		if (!size || p->map->size == size)
			return p;
		best = p;
	}
	return best;
}

/**
 * dma_shadow_remove() - remove a mapping from its device
 * @sd: device
 * @type: %DMA_SHADOW_MAP or %DMA_SHADOW_ALLOC
 * @addr: DMA address of the first byte
 * @size: bytes, 0 if unknown
 *
 * Return: the mapping with the reference of the device, or %NULL.
 */
struct dma_shadow_map *dma_shadow_remove(struct dma_shadow_dev *sd, u8 type,
					 dma_addr_t addr, size_t size)
{
	struct dma_shadow_map *m = NULL;
	struct dma_shadow_piece *p;
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&sd->lock, flags);
	p = find_first(sd, type, addr, size);
	if (p) {
		m = p->map;
		for (i = 0; i < m->nr; i++)
			if (m->piece[i].size)
				piece_remove(&m->piece[i], &sd->tree);
		list_del_init(&m->list);
		m->where = DMA_SHADOW_NOWHERE;
		sd->live--;
		sd->bytes -= m->size;
	}
	spin_unlock_irqrestore(&sd->lock, flags);
	return m;
}

static struct dma_shadow_piece *find_piece(struct dma_shadow_dev *sd,
					   dma_addr_t addr)
{
	struct dma_shadow_piece *p;
	unsigned long flags;

	spin_lock_irqsave(&sd->lock, flags);
	p = piece_iter_first(&sd->tree, addr, addr);
	if (p)
		refcount_inc(&p->map->refs);
	spin_unlock_irqrestore(&sd->lock, flags);
	return p;
}

/**
 * dma_shadow_find() - look up a mapping by DMA address
 * @sd: device
 * @addr: DMA address
 *
 * Return: the mapping with a reference for the caller, or %NULL.
 */
struct dma_shadow_map *dma_shadow_find(struct dma_shadow_dev *sd, dma_addr_t addr)
{
	struct dma_shadow_piece *p = find_piece(sd, addr);

	return p ? p->map : NULL;
}

/* ---- hand-overs ---- */

static void move_range(struct dma_shadow_piece *p, size_t from, size_t to,
		       struct dma_shadow_chunk *ch,
		       void (*how)(struct dma_shadow_chunk *ch), bool *freed)
{
	struct dma_shadow_map *m = p->map;
	unsigned long flags;

	for (; from < to; from += ch->size) {
		spin_lock_irqsave(&m->lock, flags);
		if (m->gone) {
			spin_unlock_irqrestore(&m->lock, flags);
			return;
		}
		dma_shadow_piece_chunk(p, from, to, ch);
		if (m->type == DMA_SHADOW_MAP && !dma_shadow_is_there(p, p->c + from))
			*freed = true;
		else
			how(ch);
		if (p->foreign)
			flush_dcache_page(phys_to_page(p->c + from));
		kunmap_local(ch->c);
		spin_unlock_irqrestore(&m->lock, flags);
	}
}

static bool any_chunk(struct dma_shadow_piece *p, size_t from, size_t to,
		      void (*ask)(struct dma_shadow_chunk *ch))
{
	struct dma_shadow_map *m = p->map;
	struct dma_shadow_chunk ch = {};
	unsigned long flags;

	for (; from < to && !ch.changed; from += ch.size) {
		spin_lock_irqsave(&m->lock, flags);
		if (m->gone) {
			spin_unlock_irqrestore(&m->lock, flags);
			return false;
		}
		dma_shadow_piece_chunk(p, from, to, &ch);
		ask(&ch);
		kunmap_local(ch.c);
		spin_unlock_irqrestore(&m->lock, flags);
	}
	return ch.changed;
}

/**
 * dma_shadow_idle() - is the device done with a range that the CPU writes?
 * @p: piece
 * @from: start of the range, in bytes
 * @to: end of the range, in bytes
 *
 * Some CPU writes to device-owned memory are harmless: build_skb() writes
 * behind a received packet, and the CPU may use page_pool pages without the
 * device.  Such writes are only reported as notes.
 *
 * Return: %true if the CPU owns a part of the range, or the device wrote
 * nothing.
 */
bool dma_shadow_idle(struct dma_shadow_piece *p, size_t from, size_t to)
{
	return any_chunk(p, from, to, dma_shadow_chunk_taken) ||
	       (p->map->dir == DMA_FROM_DEVICE &&
		!any_chunk(p, from, to, dma_shadow_chunk_written));
}

static void own_piece(struct dma_shadow_context *ctx, struct dma_shadow_piece *p)
{
	struct dma_shadow_chunk ch;
	bool freed = false;

	move_range(p, 0, p->size, &ch, dma_shadow_chunk_own, &freed);
	dma_shadow_poison(p, 0, p->size);
}

static void begin_piece(struct dma_shadow_piece *p, bool skip)
{
	struct dma_shadow_chunk ch;
	size_t at;

	for (at = 0; at < p->size; at += ch.size) {
		dma_shadow_piece_chunk(p, at, p->size, &ch);
		dma_shadow_chunk_new(&ch, skip);
		kunmap_local(ch.c);
	}
}

/**
 * dma_shadow_begin() - initialize the copies of a new mapping
 * @m: mapping
 * @skip: DMA_ATTR_SKIP_CPU_SYNC, no hand-over yet
 */
void dma_shadow_begin(struct dma_shadow_map *m, bool skip)
{
	unsigned int i;

	for (i = 0; i < m->nr; i++)
		begin_piece(&m->piece[i], skip);
}

static void remember_call(struct dma_shadow_context *ctx)
{
	struct dma_shadow_map *m = ctx->map;
	unsigned long flags;

	spin_lock_irqsave(&m->lock, flags);
	m->last = ctx->call;
	m->last_by = ctx->by;
	m->last_at = ktime_get_mono_fast_ns();
	m->turns++;
	spin_unlock_irqrestore(&m->lock, flags);
}

static void count_moved(struct dma_shadow_dev *sd, size_t size, bool changed)
{
	unsigned long flags;

	spin_lock_irqsave(&sd->lock, flags);
	sd->moved += size;
	if (!changed)
		sd->twice++;
	spin_unlock_irqrestore(&sd->lock, flags);
}

/* Hand over a part of a piece, in the direction of ctx->call. */
static void hand_over(struct dma_shadow_context *ctx, struct dma_shadow_piece *p,
		      size_t from, size_t to, enum dma_data_direction dir)
{
	bool for_cpu = ctx->call != DMA_SHADOW_FOR_DEVICE, freed = false;
	struct dma_shadow_chunk ch = {
		.dir = dir, .found = ctx->found,
		.unmap = ctx->call == DMA_SHADOW_UNMAP,
	};

	if (for_cpu) {
		freed = !dma_shadow_unpoison(p, from, to);
		if (!freed) {
			dma_shadow_lines_taken(ctx, p, from, to);
			move_range(p, from, to, &ch, dma_shadow_chunk_for_cpu, &freed);
		}
		p->map->taken = true;
	} else {
		ch.idle = dma_shadow_idle(p, from, to);
		move_range(p, from, to, &ch, dma_shadow_chunk_for_device, &freed);
		dma_shadow_turn(ctx, ch.wrote);
		p->map->taken = false;
		dma_shadow_lines_given(ctx, p, from, to);
		dma_shadow_poison(p, from, to);
	}
	dma_shadow_overruns(ctx, p);
	count_moved(ctx->sd, to - from, ch.changed);
	if (freed)
		dma_shadow_report(ctx, DMA_SHADOW_FREED_MAPPED, NULL);
}

static void drop_piece(struct dma_shadow_context *ctx, struct dma_shadow_piece *p)
{
	struct dma_shadow_chunk ch = {
		.found = ctx->found,
		.idle = dma_shadow_idle(p, 0, p->size),
	};
	bool freed = false;

	freed = !dma_shadow_unpoison(p, 0, p->size);
	if (!freed)
		move_range(p, 0, p->size, &ch, dma_shadow_chunk_gone, &freed);
	dma_shadow_overruns(ctx, p);
	dma_shadow_turn(ctx, ch.wrote);
	if (freed)
		dma_shadow_report(ctx, DMA_SHADOW_FREED_MAPPED, NULL);
}

/**
 * dma_shadow_end() - final hand-over of a mapping
 * @ctx: mapping and caller
 * @dir: direction that the caller passed
 * @skip: DMA_ATTR_SKIP_CPU_SYNC, no hand-over
 */
void dma_shadow_end(struct dma_shadow_context *ctx, enum dma_data_direction dir,
		    bool skip)
{
	struct dma_shadow_map *m = ctx->map;
	unsigned long flags;
	unsigned int i;

	if (dir != m->dir)
		dma_shadow_report(ctx, DMA_SHADOW_SYNC_DIRECTION, NULL);
	for (i = 0; i < m->nr; i++) {
		if (skip)
			drop_piece(ctx, &m->piece[i]);
		else
			hand_over(ctx, &m->piece[i], 0, m->piece[i].size, dir);
	}
	/* drivers do not read the padding behind a packet */
	if (skip && m->taken)
		ctx->found[DMA_SHADOW_FREED_DIRTY].bytes = 0;
	if (!skip)
		dma_shadow_turn(ctx, true);
	dma_shadow_report_found(ctx);
	dma_shadow_lines_del(m);
	spin_lock_irqsave(&m->lock, flags);
	m->gone = true;
	spin_unlock_irqrestore(&m->lock, flags);
}

/* ---- map and unmap ---- */

static int why_unwatched(phys_addr_t phys, size_t size, unsigned long attrs)
{
	if (attrs & ATTRS)
		return DMA_SHADOW_PASSED_ATTRS;
	return dma_shadow_is_ram(phys, size) ? -1 : DMA_SHADOW_PASSED_PAGES;
}

/* Returns the reason why the range cannot be watched, or -1. */
static int alloc_copy(struct dma_shadow_piece *p, phys_addr_t phys, size_t size,
		      unsigned long attrs)
{
	int why = why_unwatched(phys, size, attrs), err;

	if (why >= 0)
		return why;
	err = dma_shadow_piece_init(p, phys, size, GFP);
	return !err ? -1 : err == -EDQUOT ? DMA_SHADOW_PASSED_LIMIT :
	       DMA_SHADOW_PASSED_MEMORY;
}

static struct dma_shadow_map *
dma_shadow_new_map(struct dma_shadow_dev *sd, unsigned int nr,
		   enum dma_data_direction dir, unsigned long attrs)
{
	struct dma_shadow_map *m = dma_shadow_new(sd, nr, GFP);

	if (!m)
		return NULL;
	m->type = DMA_SHADOW_MAP;
	m->dir = dir;
	m->attrs = attrs;
	m->mapped_by = dma_shadow_stack();
	return m;
}

/* Record a mapping after the back end has mapped the device's copy. */
static void start_mapping(struct dma_shadow_map *m, bool skip)
{
	struct dma_shadow_context ctx = {
		.map = m, .sd = m->sd, .call = DMA_SHADOW_MAP,
		.by = m->mapped_by,
	};
	unsigned int i;

	if (!skip)
		for (i = 0; i < m->nr; i++)
			own_piece(&ctx, &m->piece[i]);
	dma_shadow_lines_add(m);
	if (!skip) {
		for (i = 0; i < m->nr; i++)
			dma_shadow_lines_given(&ctx, &m->piece[i], 0,
					       m->piece[i].size);
		remember_call(&ctx);
	}
	dma_shadow_insert(m);
}

/* Record the mapping, so that its syncs are not reported as unmapped. */
static dma_addr_t map_unwatched(struct device *dev, phys_addr_t phys, size_t size,
				enum dma_data_direction dir, unsigned long attrs,
				enum dma_shadow_passed why)
{
	dma_addr_t addr = dma_real_map_phys(dev, phys, size, dir, attrs);
	struct dma_shadow_dev *sd = dev->dma_shadow;
	struct dma_shadow_map *m;

	if (addr == DMA_MAPPING_ERROR)
		return addr;
	dma_shadow_pass(sd, why);
	m = dma_shadow_new(sd, 1, GFP);
	if (!m) {
		sd->blind = true;
		return addr;
	}
	m->dir = dir;
	m->attrs = attrs;
	m->size = size;
	m->piece[0].size = size;
	m->piece[0].addr = addr;
	dma_shadow_insert(m);
	return addr;
}

/**
 * dma_shadow_map_phys() - dma_map_phys() for watched devices
 * @dev: device
 * @phys: memory of the driver
 * @size: bytes
 * @dir: direction
 * @attrs: attributes
 *
 * Return: the DMA address, or %DMA_MAPPING_ERROR.
 */
dma_addr_t dma_shadow_map_phys(struct device *dev, phys_addr_t phys, size_t size,
			       enum dma_data_direction dir, unsigned long attrs)
{
	bool skip = attrs & DMA_ATTR_SKIP_CPU_SYNC;
	struct dma_shadow_map *m = dma_shadow_new_map(dev->dma_shadow, 1, dir,
						      attrs);
	int why = DMA_SHADOW_PASSED_MEMORY;
	struct dma_shadow_piece *p;

	if (!m)
		return map_unwatched(dev, phys, size, dir, attrs, why);
	p = m->piece;
	m->size = size;
	why = alloc_copy(p, phys, size, attrs);
	if (why < 0) {
		dma_shadow_begin(m, skip);
		p->addr = dma_real_map_phys(dev, virt_to_phys(p->d) + p->off,
					    size, dir, attrs);
		if (p->addr != DMA_MAPPING_ERROR) {
			start_mapping(m, skip);
			return p->addr;
		}
		/* the copy may be above the mask although the buffer is not */
		why = DMA_SHADOW_PASSED_MEMORY;
	}
	dma_shadow_put(m);
	return map_unwatched(dev, phys, size, dir, attrs, why);
}

static bool is_watched(struct dma_shadow_map *m)
{
	return m->piece[0].d;
}

static void end_mapping(struct dma_shadow_map *m,
			enum dma_data_direction dir, unsigned long attrs)
{
	struct dma_shadow_context ctx = {
		.map = m, .sd = m->sd, .call = DMA_SHADOW_UNMAP,
		.by = dma_shadow_stack(),
	};

	if (!is_watched(m)) {
		dma_shadow_put(m);
		return;
	}
	dma_shadow_end(&ctx, dir, attrs & DMA_ATTR_SKIP_CPU_SYNC);
	remember_call(&ctx);
	dma_shadow_quarantine_add(m);
}

/**
 * dma_shadow_unmap_phys() - dma_unmap_phys() for watched devices
 * @dev: device
 * @addr: DMA address
 * @size: bytes
 * @dir: direction
 * @attrs: attributes
 */
void dma_shadow_unmap_phys(struct device *dev, dma_addr_t addr, size_t size,
			   enum dma_data_direction dir, unsigned long attrs)
{
	struct dma_shadow_map *m = dma_shadow_remove(dev->dma_shadow,
						     DMA_SHADOW_MAP, addr, size);

	dma_real_unmap_phys(dev, addr, size, dir, attrs);
	if (m)
		end_mapping(m, dir, attrs);
}

/* ---- scatterlists ---- */

/* A list is watched only if all of its entries can be watched. */
static int alloc_copies(struct dma_shadow_map *m, struct scatterlist *sgl,
			unsigned long attrs)
{
	struct scatterlist *sg, *to = m->sgt.sgl;
	struct dma_shadow_piece *p;
	unsigned int i;
	int why;

	for_each_sg(sgl, sg, m->nr, i) {
		p = &m->piece[i];
		why = alloc_copy(p, sg_phys(sg), sg->length, attrs);
		if (why >= 0)
			return why;
		p->at = m->size;
		m->size += sg->length;
		sg_set_page(to, virt_to_page(p->d), sg->length, p->off);
		to = sg_next(to);
	}
	return -1;
}

/* A segment consists of consecutive entries. */
static void set_addresses(struct dma_shadow_map *m, struct scatterlist *sgl,
			  int ents)
{
	struct scatterlist *sg = sgl, *from = m->sgt.sgl;
	unsigned int i = 0, left = m->nr - ents;
	size_t done;

	for (; ents; ents--, sg = sg_next(sg), from = sg_next(from)) {
		for (done = 0; i < m->nr && done < sg_dma_len(from); i++) {
			m->piece[i].addr = sg_dma_address(from) + done;
			done += m->piece[i].size;
		}
		sg_dma_address(sg) = sg_dma_address(from);
		if (sg_dma_len(sg) != sg_dma_len(from))
			sg_dma_len(sg) = sg_dma_len(from);
	}
	if (IS_ENABLED(CONFIG_NEED_SG_DMA_LENGTH) && left) {
		sg_dma_address(sg) = DMA_MAPPING_ERROR;
		sg_dma_len(sg) = 0;
	}
}

/* Record the segments, see map_unwatched(). */
static int map_list_unwatched(struct device *dev, struct scatterlist *sgl,
			      int nents, enum dma_data_direction dir,
			      unsigned long attrs, enum dma_shadow_passed why)
{
	int ents = dma_real_map_sg(dev, sgl, nents, dir, attrs), i;
	struct dma_shadow_dev *sd = dev->dma_shadow;
	struct dma_shadow_map *m;
	struct scatterlist *sg;

	if (ents <= 0)
		return ents;
	dma_shadow_pass(sd, why);
	m = dma_shadow_new(sd, ents, GFP);
	if (!m) {
		sd->blind = true;
		return ents;
	}
	m->dir = dir;
	m->attrs = attrs;
	for_each_sg(sgl, sg, ents, i) {
		m->piece[i].addr = sg_dma_address(sg);
		m->piece[i].size = sg_dma_len(sg);
		m->size += sg_dma_len(sg);
	}
	dma_shadow_insert(m);
	return ents;
}

/**
 * dma_shadow_map_sg() - dma_map_sg_attrs() for watched devices
 * @dev: device
 * @sg: scatterlist of the driver
 * @nents: number of entries
 * @dir: direction
 * @attrs: attributes
 *
 * Return: number of segments, or an error.
 */
int dma_shadow_map_sg(struct device *dev, struct scatterlist *sg, int nents,
		      enum dma_data_direction dir, unsigned long attrs)
{
	struct dma_shadow_map *m = dma_shadow_new_map(dev->dma_shadow, nents,
						      dir, attrs);
	bool skip = attrs & DMA_ATTR_SKIP_CPU_SYNC;
	int why = DMA_SHADOW_PASSED_MEMORY, ents;

	if (m && !sg_alloc_table(&m->sgt, nents, GFP))
		why = alloc_copies(m, sg, attrs);
	if (why < 0) {
		dma_shadow_begin(m, skip);
		ents = dma_real_map_sg(dev, m->sgt.sgl, nents, dir, attrs);
		if (ents > 0) {
			set_addresses(m, sg, ents);
			start_mapping(m, skip);
			return ents;
		}
		why = DMA_SHADOW_PASSED_MEMORY;
	}
	if (m)
		dma_shadow_put(m);
	return map_list_unwatched(dev, sg, nents, dir, attrs, why);
}

/**
 * dma_shadow_unmap_sg() - dma_unmap_sg_attrs() for watched devices
 * @dev: device
 * @sg: scatterlist of the driver
 * @nents: number of entries
 * @dir: direction
 * @attrs: attributes
 */
void dma_shadow_unmap_sg(struct device *dev, struct scatterlist *sg, int nents,
			 enum dma_data_direction dir, unsigned long attrs)
{
	struct dma_shadow_map *m;

	m = dma_shadow_remove(dev->dma_shadow, DMA_SHADOW_MAP,
			      sg_dma_address(sg), 0);
	if (!m || !is_watched(m))
		dma_real_unmap_sg(dev, sg, nents, dir, attrs);
	else
		dma_real_unmap_sg(dev, m->sgt.sgl, m->nr, dir, attrs);
	if (m)
		end_mapping(m, dir, attrs);
}

/* ---- syncs ---- */

/* Bytes from @addr that are contiguous for the device, at most @size. */
static size_t contig_size(struct dma_shadow_piece *p, dma_addr_t addr, size_t size)
{
	struct dma_shadow_piece *end = p->map->piece + p->map->nr;
	size_t n = p->addr + p->size - addr;

	for (p++; n < size && p < end && p->addr == p[-1].addr + p[-1].size; p++)
		n += p->size;
	return min(n, size);
}

static void sync_pieces(struct dma_shadow_context *ctx, struct dma_shadow_piece *p,
			dma_addr_t addr, size_t size, enum dma_data_direction dir)
{
	size_t from = addr - p->addr, n;

	for (; size; p++, from = 0, size -= n) {
		n = min(size, p->size - from);
		hand_over(ctx, p, from, from + n, dir);
	}
}

static void sync_range(struct dma_shadow_context *ctx, struct dma_shadow_piece *p,
		       struct device *dev, dma_addr_t addr, size_t size,
		       enum dma_data_direction dir)
{
	bool for_device = ctx->call == DMA_SHADOW_FOR_DEVICE;
	struct dma_shadow_map *m = p->map;
	size_t n;

	if (!p->d) {
		dma_real_sync(dev, addr, size, dir, for_device);
		return;
	}
	ctx->map = m;
	n = contig_size(p, addr, size);
	if (n < size) {
		struct dma_shadow_find find = {
			.bytes = size, .at = p->at + (addr - p->addr),
		};

		dma_shadow_report(ctx, DMA_SHADOW_SYNC_RANGE, &find);
	}
	if (dir != m->dir)
		dma_shadow_report(ctx, DMA_SHADOW_SYNC_DIRECTION, NULL);
	if (!for_device)
		dma_real_sync(dev, addr, n, dir, false);
	sync_pieces(ctx, p, addr, n, dir);
	if (for_device)
		dma_real_sync(dev, addr, n, dir, true);
}

/**
 * dma_shadow_sync() - dma_sync_single_*() for watched devices
 * @dev: device
 * @addr: DMA address of the range
 * @size: bytes
 * @dir: direction
 * @call: %DMA_SHADOW_FOR_DEVICE or %DMA_SHADOW_FOR_CPU
 */
void dma_shadow_sync(struct device *dev, dma_addr_t addr, size_t size,
		     enum dma_data_direction dir, enum dma_shadow_call call)
{
	struct dma_shadow_context ctx = {
		.sd = dev->dma_shadow, .call = call, .by = dma_shadow_stack(),
	};
	struct dma_shadow_piece *p = find_piece(ctx.sd, addr);

	if (!p) {
		if (size && !ctx.sd->blind)
			dma_shadow_report(&ctx, DMA_SHADOW_SYNC_UNMAPPED, NULL);
		dma_real_sync(dev, addr, size, dir, call == DMA_SHADOW_FOR_DEVICE);
		return;
	}
	if (size)
		sync_range(&ctx, p, dev, addr, size, dir);
	if (ctx.map) {
		dma_shadow_report_found(&ctx);
		remember_call(&ctx);
	}
	dma_shadow_put(p->map);
}

/* A sync may begin at an entry without DMA address: compare physical ones. */
static unsigned int find_entry(struct dma_shadow_map *m, struct scatterlist *sg,
			       unsigned int i)
{
	unsigned int n;

	for (n = 0; n < m->nr; n++, i++)
		if (m->piece[i % m->nr].c == sg_phys(sg))
			return i % m->nr;
	return m->nr;
}

static struct dma_shadow_piece *find_sg_piece(struct dma_shadow_dev *sd,
					      struct scatterlist *sg)
{
	struct dma_shadow_piece *p = NULL;
	struct dma_shadow_map *m;
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&sd->lock, flags);
	list_for_each_entry(m, &sd->maps, list) {
		if (!m->sgt.sgl)
			continue;
		i = find_entry(m, sg, 0);
		if (i < m->nr) {
			p = &m->piece[i];
			refcount_inc(&m->refs);
			break;
		}
	}
	spin_unlock_irqrestore(&sd->lock, flags);
	return p;
}

static void sync_list(struct dma_shadow_context *ctx, struct device *dev,
		      struct dma_shadow_piece *p, struct scatterlist *sgl,
		      int nelems, enum dma_data_direction dir)
{
	struct dma_shadow_map *m = p->map;
	unsigned int at = p - m->piece;
	struct scatterlist *sg;
	int i;

	for_each_sg(sgl, sg, nelems, i) {
		at = find_entry(m, sg, at);
		if (at == m->nr) {
			dma_shadow_report(ctx, DMA_SHADOW_SYNC_UNMAPPED, NULL);
			return;
		}
		p = &m->piece[at];
		sync_range(ctx, p, dev, p->addr, sg->length, dir);
	}
}

/**
 * dma_shadow_sync_sg() - dma_sync_sg_*() for watched devices
 * @dev: device
 * @sg: scatterlist of the driver
 * @nelems: number of entries
 * @dir: direction
 * @call: %DMA_SHADOW_FOR_DEVICE or %DMA_SHADOW_FOR_CPU
 */
void dma_shadow_sync_sg(struct device *dev, struct scatterlist *sg, int nelems,
			enum dma_data_direction dir, enum dma_shadow_call call)
{
	struct dma_shadow_context ctx = {
		.sd = dev->dma_shadow, .call = call, .by = dma_shadow_stack(),
	};
	struct dma_shadow_piece *p = find_piece(ctx.sd, sg_dma_address(sg));

	if (p && p->d && (p->c != sg_phys(sg) || !p->map->sgt.sgl)) {
		dma_shadow_put(p->map);
		p = NULL;
	}
	if (!p)
		p = find_sg_piece(ctx.sd, sg);
	if (!p || !p->d) {
		if (!p && !ctx.sd->blind)
			dma_shadow_report(&ctx, DMA_SHADOW_SYNC_UNMAPPED, NULL);
		dma_real_sync_sg(dev, sg, nelems, dir,
				 call == DMA_SHADOW_FOR_DEVICE);
	} else {
		ctx.map = p->map;
		sync_list(&ctx, dev, p, sg, nelems, dir);
		dma_shadow_report_found(&ctx);
		remember_call(&ctx);
	}
	if (p)
		dma_shadow_put(p->map);
}
