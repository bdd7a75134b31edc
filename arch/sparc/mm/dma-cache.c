// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for LEON: what the primitives of asm/dma-cache.h need.
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

void leon_dma_cache_inv(void)
{
	if (needs_flush)
		leon_flush_dcache_all();
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
