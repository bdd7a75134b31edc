// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for PA-RISC: the primitives of <linux/dma-cache.h>.
 *
 * PA-RISC 1.1 Architecture and Instruction Set Reference Manual: "Flush Data
 * Cache" (FDC) writes back and invalidates a line, "Purge Data Cache" (PDC)
 * invalidates it and may write it back.  No instruction writes back without
 * invalidating.  SYNC completes them.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <linux/processor.h>

static void flush(void *vaddr, size_t size)
{
	unsigned long start = (unsigned long)vaddr;

	flush_kernel_dcache_lines_asm(start, start + size);
}

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	flush(vaddr, size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	unsigned long start = (unsigned long)vaddr;

	purge_kernel_dcache_lines_asm(start, start + size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	flush(vaddr, size);
}

void arch_sync_dma_flush(void)
{
	/* completes preceding flushes and purges */
	asm volatile("sync" : : : "memory");
}

/* "Flush Data Cache Entry" (FDCE) for each entry, and SYNC */
void arch_dma_cache_wback_inv_all(void)
{
	flush_data_cache_local(NULL);
}

/* The PA7000 family is in-order and does not speculate, the PA8000 does. */
static int __init parisc_dma_cache_init(void)
{
	unsigned int stride = dcache_stride ?: L1_CACHE_BYTES;
	size_t entries = cache_info.dc_count * cache_info.dc_loop;

	dma_cache_init(stride, boot_cpu_data.cpu_type >= pcxu);
	/* later families have second level caches or several CPUs */
	if (boot_cpu_data.cpu_type < pcxu && num_possible_cpus() == 1)
		dma_cache_set_all_threshold(entries * stride ?: SIZE_MAX);
	return 0;
}
early_initcall(parisc_dma_cache_init);
