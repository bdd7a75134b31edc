// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for LEON: what the primitives of asm/dma-cache.h need.
 *
 * Caches that snoop need no operation.  All machines with several CPUs snoop, or do
 * not enable their caches.  Sun's machines have IOMMUs with their own ops, or a
 * write-through cache that was never flushed.
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
 * No line is ever dirty, so use a line size of 1: a buffer in any alignment flushes
 * once.  LEON5 predicts branches and may load speculatively, so assume it for all.
 * Then only hand-overs to the CPU flush.
 */
static int __init sparc_dma_cache_init(void)
{
	needs_flush = sparc_cpu_model == sparc_leon &&
		      !sparc_leon3_snooping_enabled();
	dma_cache_init(1, true);
	return 0;
}
early_initcall(sparc_dma_cache_init);
