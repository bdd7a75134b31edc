// SPDX-License-Identifier: GPL-2.0
/*
 * Poison device-owned memory for KASAN, which reports the instruction that
 * accesses it.
 *
 * Only whole granules of DMA_FROM_DEVICE buffers in kernel memory are poisoned,
 * since only the driver has a reason to access these.
 */
#include <linux/highmem.h>
#include <linux/kasan.h>
#include "shadow.h"

/* Not poisoned here.  Accessible memory never has this shadow value. */
#define NOT_POISONED	0xff

static u8 *shadow_bytes(struct dma_shadow_piece *p, size_t *from, size_t *to)
{
	unsigned long start = (unsigned long)phys_to_virt(p->c);

	if (!kasan_enabled() || p->map->dir != DMA_FROM_DEVICE ||
	    PageHighMem(phys_to_page(p->c)))
		return NULL;
	/* make offsets relative to the granule of the first byte */
	*from += start & 7;
	*to += start & 7;
	return kasan_mem_to_shadow((void *)round_down(start, 8));
}

/**
 * dma_shadow_poison() - poison a range that the device owns
 * @p: piece
 * @from: start of the range, in bytes
 * @to: end of the range, in bytes
 */
void dma_shadow_poison(struct dma_shadow_piece *p, size_t from, size_t to)
{
	u8 *shadow = shadow_bytes(p, &from, &to);
	size_t i;

	/* user space may access foreign memory */
	if (!shadow || p->foreign)
		return;
	for (i = DIV_ROUND_UP(from, 8); i < to / 8; i++) {
		if (shadow[i] == DMA_SHADOW_KASAN || p->kasan[i] != NOT_POISONED)
			continue;
		p->kasan[i] = shadow[i];
		WRITE_ONCE(shadow[i], DMA_SHADOW_KASAN);
	}
}

/**
 * dma_shadow_unpoison() - unpoison a range that the CPU owns
 * @p: piece
 * @from: start of the range, in bytes
 * @to: end of the range, in bytes
 *
 * Return: %false if the poison was overwritten, since the memory was freed.
 */
bool dma_shadow_unpoison(struct dma_shadow_piece *p, size_t from, size_t to)
{
	u8 *shadow = shadow_bytes(p, &from, &to);
	bool ours = true;
	size_t i;

	if (!shadow)
		return true;
	for (i = from / 8; i < DIV_ROUND_UP(to, 8); i++) {
		if (p->kasan[i] == NOT_POISONED)
			continue;
		if (shadow[i] == DMA_SHADOW_KASAN)
			WRITE_ONCE(shadow[i], p->kasan[i]);
		else
			ours = false;
		p->kasan[i] = NOT_POISONED;
	}
	return ours;
}

static const void *first_poisoned(const void *addr, size_t size)
{
	const void *end = addr + size;

	if (addr < (void *)PAGE_OFFSET || end < addr)
		return NULL;
	for (; addr < end; addr = PTR_ALIGN_DOWN(addr, 8) + 8)
		if (*(u8 *)kasan_mem_to_shadow(addr) == DMA_SHADOW_KASAN)
			return addr;
	return NULL;
}

/* Unpoison a range that the device is done with: later accesses are valid. */
static bool unpoison_idle(struct dma_shadow_piece *p, size_t from, size_t size)
{
	struct dma_shadow_map *m = p->map;
	unsigned long flags;

	if (!dma_shadow_idle(p, 0, p->size))
		return false;
	spin_lock_irqsave(&m->lock, flags);
	if (!m->gone)
		dma_shadow_unpoison(p, from, min(from + size, p->size));
	spin_unlock_irqrestore(&m->lock, flags);
	return true;
}

static void report_access(struct dma_shadow_piece *p, size_t from, size_t size,
			  enum dma_shadow_access how, unsigned long ip)
{
	static const enum dma_shadow_report what[] = {
		[DMA_SHADOW_KASAN_READ] = DMA_SHADOW_CPU_READ,
		[DMA_SHADOW_KASAN_WRITE] = DMA_SHADOW_CPU_WRITE,
		[DMA_SHADOW_KASAN_FREE] = DMA_SHADOW_FREED_MAPPED,
	};
	static const enum dma_shadow_call call[] = {
		[DMA_SHADOW_KASAN_READ] = DMA_SHADOW_READ,
		[DMA_SHADOW_KASAN_WRITE] = DMA_SHADOW_WRITE,
		[DMA_SHADOW_KASAN_FREE] = DMA_SHADOW_KFREE,
	};
	struct dma_shadow_find find = { .bytes = size, .at = p->at + from };
	struct dma_shadow_context ctx = {
		.map = p->map, .sd = p->map->sd, .call = call[how], .ip = ip,
	};

	if (how == DMA_SHADOW_KASAN_WRITE && unpoison_idle(p, from, size))
		dma_shadow_report(&ctx, DMA_SHADOW_NOT_TAKEN, &find);
	else
		dma_shadow_report(&ctx, what[how], &find);
}

/**
 * dma_shadow_kasan_report() - report an access to device-owned memory
 * @addr: address of the access
 * @size: bytes
 * @how: kind of access
 * @ip: instruction
 *
 * Return: %true if the memory was poisoned here, and the access is reported.
 */
bool dma_shadow_kasan_report(const void *addr, size_t size,
			     enum dma_shadow_access how, unsigned long ip)
{
	struct dma_shadow_piece *p;
	phys_addr_t phys;

	addr = first_poisoned(addr, size);
	if (!addr)
		return false;
	phys = virt_to_phys((void *)addr);
	p = dma_shadow_lines_find(phys);
	if (!p)
		return false;
	report_access(p, phys - p->c, size, how, ip);
	dma_shadow_put(p->map);
	return true;
}
