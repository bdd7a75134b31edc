// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for 32-bit PowerPC: the primitives of
 * <linux/dma-cache.h>.
 *
 * dcbst writes a line back, dcbi invalidates it, dcbf does both.  They take
 * effective addresses.  A sync after them waits for completion.
 * See the Programming Environments Manual for 32-Bit Implementations of the
 * PowerPC Architecture (MPCFPE32B) and the PPC440x5 CPU Core User's Manual
 * (SA14-2613).
 */
#include <linux/cache.h>
#include <linux/dma-cache.h>
#include <linux/init.h>

#include <asm/barrier.h>

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	void *end = vaddr + size;

	for (; vaddr != end; vaddr += L1_CACHE_BYTES)
		dcbst(vaddr);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	void *end = vaddr + size;

	for (; vaddr != end; vaddr += L1_CACHE_BYTES)
		dcbi(vaddr);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	void *end = vaddr + size;

	for (; vaddr != end; vaddr += L1_CACHE_BYTES)
		dcbf(vaddr);
}

void arch_sync_dma_flush(void)
{
	/* sync: the operations before it are complete, loads after it wait */
	mb();
}

/*
 * The architecture allows speculative loads from memory that is not guarded, and
 * the data cache controller of the 440 keeps lines that it fetched for them.  The
 * manuals of other cores, such as the 8xx, do not say, so assume the same.
 */
static int __init powerpc_dma_cache_init(void)
{
	dma_cache_init(L1_CACHE_BYTES, true);
	return 0;
}
early_initcall(powerpc_dma_cache_init);
