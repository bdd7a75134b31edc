// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for LEON: the primitives of <linux/dma-cache.h>.
 *
 * GR740 User's Manual, 6.3: the data cache writes through, so no line is ever dirty,
 * and what uses the bus waits for the write buffer, as the store does that starts a
 * device.  A store to ASI 0x11 invalidates all of the cache; no operation takes an
 * address.  Until that is done the cache is disabled, so there is nothing to wait
 * for.
 *
 * If the cache snoops, nothing is to be done.  That is so on machines with several
 * CPUs, which do not use their caches otherwise.  Machines by Sun have IOMMUs with
 * ops of their own, or a cache that writes through and was never flushed.
 */
#include <linux/dma-cache.h>
#include <linux/init.h>

#include <asm/cpu_type.h>
#include <asm/leon.h>

static bool needs_flush __ro_after_init;

static void flush(void)
{
	if (needs_flush)
		leon_flush_dcache_all();
}

void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size)
{
	/* it has been written through */
}

void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	flush();
}

void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size)
{
	flush();
}

/*
 * No line is ever dirty, so those at the edges of a buffer need no care: with lines of
 * one byte, a buffer in any alignment flushes once.  LEON5 predicts branches and may
 * load what it does not need, so all are taken to speculate: then only the way to the
 * CPU flushes.
 */
static int __init sparc_dma_cache_init(void)
{
	needs_flush = sparc_cpu_model == sparc_leon &&
		      !sparc_leon3_snooping_enabled();
	dma_cache_init(1, true);
	return 0;
}
early_initcall(sparc_dma_cache_init);
