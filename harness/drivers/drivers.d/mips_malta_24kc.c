// SPDX-License-Identifier: GPL-2.0
/*
 * QEMU's RTL8139 can do all that the 8139C+ can, and has the C+'s revision, by
 * which 8139too leaves it to 8139cp.  Give it an older one, and probe again.
 */
#include <linux/device.h>
#include <linux/module.h>
#include <linux/pci.h>

static int __init older_rtl8139(void)
{
	struct pci_dev *pdev = pci_get_device(PCI_VENDOR_ID_REALTEK, 0x8139, NULL);
	int ret;

	if (!pdev)
		return 0;
	pdev->revision = 0x10;
	ret = device_attach(&pdev->dev);
	pci_dev_put(pdev);
	return ret < 0 ? ret : 0;
}
module_init(older_rtl8139);

MODULE_DESCRIPTION("Make QEMU's RTL8139 one for 8139too");
MODULE_LICENSE("GPL");
