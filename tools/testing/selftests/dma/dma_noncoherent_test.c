// SPDX-License-Identifier: GPL-2.0
/*
 * A process maps buffers from dma_alloc_noncoherent(), hands them over and has a
 * bus master copy from one to the other.  Needs a kernel with CONFIG_DMA_USER_TEST
 * and an LSI 53C895A, which QEMU has.
 *
 * Compiled with nolibc it is its own init, on an initramfs of one file.
 */
#ifndef NOLIBC
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <unistd.h>
#endif
#include <linux/dma-buf.h>
#include "../../../../kernel/dma/tests/dma_user.h"

enum { BIDIRECTIONAL, TO_DEVICE, FROM_DEVICE };

static int tests, failures;
static size_t page;

static void result(int ok, const char *name)
{
	tests++;
	if (!ok)
		failures++;
	printf("%sok %d %s\n", ok ? "" : "not ", tests, name);
}

static int new_buffer(size_t size, int dir)
{
	struct dma_test_alloc arg = { .size = size, .dir = dir };
	int fd = open("/dev/dma_test", O_RDWR);

	if (fd < 0)
		return -1;
	if (ioctl(fd, DMA_TEST_ALLOC, &arg)) {
		close(fd);
		return -1;
	}
	return fd;
}

static unsigned char *map(int fd, size_t offset, size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);

	return p == MAP_FAILED ? NULL : p;
}

static int hand_over(int fd, unsigned long request, size_t offset, size_t size)
{
	struct dma_test_range arg = { .offset = offset, .size = size };

	return ioctl(fd, request, &arg);
}

static unsigned char pattern(size_t i, unsigned int seed)
{
	return i * 7 + i / 256 * 13 + seed;
}

/* What one process writes through its mapping arrives in the other mapping. */
static int copy_once(int from, int to, unsigned char *f, unsigned char *t,
		     size_t off, size_t size, unsigned int seed)
{
	struct dma_test_copy arg = { .to = to, .from_offset = off,
				     .to_offset = off, .size = size };
	size_t i;

	for (i = 0; i < size; i++)
		f[off + i] = pattern(i, seed);
	if (hand_over(from, DMA_TEST_FOR_DEVICE, off, size) ||
	    hand_over(to, DMA_TEST_FOR_DEVICE, off, size) ||
	    ioctl(from, DMA_TEST_COPY, &arg) ||
	    hand_over(from, DMA_TEST_FOR_CPU, off, size) ||
	    hand_over(to, DMA_TEST_FOR_CPU, off, size))
		return 0;
	for (i = 0; i < size; i++)
		if (t[off + i] != pattern(i, seed))
			return 0;
	return 1;
}

static int copies(size_t size)
{
	int from = new_buffer(size, TO_DEVICE), to = new_buffer(size, FROM_DEVICE);
	unsigned char *f = map(from, 0, size), *t = map(to, 0, size);
	int ok = f && t;
	unsigned int i;

	ok = ok && copy_once(from, to, f, t, 0, size, 1);
	for (i = 1; ok && i < 40; i++)
		ok = copy_once(from, to, f, t, (i * 997) % (size / 2),
			       1 + (i * 313) % (size / 2), i);
	munmap(f, size);
	munmap(t, size);
	close(from);
	close(to);
	return ok;
}

/* More than the kernel has in one piece; where there is an IOMMU that is no matter. */
static void copies_in_pieces(void)
{
	size_t size = (page << 10) + 3 * page;
	int fd = new_buffer(size, TO_DEVICE);

	if (fd < 0) {
		printf("ok %d in_pieces # SKIP nothing of that size\n", ++tests);
		return;
	}
	close(fd);
	result(copies(size), "in_pieces");
}

static int zeroed(size_t size)
{
	int fd = new_buffer(size, FROM_DEVICE);
	unsigned char *p = map(fd, 0, size);
	size_t i;
	int ok = !!p;

	for (i = 0; ok && i < size; i++)
		ok = !p[i];
	if (p)
		munmap(p, size);
	close(fd);
	return ok;
}

/* A mapping may begin inside the buffer, and must not leave it. */
static int bounds(void)
{
	int fd = new_buffer(5 * page - 100, BIDIRECTIONAL);
	unsigned char *all = map(fd, 0, 5 * page), *part = map(fd, 3 * page, 2 * page);
	int ok = all && part;

	if (ok) {
		all[3 * page + 5] = 0x5a;
		ok = part[5] == 0x5a;
	}
	ok = ok && !map(fd, 0, 6 * page);
	ok = ok && !map(fd, 4 * page, 2 * page);
	ok = ok && !map(fd, 5 * page, page);
	ok = ok && !map(fd, (size_t)-1 & ~(page - 1), page);
	/* what is mapped cannot be freed */
	ok = ok && ioctl(fd, DMA_TEST_FREE, 0) && errno == EBUSY;
	munmap(all, 5 * page);
	munmap(part, 2 * page);
	ok = ok && !ioctl(fd, DMA_TEST_FREE, 0);
	ok = ok && !map(fd, 0, page);
	close(fd);
	return ok;
}

static int exported(void)
{
	int fd = new_buffer(17 * page, TO_DEVICE);
	int ok = ioctl(fd, DMA_TEST_SGTABLE, 0) == 1;

	close(fd);
	return ok;
}

static int new_dma_buf(size_t size, int dir)
{
	int fd = new_buffer(size, dir), buf = ioctl(fd, DMA_TEST_EXPORT, 0);

	/* the dma-buf keeps the buffer */
	close(fd);
	return buf;
}

static int cpu_access(int buf, int flags)
{
	struct dma_buf_sync arg = { .flags = flags };

	return ioctl(buf, DMA_BUF_IOCTL_SYNC, &arg);
}

/* Two buffers that nobody but their dma-bufs knows, mapped and imported. */
static int dma_bufs(size_t size)
{
	int from = new_dma_buf(size, TO_DEVICE), to = new_dma_buf(size, FROM_DEVICE);
	struct dma_test_copy_bufs copy = { .from = from, .to = to, .size = size };
	unsigned char *f = map(from, 0, size), *t = map(to, 0, size);
	int dev = open("/dev/dma_test", O_RDWR);
	int ok = dev >= 0 && f && t;
	unsigned int seed;
	size_t i;

	for (seed = 1; ok && seed < 4; seed++) {
		ok = !cpu_access(from, DMA_BUF_SYNC_START | DMA_BUF_SYNC_WRITE);
		for (i = 0; i < size; i++)
			f[i] = pattern(i, seed);
		ok = ok && !cpu_access(from, DMA_BUF_SYNC_END | DMA_BUF_SYNC_WRITE);
		ok = ok && !cpu_access(to, DMA_BUF_SYNC_END | DMA_BUF_SYNC_READ);
		ok = ok && !ioctl(dev, DMA_TEST_COPY_BUFS, &copy);
		ok = ok && !cpu_access(to, DMA_BUF_SYNC_START | DMA_BUF_SYNC_READ);
		for (i = 0; ok && i < size; i++)
			ok = t[i] == pattern(i, seed);
	}
	/* no more than there is, and nothing that is no dma-buf */
	copy.size = size + 2 * page;
	ok = ok && ioctl(dev, DMA_TEST_COPY_BUFS, &copy) && errno == EINVAL;
	copy.to = dev;
	ok = ok && ioctl(dev, DMA_TEST_COPY_BUFS, &copy) && errno == EINVAL;
	if (f)
		munmap(f, size);
	if (t)
		munmap(t, size);
	close(dev);
	close(from);
	close(to);
	return ok;
}

static void scattered_dma_bufs(void)
{
	size_t size = (page << 10) + 3 * page;
	int fd = new_buffer(size, TO_DEVICE);

	if (fd < 0) {
		printf("ok %d dma_bufs_in_pieces # SKIP nothing of that size\n",
		       ++tests);
		return;
	}
	close(fd);
	result(dma_bufs(size), "dma_bufs_in_pieces");
}

/* A buffer is not freed while a dma-buf has it. */
static int dma_buf_keeps(void)
{
	int fd = new_buffer(3 * page, BIDIRECTIONAL);
	int buf = ioctl(fd, DMA_TEST_EXPORT, 0);
	int ok = buf >= 0 && ioctl(fd, DMA_TEST_FREE, 0) && errno == EBUSY;

	ok = ok && !map(buf, 0, 4 * page);
	close(buf);
	ok = ok && !ioctl(fd, DMA_TEST_FREE, 0);
	ok = ok && ioctl(fd, DMA_TEST_EXPORT, 0) < 0 && errno == EINVAL;
	close(fd);
	return ok;
}

static int put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	int ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

#define ECHO_DRIVER	"/sys/bus/pci/drivers/dma-echo/"

/* The driver of samples/dma: what is written comes back over the bus. */
static int echoes(const char *file)
{
	static char text[1000], back[1000];
	int fd = open(file, O_RDWR), ok = fd >= 0;
	size_t i, len;

	for (len = 1; ok && len <= sizeof(text); len = len * 3 + 1) {
		for (i = 0; i < len; i++)
			text[i] = pattern(i, len);
		lseek(fd, 0, SEEK_SET);
		ok = write(fd, text, len) == (ssize_t)len;
		lseek(fd, 0, SEEK_SET);
		ok = ok && read(fd, back, sizeof(back)) == (ssize_t)len &&
		     !memcmp(back, text, len);
	}
	close(fd);
	return ok;
}

static void sample_driver(void)
{
	char file[] = ECHO_DRIVER "0000:00:00.0/message", *slot;
	int i, fd, ok = 0;

	if (!put(ECHO_DRIVER "new_id", "1000 0012")) {
		printf("ok %d sample # SKIP no CONFIG_SAMPLE_DMA_ECHO\n", ++tests);
		return;
	}
	slot = file + sizeof(ECHO_DRIVER) - 1;
	for (i = 0; i < 32; i++) {
		slot[8] = '0' + i / 16;
		slot[9] = "0123456789abcdef"[i % 16];
		fd = open(file, O_RDONLY);
		if (fd < 0)
			continue;
		close(fd);
		ok = echoes(file);
		/* leave the device to the next driver */
		slot[12] = 0;
		ok = put(ECHO_DRIVER "unbind", slot) && ok;
		break;
	}
	ok = put(ECHO_DRIVER "remove_id", "1000 0012") && ok;
	result(ok, "sample");
}

/* The nth allocation from now on fails, or none for 0. */
static int inject(int n)
{
	char text[3] = { '0' + n / 10, '0' + n % 10 };

	return put("/proc/self/fail-nth", n < 10 ? text + 1 : text);
}

/* Whether as many allocations have been made as was asked to fail. */
static int was_injected(void)
{
	char text[16] = "";
	int fd = open("/proc/self/fail-nth", O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	close(fd);
	inject(0);
	return n > 0 && atoi(text) == 0;
}

static int nth_fails(int fd, int n, const struct dma_test_alloc *arg, int *done)
{
	int err, why, sg;

	if (!inject(n))
		return 0;
	err = ioctl(fd, DMA_TEST_ALLOC, (void *)arg);
	why = errno;
	sg = err ? 1 : ioctl(fd, DMA_TEST_SGTABLE, 0);
	if (sg < 1)
		why = errno;
	*done = !was_injected();
	if (err)
		return why == ENOMEM;
	if (sg < 1 && why != ENOMEM)
		return 0;
	return !ioctl(fd, DMA_TEST_FREE, 0);
}

/* Each allocation that an allocation makes fails once: nothing is lost. */
static int fail_nth(size_t size, int atomic)
{
	struct dma_test_alloc arg = { .size = size, .dir = FROM_DEVICE,
				      .atomic = atomic };
	int fd = open("/dev/dma_test", O_RDWR);
	int n, done = 0, ok = fd >= 0;

	for (n = 1; ok && !done && n < 100; n++)
		ok = nth_fails(fd, n, &arg, &done);
	printf("# %d bytes%s: %d allocations failed in turn\n", (int)size,
	       atomic ? ", atomic" : "", n - 2);
	/* one is for the list of pages, and contiguous areas have none */
	ok = ok && done && n - 2 >= (size > 32768 && !atomic ? 1 : 2);
	close(fd);
	return ok;
}

static void fault_injection(void)
{
	if (!put("/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait", "N") ||
	    !put("/sys/kernel/debug/fail_page_alloc/min-order", "0") ||
	    !put("/sys/kernel/debug/failslab/ignore-gfp-wait", "N")) {
		printf("ok %d fail_nth # SKIP no fault injection\n", ++tests);
		return;
	}
	/* no stack trace of each */
	put("/sys/kernel/debug/fail_page_alloc/verbose", "0");
	put("/sys/kernel/debug/failslab/verbose", "0");
	result(fail_nth(page, 0), "fail_nth_page");
	result(fail_nth(17 * page, 0), "fail_nth_small_area");
	result(fail_nth(64 * page, 0), "fail_nth_large");
	result(fail_nth(17 * page, 1), "fail_nth_atomic");
}

/* What is left over once nobody has a buffer any more. */
static void leaks(void)
{
	char text[256];
	ssize_t n;
	int fd;

	if (!put("/sys/kernel/debug/kmemleak", "scan")) {
		printf("ok %d kmemleak # SKIP no kmemleak\n", ++tests);
		return;
	}
	sleep(6);
	put("/sys/kernel/debug/kmemleak", "scan");
	fd = open("/sys/kernel/debug/kmemleak", O_RDONLY);
	n = read(fd, text, sizeof(text) - 1);
	if (n > 0) {
		text[n] = 0;
		printf("# %s\n", text);
	}
	close(fd);
	result(fd >= 0 && n == 0, "kmemleak");
}

#ifdef NOLIBC
static void as_init(void)
{
	mkdir("/dev", 0755);
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mount("dev", "/dev", "devtmpfs", 0, NULL);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sys", "/sys", "sysfs", 0, NULL);
	mount("debug", "/sys/kernel/debug", "debugfs", 0, NULL);
	dup2(open("/dev/console", O_RDWR), 1);
}
#endif

int main(void)
{
	size_t size;
	int fd;

#ifdef NOLIBC
	as_init();
	page = getauxval(AT_PAGESZ);
#else
	page = sysconf(_SC_PAGESIZE);
#endif
	printf("TAP version 13\n");
	fd = open("/dev/dma_test", O_RDWR);
	if (fd < 0) {
		printf("1..0 # SKIP no /dev/dma_test, or no bus master\n");
		goto out;
	}
	close(fd);
	for (size = page; size <= 1024 * 1024; size *= 8)
		result(copies(size), "copies");
	result(copies(17 * page), "copies_17_pages");
	copies_in_pieces();
	result(zeroed(17 * page), "zeroed");
	result(bounds(), "bounds");
	result(exported(), "exported");
	result(dma_bufs(17 * page), "dma_bufs");
	scattered_dma_bufs();
	result(dma_buf_keeps(), "dma_buf_keeps");
	sample_driver();
	fault_injection();
	leaks();
	printf("1..%d\n", tests);
	printf("# selftest: %d of %d passed\n", tests - failures, tests);
out:
#ifdef NOLIBC
	reboot(LINUX_REBOOT_CMD_RESTART);
#endif
	return failures ? 1 : 0;
}
