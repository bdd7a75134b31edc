/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DMA cache maintenance for RISC-V: the primitives of <linux/dma-cache.h>.
 *
 * Zicbom has cbo.clean, cbo.inval and cbo.flush, by virtual address, which work on
 * all caches of all harts (The RISC-V Instruction Set Manual, volume I, "CMO"
 * extensions, version 1.0.0).  Firmware may configure cbo.inval to write back first.
 * Older CPUs have vendor operations, which take physical addresses and wait for
 * completion.  Without either, arch_setup_dma_ops() warns.
 */
#ifndef _ASM_RISCV_DMA_CACHE_H
#define _ASM_RISCV_DMA_CACHE_H

#include <linux/cacheflush.h>
#include <linux/types.h>

#include <asm/alternative-macros.h>
#include <asm/barrier.h>
#include <asm/dma-noncoherent.h>
#include <asm/hwcap.h>
#include <asm/insn-def.h>

/* ALT_CMO_OP() for whole blocks, patched in at boot if the CPU has Zicbom. */
#define riscv_dma_cache_op(_op, _vaddr, _size) do {				\
	register unsigned long addr asm("a0") = (unsigned long)(_vaddr);	\
	unsigned long end = addr + (_size);					\
										\
	asm volatile(ALTERNATIVE(						\
		__nops(3),							\
		"1:\n\t"							\
		CBO_##_op(a0)							\
		"add %0, %0, %1\n\t"						\
		"bltu %0, %2, 1b\n\t",						\
		0, RISCV_ISA_EXT_ZICBOM, CONFIG_RISCV_ISA_ZICBOM)		\
		: "+r" (addr)							\
		: "r" ((unsigned long)riscv_cbom_block_size), "r" (end)		\
		: "memory");							\
} while (0)

static inline void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	if (IS_ENABLED(CONFIG_RISCV_NONSTANDARD_CACHE_OPS) &&
	    unlikely(noncoherent_cache_ops.wback))
		noncoherent_cache_ops.wback(paddr, size);
	else
		riscv_dma_cache_op(CLEAN, vaddr, size);
}

static inline void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	if (IS_ENABLED(CONFIG_RISCV_NONSTANDARD_CACHE_OPS) &&
	    unlikely(noncoherent_cache_ops.inv))
		noncoherent_cache_ops.inv(paddr, size);
	else
		riscv_dma_cache_op(INVAL, vaddr, size);
}

static inline void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	if (IS_ENABLED(CONFIG_RISCV_NONSTANDARD_CACHE_OPS) &&
	    unlikely(noncoherent_cache_ops.wback_inv))
		noncoherent_cache_ops.wback_inv(paddr, size);
	else
		riscv_dma_cache_op(FLUSH, vaddr, size);
}

/*
 * "Memory Ordering" of the CMO extensions: FENCE orders the operations like writes,
 * and later loads of the same block need none.  The store that starts the device
 * needs one: writel() has it, writel_relaxed() has not.
 */
static inline void arch_sync_dma_flush(void)
{
	RISCV_FENCE(w, o);
}

#endif
