// SPDX-License-Identifier: GPL-2.0
/*
 * Noncoherent buffers for a user program: /dev/dma_test, described in dma_user.h.
 */
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "busmaster.h"
#include "dma_user.h"

struct buffer {
	void *mem;
	size_t size;
	dma_addr_t dma;
	enum dma_data_direction dir;
	unsigned int mapped;	/* number of processes or exports that use it */
};

static DEFINE_MUTEX(lock);
static unsigned int opened;

/* The first open() claims the bus master, the last close() releases it. */
static int test_open(struct inode *inode, struct file *file)
{
	struct buffer *b = kzalloc(sizeof(*b), GFP_KERNEL);
	int err = 0;

	if (!b)
		return -ENOMEM;
	mutex_lock(&lock);
	if (!opened) {
		err = pci_register_driver(&busmaster_driver);
		if (!err && !bm.pdev) {
			pci_unregister_driver(&busmaster_driver);
			err = -ENODEV;
		}
	}
	if (!err)
		opened++;
	mutex_unlock(&lock);
	if (err) {
		kfree(b);
		return err;
	}
	file->private_data = b;
	return 0;
}

static void buffer_free(struct buffer *b)
{
	dma_free_noncoherent(bm.dev, b->size, b->mem, b->dma, b->dir);
	b->mem = NULL;
	b->size = 0;
}

static int test_release(struct inode *inode, struct file *file)
{
	struct buffer *b = file->private_data;

	mutex_lock(&lock);
	if (b->mem)
		buffer_free(b);
	if (!--opened)
		pci_unregister_driver(&busmaster_driver);
	mutex_unlock(&lock);
	kfree(b);
	return 0;
}

static void test_vm_open(struct vm_area_struct *vma)
{
	struct buffer *b = vma->vm_private_data;

	mutex_lock(&lock);
	b->mapped++;
	mutex_unlock(&lock);
}

static void test_vm_close(struct vm_area_struct *vma)
{
	struct buffer *b = vma->vm_private_data;

	mutex_lock(&lock);
	b->mapped--;
	mutex_unlock(&lock);
}

static const struct vm_operations_struct test_vm_ops = {
	.open	= test_vm_open,
	.close	= test_vm_close,
};

static int test_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct buffer *b = file->private_data;
	int err = -ENXIO;

	vma->vm_private_data = b;
	vma->vm_ops = &test_vm_ops;
	mutex_lock(&lock);
	if (b->mem)
		err = dma_mmap_noncoherent(bm.dev, vma, b->mem, b->dma, b->size);
	if (!err)
		b->mapped++;
	mutex_unlock(&lock);
	return err;
}

static long test_alloc(struct buffer *b, const struct dma_test_alloc *arg)
{
	if (b->mem)
		return -EBUSY;
	if (arg->dir > DMA_FROM_DEVICE || arg->size > SIZE_MAX)
		return -EINVAL;
	b->size = arg->size;
	b->dir = arg->dir;
	b->mem = dma_alloc_noncoherent(bm.dev, b->size, &b->dma, b->dir,
				       (arg->atomic ? GFP_ATOMIC : GFP_KERNEL) |
				       __GFP_NOWARN);
	return b->mem ? 0 : -ENOMEM;
}

static bool in_buffer(const struct buffer *b, u64 offset, u64 size)
{
	return size && size <= b->size && offset <= b->size - size;
}

static long test_sync(struct buffer *b, const struct dma_test_range *arg,
		      bool to_device)
{
	if (!b->mem || !in_buffer(b, arg->offset, arg->size))
		return -EINVAL;
	if (to_device)
		dma_sync_single_for_device(bm.dev, b->dma + arg->offset,
					   arg->size, b->dir);
	else
		dma_sync_single_for_cpu(bm.dev, b->dma + arg->offset,
					arg->size, b->dir);
	return 0;
}

static const struct file_operations test_fops;

static long test_copy(struct buffer *from, const struct dma_test_copy *arg)
{
	struct buffer *to;
	struct fd f;
	long err = -EINVAL;

	f = fdget(arg->to);
	if (!fd_file(f))
		return -EBADF;
	if (fd_file(f)->f_op != &test_fops)
		goto out;
	to = fd_file(f)->private_data;
	if (!from->mem || !to->mem ||
	    !in_buffer(from, arg->from_offset, arg->size) ||
	    !in_buffer(to, arg->to_offset, arg->size))
		goto out;
	err = busmaster_copy(to->dma + arg->to_offset,
			     from->dma + arg->from_offset, arg->size) ? 0 : -EIO;
out:
	fdput(f);
	return err;
}

static long test_sgtable(struct buffer *b)
{
	struct sg_table sgt;
	size_t sum = 0;
	struct scatterlist *sg;
	int i, err;

	if (!b->mem)
		return -EINVAL;
	err = dma_get_sgtable_noncoherent(bm.dev, &sgt, b->mem, b->dma, b->size);
	if (err)
		return err;
	for_each_sgtable_sg(&sgt, sg, i)
		sum += sg->length;
	err = sum == PAGE_ALIGN(b->size) ? sgt.orig_nents : -EIO;
	sg_free_table(&sgt);
	return err;
}

/* ---- dma-buf exporter; priv is the open file ---- */

static struct buffer *exported(struct dma_buf *buf)
{
	return ((struct file *)buf->priv)->private_data;
}

static struct sg_table *export_map(struct dma_buf_attachment *attach,
				   enum dma_data_direction dir)
{
	struct buffer *b = exported(attach->dmabuf);
	struct sg_table *sgt = kzalloc(sizeof(*sgt), GFP_KERNEL);
	int err;

	if (!sgt)
		return ERR_PTR(-ENOMEM);
	err = dma_get_sgtable_noncoherent(bm.dev, sgt, b->mem, b->dma, b->size);
	if (err)
		goto free;
	/* the owner changes with begin_cpu_access() and end_cpu_access() */
	err = dma_map_sgtable(attach->dev, sgt, dir, DMA_ATTR_SKIP_CPU_SYNC);
	if (err)
		goto free_table;
	return sgt;

free_table:
	sg_free_table(sgt);
free:
	kfree(sgt);
	return ERR_PTR(err);
}

static void export_unmap(struct dma_buf_attachment *attach, struct sg_table *sgt,
			 enum dma_data_direction dir)
{
	dma_unmap_sgtable(attach->dev, sgt, dir, DMA_ATTR_SKIP_CPU_SYNC);
	sg_free_table(sgt);
	kfree(sgt);
}

static int export_mmap(struct dma_buf *buf, struct vm_area_struct *vma)
{
	struct buffer *b = exported(buf);

	return dma_mmap_noncoherent(bm.dev, vma, b->mem, b->dma, b->size);
}

static int export_begin_cpu(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct buffer *b = exported(buf);

	dma_sync_single_for_cpu(bm.dev, b->dma, b->size, b->dir);
	return 0;
}

static int export_end_cpu(struct dma_buf *buf, enum dma_data_direction dir)
{
	struct buffer *b = exported(buf);

	dma_sync_single_for_device(bm.dev, b->dma, b->size, b->dir);
	return 0;
}

static void export_release(struct dma_buf *buf)
{
	mutex_lock(&lock);
	exported(buf)->mapped--;
	mutex_unlock(&lock);
	fput(buf->priv);
}

static const struct dma_buf_ops export_ops = {
	.map_dma_buf		= export_map,
	.unmap_dma_buf		= export_unmap,
	.mmap			= export_mmap,
	.begin_cpu_access	= export_begin_cpu,
	.end_cpu_access		= export_end_cpu,
	.release		= export_release,
};

static long test_export(struct file *file)
{
	struct buffer *b = file->private_data;
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct dma_buf *buf;
	int fd;

	if (!b->mem)
		return -EINVAL;
	info.ops = &export_ops;
	info.size = PAGE_ALIGN(b->size);
	info.flags = O_RDWR;
	info.priv = file;
	buf = dma_buf_export(&info);
	if (IS_ERR(buf))
		return PTR_ERR(buf);
	get_file(file);
	b->mapped++;
	fd = dma_buf_fd(buf, O_CLOEXEC);
	if (fd >= 0)
		return fd;
	/* export_release() wants the lock */
	mutex_unlock(&lock);
	dma_buf_put(buf);
	mutex_lock(&lock);
	return fd;
}

/* ---- and as an importer ---- */

struct import {
	struct dma_buf *buf;
	struct dma_buf_attachment *attach;
	struct sg_table *sgt;
	enum dma_data_direction dir;
};

static int import(struct import *im, int fd, enum dma_data_direction dir)
{
	int err;

	im->dir = dir;
	im->buf = dma_buf_get(fd);
	if (IS_ERR(im->buf))
		return PTR_ERR(im->buf);
	im->attach = dma_buf_attach(im->buf, bm.dev);
	if (IS_ERR(im->attach)) {
		err = PTR_ERR(im->attach);
		goto put;
	}
	im->sgt = dma_buf_map_attachment_unlocked(im->attach, dir);
	if (!IS_ERR(im->sgt))
		return 0;
	err = PTR_ERR(im->sgt);
	dma_buf_detach(im->buf, im->attach);
put:
	dma_buf_put(im->buf);
	return err;
}

static void import_end(struct import *im)
{
	dma_buf_unmap_attachment_unlocked(im->attach, im->sgt, im->dir);
	dma_buf_detach(im->buf, im->attach);
	dma_buf_put(im->buf);
}

/* DMA address at @offset; limits @len to what follows. */
static dma_addr_t import_at(struct import *im, u32 offset, u32 *len)
{
	struct scatterlist *sg;
	int i;

	for_each_sgtable_dma_sg(im->sgt, sg, i) {
		if (offset < sg_dma_len(sg)) {
			*len = min(*len, sg_dma_len(sg) - offset);
			return sg_dma_address(sg) + offset;
		}
		offset -= sg_dma_len(sg);
	}
	*len = 0;
	return 0;
}

static long copy_imported(struct import *from, struct import *to, u32 size)
{
	u32 done, len;

	for (done = 0; done < size; done += len) {
		dma_addr_t src, dst;

		len = min_t(u32, size - done, SZ_1M);
		src = import_at(from, done, &len);
		dst = import_at(to, done, &len);
		if (!len)
			return -EINVAL;
		if (!busmaster_copy(dst, src, len))
			return -EIO;
	}
	return 0;
}

/* Not under the lock, since to put a dma-buf may release it. */
static long test_copy_bufs(const struct dma_test_copy_bufs *arg)
{
	struct import from, to;
	long err = import(&from, arg->from, DMA_TO_DEVICE);

	if (err)
		return err;
	err = import(&to, arg->to, DMA_FROM_DEVICE);
	if (!err) {
		mutex_lock(&lock);
		err = copy_imported(&from, &to, arg->size);
		mutex_unlock(&lock);
		import_end(&to);
	}
	import_end(&from);
	return err;
}

static long test_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct buffer *b = file->private_data;
	union {
		struct dma_test_alloc alloc;
		struct dma_test_range range;
		struct dma_test_copy copy;
		struct dma_test_copy_bufs bufs;
	} u;
	long ret = -ENOTTY;

	/* not under the lock, which mmap() takes with the memory locked */
	if (_IOC_SIZE(cmd) > sizeof(u))
		return -ENOTTY;
	if (copy_from_user(&u, (void __user *)arg, _IOC_SIZE(cmd)))
		return -EFAULT;
	if (cmd == DMA_TEST_COPY_BUFS)
		return test_copy_bufs(&u.bufs);

	mutex_lock(&lock);
	switch (cmd) {
	case DMA_TEST_ALLOC:
		ret = test_alloc(b, &u.alloc);
		break;
	case DMA_TEST_FREE:
		ret = !b->mem ? -EINVAL : b->mapped ? -EBUSY : 0;
		if (!ret)
			buffer_free(b);
		break;
	case DMA_TEST_FOR_DEVICE:
	case DMA_TEST_FOR_CPU:
		ret = test_sync(b, &u.range, cmd == DMA_TEST_FOR_DEVICE);
		break;
	case DMA_TEST_COPY:
		ret = test_copy(b, &u.copy);
		break;
	case DMA_TEST_SGTABLE:
		ret = test_sgtable(b);
		break;
	case DMA_TEST_EXPORT:
		ret = test_export(file);
		break;
	}
	mutex_unlock(&lock);
	return ret;
}

static const struct file_operations test_fops = {
	.owner		= THIS_MODULE,
	.open		= test_open,
	.release	= test_release,
	.mmap		= test_mmap,
	.unlocked_ioctl	= test_ioctl,
};

static struct miscdevice test_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "dma_test",
	.fops	= &test_fops,
	.mode	= 0600,
};
module_misc_device(test_misc);

MODULE_DESCRIPTION("Noncoherent DMA buffers for a user program");
MODULE_IMPORT_NS("DMA_BUF");
MODULE_LICENSE("GPL");
