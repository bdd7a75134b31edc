// SPDX-License-Identifier: GPL-2.0
/* Print reports, once for each pair of call sites. */
#include <linux/device.h>
#include <linux/hash.h>
#include <linux/kallsyms.h>
#include <linux/math64.h>
#include <linux/moduleparam.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include "shadow.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "dma_shadow."

/* Also print notes. */
static bool show_notes;
module_param_named(notes, show_notes, bool, 0644);

/* Panic on the first error. */
static bool stop;
module_param_named(panic, stop, bool, 0644);

#define STACK_DEPTH	24

struct kind {
	const char *name;
	enum dma_shadow_level level;
	const char *wanted;
};

static const struct kind kinds[DMA_SHADOW_REPORTS] = {
	[DMA_SHADOW_CPU_WRITE] = {
		"cpu-write-device-owned", DMA_SHADOW_ERROR,
		"dma_sync_*_for_cpu() before the CPU writes, dma_sync_*_for_device() after" },
	[DMA_SHADOW_NOT_TAKEN] = {
		"written-not-taken", DMA_SHADOW_NOTE,
		"dma_sync_*_for_cpu() before the CPU writes" },
	[DMA_SHADOW_CPU_READ] = {
		"cpu-read-device-owned", DMA_SHADOW_ERROR,
		"dma_sync_*_for_cpu() or dma_unmap_*() before the CPU reads" },
	[DMA_SHADOW_BOTH_WROTE] = {
		"both-wrote", DMA_SHADOW_ERROR,
		"no CPU writes while the device owns the buffer; one of the writes is lost" },
	[DMA_SHADOW_DEVICE_WRITE] = {
		"device-write-cpu-owned", DMA_SHADOW_ERROR,
		"dma_sync_*_for_device() before the device is started" },
	[DMA_SHADOW_TAKEN_AGAIN] = {
		"taken-without-handing-over", DMA_SHADOW_WARN,
		"dma_sync_*_for_device() after the CPU access, even if it only read" },
	[DMA_SHADOW_NOT_GIVEN] = {
		"written-not-handed-over", DMA_SHADOW_ERROR,
		"dma_sync_*_for_device() after the CPU has written" },
	[DMA_SHADOW_TO_DEVICE] = {
		"device-write-to-device", DMA_SHADOW_ERROR,
		"DMA_FROM_DEVICE or DMA_BIDIRECTIONAL for what the device writes" },
	[DMA_SHADOW_FREED_DIRTY] = {
		"freed-device-dirty", DMA_SHADOW_NOTE,
		"dma_sync_*_for_cpu() before, unless the data is not needed" },
	[DMA_SHADOW_OVERRUN] = {
		"device-overrun", DMA_SHADOW_ERROR,
		"a mapping as large as what the device writes" },
	[DMA_SHADOW_AFTER_UNMAP] = {
		"device-write-after-unmap", DMA_SHADOW_ERROR,
		"dma_unmap_*() when the device has finished" },
	[DMA_SHADOW_FREED_MAPPED] = {
		"freed-while-mapped", DMA_SHADOW_ERROR,
		"dma_unmap_*() before the memory is freed" },
	[DMA_SHADOW_LINE_SHARED] = {
		"line-shared", DMA_SHADOW_WARN,
		"buffers in cache lines of their own, see dma_get_cache_alignment()" },
	[DMA_SHADOW_LINE_DIRTIED] = {
		"line-dirtied", DMA_SHADOW_ERROR,
		"no data that the CPU writes in the cache lines of the buffer" },
	[DMA_SHADOW_SYNC_RANGE] = {
		"sync-range", DMA_SHADOW_ERROR,
		"a range within the mapping" },
	[DMA_SHADOW_SYNC_DIRECTION] = {
		"sync-direction", DMA_SHADOW_ERROR,
		"the direction of the mapping" },
	[DMA_SHADOW_SYNC_UNMAPPED] = {
		"sync-unmapped", DMA_SHADOW_ERROR,
		"an address within a current mapping" },
	[DMA_SHADOW_NEVER_BACK] = {
		"never-taken", DMA_SHADOW_WARN,
		"dma_sync_*_for_cpu() before the CPU reads what the device has written" },
};

const char *const dma_shadow_calls[] = {
	[DMA_SHADOW_MAP]	= "map",
	[DMA_SHADOW_ALLOC]	= "allocation",
	[DMA_SHADOW_FOR_DEVICE]	= "for_device",
	[DMA_SHADOW_FOR_CPU]	= "for_cpu",
	[DMA_SHADOW_UNMAP]	= "unmap",
	[DMA_SHADOW_FREE]	= "free",
	[DMA_SHADOW_SCAN]	= "scan",
	[DMA_SHADOW_READ]	= "read",
	[DMA_SHADOW_WRITE]	= "write",
	[DMA_SHADOW_KFREE]	= "kfree",
};

static const char *const directions[] = {
	[DMA_BIDIRECTIONAL] = "BIDIRECTIONAL",
	[DMA_TO_DEVICE] = "TO_DEVICE",
	[DMA_FROM_DEVICE] = "FROM_DEVICE",
};

/* A report and the number of its occurrences. */
struct report {
	u32 what;
	enum dma_shadow_level level;
	depot_stack_handle_t mapped_by, by;
	void *site[2];
	unsigned long ip;
	unsigned int times;
	char who[48];
};

/* Statistics of all mappings of one call site. */
struct site_stats {
	depot_stack_handle_t mapped_by;
	unsigned int left, taken;
};

#define MAX_REPORTS	512
#define NR_STATS		512
#define NEVER_TAKEN		16

static DEFINE_SPINLOCK(reports_lock);
static struct report reports[MAX_REPORTS];
static struct site_stats stats[NR_STATS];
static unsigned int nr_reports, nr_dropped, count[DMA_SHADOW_REPORTS];

/**
 * dma_shadow_stack() - save the stack of the caller
 *
 * Return: a handle, or 0 if no memory is left.
 */
depot_stack_handle_t dma_shadow_stack(void)
{
	unsigned long entries[STACK_DEPTH];
	unsigned int nr = stack_trace_save(entries, STACK_DEPTH, 1);

	return stack_depot_save(entries, nr, GFP_ATOMIC | __GFP_NOWARN);
}

static bool in_dma_api(const char *symbol)
{
	/* stacks on parisc begin with stack_trace_save() */
	static const char *const prefixes[] = {
		"dma_", "__dma_", "dmam_", "stack_trace_", "page_pool_",
		"__page_pool_",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (str_has_prefix(symbol, prefixes[i]))
			return true;
	return false;
}

/* The first caller outside of the DMA API. */
static void *caller(depot_stack_handle_t stack)
{
	char symbol[KSYM_SYMBOL_LEN];
	unsigned long *entries;
	unsigned int nr, i;

	if (!stack)
		return NULL;
	nr = stack_depot_fetch(stack, &entries);
	for (i = 0; i < nr; i++) {
		sprint_symbol_no_offset(symbol, entries[i]);
		if (!in_dma_api(symbol))
			return (void *)entries[i];
	}
	return nr ? (void *)entries[0] : NULL;
}

/* Compares call sites, not whole stacks. */
static bool same_report(const struct report *a, const struct report *b)
{
	return a->what == b->what && a->site[0] == b->site[0] &&
	       a->site[1] == b->site[1] && a->ip == b->ip &&
	       !strcmp(a->who, b->who);
}

/* Returns true for the first occurrence. */
static bool record(struct dma_shadow_context *ctx, enum dma_shadow_report what,
		   enum dma_shadow_level level, depot_stack_handle_t mapped_by,
		   depot_stack_handle_t by)
{
	struct report new = {
		.what = what, .level = level, .mapped_by = mapped_by, .by = by,
		.site = { caller(mapped_by), caller(by) }, .ip = ctx->ip, .times = 1,
	};
	unsigned long flags;
	unsigned int i;
	bool first = false;

	snprintf(new.who, sizeof(new.who), "%s %s", ctx->sd->driver,
		 dev_name(ctx->sd->dev));
	spin_lock_irqsave(&reports_lock, flags);
	count[what]++;
	for (i = 0; i < nr_reports; i++)
		if (same_report(&reports[i], &new))
			break;
	if (i < nr_reports) {
		reports[i].times++;
	} else if (nr_reports < MAX_REPORTS) {
		reports[nr_reports++] = new;
		first = true;
	} else {
		nr_dropped++;
	}
	spin_unlock_irqrestore(&reports_lock, flags);
	return first;
}

/* Lower the level if the data is usually correct on hardware. */
static enum dma_shadow_level report_level(struct dma_shadow_context *ctx,
					  enum dma_shadow_report what)
{
	struct dma_shadow_map *m = ctx->map;

	if (what == DMA_SHADOW_CPU_WRITE && m && m->dir == DMA_TO_DEVICE &&
	    ctx->call != DMA_SHADOW_SCAN)
		return DMA_SHADOW_WARN;
	if (what == DMA_SHADOW_FREED_MAPPED && m && m->dir == DMA_TO_DEVICE)
		return DMA_SHADOW_NOTE;
	if (what == DMA_SHADOW_SYNC_DIRECTION && m &&
	    m->dir == DMA_BIDIRECTIONAL)
		return DMA_SHADOW_NOTE;
	return kinds[what].level;
}

static __printf(2, 3) void log_line(enum dma_shadow_level level, const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	if (level == DMA_SHADOW_ERROR)
		pr_err("DMA-SHADOW: %pV\n", &vaf);
	else if (level == DMA_SHADOW_WARN)
		pr_warn("DMA-SHADOW: %pV\n", &vaf);
	else
		pr_notice("DMA-SHADOW: %pV\n", &vaf);
	va_end(args);
}

static void print_summary(struct dma_shadow_context *ctx, enum dma_shadow_report what,
			  enum dma_shadow_level level, const struct dma_shadow_find *find)
{
	struct dma_shadow_map *m = ctx->map;
	char where[64] = "";

	if (m && find)
		snprintf(where, sizeof(where), ": %zu bytes at %zd of %zu",
			 find->bytes, (ssize_t)find->at, m->size);
	log_line(level, "%s: %s %s%s%s%s", kinds[what].name, ctx->sd->driver,
		 dev_name(ctx->sd->dev), where, m ? ", " : "",
		 m ? directions[m->dir] : "");
}

static void print_details(struct dma_shadow_context *ctx, enum dma_shadow_level level,
			  const struct dma_shadow_find *find)
{
	struct dma_shadow_map *m = ctx->map;
	char bytes[64] = "", last[128] = "";

	if (!m) {
		log_line(level, "  %s by %pS", dma_shadow_calls[ctx->call],
			 caller(ctx->by));
		return;
	}
	if (m->last_by)
		snprintf(last, sizeof(last), "; last %s by %pS, %llu ms ago",
			 dma_shadow_calls[m->last], caller(m->last_by),
			 div_u64(ktime_get_mono_fast_ns() - m->last_at,
				 NSEC_PER_MSEC));
	if (find && find->nr)
		snprintf(bytes, sizeof(bytes), "; was %*phN is %*phN",
			 find->nr, find->was, find->nr, find->is);
	if (ctx->other)
		log_line(level, "  mapped by %pS; the other one mapped by %pS",
			 caller(m->mapped_by), caller(ctx->other));
	else if (ctx->ip)
		log_line(level, "  mapped by %pS%s; %s by %pS", caller(m->mapped_by),
			 last, dma_shadow_calls[ctx->call], (void *)ctx->ip);
	else if (!ctx->by)
		log_line(level, "  mapped by %pS%s; found by a scan%s",
			 caller(m->mapped_by), last, bytes);
	else
		log_line(level, "  mapped by %pS%s; found at %s by %pS%s",
			 caller(m->mapped_by), last, dma_shadow_calls[ctx->call],
			 caller(ctx->by), bytes);
}

/**
 * dma_shadow_report() - report a finding, unless reported before
 * @ctx: mapping and caller
 * @what: kind of report
 * @find: affected bytes, or %NULL
 */
void dma_shadow_report(struct dma_shadow_context *ctx, enum dma_shadow_report what,
		       const struct dma_shadow_find *find)
{
	enum dma_shadow_level level = report_level(ctx, what);
	struct dma_shadow_map *m = ctx->map;

	if (!record(ctx, what, level, m ? m->mapped_by : 0,
		    ctx->other ?: m ? m->last_by : ctx->by))
		return;
	if (level == DMA_SHADOW_NOTE && !show_notes)
		return;
	print_summary(ctx, what, level, find);
	print_details(ctx, level, find);
	log_line(level, "  wanted: %s", kinds[what].wanted);
	if (level == DMA_SHADOW_ERROR && stop)
		panic("DMA-SHADOW: %s\n", kinds[what].name);
}

/**
 * dma_shadow_report_found() - report all findings of a hand-over
 * @ctx: mapping, caller and findings
 */
void dma_shadow_report_found(struct dma_shadow_context *ctx)
{
	unsigned int what;

	for (what = 0; what < DMA_SHADOW_BYTE_REPORTS; what++)
		if (ctx->found[what].bytes)
			dma_shadow_report(ctx, what, &ctx->found[what]);
}

static struct site_stats *find_stats(depot_stack_handle_t mapped_by)
{
	unsigned int at = hash_32(mapped_by, 9), i;

	for (i = 0; i < NR_STATS; i++, at = (at + 1) % NR_STATS) {
		if (stats[at].mapped_by == mapped_by)
			return &stats[at];
		if (!stats[at].mapped_by) {
			stats[at].mapped_by = mapped_by;
			return &stats[at];
		}
	}
	return NULL;
}

/**
 * dma_shadow_turn() - account the end of a period of device ownership
 * @ctx: mapping and caller
 * @wrote: the device wrote data that the CPU did not take
 *
 * Drivers may drop packets unread.  A mapping site is reported if the CPU took
 * none of its buffers in 16 periods.
 */
void dma_shadow_turn(struct dma_shadow_context *ctx, bool wrote)
{
	struct dma_shadow_map *m = ctx->map;
	struct site_stats *h;
	unsigned long flags;
	bool never = false;

	if (!m->mapped_by || m->dir == DMA_TO_DEVICE || (!wrote && !m->taken))
		return;
	spin_lock_irqsave(&reports_lock, flags);
	h = find_stats(m->mapped_by);
	if (h && m->taken)
		h->taken++;
	else if (h)
		never = ++h->left >= NEVER_TAKEN && !h->taken;
	spin_unlock_irqrestore(&reports_lock, flags);
	if (never)
		dma_shadow_report(ctx, DMA_SHADOW_NEVER_BACK, NULL);
}

/**
 * dma_shadow_kind() - name of a kind of report
 * @what: kind of report
 *
 * Return: the name, which is the first word of the report.
 */
const char *dma_shadow_kind(enum dma_shadow_report what)
{
	return kinds[what].name;
}

/**
 * dma_shadow_reported() - number of occurrences
 * @what: kind of report
 *
 * Return: the number, including repetitions.
 */
unsigned int dma_shadow_reported(enum dma_shadow_report what)
{
	return READ_ONCE(count[what]);
}

/**
 * dma_shadow_forget_reports() - reset all reports and statistics
 */
void dma_shadow_forget_reports(void)
{
	unsigned long flags;

	spin_lock_irqsave(&reports_lock, flags);
	nr_reports = 0;
	nr_dropped = 0;
	memset(count, 0, sizeof(count));
	memset(stats, 0, sizeof(stats));
	spin_unlock_irqrestore(&reports_lock, flags);
}

static const char *const levels[] = { "note", "warn", "error" };

/**
 * dma_shadow_show_reports() - print the number of reports of each kind
 * @s: file
 */
void dma_shadow_show_reports(struct seq_file *s)
{
	unsigned int i;

	for (i = 0; i < DMA_SHADOW_REPORTS; i++)
		seq_printf(s, "%-28s %-5s %u\n", kinds[i].name,
			   levels[kinds[i].level], READ_ONCE(count[i]));
	if (nr_dropped)
		seq_printf(s, "%u more reports, not recorded\n", nr_dropped);
}

/**
 * dma_shadow_show_sites() - print each report with full stacks
 * @s: file
 */
void dma_shadow_show_sites(struct seq_file *s)
{
	unsigned int i, nr = READ_ONCE(nr_reports), j, k;
	unsigned long *entries;

	for (i = 0; i < nr; i++) {
		const depot_stack_handle_t stacks[] = {
			reports[i].mapped_by, reports[i].by };

		seq_printf(s, "%s: %s: %s, %u times\n", kinds[reports[i].what].name,
			   levels[reports[i].level], reports[i].who, reports[i].times);
		for (j = 0; j < ARRAY_SIZE(stacks); j++) {
			seq_printf(s, "  %s\n", j ? "last hand-over" : "mapped");
			if (!stacks[j])
				continue;
			for (k = stack_depot_fetch(stacks[j], &entries); k; k--)
				seq_printf(s, "    %pS\n", (void *)*entries++);
		}
	}
}
