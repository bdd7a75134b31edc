// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for PA-RISC: the primitives of <linux/dma-cache.h>.
 *
 * PA-RISC 1.1 Architecture and Instruction Set Reference Manual, "Flush Data
 * Cache" (FDC): writes a dirty line back and drops it; "Purge Data Cache" (PDC):
 * drops it, and may write it back.  There is no operation that writes back and
 * keeps the line.  Both are complete after a SYNC, with which the functions
 * below end.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <linux/processor.h>

static void flush(void *vaddr, size_t size)
{
	unsigned long start = (unsigned long)vaddr;

	flush_kernel_dcache_range_asm(start, start + size);
}

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	flush(vaddr, size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	unsigned long start = (unsigned long)vaddr;

	purge_kernel_dcache_range_asm(start, start + size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	flush(vaddr, size);
}

/* The in-order PA7000 family loads what it is told to; the PA8000 runs ahead. */
static int __init parisc_dma_cache_init(void)
{
	dma_cache_init(dcache_stride ?: L1_CACHE_BYTES,
		       boot_cpu_data.cpu_type >= pcxu);
	return 0;
}
early_initcall(parisc_dma_cache_init);
