// SPDX-License-Identifier: GPL-2.0
/* Memory for the copies of a mapping. */
#include <linux/atomic.h>
#include <linux/device.h>
#include <linux/dma-direct.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/log2.h>
#include <linux/memremap.h>
#include <linux/moduleparam.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "shadow.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "dma_shadow."

/* Overwrite C while the device owns it, to catch early reads. */
bool dma_shadow_fill = true;
module_param_named(fill, dma_shadow_fill, bool, 0644);

/* Keep stale data on a missing hand-over, as a CPU cache would. */
bool dma_shadow_strict;
module_param_named(strict, dma_shadow_strict, bool, 0644);

/* Limit for all copies, in bytes; 0 for half of the machine's memory. */
unsigned long dma_shadow_limit;
module_param_named(limit, dma_shadow_limit, ulong, 0644);

/* Size of a cache line, in bytes. */
unsigned int dma_shadow_line = SMP_CACHE_BYTES;

static int set_line(const char *val, const struct kernel_param *kp)
{
	unsigned int line;
	int err = kstrtouint(val, 0, &line);

	if (err)
		return err;
	if (!is_power_of_2(line) || line > DMA_SHADOW_LINE_MAX)
		return -EINVAL;
	dma_shadow_line = line;
	return 0;
}

static const struct kernel_param_ops line_ops = {
	.set = set_line,
	.get = param_get_uint,
};

/* set at boot only: the tree of lines depends on it */
module_param_cb(line, &line_ops, &dma_shadow_line, 0444);

static atomic_long_t memory;

/**
 * dma_shadow_memory() - memory in use by all copies
 *
 * Return: bytes.
 */
size_t dma_shadow_memory(void)
{
	return atomic_long_read(&memory);
}

static bool over_limit(size_t size)
{
	unsigned long limit = dma_shadow_limit ?: totalram_pages() / 2 * PAGE_SIZE;

	return dma_shadow_memory() + size > limit;
}

/**
 * dma_shadow_is_ram() - is the range memory that the kernel owns?
 * @phys: physical address
 * @size: bytes
 *
 * Return: %false for device memory and holes.
 */
bool dma_shadow_is_ram(phys_addr_t phys, size_t size)
{
	unsigned long first = PHYS_PFN(phys), last = PHYS_PFN(phys + size - 1);

	return size && pfn_valid(first) && pfn_valid(last) &&
	       !is_zone_device_page(pfn_to_page(first)) &&
	       !is_zone_device_page(pfn_to_page(last));
}

/**
 * dma_shadow_is_foreign() - may a process write this memory?
 * @phys: physical address
 *
 * Processes may access anonymous and page cache pages during DMA, which is not
 * a driver bug.
 *
 * Return: %true for such pages.
 */
bool dma_shadow_is_foreign(phys_addr_t phys)
{
	struct folio *folio = page_folio(phys_to_page(phys));

	if (folio_test_slab(folio))
		return false;
	return folio_test_lru(folio) || folio_test_anon(folio) ||
	       folio_test_hugetlb(folio) || folio_mapped(folio) ||
	       folio_mapping(folio);
}

/**
 * dma_shadow_is_there() - is the driver's memory still allocated?
 * @p: piece
 * @phys: physical address in it
 *
 * Return: %false if the memory is known to be free.  KASAN covers slab memory.
 */
bool dma_shadow_is_there(struct dma_shadow_piece *p, phys_addr_t phys)
{
	struct page *page = phys_to_page(phys);
	u8 byte;

	if (p->counted && !page_count(page))
		return false;
	return !IS_ENABLED(CONFIG_DEBUG_PAGEALLOC) || PageHighMem(page) ||
	       !copy_from_kernel_nofault(&byte, page_address(page), 1);
}

/* All copies have the same offset modulo 8, to be compared in words. */
static int init_snapshot(struct dma_shadow_piece *p, gfp_t gfp)
{
	unsigned int line = dma_shadow_line, skew = p->off & 7;
	size_t room = ALIGN(p->size + skew, 8), poison = 0;
	bool edges = line > 1 && !p->foreign &&
		     !IS_ALIGNED(p->off | (p->off + p->size), line);
	u8 *mem;

	if (IS_ENABLED(CONFIG_KASAN_GENERIC))
		poison = p->size / 8 + 2;
	p->mem = kmalloc(2 * room + poison + (edges ? 2 * line : 0), gfp);
	if (!p->mem)
		return -ENOMEM;
	mem = p->mem;
	p->s = mem + skew;
	p->state = mem + room + skew;
	mem += 2 * room;
	if (edges) {
		p->edge[0] = mem;
		p->edge[1] = mem + line;
		mem += 2 * line;
	}
	if (poison) {
		p->kasan = mem;
		memset(p->kasan, 0xff, poison);
	}
	return 0;
}

/* Slab pages and tail pages have no reference count of their own. */
static bool have_refcounts(phys_addr_t c, size_t size)
{
	unsigned long pfn = PHYS_PFN(c), last = PHYS_PFN(c + size - 1);

	for (; pfn <= last; pfn++)
		if (!page_count(pfn_to_page(pfn)))
			return false;
	return true;
}

static void set_location(struct dma_shadow_piece *p, phys_addr_t c, size_t size)
{
	p->c = c;
	p->size = size;
	p->off = offset_in_page(c);
	p->pages = PAGE_ALIGN(p->off + size);
	p->foreign = dma_shadow_is_foreign(c);
	p->counted = have_refcounts(c, size);
	p->fill = dma_shadow_fill && !p->foreign &&
		  p->map->dir == DMA_FROM_DEVICE;
}

/* Drivers may expect natural alignment. */
static void *alloc_device_pages(struct device *dev, size_t size, gfp_t gfp)
{
	u64 mask = dma_get_mask(dev);

	if (IS_ENABLED(CONFIG_ZONE_DMA) && mask < DMA_BIT_MASK(32))
		gfp |= GFP_DMA;
	else if (IS_ENABLED(CONFIG_ZONE_DMA32) && mask <= DMA_BIT_MASK(32))
		gfp |= GFP_DMA32;
	return size > PAGE_SIZE << MAX_PAGE_ORDER ? NULL :
	       alloc_pages_exact(size, gfp);
}

/**
 * dma_shadow_piece_init() - allocate the copies of a buffer
 * @p: piece
 * @c: memory of the driver
 * @size: bytes
 * @gfp: allocation flags
 *
 * Return: 0, -ENOMEM, or -EDQUOT above the limit.
 */
int dma_shadow_piece_init(struct dma_shadow_piece *p, phys_addr_t c, size_t size,
			  gfp_t gfp)
{
	set_location(p, c, size);
	if (over_limit(p->pages + 2 * size))
		return -EDQUOT;
	p->d = alloc_device_pages(p->map->sd->dev, p->pages, gfp);
	if (!p->d)
		return -ENOMEM;
	if (init_snapshot(p, gfp)) {
		free_pages_exact(p->d, p->pages);
		p->d = NULL;
		return -ENOMEM;
	}
	memset(p->d, DMA_SHADOW_CANARY, p->off);
	memset(p->d + p->off + size, DMA_SHADOW_CANARY,
	       p->pages - p->off - size);
	atomic_long_add(p->pages + 2 * size, &memory);
	return 0;
}

/**
 * dma_shadow_piece_init_d() - allocate the copies of an allocation
 * @p: piece
 * @c: memory of the driver, whole pages
 * @d: memory of the device
 * @size: bytes
 * @gfp: allocation flags
 *
 * Return: 0, -ENOMEM, or -EDQUOT above the limit.
 */
int dma_shadow_piece_init_d(struct dma_shadow_piece *p, phys_addr_t c, u8 *d,
			    size_t size, gfp_t gfp)
{
	set_location(p, c, size);
	if (over_limit(2 * size))
		return -EDQUOT;
	if (init_snapshot(p, gfp))
		return -ENOMEM;
	p->d = d;
	atomic_long_add(2 * size, &memory);
	return 0;
}

/**
 * dma_shadow_piece_chunk() - describe a part of a piece, within one page
 * @p: piece
 * @from: start, in bytes
 * @to: upper limit of the end, in bytes
 * @ch: result; the caller has to kunmap_local() @ch->c
 */
void dma_shadow_piece_chunk(struct dma_shadow_piece *p, size_t from, size_t to,
			    struct dma_shadow_chunk *ch)
{
	phys_addr_t c = p->c + from;
	size_t in_page = PAGE_SIZE - offset_in_page(c);

	ch->c = kmap_local_page(phys_to_page(c)) + offset_in_page(c);
	ch->d = p->d + p->off + from;
	ch->s = p->s + from;
	ch->state = p->state + from;
	ch->size = min(to - from, in_page);
	ch->at = p->at + from;
	ch->mapped = p->map->dir;
	ch->fill = p->fill;
	ch->foreign = p->foreign;
	ch->strict = dma_shadow_strict;
}

/**
 * dma_shadow_new() - allocate a mapping
 * @sd: device
 * @nr: number of pieces
 * @gfp: allocation flags
 *
 * Return: the mapping with one reference, or %NULL.
 */
struct dma_shadow_map *dma_shadow_new(struct dma_shadow_dev *sd, unsigned int nr,
				      gfp_t gfp)
{
	struct dma_shadow_map *m = kzalloc(struct_size(m, piece, nr), gfp);
	unsigned int i;

	if (!m)
		return NULL;
	m->nr = nr;
	m->sd = sd;
	INIT_LIST_HEAD(&m->list);
	refcount_set(&m->refs, 1);
	spin_lock_init(&m->lock);
	for (i = 0; i < nr; i++)
		m->piece[i].map = m;
	return m;
}

/**
 * dma_shadow_drop_snapshot() - free snapshot and states, keep the device's copy
 * @m: mapping
 */
void dma_shadow_drop_snapshot(struct dma_shadow_map *m)
{
	unsigned int i;

	for (i = 0; i < m->nr; i++) {
		if (!m->piece[i].mem)
			continue;
		kfree(m->piece[i].mem);
		m->piece[i].mem = NULL;
		atomic_long_sub(2 * m->piece[i].size, &memory);
	}
}

static void piece_free(struct dma_shadow_piece *p)
{
	if (p->d && p->map->type == DMA_SHADOW_MAP) {
		free_pages_exact(p->d, p->pages);
		atomic_long_sub(p->pages, &memory);
	}
}

/**
 * dma_shadow_put() - drop a reference
 * @m: mapping, freed with its copies on the last reference
 */
void dma_shadow_put(struct dma_shadow_map *m)
{
	unsigned int i;

	if (!refcount_dec_and_test(&m->refs))
		return;
	dma_shadow_drop_snapshot(m);
	for (i = 0; i < m->nr; i++)
		piece_free(&m->piece[i]);
	if (m->sgt.sgl)
		sg_free_table(&m->sgt);
	kfree(m);
}
