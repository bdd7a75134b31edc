// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for RISC-V: the primitives of <linux/dma-cache.h>.
 *
 * Zicbom has cbo.clean, cbo.inval and cbo.flush, by virtual address, which work on
 * all caches of all harts (The RISC-V Instruction Set Manual, volume I, "CMO"
 * extensions, version 1.0.0).  Firmware may configure cbo.inval to write back first.
 * Older CPUs have vendor operations, which take physical addresses and wait for
 * completion.  Without either, arch_setup_dma_ops() warns.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <linux/minmax.h>

#include <asm/barrier.h>
#include <asm/dma-noncoherent.h>
#include <asm/errata_list.h>

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	if (IS_ENABLED(CONFIG_RISCV_NONSTANDARD_CACHE_OPS) &&
	    unlikely(noncoherent_cache_ops.wback))
		noncoherent_cache_ops.wback(paddr, size);
	else
		ALT_CMO_OP(CLEAN, vaddr, size, riscv_cbom_block_size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	if (IS_ENABLED(CONFIG_RISCV_NONSTANDARD_CACHE_OPS) &&
	    unlikely(noncoherent_cache_ops.inv))
		noncoherent_cache_ops.inv(paddr, size);
	else
		ALT_CMO_OP(INVAL, vaddr, size, riscv_cbom_block_size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	if (IS_ENABLED(CONFIG_RISCV_NONSTANDARD_CACHE_OPS) &&
	    unlikely(noncoherent_cache_ops.wback_inv))
		noncoherent_cache_ops.wback_inv(paddr, size);
	else
		ALT_CMO_OP(FLUSH, vaddr, size, riscv_cbom_block_size);
}

/*
 * "Memory Ordering" of the CMO extensions: FENCE orders the operations like writes,
 * and later loads of the same block need none.  The store that starts the device
 * needs one: writel() has it, writel_relaxed() has not.
 */
void arch_sync_dma_flush(void)
{
	RISCV_FENCE(w, o);
}

/*
 * Any cache may fetch a block at any time, see "Memory and Caches" there.  Drivers of
 * cache controllers, which are arch_initcalls, may have set the block size; Andes
 * sets 1.  Vendor operations work on L1_CACHE_BYTES.
 */
static int __init riscv_dma_cache_init(void)
{
	dma_cache_init(max(riscv_cbom_block_size, L1_CACHE_BYTES), true);
	return 0;
}
arch_initcall_sync(riscv_dma_cache_init);
