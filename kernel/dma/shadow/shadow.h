/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checker for DMA hand-overs: separate copies of a buffer for CPU and device.
 *
 *  C  the driver's memory, which the CPU accesses
 *  D  the memory that the device accesses
 *  S  a snapshot of the last common state
 *
 * The CPU has written the bytes of C that differ from S, and the device has
 * written the bytes of D that differ from S.  Only hand-overs copy data.
 */
#ifndef _KERNEL_DMA_SHADOW_H
#define _KERNEL_DMA_SHADOW_H

#include <linux/dma-direction.h>
#include <linux/dma-shadow.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/rbtree.h>
#include <linux/refcount.h>
#include <linux/scatterlist.h>
#include <linux/spinlock.h>
#include <linux/stackdepot.h>
#include <linux/types.h>

enum dma_shadow_report {
	/* found by comparing bytes */
	DMA_SHADOW_CPU_WRITE,
	DMA_SHADOW_NOT_TAKEN,
	DMA_SHADOW_BOTH_WROTE,
	DMA_SHADOW_DEVICE_WRITE,
	DMA_SHADOW_TAKEN_AGAIN,
	DMA_SHADOW_NOT_GIVEN,
	DMA_SHADOW_TO_DEVICE,
	DMA_SHADOW_FREED_DIRTY,
	DMA_SHADOW_BYTE_REPORTS,
	/* others */
	DMA_SHADOW_CPU_READ = DMA_SHADOW_BYTE_REPORTS,
	DMA_SHADOW_OVERRUN,
	DMA_SHADOW_AFTER_UNMAP,
	DMA_SHADOW_FREED_MAPPED,
	DMA_SHADOW_LINE_SHARED,
	DMA_SHADOW_LINE_DIRTIED,
	DMA_SHADOW_SYNC_RANGE,
	DMA_SHADOW_SYNC_DIRECTION,
	DMA_SHADOW_SYNC_UNMAPPED,
	DMA_SHADOW_NEVER_BACK,
	DMA_SHADOW_REPORTS
};

enum dma_shadow_level { DMA_SHADOW_NOTE, DMA_SHADOW_WARN, DMA_SHADOW_ERROR };

/* Operations of a driver on a buffer. */
enum dma_shadow_call {
	DMA_SHADOW_MAP,
	DMA_SHADOW_ALLOC,
	DMA_SHADOW_FOR_DEVICE,
	DMA_SHADOW_FOR_CPU,
	DMA_SHADOW_UNMAP,
	DMA_SHADOW_FREE,
	DMA_SHADOW_SCAN,
	DMA_SHADOW_READ,
	DMA_SHADOW_WRITE,
	DMA_SHADOW_KFREE,
};

/* State of a byte; 0 before the first hand-over. */
#define DMA_SHADOW_VALID	0x01	/* C, D and S were equal once */
#define DMA_SHADOW_OWNED	0x02	/* owned by the device */
#define DMA_SHADOW_EVER		0x04	/* owned by the device before */
#define DMA_SHADOW_FILLED	0x08	/* C holds DMA_SHADOW_FILL */
#define DMA_SHADOW_TAKEN	0x10	/* owned by the CPU after for_cpu */

#define DMA_SHADOW_FILL		0xd5	/* C while the device owns it */
#define DMA_SHADOW_CANARY	0xa7	/* D outside of a buffer */
#define DMA_SHADOW_LINE_MAX	128

/**
 * struct dma_shadow_find - unexpected bytes
 * @bytes: number of unexpected bytes
 * @at: offset of the first one in the mapping
 * @nr: valid bytes of @was and @is
 * @was: expected values
 * @is: actual values
 */
struct dma_shadow_find {
	size_t bytes;
	size_t at;
	unsigned int nr;
	u8 was[8], is[8];
};

/**
 * struct dma_shadow_chunk - part of a buffer within one page
 * @c: memory of the CPU; all four pointers are equal modulo 8
 * @d: memory of the device
 * @s: snapshot
 * @state: state of each byte
 * @size: bytes
 * @at: offset in the mapping
 * @mapped: direction of the mapping
 * @dir: direction of this hand-over
 * @fill: fill C while the device owns it
 * @foreign: a process may write C
 * @strict: keep stale data on a missing hand-over
 * @unmap: the mapping ends
 * @idle: the device does not use the buffer, see dma_shadow_idle()
 * @found: findings, by kind
 * @wrote: result: the device wrote bytes that it owned
 * @changed: result: bytes changed owner, or the answer of a check
 */
struct dma_shadow_chunk {
	u8 *c, *d, *s, *state;
	size_t size, at;
	enum dma_data_direction mapped, dir;
	bool fill, foreign, strict, unmap, idle;
	struct dma_shadow_find *found;
	bool wrote, changed;
};

void dma_shadow_chunk_new(struct dma_shadow_chunk *ch, bool skip);
void dma_shadow_chunk_own(struct dma_shadow_chunk *ch);
void dma_shadow_chunk_for_device(struct dma_shadow_chunk *ch);
void dma_shadow_chunk_for_cpu(struct dma_shadow_chunk *ch);
void dma_shadow_chunk_gone(struct dma_shadow_chunk *ch);
void dma_shadow_chunk_scan(struct dma_shadow_chunk *ch);
void dma_shadow_chunk_taken(struct dma_shadow_chunk *ch);
void dma_shadow_chunk_written(struct dma_shadow_chunk *ch);
void dma_shadow_found(struct dma_shadow_find *find, size_t at, u8 was, u8 is);
bool dma_shadow_canary(const u8 *d, size_t from, size_t to, long bias,
		       struct dma_shadow_find *find);

struct dma_shadow_map;

/* List of the device that holds a mapping. */
enum dma_shadow_where {
	DMA_SHADOW_NOWHERE,
	DMA_SHADOW_LIVE,
	DMA_SHADOW_QUARANTINE,
};

/**
 * struct dma_shadow_piece - range contiguous for both CPU and device
 * @node: in the tree of the device, by @addr
 * @last: last address in the subtree of @node
 * @line_node: in the tree of cache lines, by @c
 * @line_last: last line in the subtree of @line_node
 * @map: mapping
 * @addr: DMA address
 * @size: bytes
 * @at: offset in the mapping
 * @c: physical address of the CPU's memory
 * @d: first page of the device's memory; %NULL if not watched
 * @off: offset of the buffer in @d, as in the page of @c
 * @pages: size of @d in bytes
 * @s: snapshot
 * @state: state of each byte
 * @mem: allocation that contains @s, @state, @edge and @kasan
 * @edge: contents of the partial lines around the buffer at the last hand-over
 * @edge_size: bytes in @edge, before and after the buffer
 * @foreign: see &struct dma_shadow_chunk
 * @fill: see &struct dma_shadow_chunk
 * @counted: the CPU's pages have reference counts: 0 means that one is free
 * @in_lines: @line_node is in the tree
 * @kasan: saved KASAN shadow bytes of poisoned memory
 */
struct dma_shadow_piece {
	struct rb_node node;
	u64 last;
	struct rb_node line_node;
	u64 line_last;
	struct dma_shadow_map *map;
	dma_addr_t addr;
	size_t size, at;
	phys_addr_t c;
	u8 *d;
	unsigned int off;
	size_t pages;
	u8 *s, *state;
	void *mem;
	u8 *edge[2];
	unsigned int edge_size[2];
	bool foreign, fill, counted, in_lines;
	u8 *kasan;
};

/**
 * struct dma_shadow_map - mapping or allocation
 * @list: on the list of the device or its quarantine
 * @sd: device
 * @refs: reference count
 * @lock: serializes hand-overs and the scan
 * @where: list that holds @list, protected by the lock of the device
 * @gone: unmapped
 * @type: %DMA_SHADOW_MAP or %DMA_SHADOW_ALLOC
 * @dir: direction
 * @attrs: attributes
 * @size: bytes
 * @mapped_by: stack of the map or allocation
 * @last: last hand-over
 * @last_by: stack of the last hand-over
 * @last_at: time of the last hand-over, in nanoseconds
 * @turns: number of hand-overs
 * @scanned: @turns + 1 at the last scan that found something
 * @taken: the CPU has taken a part since the last hand-over to the device
 * @sgt: table of D for the back end (mapped list), or of C for the driver
 * @real: allocation of the back end
 * @cpu: the driver's copy of the allocation
 * @nr: number of pieces
 * @piece: pieces, in the order of the list
 */
struct dma_shadow_map {
	struct list_head list;
	struct dma_shadow_dev *sd;
	refcount_t refs;
	spinlock_t lock;	/* serializes hand-overs and the scan */
	u8 where;
	bool gone;
	u8 type;
	enum dma_data_direction dir;
	unsigned long attrs;
	size_t size;
	depot_stack_handle_t mapped_by;
	enum dma_shadow_call last;
	depot_stack_handle_t last_by;
	u64 last_at;
	unsigned int turns, scanned;
	bool taken;
	struct sg_table sgt;
	void *real;
	void *cpu;
	unsigned int nr;
	struct dma_shadow_piece piece[] __counted_by(nr);
};

/**
 * struct dma_shadow_dev - watched device
 * @list: on the list of all watched devices
 * @dev: device
 * @driver: name of the driver, copied since reports may outlive the driver
 * @bound: a driver is bound
 * @lock: protects the following members
 * @tree: pieces of all mappings, by DMA address
 * @maps: all mappings
 * @blind: a mapping could not be recorded, so syncs may seem unmapped
 * @quarantine: unmapped mappings, oldest first
 * @quarantined: bytes in quarantine
 * @live: number of mappings
 * @bytes: bytes in mappings
 * @mapped: number of mappings since the driver was bound
 * @moved: bytes handed over
 * @passed: mappings that are not watched, by reason
 * @twice: hand-overs that changed no owner
 */
struct dma_shadow_dev {
	struct list_head list;
	struct device *dev;
	char driver[32];
	bool bound;
	spinlock_t lock;	/* protects the following members */
	struct rb_root_cached tree;
	struct list_head maps;
	bool blind;
	struct list_head quarantine;
	size_t quarantined;
	unsigned long live, mapped, twice;
	u64 bytes, moved;
	unsigned long passed[4];
};

enum dma_shadow_passed {
	DMA_SHADOW_PASSED_ATTRS,	/* MMIO, coherent or shared memory */
	DMA_SHADOW_PASSED_PAGES,	/* not kernel memory */
	DMA_SHADOW_PASSED_MEMORY,	/* out of memory */
	DMA_SHADOW_PASSED_LIMIT,	/* above dma_shadow.limit */
};

/* module parameters */
extern bool dma_shadow_fill, dma_shadow_strict;
extern unsigned int dma_shadow_line, dma_shadow_scan_ms;
extern unsigned long dma_shadow_limit, dma_shadow_quarantine;

/* select.c */
int dma_shadow_select(const char *names);
const char *dma_shadow_selected(void);

/* memory.c */
struct dma_shadow_map *dma_shadow_new(struct dma_shadow_dev *sd, unsigned int nr,
				      gfp_t gfp);
int dma_shadow_piece_init(struct dma_shadow_piece *p, phys_addr_t c, size_t size,
			  gfp_t gfp);
int dma_shadow_piece_init_d(struct dma_shadow_piece *p, phys_addr_t c, u8 *d,
			    size_t size, gfp_t gfp);
bool dma_shadow_is_ram(phys_addr_t phys, size_t size);
bool dma_shadow_is_foreign(phys_addr_t phys);
bool dma_shadow_is_there(struct dma_shadow_piece *p, phys_addr_t phys);
void dma_shadow_piece_chunk(struct dma_shadow_piece *p, size_t from, size_t to,
			    struct dma_shadow_chunk *ch);
void dma_shadow_drop_snapshot(struct dma_shadow_map *m);
void dma_shadow_put(struct dma_shadow_map *m);
size_t dma_shadow_memory(void);

/* report.c */
/**
 * struct dma_shadow_context - where something was found
 * @map: mapping, or %NULL
 * @sd: device
 * @call: operation
 * @by: stack of the caller; 0 for the scan
 * @ip: instruction found by KASAN
 * @other: stack of the mapping that shares the cache line
 * @found: findings, by kind
 */
struct dma_shadow_context {
	struct dma_shadow_map *map;
	struct dma_shadow_dev *sd;
	enum dma_shadow_call call;
	depot_stack_handle_t by, other;
	unsigned long ip;
	struct dma_shadow_find found[DMA_SHADOW_BYTE_REPORTS];
};

struct seq_file;

extern const char *const dma_shadow_calls[];
depot_stack_handle_t dma_shadow_stack(void);
const char *dma_shadow_kind(enum dma_shadow_report what);
unsigned int dma_shadow_reported(enum dma_shadow_report what);
void dma_shadow_report(struct dma_shadow_context *ctx, enum dma_shadow_report what,
		       const struct dma_shadow_find *find);
void dma_shadow_report_found(struct dma_shadow_context *ctx);
void dma_shadow_turn(struct dma_shadow_context *ctx, bool wrote);
void dma_shadow_forget_reports(void);
void dma_shadow_show_reports(struct seq_file *s);
void dma_shadow_show_sites(struct seq_file *s);

/* lines.c */
void dma_shadow_lines_add(struct dma_shadow_map *m);
void dma_shadow_lines_del(struct dma_shadow_map *m);
struct dma_shadow_piece *dma_shadow_lines_find(phys_addr_t phys);
void dma_shadow_lines_given(struct dma_shadow_context *ctx,
			    struct dma_shadow_piece *p, size_t from, size_t to);
void dma_shadow_lines_taken(struct dma_shadow_context *ctx,
			    struct dma_shadow_piece *p, size_t from, size_t to);

/* quarantine.c */
extern struct list_head dma_shadow_devices;
extern struct mutex dma_shadow_mutex;	/* protects these and the selected names */
void dma_shadow_quarantine_add(struct dma_shadow_map *m);
void dma_shadow_quarantine_empty(struct dma_shadow_dev *sd);
void dma_shadow_overruns(struct dma_shadow_context *ctx,
			 struct dma_shadow_piece *p);
void dma_shadow_scan_device(struct dma_shadow_dev *sd);
void dma_shadow_scan_start(void);

/* poison.c */
#ifdef CONFIG_KASAN_GENERIC
void dma_shadow_poison(struct dma_shadow_piece *p, size_t from, size_t to);
bool dma_shadow_unpoison(struct dma_shadow_piece *p, size_t from, size_t to);
#else
static inline void dma_shadow_poison(struct dma_shadow_piece *p, size_t from,
				     size_t to) { }
static inline bool dma_shadow_unpoison(struct dma_shadow_piece *p, size_t from,
				       size_t to)
{
	return true;
}
#endif

/* layer.c: called by the DMA API for watched devices */
dma_addr_t dma_shadow_map_phys(struct device *dev, phys_addr_t phys, size_t size,
			       enum dma_data_direction dir, unsigned long attrs);
void dma_shadow_unmap_phys(struct device *dev, dma_addr_t addr, size_t size,
			   enum dma_data_direction dir, unsigned long attrs);
int dma_shadow_map_sg(struct device *dev, struct scatterlist *sg, int nents,
		      enum dma_data_direction dir, unsigned long attrs);
void dma_shadow_unmap_sg(struct device *dev, struct scatterlist *sg, int nents,
			 enum dma_data_direction dir, unsigned long attrs);
void dma_shadow_sync(struct device *dev, dma_addr_t addr, size_t size,
		     enum dma_data_direction dir, enum dma_shadow_call call);
void dma_shadow_sync_sg(struct device *dev, struct scatterlist *sg, int nelems,
			enum dma_data_direction dir, enum dma_shadow_call call);
bool dma_shadow_idle(struct dma_shadow_piece *p, size_t from, size_t to);
void dma_shadow_insert(struct dma_shadow_map *m);
struct dma_shadow_map *dma_shadow_remove(struct dma_shadow_dev *sd, u8 type,
					 dma_addr_t addr, size_t size);
struct dma_shadow_map *dma_shadow_find(struct dma_shadow_dev *sd, dma_addr_t addr);
void dma_shadow_pass(struct dma_shadow_dev *sd, enum dma_shadow_passed why);
void dma_shadow_begin(struct dma_shadow_map *m, bool skip);
void dma_shadow_end(struct dma_shadow_context *ctx, enum dma_data_direction dir,
		    bool skip);

/* alloc.c */
void *dma_shadow_alloc(struct device *dev, size_t size, dma_addr_t handle,
		       enum dma_data_direction dir, gfp_t gfp, void *real,
		       bool pages);
void *dma_shadow_free(struct device *dev, void *cpu, dma_addr_t handle);
struct sg_table *dma_shadow_alloc_sgt(struct device *dev, size_t size,
				      enum dma_data_direction dir, gfp_t gfp,
				      struct sg_table *real);
struct sg_table *dma_shadow_free_sgt(struct device *dev, struct sg_table *sgt);
void *dma_shadow_vmap(struct device *dev, struct sg_table *sgt);
bool dma_shadow_has(struct device *dev, void *cpu);
void dma_shadow_mmapped(struct device *dev, void *cpu);

/* mapping.c: calls of the back ends */
dma_addr_t dma_real_map_phys(struct device *dev, phys_addr_t phys, size_t size,
			     enum dma_data_direction dir, unsigned long attrs);
void dma_real_unmap_phys(struct device *dev, dma_addr_t addr, size_t size,
			 enum dma_data_direction dir, unsigned long attrs);
int dma_real_map_sg(struct device *dev, struct scatterlist *sg, int nents,
		    enum dma_data_direction dir, unsigned long attrs);
void dma_real_unmap_sg(struct device *dev, struct scatterlist *sg, int nents,
		       enum dma_data_direction dir, unsigned long attrs);
void dma_real_sync(struct device *dev, dma_addr_t addr, size_t size,
		   enum dma_data_direction dir, bool for_device);
void *dma_real_vmap(struct device *dev, size_t size, struct sg_table *sgt);
void dma_real_vunmap(struct device *dev, void *vaddr);
void dma_real_sync_sg(struct device *dev, struct scatterlist *sg, int nelems,
		      enum dma_data_direction dir, bool for_device);

#endif /* _KERNEL_DMA_SHADOW_H */
