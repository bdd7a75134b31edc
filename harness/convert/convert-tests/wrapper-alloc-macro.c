// SPDX-License-Identifier: GPL-2.0
/* The same, with macros. */
#include <linux/dma-mapping.h>

#define au_alloc(dev, size, bus)	dma_alloc_noncoherent(dev, size, bus, GFP_KERNEL)
#define au_free(dev, size, virt, bus)	dma_free_noncoherent(dev, size, virt, bus)

struct au {
	struct device *dev;
	void *dbdma;
	dma_addr_t dbdma_bus;
};

static int au_open(struct au *au)
{
	au->dbdma = au_alloc(au->dev, 1024, &au->dbdma_bus);
	return au->dbdma ? 0 : -ENOMEM;
}

static void au_close(struct au *au)
{
	au_free(au->dev, 1024, au->dbdma, au->dbdma_bus);
}

static void au_kick(struct au *au)
{
	memset(au->dbdma, 0, 1024);
	dma_cache_sync(au->dev, au->dbdma, 1024, DMA_TO_DEVICE);
}

const void *const au_entries[] = { au_open, au_close, au_kick };
