/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Leaks that kmemleak finds after the tests, read from its debugfs file, which is the
 * only interface to a scan.
 */
#ifndef _KERNEL_DMA_TESTS_KMEMLEAK_H
#define _KERNEL_DMA_TESTS_KMEMLEAK_H

#include <linux/delay.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mman.h>
#include <linux/mount.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <kunit/test.h>

#ifdef CONFIG_DEBUG_KMEMLEAK
/* Scan twice: the first scan does not report new objects. */
static inline ssize_t kmemleak_scan_and_read(struct file *file, char __user *user,
					     char *text, size_t size)
{
	size_t len = 0;
	loff_t pos = 0;
	ssize_t n;
	int i;

	if (copy_to_user(user, "scan", 4))
		return -EFAULT;
	for (i = 0; i < 2; i++) {
		if (i)
			msleep(6000);
		n = vfs_write(file, user, 4, &pos);
		if (n < 0)
			return n;
	}
	pos = 0;
	while (len < size - 1) {
		n = vfs_read(file, user, min(size - 1 - len, PAGE_SIZE), &pos);
		if (n < 0)
			return n;
		if (!n)
			break;
		if (copy_from_user(text + len, user, n))
			return -EFAULT;
		len += n;
	}
	text[len] = 0;
	return len;
}

/* No leaked object may be allocated by a DMA function. */
static inline void expect_nothing_unreferenced(struct kunit *test)
{
	const size_t size = SZ_64K;
	char *text = kunit_kmalloc(test, size, GFP_KERNEL), *at, *next;
	unsigned int others = 0;
	struct vfsmount *mnt;
	struct file *file;
	unsigned long user;
	ssize_t n;

	KUNIT_ASSERT_NOT_NULL(test, text);
	user = kunit_vm_mmap(test, NULL, 0, PAGE_SIZE, PROT_READ | PROT_WRITE,
			     MAP_ANONYMOUS | MAP_PRIVATE, 0);
	KUNIT_ASSERT_NE(test, user, 0);
	mnt = kern_mount(get_fs_type("debugfs"));
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mnt);
	file = file_open_root_mnt(mnt, "kmemleak", O_RDWR, 0);
	if (!IS_ERR(file)) {
		n = kmemleak_scan_and_read(file, (char __user *)user, text, size);
		__fput_sync(file);
	} else {
		n = PTR_ERR(file);
	}
	kern_unmount(mnt);
	KUNIT_ASSERT_GE(test, n, 0);

	for (at = strstr(text, "unreferenced object"); at; at = next) {
		next = strstr(at + 1, "unreferenced object");
		if (next)
			next[-1] = 0;
		if (strstr(at, "dma_"))
			KUNIT_FAIL(test, "%s", at);
		else
			others++;
	}
	kunit_info(test, "%u lost by others\n", others);
}
#else
static inline void expect_nothing_unreferenced(struct kunit *test)
{
	kunit_skip(test, "no kmemleak");
}
#endif

#endif /* _KERNEL_DMA_TESTS_KMEMLEAK_H */
