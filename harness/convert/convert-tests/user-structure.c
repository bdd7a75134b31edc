// SPDX-License-Identifier: GPL-2.0
/* A structure that user space fills has user space's pointers in it. */
#include <linux/dma-mapping.h>
#include <linux/uaccess.h>
#include <linux/fs.h>

struct area {
	struct device *dev;
	u8 *v;
	dma_addr_t bus;
};

static int area_open(struct area *a)
{
	a->v = dma_alloc_noncoherent(a->dev, 64, &a->bus, GFP_KERNEL);
	return a->v ? 0 : -ENOMEM;
}

static void area_push(struct area *a)
{
	dma_cache_sync(a->dev, a->v, 64, DMA_TO_DEVICE);
}

static long area_call(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct area a;

	if (copy_from_user(&a, (void __user *)arg, sizeof(a)))
		return -EFAULT;
	area_push(&a);
	dma_cache_sync(a.dev, a.v, 64, DMA_TO_DEVICE);
	return 0;
}
