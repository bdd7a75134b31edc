// SPDX-License-Identifier: GPL-2.0
/*
 * DMA cache maintenance for OpenRISC: what the primitives of asm/dma-cache.h need.
 */
#include <linux/cache.h>
#include <linux/dma-cache.h>
#include <linux/init.h>
#include <kunit/static_stub.h>

#include <asm/spr.h>
#include <asm/spr_defs.h>

unsigned int openrisc_dma_line __ro_after_init;
bool openrisc_dma_has_wback __ro_after_init;

#ifdef CONFIG_DMA_CACHE_STUBS
/* QEMU reports no cache, although it has the instructions. */
unsigned int openrisc_dma_line_size(void)
{
	KUNIT_STATIC_STUB_REDIRECT(openrisc_dma_line_size);
	return openrisc_dma_line;
}
#endif

/*
 * No implementation fetches speculatively.  cacheinfo is initialized too late
 * to provide the line size.
 */
static int __init openrisc_dma_cache_init(void)
{
	if (mfspr(SPR_UPR) & SPR_UPR_DCP) {
		openrisc_dma_line = 16 << ((mfspr(SPR_DCCFGR) & SPR_DCCFGR_CBS) >> 7);
		openrisc_dma_has_wback = mfspr(SPR_DCCFGR) & SPR_DCCFGR_CBWBRI;
	}
	dma_cache_init(openrisc_dma_line ?: L1_CACHE_BYTES, false);
	return 0;
}
early_initcall(openrisc_dma_cache_init);
