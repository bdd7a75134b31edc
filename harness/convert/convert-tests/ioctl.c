// SPDX-License-Identifier: GPL-2.0
/* Addresses of user space, as a parameter of an ioctl and in what it copies. */
#include <linux/dma-mapping.h>
#include <linux/uaccess.h>

struct area {
	unsigned long start;
	size_t len;
};

struct cam {
	struct device *dev;
	void *frame;
};

static long cam_ioctl(struct cam *cam, unsigned int cmd, unsigned long arg)
{
	struct area a;

	if (cmd)
		dma_cache_sync(cam->dev, (void *)arg, 64, DMA_TO_DEVICE);
	if (copy_from_user(&a, (void __user *)arg, sizeof(a)))
		return -EFAULT;
	dma_cache_sync(cam->dev, (void *)a.start, a.len, DMA_TO_DEVICE);
	if (copy_from_user(cam->frame, (void __user *)a.start, a.len))
		return -EFAULT;
	dma_cache_sync(cam->dev, cam->frame, a.len, DMA_TO_DEVICE);
	return 0;
}
