/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of the kernel as arch/arc/mm/{cache,dma,dma-cache}.c and
 * kernel/dma/cache.c need to be compiled for the host.
 *
 * This is included ahead of each of them; the headers that they ask for are then
 * the kernel's own where they matter (registers, the contract), those of its
 * tools/include, or empty: see harness/test/arc-host.  What ends up in a cache
 * instruction on ARC ends up in model.c here.
 */
#ifndef _ARC_HOST_KERNEL_H
#define _ARC_HOST_KERNEL_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/kconfig.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/overflow.h>
#include <linux/types.h>

/* ---- the machine, in model.c ---- */

u32 model_lr(u32 reg);
void model_sr(u32 val, u32 reg);
#define __builtin_arc_lr(reg)		model_lr(reg)
#define __builtin_arc_sr(val, reg)	model_sr(val, reg)

unsigned long model_irq_save(void);
void model_irq_restore(unsigned long flags);
void model_lock(void);
void model_unlock(void);
#define local_irq_save(flags)		((flags) = model_irq_save())
#define local_irq_restore(flags)	model_irq_restore(flags)
#define DEFINE_SPINLOCK(name)		int name
#define spin_lock_irqsave(l, flags) \
	((void)*(l), (flags) = model_irq_save(), model_lock())
#define spin_unlock_irqrestore(l, flags) \
	((void)*(l), model_unlock(), model_irq_restore(flags))

/* Prints, and ends the program as a failure. */
void __attribute__((noreturn, format(printf, 1, 2))) fail(const char *fmt, ...);
#define panic(fmt...)			fail(fmt)
#define WARN_ON(cond)	({ bool __c = (cond); if (__c) fail("WARN: " #cond); __c; })
#define WARN(cond, fmt...)		((cond) ? fail(fmt) : (void)0)
#define WARN_ONCE(cond, fmt...)	({ bool __c = (cond); if (__c) fail(fmt); __c; })

/* ---- what the registers are called ---- */

#include <asm/cache.h>
#include <asm/arcregs.h>
#include <asm/mmu-arcv2.h>

/* ---- memory: 8 KiB pages, where highmem is what is above 4 GiB ---- */

#define PAGE_SHIFT		13
#define PAGE_SIZE		(1UL << PAGE_SHIFT)
#define PAGE_MASK		(~(PAGE_SIZE - 1))
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)
#define PHYS_PFN(p)		((unsigned long)((p) >> PAGE_SHIFT))
#define pfn_to_page(pfn)	((struct page *)(unsigned long)(pfn))
#define page_to_phys(page)	((phys_addr_t)(unsigned long)(page) << PAGE_SHIFT)
#define PageHighMem(page)	(IS_ENABLED(CONFIG_HIGHMEM) && \
				 (unsigned long)(page) >= PHYS_PFN(1ULL << 32))
/* The primitives of ARC want none of these addresses. */
#define phys_to_virt(p)		((void *)(unsigned long)(p))
#define kmap_local_page(page)	phys_to_virt(page_to_phys(page))
#define kmap_local_pfn(pfn)	phys_to_virt((phys_addr_t)(pfn) << PAGE_SHIFT)
#define pfn_valid(pfn)		((void)(pfn), true)
#define min_low_pfn		0UL
#define max_low_pfn		PHYS_PFN(1ULL << 32)
#define kunmap_local(addr)	((void)(addr))

#define arch_sync_dma_for_cpu_all()		do { } while (0)
#define arch_sync_dma_flush()			do { } while (0)

struct device {
	bool dma_coherent;
};

#define dev_set_dma_coherent(dev)	((void)((dev)->dma_coherent = true))
#define dev_dma_coherent(dev)		((dev)->dma_coherent)

#define dev_info(dev, fmt...)	((void)(dev))
#define __ro_after_init
#define __percpu
#define __init
#define __initdata
#define early_param(name, fn)	int (*fn##_param)(char *arg) = fn
#define pr_warn(fmt...)		fprintf(stderr, fmt)
#define __ref
#define noinline		__attribute__((noinline))
#define early_initcall(fn)	int (*fn##_early)(void) = fn
#define smp_processor_id()	0
#define MAX(a, b)		((a) > (b) ? (a) : (b))
#define lower_32_bits(n)	((u32)(n))
#define upper_32_bits(n)	((u32)((u64)(n) >> 32))
#define order_base_2(n)		((n) > 1 ? 64 - __builtin_clzll((n) - 1) : 0)
#define EXPORT_SYMBOL(sym)

/* ---- only so that the rest of arch/arc/mm/cache.c compiles ---- */

#define PAGE_OFFSET		0x80000000UL
#define TASK_SIZE		0x60000000UL
#define PG_arch_1		0
#define test_and_clear_bit(nr, addr)	(*(addr) &= ~BIT(nr))
#define page_folio(page)	((struct folio *)(page))
#define vmalloc_to_pfn(addr)	PHYS_PFN((unsigned long)(addr))
#define kmap_atomic(page)	((void *)(page))
#define kunmap_atomic(addr)	((void)(addr))
#define copy_page(to, from)	memcpy(to, from, PAGE_SIZE)
#define clear_page(to)		memset(to, 0, PAGE_SIZE)
#define SYSCALL_DEFINE3(name, t1, a1, t2, a2, t3, a3)	\
	long sys_##name(t1 a1, t2 a2, t3 a3);		\
	long sys_##name(t1 a1, t2 a2, t3 a3)

struct folio {
	struct { unsigned long f; } flags;
};

struct vm_area_struct;

/* ---- random numbers for cache_property.c ---- */

struct rnd_state {
	u64 s;
};

static inline void prandom_seed_state(struct rnd_state *state, u64 seed)
{
	state->s = seed * 0x9e3779b97f4a7c15ULL | 1;
}

static inline u32 prandom_u32_state(struct rnd_state *state)
{
	state->s ^= state->s << 13;
	state->s ^= state->s >> 7;
	state->s ^= state->s << 17;
	return state->s >> 16;
}

#endif /* _ARC_HOST_KERNEL_H */
