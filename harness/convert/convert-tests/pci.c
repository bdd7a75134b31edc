// SPDX-License-Identifier: GPL-2.0
/* The coherent memory of old PCI drivers, and a sync of it. */
#include <linux/dma-mapping.h>
#include <linux/pci.h>

struct nic {
	struct pci_dev *pdev;
	u32 *ring;
	dma_addr_t ring_bus;
};

static int nic_open(struct nic *nic)
{
	nic->ring = pci_alloc_consistent(nic->pdev, 4096, &nic->ring_bus);
	return nic->ring ? 0 : -ENOMEM;
}

static void nic_push(struct nic *nic, void *data, int n)
{
	dma_cache_sync(&nic->pdev->dev, nic->ring, n, PCI_DMA_TODEVICE);
	dma_cache_sync(&nic->pdev->dev, data, n, PCI_DMA_FROMDEVICE);
}

static void *nic_cached(struct nic *nic, dma_addr_t *bus)
{
	return pci_alloc_noncoherent(nic->pdev, 4096, bus);
}

static void nic_close(struct nic *nic)
{
	pci_free_consistent(nic->pdev, 4096, nic->ring, nic->ring_bus);
}
