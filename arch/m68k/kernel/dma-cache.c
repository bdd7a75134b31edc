// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for m68k: the primitives of <linux/dma-cache.h>.
 *
 * 68040, 68060	CPUSHL writes a line back and drops it, by physical address (M68000
 *		Family Programmer's Reference Manual, 6).  On the 68060 the kernel
 *		sets CACR.DPI, and it keeps the line; CINVL drops it then.
 * 68030	The data cache writes through, and is small: it is dropped as a
 *		whole, with a bit in CACR.  The 68020 has none, and ignores that.
 * ColdFire	There is nothing that works by address.  Version 3 and 4 have
 *		CPUSHL for a set and a way, version 2 writes through and has a bit
 *		in CACR.
 *
 * A NOP waits for the write buffer.  Only the data cache is dealt with: whoever
 * puts code into memory flushes the instruction cache.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/minmax.h>
#include <linux/sizes.h>

#include <asm/machdep.h>
#include <asm/setup.h>

/* Stores that are under way are in the cache, or in memory. */
static __always_inline void settle(void)
{
	asm volatile ("nop" : : : "memory");
}

#if defined(CONFIG_COLDFIRE) && defined(CACHE_WAYS)
/*
 * A line can be in any way of the set that its address selects.  To drop what is
 * clean besides costs a fetch, and what is dirty is written back.
 */
#define WAY_SIZE	((size_t)DCACHE_SIZE / CACHE_WAYS)

static void push_lines(phys_addr_t paddr, size_t size)
{
	unsigned long set = paddr & (WAY_SIZE - 1), way;
	unsigned long end = set + min(size, WAY_SIZE);

	settle();
	for (; set != end; set += L1_CACHE_BYTES)
		for (way = 0; way < CACHE_WAYS; way++)
			asm volatile ("cpushl %%dc,(%0)"
				      : : "a" ((set & (WAY_SIZE - 1)) | way)
				      : "memory");
}

static __always_inline void push_drop_lines(phys_addr_t paddr, size_t size)
{
	push_lines(paddr, size);
}

static __always_inline void drop_lines(phys_addr_t paddr, size_t size)
{
	push_lines(paddr, size);
}

static __always_inline void push_drop_all(void)
{
	push_lines(0, WAY_SIZE);
}

static size_t __init all_threshold(void)
{
	return WAY_SIZE;
}

#elif defined(CONFIG_COLDFIRE)
/* Version 2, with the cache set up for data, or for data and instructions. */
static __always_inline void push_lines(phys_addr_t paddr, size_t size)
{
}

static __always_inline void push_drop_all(void)
{
	asm volatile ("movec %0,%%cacr" : : "r" (CACHE_INVALIDATED) : "memory");
}

static __always_inline void push_drop_lines(phys_addr_t paddr, size_t size)
{
	push_drop_all();
}

static __always_inline void drop_lines(phys_addr_t paddr, size_t size)
{
	push_drop_all();
}

static size_t __init all_threshold(void)
{
	return SIZE_MAX;
}

#else /* a classic one */

#define CACR_CLEAR_D	0x800	/* 68030 */

static __always_inline void clear_030(void)
{
	unsigned long cacr;

	asm volatile ("movec %%cacr,%0\n\t"
		      "or.w %1,%0\n\t"
		      "movec %0,%%cacr"
		      : "=&d" (cacr)
		      : "i" (CACR_CLEAR_D)
		      : "memory");
}

static __always_inline void push_line(unsigned long paddr)
{
	asm volatile (".chip 68040\n\t"
		      "cpushl %%dc,(%0)\n\t"
		      ".chip 68k"
		      : : "a" (paddr) : "memory");
}

static __always_inline void drop_line(unsigned long paddr)
{
	asm volatile (".chip 68040\n\t"
		      "cinvl %%dc,(%0)\n\t"
		      ".chip 68k"
		      : : "a" (paddr) : "memory");
}

static __always_inline void push_lines(phys_addr_t paddr, size_t size)
{
	phys_addr_t end = paddr + size;

	if (!CPU_IS_040_OR_060)
		return;
	settle();
	for (; paddr != end; paddr += L1_CACHE_BYTES)
		push_line(paddr);
}

static __always_inline void push_drop_lines(phys_addr_t paddr, size_t size)
{
	phys_addr_t end = paddr + size;
	unsigned long flags;

	if (!CPU_IS_040_OR_060) {
		clear_030();
		return;
	}
	if (!CPU_IS_060) {
		push_lines(paddr, size);
		return;
	}
	settle();
	for (; paddr != end; paddr += L1_CACHE_BYTES) {
		/* no interrupt may write to the line in between */
		local_irq_save(flags);
		push_line(paddr);
		drop_line(paddr);
		local_irq_restore(flags);
	}
}

static __always_inline void drop_lines(phys_addr_t paddr, size_t size)
{
	phys_addr_t end = paddr + size;

	if (!CPU_IS_040_OR_060) {
		clear_030();
		return;
	}
	settle();
	for (; paddr != end; paddr += L1_CACHE_BYTES)
		drop_line(paddr);
}

static __always_inline void push_drop_all(void)
{
	unsigned long flags;

	settle();
	local_irq_save(flags);
	asm volatile (".chip 68040\n\t"
		      "cpusha %%dc\n\t"
		      ".chip 68k" : : : "memory");
	if (CPU_IS_060)
		asm volatile (".chip 68040\n\t"
			      "cinva %%dc\n\t"
			      ".chip 68k" : : : "memory");
	local_irq_restore(flags);
}

static size_t __init all_threshold(void)
{
	/* the sizes of their data caches */
	return CPU_IS_060 ? SZ_8K : CPU_IS_040 ? SZ_4K : SIZE_MAX;
}
#endif

/* Some Macintoshes have a second level, which only empties itself as a whole. */
static __always_inline void flush_l2(int writeback)
{
#ifdef CONFIG_M68K_L2_CACHE
	if (mach_l2_flush)
		mach_l2_flush(writeback);
#endif
}

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	push_lines(paddr, size);
	flush_l2(1);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	flush_l2(0);
	drop_lines(paddr, size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	push_drop_lines(paddr, size);
	flush_l2(1);
}

void arch_dma_cache_wback_inv_all(void)
{
	push_drop_all();
	flush_l2(1);
}

void arch_sync_dma_flush(void)
{
	settle();
}

/* None of them fetches data that no instruction asked for. */
static int __init m68k_dma_cache_init(void)
{
	dma_cache_init(L1_CACHE_BYTES, false);
	dma_cache_set_all_threshold(all_threshold());
	return 0;
}
early_initcall(m68k_dma_cache_init);
