/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A bus master for the test that includes this header.
 *
 * The LSI 53C895A is a SCSI controller that executes scripts, and one of the
 * instructions of a script copies memory to memory, by DMA in both directions.
 * So with nothing attached it is a DMA engine.  QEMU has it on every machine with
 * PCI.  See the "Memory Move" instruction in LSI's LSI53C895A PCI to Ultra2 SCSI
 * Controller technical manual.
 *
 * Scripts and registers are little-endian.
 */
#ifndef _KERNEL_DMA_TESTS_BUSMASTER_H
#define _KERNEL_DMA_TESTS_BUSMASTER_H

#include <linux/dma-mapping.h>
#include <linux/iopoll.h>
#include <linux/pci.h>
#include <linux/sizes.h>

#define LSI_DSTAT		0x0c
#define LSI_ISTAT		0x14
#define LSI_ISTAT_DIP		0x01
#define LSI_ISTAT_RESET		0x40
#define LSI_DSP			0x2c
#define LSI_DSPS		0x30

#define SCRIPT_MOVE		0xc0000000
#define SCRIPT_INT		0x98080000
#define SCRIPT_DONE		0x600d600d

struct busmaster {
	struct pci_dev *pdev;
	struct device *dev;
	void __iomem *regs;
	__le32 *script;
	dma_addr_t script_dma;
	unsigned int transfers;
	u64 bytes;
};

static struct busmaster bm;

static const struct pci_device_id busmaster_ids[] = {
	{ PCI_DEVICE(PCI_VENDOR_ID_LSI_LOGIC, 0x0012) },
	{}
};

static int busmaster_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int err;

	if (bm.pdev)
		return -EBUSY;
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	pci_set_master(pdev);
#if defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_DEVICE) || \
	defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_CPU)
	/* some boards are coherent by default; use the caches anyway */
	dev_clear_dma_coherent(&pdev->dev);
#endif
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	if (err)
		return err;
	/* limit of the byte count of an instruction */
	dma_set_max_seg_size(&pdev->dev, SZ_16M - 1);
	bm.regs = pcim_iomap(pdev, 1, 0);
	if (!bm.regs)
		return -ENXIO;
	bm.script = dma_alloc_noncoherent(&pdev->dev, PAGE_SIZE, &bm.script_dma,
					  DMA_TO_DEVICE, GFP_KERNEL);
	if (!bm.script)
		return -ENOMEM;
	iowrite8(LSI_ISTAT_RESET, bm.regs + LSI_ISTAT);
	iowrite8(0, bm.regs + LSI_ISTAT);
	bm.pdev = pdev;
	bm.dev = &pdev->dev;
	return 0;
}

static void busmaster_remove(struct pci_dev *pdev)
{
	iowrite8(LSI_ISTAT_RESET, bm.regs + LSI_ISTAT);
	dma_free_noncoherent(&pdev->dev, PAGE_SIZE, bm.script, bm.script_dma,
			     DMA_TO_DEVICE);
	bm.pdev = NULL;
}

static struct pci_driver busmaster_driver = {
	.name		= "dma-busmaster-test",
	.id_table	= busmaster_ids,
	.probe		= busmaster_probe,
	.remove		= busmaster_remove,
};

/* Copy @size bytes, from one bus address to another. */
static bool busmaster_copy(dma_addr_t dst, dma_addr_t src, u32 size)
{
	u8 istat;
	int err;

	bm.script[0] = cpu_to_le32(SCRIPT_MOVE | size);
	bm.script[1] = cpu_to_le32(src);
	bm.script[2] = cpu_to_le32(dst);
	bm.script[3] = cpu_to_le32(SCRIPT_INT);
	bm.script[4] = cpu_to_le32(SCRIPT_DONE);
	dma_sync_single_for_device(bm.dev, bm.script_dma, 20, DMA_TO_DEVICE);
	iowrite32(bm.script_dma, bm.regs + LSI_DSP);
	err = read_poll_timeout_atomic(ioread8, istat, istat & LSI_ISTAT_DIP, 1,
				       10000, false, bm.regs + LSI_ISTAT);
	dma_sync_single_for_cpu(bm.dev, bm.script_dma, 20, DMA_TO_DEVICE);
	ioread8(bm.regs + LSI_DSTAT);
	if (err || ioread32(bm.regs + LSI_DSPS) != SCRIPT_DONE)
		return false;
	bm.transfers++;
	bm.bytes += size;
	return true;
}

#endif /* _KERNEL_DMA_TESTS_BUSMASTER_H */
