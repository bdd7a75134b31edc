// SPDX-License-Identifier: GPL-2.0
/* Calls that few drivers have, a prototype, a macro without arguments, and a // comment. */
#include <linux/dma-mapping.h>
#include <linux/pci.h>

void *dma_alloc_nonconsistent(struct device *dev, size_t size, dma_addr_t *bus, gfp_t gfp);

struct nic {
	struct pci_dev *pdev;
	u32 *ring, *status, *log;
	dma_addr_t ring_bus, status_bus, log_bus;
	struct sg_table table;
};

static struct nic the_nic;

#define NIC_FLUSH	dma_cache_sync(&the_nic.pdev->dev, the_nic.ring, 64, DMA_TO_DEVICE)

static int nic_open(struct nic *nic)
{
	nic->ring = pci_alloc_noncoherent(nic->pdev, 4096, &nic->ring_bus);
	nic->status = pci_zalloc_consistent(nic->pdev, 64, &nic->status_bus);
	nic->log = dma_zalloc_coherent(&nic->pdev->dev, 64, &nic->log_bus, GFP_KERNEL);
	NIC_FLUSH;
	return dma_get_sgtable_attrs(&nic->pdev->dev, &nic->table, nic->ring, nic->ring_bus,
				     2048 + // all of it
				     2048, DMA_ATTR_NON_CONSISTENT);
}

static void nic_close(struct nic *nic)
{
	pci_free_noncoherent(nic->pdev, 4096, nic->ring, nic->ring_bus);
}
