// SPDX-License-Identifier: GPL-2.0
/* A macro hides the sync. */
#include <linux/dma-mapping.h>

#define jz_flush(v, n)	dma_cache_sync(NULL, (void *)(v), (n), DMA_TO_DEVICE)
#define jz_flush_all(v, n)	do { dma_cache_sync(NULL, v, n, DMA_TO_DEVICE); } while (0)

struct jz {
	struct device *dev;
	u32 *cmd;
	dma_addr_t cmd_dma;
};

static int jz_open(struct jz *jz)
{
	jz->cmd = dma_alloc_attrs(jz->dev, 4096, &jz->cmd_dma, GFP_KERNEL,
				  DMA_ATTR_NON_CONSISTENT);
	if (!jz->cmd)
		return -ENOMEM;
	jz_flush_all(jz->cmd, 4096);
	return 0;
}

static void jz_close(struct jz *jz)
{
	dma_free_attrs(jz->dev, 4096, jz->cmd, jz->cmd_dma, DMA_ATTR_NON_CONSISTENT);
}

static void jz_send(struct jz *jz, u32 what, unsigned int at)
{
	jz->cmd[at] = what;
	if (at)
		jz_flush(&jz->cmd[at - 1], 8);
	else
		jz_flush(jz->cmd, sizeof(u32));
}

const void *const jz_entries[] = { jz_open, jz_close, jz_send };
