// SPDX-License-Identifier: GPL-2.0
#define PATCH(r, i, x)	do {						\
	(r)->v[i] = x;							\
	dma_cache_sync((r)->dev, &(r)->v[i], 4, DMA_BIDIRECTIONAL);	\
} while (0)
