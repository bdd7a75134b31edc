// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for m68k: the primitives of <linux/dma-cache.h>.
 *
 * 68040, 68060	CPUSHL writes a line back and invalidates it, by physical address
 *		(M68000 Family Programmer's Reference Manual, 6).  On the 68060 the
 *		kernel sets CACR.DPI, so that the line stays valid; CINVL invalidates
 *		it then.
 * 68030	The data cache is write-through and small.  A bit in CACR invalidates
 *		all of it.  The 68020 has no data cache and ignores the bit.
 * ColdFire	No operation takes an address.  Version 3 and 4 have CPUSHL for a set
 *		and a way.  Version 2 is write-through and has a bit in CACR.
 *
 * A NOP waits for the write buffer.  The instruction cache is left alone.
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

/* Wait until pending stores are in the cache or in memory. */
static __always_inline void drain_write_buffer(void)
{
	asm volatile ("nop" : : : "memory");
}

#if defined(CONFIG_COLDFIRE) && defined(CACHE_WAYS)
/*
 * The address selects the set, and a line can be in any of its ways.  Other lines
 * of the set are lost from the cache, but no data: dirty ones are written back.
 */
#define WAY_SIZE	((size_t)DCACHE_SIZE / CACHE_WAYS)

static void push_lines(phys_addr_t paddr, size_t size)
{
	unsigned long set = paddr & (WAY_SIZE - 1), way;
	unsigned long end = set + min(size, WAY_SIZE);

	drain_write_buffer();
	for (; set != end; set += L1_CACHE_BYTES)
		for (way = 0; way < CACHE_WAYS; way++)
			asm volatile ("cpushl %%dc,(%0)"
				      : : "a" ((set & (WAY_SIZE - 1)) | way)
				      : "memory");
}

static __always_inline void push_inv_lines(phys_addr_t paddr, size_t size)
{
	push_lines(paddr, size);
}

static __always_inline void inv_lines(phys_addr_t paddr, size_t size)
{
	push_lines(paddr, size);
}

static __always_inline void push_inv_all(void)
{
	push_lines(0, WAY_SIZE);
}

static size_t __init all_threshold(void)
{
	return WAY_SIZE;
}

#elif defined(CONFIG_COLDFIRE)
/* Version 2, with a cache for data, or for data and instructions. */
static __always_inline void push_lines(phys_addr_t paddr, size_t size)
{
}

static __always_inline void push_inv_all(void)
{
	asm volatile ("movec %0,%%cacr" : : "r" (CACHE_INVALIDATED) : "memory");
}

static __always_inline void push_inv_lines(phys_addr_t paddr, size_t size)
{
	push_inv_all();
}

static __always_inline void inv_lines(phys_addr_t paddr, size_t size)
{
	push_inv_all();
}

static size_t __init all_threshold(void)
{
	return SIZE_MAX;
}

#else /* 680x0 */

#define CACR_CLEAR_D	0x800	/* 68030 */

static __always_inline void inv_dcache_030(void)
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

static __always_inline void inv_line(unsigned long paddr)
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
	drain_write_buffer();
	for (; paddr != end; paddr += L1_CACHE_BYTES)
		push_line(paddr);
}

static __always_inline void push_inv_lines(phys_addr_t paddr, size_t size)
{
	phys_addr_t end = paddr + size;
	unsigned long flags;

	if (!CPU_IS_040_OR_060) {
		inv_dcache_030();
		return;
	}
	if (!CPU_IS_060) {
		push_lines(paddr, size);
		return;
	}
	drain_write_buffer();
	for (; paddr != end; paddr += L1_CACHE_BYTES) {
		/* an interrupt must not write to the line in between */
		local_irq_save(flags);
		push_line(paddr);
		inv_line(paddr);
		local_irq_restore(flags);
	}
}

static __always_inline void inv_lines(phys_addr_t paddr, size_t size)
{
	phys_addr_t end = paddr + size;

	if (!CPU_IS_040_OR_060) {
		inv_dcache_030();
		return;
	}
	drain_write_buffer();
	for (; paddr != end; paddr += L1_CACHE_BYTES)
		inv_line(paddr);
}

static __always_inline void push_inv_all(void)
{
	unsigned long flags;

	drain_write_buffer();
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
	/*
	 * A quarter of the data cache: CPUSHA visits all lines in one instruction,
	 * a loop takes four instructions for each.
	 */
	return CPU_IS_060 ? SZ_2K : CPU_IS_040 ? SZ_1K : SIZE_MAX;
}
#endif

/* Some Macintoshes have a second level cache, which is flushed as a whole. */
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
	inv_lines(paddr, size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	push_inv_lines(paddr, size);
	flush_l2(1);
}

void arch_dma_cache_wback_inv_all(void)
{
	push_inv_all();
	flush_l2(1);
}

void arch_sync_dma_flush(void)
{
	drain_write_buffer();
}

/* No m68k CPU fetches data speculatively. */
static int __init m68k_dma_cache_init(void)
{
	dma_cache_init(L1_CACHE_BYTES, false);
	dma_cache_set_all_threshold(all_threshold());
	return 0;
}
early_initcall(m68k_dma_cache_init);
