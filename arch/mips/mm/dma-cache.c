// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for MIPS: the primitives of <linux/dma-cache.h>.
 *
 * cpu_cache_init() chooses the functions for the CPU.  They take kernel
 * addresses, work on the primary and secondary caches, and use index operations
 * for ranges larger than the cache.  A SYNC completes them.  See the CACHE
 * instruction in MIPS32 Architecture For Programmers, volume II (MD00086):
 * Hit_Writeback_Inv_D and Hit_Invalidate_D.  Most CPUs cannot write back
 * without invalidating, so dma_cache_wback() usually does both.
 */
#include <linux/cache.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/minmax.h>

#include <asm/cpu-features.h>
#include <asm/cpu-type.h>

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	_dma_cache_wback((unsigned long)vaddr, size);
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	_dma_cache_inv((unsigned long)vaddr, size);
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	_dma_cache_wback_inv((unsigned long)vaddr, size);
}

void arch_sync_dma_flush(void)
{
	/* MD00087, SYNC: completes preceding cache operations */
	if (IS_ENABLED(CONFIG_CPU_HAS_SYNC))
		__sync();
}

/*
 * CPUs that fetch lines speculatively.  R14000 and R16000 do, too, but exist
 * only in machines with coherent DMA.  R10000 and R12000 are also in SGI IP28
 * and IP32, where DMA is not coherent.
 */
static bool __init cpu_speculates(void)
{
	switch (boot_cpu_type()) {
	case CPU_R10000:
	case CPU_R12000:
	case CPU_BMIPS5000:
	case CPU_LOONGSON2EF:
	case CPU_XBURST:
		return true;
	default:
		/* MAARs exist to limit speculative accesses */
		return cpu_has_maar;
	}
}

static int __init mips_dma_cache_init(void)
{
	unsigned int line = max3(current_cpu_data.dcache.linesz,
				 current_cpu_data.scache.linesz,
				 current_cpu_data.tcache.linesz);

	/* the R3000 code does not set linesz */
	dma_cache_init(line ?: L1_CACHE_BYTES, cpu_speculates());
	return 0;
}
early_initcall(mips_dma_cache_init);
