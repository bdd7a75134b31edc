// SPDX-License-Identifier: GPL-2.0
/*
 * Sample driver with a noncoherent buffer in each direction.
 *
 * The device copies a message from one buffer to the other.  A write to the
 * sysfs file "message" starts the copy, and a read returns it.
 *
 * The device is an LSI 53C895A, a SCSI controller that executes scripts (QEMU:
 * -device lsi53c895a).  The driver has no device table, since the controller
 * may have disks.  Bind it by hand:
 *
 *	cd /sys/bus/pci/drivers/dma-echo/
 *	echo 1000 0012 >new_id
 *	echo hello >0000:00:01.0/message
 *	cat 0000:00:01.0/message
 */
#include <linux/dma-mapping.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/sysfs.h>

#define MESSAGE_SIZE	PAGE_SIZE

/* Registers and script instructions: copy, and stop with an interrupt. */
#define LSI_DSTAT	0x0c
#define LSI_ISTAT	0x14
#define LSI_ISTAT_DIP	BIT(0)
#define LSI_DSP		0x2c
#define LSI_DSPS	0x30
#define LSI_MOVE	0xc0000000
#define LSI_INT		0x98080000
#define LSI_DONE	0x600d

struct echo {
	struct device *dev;
	void __iomem *regs;
	struct mutex lock;	/* serializes messages */
	size_t len;		/* bytes of the last message */
	/* DMA_TO_DEVICE */
	__le32 *script;
	dma_addr_t script_dma;
	char *out;
	dma_addr_t out_dma;
	/* DMA_FROM_DEVICE */
	char *in;
	dma_addr_t in_dma;
};

static int echo_copy(struct echo *e, size_t len)
{
	u8 istat;
	int err;

	e->script[0] = cpu_to_le32(LSI_MOVE | len);
	e->script[1] = cpu_to_le32(e->out_dma);
	e->script[2] = cpu_to_le32(e->in_dma);
	e->script[3] = cpu_to_le32(LSI_INT);
	e->script[4] = cpu_to_le32(LSI_DONE);

	/* hand all buffers over to the device */
	dma_sync_single_for_device(e->dev, e->script_dma, 20, DMA_TO_DEVICE);
	dma_sync_single_for_device(e->dev, e->out_dma, len, DMA_TO_DEVICE);
	dma_sync_single_for_device(e->dev, e->in_dma, len, DMA_FROM_DEVICE);

	iowrite32(e->script_dma, e->regs + LSI_DSP);
	err = read_poll_timeout(ioread8, istat, istat & LSI_ISTAT_DIP, 10, 10000,
				false, e->regs + LSI_ISTAT);
	ioread8(e->regs + LSI_DSTAT);
	if (!err && ioread32(e->regs + LSI_DSPS) != LSI_DONE)
		err = -EIO;

	/* hand them back to the CPU */
	dma_sync_single_for_cpu(e->dev, e->script_dma, 20, DMA_TO_DEVICE);
	dma_sync_single_for_cpu(e->dev, e->out_dma, len, DMA_TO_DEVICE);
	dma_sync_single_for_cpu(e->dev, e->in_dma, len, DMA_FROM_DEVICE);
	return err;
}

static ssize_t message_store(struct device *dev, struct device_attribute *attr,
			     const char *text, size_t len)
{
	struct echo *e = dev_get_drvdata(dev);
	int err;

	if (!len || len > MESSAGE_SIZE)
		return -EINVAL;
	mutex_lock(&e->lock);
	memcpy(e->out, text, len);
	err = echo_copy(e, len);
	e->len = err ? 0 : len;
	mutex_unlock(&e->lock);
	return err ?: len;
}

static ssize_t message_show(struct device *dev, struct device_attribute *attr,
			    char *text)
{
	struct echo *e = dev_get_drvdata(dev);
	size_t len;

	mutex_lock(&e->lock);
	len = e->len;
	memcpy(text, e->in, len);
	mutex_unlock(&e->lock);
	return len;
}
static DEVICE_ATTR_RW(message);

static struct attribute *echo_attrs[] = {
	&dev_attr_message.attr,
	NULL
};
ATTRIBUTE_GROUPS(echo);

static int echo_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct device *dev = &pdev->dev;
	struct echo *e = devm_kzalloc(dev, sizeof(*e), GFP_KERNEL);
	int err;

	if (!e)
		return -ENOMEM;
	e->dev = dev;
	mutex_init(&e->lock);
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	e->regs = pcim_iomap(pdev, 1, 0);
	if (!e->regs)
		return -ENXIO;

	/* allocations depend on the mask: set it first */
	err = dma_set_mask_and_coherent(dev, DMA_BIT_MASK(32));
	if (err)
		return err;
	e->script = dmam_alloc_noncoherent(dev, PAGE_SIZE, &e->script_dma,
					   DMA_TO_DEVICE, GFP_KERNEL);
	e->out = dmam_alloc_noncoherent(dev, MESSAGE_SIZE, &e->out_dma,
					DMA_TO_DEVICE, GFP_KERNEL);
	e->in = dmam_alloc_noncoherent(dev, MESSAGE_SIZE, &e->in_dma,
				       DMA_FROM_DEVICE, GFP_KERNEL);
	if (!e->script || !e->out || !e->in)
		return -ENOMEM;
	pci_set_master(pdev);
	pci_set_drvdata(pdev, e);
	return 0;
}

/* Stop DMA before devres frees the buffers. */
static void echo_remove(struct pci_dev *pdev)
{
	pci_clear_master(pdev);
}

static struct pci_driver echo_driver = {
	.name		= "dma-echo",
	.probe		= echo_probe,
	.remove		= echo_remove,
	.dev_groups	= echo_groups,
};
module_pci_driver(echo_driver);

MODULE_DESCRIPTION("Copies messages by DMA, in noncoherent memory");
MODULE_LICENSE("GPL");
