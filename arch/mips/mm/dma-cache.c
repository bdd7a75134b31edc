// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for MIPS: the primitives of <linux/dma-cache.h>.
 *
 * The work is done by the functions that cpu_cache_init() chose for the CPU.
 * They take kernel addresses and cover the primary and any secondary cache; from
 * the size of a cache on, they work on all of it by index, for other callers than
 * this one, too.  A SYNC completes them.  See the CACHE instruction in the MIPS32
 * Architecture For Programmers, volume II (MD00086): Hit_Writeback_Inv_D and
 * Hit_Invalidate_D.  Most CPUs have no operation that writes back and keeps the
 * line, so dma_cache_wback() usually invalidates as well.
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
	/* MD00087, SYNC: the cache operations before it are complete */
	if (IS_ENABLED(CONFIG_CPU_HAS_SYNC))
		__sync();
}

/*
 * Which CPUs may fetch lines that no instruction asked for.  The R14000 and the
 * R16000 do so too, but are only found in machines whose DMA is coherent; of the
 * R10000 and R12000 that is not true: SGI IP28 and IP32.
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
		/* MAARs exist to bound speculative accesses */
		return cpu_has_maar;
	}
}

static int __init mips_dma_cache_init(void)
{
	unsigned int line = max3(current_cpu_data.dcache.linesz,
				 current_cpu_data.scache.linesz,
				 current_cpu_data.tcache.linesz);

	/* the R3000 keeps it to itself */
	dma_cache_init(line ?: L1_CACHE_BYTES, cpu_speculates());
	return 0;
}
early_initcall(mips_dma_cache_init);
