// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for PA-RISC: what asm/dma-cache.h does not have inline.
 */
#include <linux/cache.h>
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <linux/processor.h>

unsigned int parisc_dma_line_size __ro_after_init = L1_CACHE_BYTES;

/* "Flush Data Cache Entry" (FDCE) for each entry, and SYNC */
void arch_dma_cache_wback_inv_all(void)
{
	flush_data_cache_local(NULL);
}

/* The PA7000 family is in-order and does not speculate, the PA8000 does. */
static int __init parisc_dma_cache_init(void)
{
	size_t entries = cache_info.dc_count * cache_info.dc_loop;

	if (dcache_stride)
		parisc_dma_line_size = dcache_stride;
	dma_cache_init(parisc_dma_line_size, boot_cpu_data.cpu_type >= pcxu);
	/*
	 * Later families have second level caches or several CPUs.  An entry takes
	 * twice the instructions of a line.
	 */
	if (boot_cpu_data.cpu_type < pcxu && num_possible_cpus() == 1)
		dma_cache_set_all_threshold(2 * entries * parisc_dma_line_size ?:
					    SIZE_MAX);
	return 0;
}
early_initcall(parisc_dma_cache_init);
