// SPDX-License-Identifier: GPL-2.0
/*
 * Checks outside of hand-overs: device writes to unmapped memory and around
 * buffers, and a periodic scan for CPU writes to device-owned buffers.
 */
#include <linux/dma-mapping.h>
#include <linux/highmem.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/workqueue.h>
#include "shadow.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "dma_shadow."

/* Interval of the scan in milliseconds, 0 to disable it. */
unsigned int dma_shadow_scan_ms = 1000;
module_param_named(scan_ms, dma_shadow_scan_ms, uint, 0644);

/* Size of the quarantine of each device, in bytes. */
unsigned long dma_shadow_quarantine = SZ_4M;
module_param_named(quarantine, dma_shadow_quarantine, ulong, 0644);

LIST_HEAD(dma_shadow_devices);
DEFINE_MUTEX(dma_shadow_mutex);	/* protects these and the selected names */

static void check_canaries(struct dma_shadow_map *m)
{
	struct dma_shadow_context ctx = {
		.map = m, .sd = m->sd, .call = DMA_SHADOW_SCAN,
	};
	struct dma_shadow_find find = {};
	unsigned int i;

	for (i = 0; i < m->nr; i++) {
		struct dma_shadow_piece *p = &m->piece[i];

		if (dma_shadow_canary(p->d, 0, p->pages, (long)p->off - (long)p->at,
				      &find))
			continue;
		dma_shadow_report(&ctx, DMA_SHADOW_AFTER_UNMAP, &find);
		memset(p->d, DMA_SHADOW_CANARY, p->pages);
		find = (struct dma_shadow_find) {};
	}
}

static size_t copy_bytes(struct dma_shadow_map *m)
{
	size_t size = 0;
	unsigned int i;

	for (i = 0; i < m->nr; i++)
		size += m->piece[i].pages;
	return size;
}

/* Release the oldest mappings until @limit bytes are left. */
static void shrink_quarantine(struct dma_shadow_dev *sd, size_t limit)
{
	struct dma_shadow_map *m, *next;
	unsigned long flags;
	LIST_HEAD(old);

	spin_lock_irqsave(&sd->lock, flags);
	list_for_each_entry_safe(m, next, &sd->quarantine, list) {
		if (sd->quarantined <= limit)
			break;
		sd->quarantined -= copy_bytes(m);
		list_move_tail(&m->list, &old);
		m->where = DMA_SHADOW_NOWHERE;
	}
	spin_unlock_irqrestore(&sd->lock, flags);
	list_for_each_entry_safe(m, next, &old, list) {
		list_del_init(&m->list);
		check_canaries(m);
		dma_shadow_put(m);
	}
}

/**
 * dma_shadow_quarantine_add() - keep an unmapped copy to detect late DMA
 * @m: mapping, with the reference of the device
 */
void dma_shadow_quarantine_add(struct dma_shadow_map *m)
{
	struct dma_shadow_dev *sd = m->sd;
	unsigned long flags;
	unsigned int i;

	dma_shadow_drop_snapshot(m);
	for (i = 0; i < m->nr; i++)
		memset(m->piece[i].d, DMA_SHADOW_CANARY, m->piece[i].pages);
	spin_lock_irqsave(&sd->lock, flags);
	list_add_tail(&m->list, &sd->quarantine);
	m->where = DMA_SHADOW_QUARANTINE;
	sd->quarantined += copy_bytes(m);
	spin_unlock_irqrestore(&sd->lock, flags);
	shrink_quarantine(sd, dma_shadow_quarantine);
}

/**
 * dma_shadow_quarantine_empty() - check and release the whole quarantine
 * @sd: device
 */
void dma_shadow_quarantine_empty(struct dma_shadow_dev *sd)
{
	shrink_quarantine(sd, 0);
}

/**
 * dma_shadow_overruns() - check for device writes around a buffer
 * @ctx: caller
 * @p: piece
 */
void dma_shadow_overruns(struct dma_shadow_context *ctx,
			 struct dma_shadow_piece *p)
{
	struct dma_shadow_find find = {};
	size_t end = p->off + p->size;
	bool before, after;

	/* an allocation consists of whole pages, with no canary around it */
	if (p->map->type != DMA_SHADOW_MAP)
		return;
	before = dma_shadow_canary(p->d, 0, p->off,
				   (long)p->off - (long)p->at, &find);
	after = dma_shadow_canary(p->d, end, p->pages,
				  (long)p->off - (long)p->at, &find);
	if (before && after)
		return;
	dma_shadow_report(ctx, DMA_SHADOW_OVERRUN, &find);
	memset(p->d, DMA_SHADOW_CANARY, p->off);
	memset(p->d + end, DMA_SHADOW_CANARY, p->pages - end);
}

static void scan_piece(struct dma_shadow_context *ctx, struct dma_shadow_piece *p)
{
	struct dma_shadow_chunk ch = {
		.found = ctx->found,
		.idle = dma_shadow_idle(p, 0, p->size),
	};
	struct dma_shadow_map *m = p->map;
	unsigned long flags;
	size_t at;

	for (at = 0; at < p->size; at += ch.size) {
		spin_lock_irqsave(&m->lock, flags);
		if (m->gone) {
			spin_unlock_irqrestore(&m->lock, flags);
			return;
		}
		dma_shadow_piece_chunk(p, at, p->size, &ch);
		if (dma_shadow_is_there(p, p->c + at))
			dma_shadow_chunk_scan(&ch);
		kunmap_local(ch.c);
		spin_unlock_irqrestore(&m->lock, flags);
	}
}

/* The driver may be about to hand over: report only what two scans find. */
static void scan_map(struct dma_shadow_map *m)
{
	struct dma_shadow_context ctx = {
		.map = m, .sd = m->sd, .call = DMA_SHADOW_SCAN,
	};
	unsigned int turns = READ_ONCE(m->turns), i;

	for (i = 0; i < m->nr; i++) {
		if (!m->piece[i].d || m->piece[i].foreign)
			continue;
		scan_piece(&ctx, &m->piece[i]);
		if (!READ_ONCE(m->gone))
			dma_shadow_overruns(&ctx, &m->piece[i]);
	}
	if (!ctx.found[DMA_SHADOW_CPU_WRITE].bytes &&
	    !ctx.found[DMA_SHADOW_NOT_TAKEN].bytes)
		return;
	if (m->scanned == turns + 1 && turns == READ_ONCE(m->turns))
		dma_shadow_report_found(&ctx);
	m->scanned = turns + 1;
}

/* Returns the next mapping of the list, or NULL if @m was removed from it. */
static struct dma_shadow_map *next_map(struct dma_shadow_dev *sd, bool live,
				       struct dma_shadow_map *m)
{
	struct list_head *head = live ? &sd->maps : &sd->quarantine;
	struct list_head *at = m ? &m->list : head;
	struct dma_shadow_map *next = NULL;
	unsigned long flags;

	spin_lock_irqsave(&sd->lock, flags);
	if (m && m->where != (live ? DMA_SHADOW_LIVE : DMA_SHADOW_QUARANTINE))
		at = NULL;
	if (at && at->next != head) {
		next = list_entry(at->next, struct dma_shadow_map, list);
		refcount_inc(&next->refs);
	}
	spin_unlock_irqrestore(&sd->lock, flags);
	if (m)
		dma_shadow_put(m);
	return next;
}

/**
 * dma_shadow_scan_device() - scan all mappings of a device
 * @sd: device
 *
 * The scan ends early if the current mapping is unmapped.
 */
void dma_shadow_scan_device(struct dma_shadow_dev *sd)
{
	struct dma_shadow_map *m;

	for (m = next_map(sd, true, NULL); m; m = next_map(sd, true, m)) {
		scan_map(m);
		cond_resched();
	}
	for (m = next_map(sd, false, NULL); m; m = next_map(sd, false, m)) {
		check_canaries(m);
		cond_resched();
	}
}

static void scan(struct work_struct *work);
static DECLARE_DELAYED_WORK(scan_work, scan);

static void scan(struct work_struct *work)
{
	struct dma_shadow_dev *sd;

	mutex_lock(&dma_shadow_mutex);
	list_for_each_entry(sd, &dma_shadow_devices, list)
		dma_shadow_scan_device(sd);
	if (!list_empty(&dma_shadow_devices))
		dma_shadow_scan_start();
	mutex_unlock(&dma_shadow_mutex);
}

/**
 * dma_shadow_scan_start() - schedule the next scan
 */
void dma_shadow_scan_start(void)
{
	if (dma_shadow_scan_ms)
		queue_delayed_work(system_dfl_wq, &scan_work,
				   msecs_to_jiffies(dma_shadow_scan_ms));
}
