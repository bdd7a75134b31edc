// SPDX-License-Identifier: GPL-2.0
/*
 * Disks: the first half has seed 2 since the traffic, the second seed 1 as it came.
 * The last LAST bytes are left alone: there reads fail if the host says so.
 */
#define _GNU_SOURCE
#include <linux/fs.h>
#include <scsi/sg.h>
#include <stdarg.h>
#include <sys/uio.h>

#include "guest.h"

#define LAST		(64 << 10)
#define IOVECS		32

#ifndef SG_SCSI_RESET
#define SG_SCSI_RESET		0x2284
#endif
#define RESET_NOTHING	0
#define RESET_DEVICE	1
#define RESET_BUS	2
#define RESET_HOST	3
#define RESET_TARGET	4

static unsigned char many[IOVECS * 4096 + 8192] __attribute__((aligned(4096)));
static uint32_t size, half;

static void fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	give_up(fmt, args);
}

static void moved(size_t n) { shared->moved += n; }

static unsigned int seed_at(uint32_t at) { return at < half ? 2 : 1; }

static int open_buffered(void)
{
	int fd = open(node, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		fail("open %s", node);
	return fd;
}

static void drop_caches(int fd)
{
	if (fsync(fd))
		fail("fsync");
	ioctl(fd, BLKFLSBUF, 0);
	put("/proc/sys/vm/drop_caches", "3");
}

void disk_ready(void)
{
	uint64_t bytes = 0;
	int fd = open_direct(node);

	if (ioctl(fd, BLKGETSIZE64, &bytes) || bytes < (1 << 20))
		fail("%s has %llu bytes.", node, (unsigned long long)bytes);
	close(fd);
	size = bytes;
	half = size / 2;
}

static void read_at(int fd, uint32_t at, size_t n, const char *how)
{
	memset(many, 0, n);
	if (pread(fd, many, n, at) != (ssize_t)n)
		fail("read %zu at %u", n, at);
	compare(many, seed_at(at), at, n, how);
	moved(n);
}

static void write_at(int fd, unsigned int seed, uint32_t at, size_t n)
{
	fill(many, seed, at, n);
	if (pwrite(fd, many, n, at) != (ssize_t)n)
		fail("write %zu at %u", n, at);
	moved(n);
}

/* From one byte on, and across pages. */
static size_t odd(uint32_t i, size_t most, uint32_t left)
{
	size_t n = 1 + (i * 7919u + i % 7 * 4096) % most;

	return n < left ? n : left;
}

static void check_all(const char *how)
{
	uint32_t at, n, i = 0;
	int fd = open_direct(node);

	(void)how;
	for (at = 0; at < size - LAST; at += n) {
		n = 512 * (1 + i++ * 37 % 200);
		if (at < half && at + n > half)
			n = half - at;
		if (at + n > size - LAST)
			n = size - LAST - at;
		read_at(fd, at, n, how);
	}
	close(fd);
}

static void write_odd(unsigned int seed, uint32_t from, uint32_t to)
{
	uint32_t at, n, i = 0;
	int fd = open_buffered();

	for (at = from; at < to; at += n) {
		n = odd(i++, 70000, to - at);
		write_at(fd, seed, at, n);
	}
	drop_caches(fd);
	for (at = from, i = 3; at < to; at += n) {
		n = odd(i++, 50000, to - at);
		memset(many, 0, n);
		if (pread(fd, many, n, at) != (ssize_t)n)
			fail("buffered read %u at %u", n, at);
		compare(many, seed, at, n, "buffered read");
		moved(n);
	}
	close(fd);
}

static void traffic(void)
{
	uint32_t at, n, i = 0;
	int fd;

	/* as the host made it */
	half = 0;
	check_all("first read");
	half = size / 2;

	fd = open_direct(node);
	for (at = 0; at < half; at += n) {
		n = 512 * (1 + i++ * 53 % 180);
		if (at + n > half)
			n = half - at;
		write_at(fd, 2, at, n);
	}
	close(fd);
	check_all("direct read");
	fd = open_buffered();
	drop_caches(fd);
	close(fd);
	write_odd(3, half / 2 + 7, half - 1001);
	write_odd(2, half / 2 + 7, half - 1001);
	check_all("direct read after buffered writes");
	did("buffered and direct, odd sizes, caches dropped");
}

/* ------------------------------------------------------------------------ */

static bool patient;	/* what is in flight may fail */

/* Reads anywhere, and writes of what is there already. */
static void work(void)
{
	uint32_t i, at, n;
	int fd = -1;

	for (i = 1; !shared->stop; i++) {
		if (fd < 0)
			fd = open(node, O_RDWR | O_DIRECT | O_CLOEXEC);
		at = i * 2654435761u % ((size - LAST) / 512) * 512;
		n = 512 * (1 + i * 31 % 128);
		if (at < half && at + n > half)
			n = half - at;
		if (at + n > size - LAST)
			n = size - LAST - at;
		memset(many, 0, n);
		if (fd < 0 || pread(fd, many, n, at) != (ssize_t)n) {
			if (!patient)
				fail("read %u at %u under load", n, at);
			close(fd);
			fd = -1;
			usleep(20000);
			continue;
		}
		compare(many, seed_at(at), at, n, "read under load");
		if (i % 3 == 0 && at < half && pwrite(fd, many, n, at) != (ssize_t)n && !patient)
			fail("write %u at %u under load", n, at);
		moved(n);
	}
}

static void small_direct(void)
{
	static const unsigned int offsets[] = { 0, 4, 8, 16, 60, 64, 512, 516, 1024, 4092, 3584 };
	unsigned int i, k, taken = 0, refused = 0;
	struct iovec iov[IOVECS];
	unsigned char *p;
	int fd = open_direct(node);
	uint32_t at;

	for (i = 0; i < 8 * sizeof(offsets) / sizeof(offsets[0]); i++) {
		p = many + offsets[i / 8];
		at = half - 4096 + i % 8 * 1024;
		memset(p, 0, 1024);
		if (pread(fd, p, 512 * (1 + i % 2), at) < 0) {
			refused++;
			continue;
		}
		compare(p, seed_at(at), at, 512 * (1 + i % 2), "small read");
		if (at < half && pwrite(fd, p, 512, at) != 512)
			fail("write from an offset of %u", offsets[i / 8]);
		taken++;
	}
	/* lists of pieces that do not touch */
	for (i = 1; i <= IOVECS; i++) {
		memset(many, 0, sizeof(many));
		for (k = 0; k < i; k++) {
			iov[k].iov_base = many + k * 4096 + (k % 2 ? 3584 : 512);
			iov[k].iov_len = 512 * (1 + k % 2);
		}
		at = i * 65536 % half;
		if (preadv(fd, iov, i, at) < 0) {
			refused++;
			continue;
		}
		for (k = 0; k < i; at += iov[k++].iov_len)
			compare(iov[k].iov_base, 2, at, iov[k].iov_len, "read of a list");
		at = i * 65536 % half;
		if (pwritev(fd, iov, i, at) < 0)
			fail("write of a list of %u", i);
		taken++;
	}
	close(fd);
	if (!taken)
		fail("nothing taken");
	did("%u taken, %u refused", taken, refused);
	check_all("read after small writes");
}

static void trim(void)
{
	uint64_t range[2] = { 64 << 10, 192 << 10 };
	int fd = open_direct(node), trims = 0, zeroes = 0;
	uint32_t at, i;

	trims = !ioctl(fd, BLKDISCARD, range);
	range[0] += 256 << 10;
	zeroes = !ioctl(fd, BLKZEROOUT, range);
	for (at = range[0]; zeroes && at < range[0] + range[1]; at += 4096) {
		if (pread(fd, many, 4096, at) != 4096)
			fail("read at %u", at);
		for (i = 0; i < 4096; i++)
			if (many[i]) {
				errno = 0;
				fail("zeroes at %u", at + i);
			}
	}
	for (at = 64 << 10; at < 512 << 10; at += 65536)
		write_at(fd, 2, at, 65536);
	close(fd);
	check_all("read after TRIM");
	if (!trims && !zeroes)
		cannot("the disk refuses BLKDISCARD and BLKZEROOUT");
	did("BLKDISCARD %s, BLKZEROOUT %s", trims ? "done" : "refused", zeroes ? "done" : "refused");
}

static bool is_scsi(void)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/block/%s/device/scsi_device", device);
	return !access(path, F_OK);
}

/* The sense key, 0 if there is none, -1 if the command was not taken. */
static int command(int fd, const unsigned char *cdb, unsigned int len, void *data, unsigned int n)
{
	unsigned char sense[32] = {};
	sg_io_hdr_t io = {
		.interface_id = 'S', .cmdp = (unsigned char *)cdb, .cmd_len = len,
		.dxferp = data, .dxfer_len = n, .sbp = sense, .mx_sb_len = sizeof(sense),
		.dxfer_direction = n ? SG_DXFER_FROM_DEV : SG_DXFER_NONE, .timeout = 10000,
	};

	if (ioctl(fd, SG_IO, &io))
		return -1;
	if (!io.sb_len_wr)
		return io.status || io.host_status || (io.driver_status & 7) ? 0xff : 0;
	return (sense[0] & 0x7f) >= 0x72 ? sense[1] & 15 : sense[2] & 15;
}

static void sense(void)
{
	static const unsigned char lengths[] = { 5, 36, 37, 96, 255 };
	unsigned char inquiry[] = { 0x12, 0, 0, 0, 0, 0 }, none[] = { 0x02, 0, 0, 0, 0, 0 };
	unsigned char beyond[] = { 0x28, 0, 0x7f, 0, 0, 0, 0, 0, 1, 0 }, read10[] = { 0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0 };
	unsigned char mode[] = { 0x5a, 0, 0x3f, 0, 0, 0, 0, 0, 255, 0 };
	unsigned int i, k, commands = 0;
	int fd, key;

	if (!is_scsi())
		cannot("no SCSI disk");
	fd = open(node, O_RDWR | O_CLOEXEC);
	start_load(work);
	for (i = 0; i < 40; i++) {
		unsigned int n = lengths[i % sizeof(lengths)];

		inquiry[4] = n;
		memset(many, 0, 512);
		key = command(fd, inquiry, 6, many + i, n);
		if (key == -1)
			fail("INQUIRY");
		errno = 0;
		if (key || many[i + 4] == 0)
			fail("INQUIRY of %u bytes gives key %d.", n, key);
		if (command(fd, mode, 10, many + 1024 + i, 255) == -1)
			fail("MODE SENSE");
		/* with data: QEMU's megasas refuses a list of none */
		key = command(fd, none, 6, many + i, 36);
		errno = 0;
		if (key != 5)
			fail("sense key %d for an unknown command.", key);
		key = command(fd, beyond, 10, many + i, 512);
		errno = 0;
		/* illegal request, or the word of ATA for it */
		if (key != 5 && key != 11)
			fail("sense key %d beyond the end.", key);
		read10[5] = i;
		memset(many, 0, 1024);
		key = command(fd, read10, 10, many + 3 * i, 512);
		for (k = 0; !key && k < 512; k++)
			if (many[3 * i + k] != pattern(2, i * 512 + k)) {
				errno = 0;
				fail("READ(10) of sector %u at byte %u", i, k);
			}
		commands += 5;
	}
	end_load();
	close(fd);
	did("%u commands, sense data of %u", commands, 2 * i);
}

static void reset(void)
{
	static const int kinds[] = { RESET_DEVICE, RESET_TARGET, RESET_BUS, RESET_HOST };
	static const char * const names[] = { "device", "target", "bus", "host" };
	unsigned int i, turn, done = 0;
	int fd, why = 0;

	if (!is_scsi())
		cannot("no SCSI disk");
	fd = open(node, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	patient = true;
	start_load(work);
	for (turn = 0; turn < 3; turn++) {
		for (i = 0; i < 4; i++) {
			int kind = kinds[i];

			usleep(20000);
			if (ioctl(fd, SG_SCSI_RESET, &kind)) {
				why = errno;
				continue;
			}
			if (!turn)
				did("%s%s", done ? ", " : "", names[i]);
			done++;
			flows("reset");
		}
	}
	end_load();
	patient = false;
	close(fd);
	if (!done)
		cannot("the driver resets nothing (%s)", strerror(why));
	check_all("read after reset");
}

/* The host makes reads of the last LAST bytes fail. */
static void errors(void)
{
	unsigned int i, failed = 0;
	int fd = open_direct(node);

	start_load(work);
	for (i = 0; i < 5; i++)
		failed += pread(fd, many, 4096, size - LAST / 2) < 0;
	end_load();
	close(fd);
	if (!failed)
		fail("no read failed that should.");
	did("%u reads failed as they should", failed);
	check_all("read after errors");
}

static void limits(void)
{
	static const char * const values[] = { "4", "64", "12", "128" };
	char sectors[128], merges[128], was[32];
	unsigned int i, taken = 0;

	snprintf(sectors, sizeof(sectors), "/sys/block/%s/queue/max_sectors_kb", device);
	snprintf(merges, sizeof(merges), "/sys/block/%s/queue/nomerges", device);
	snprintf(was, sizeof(was), "%ld", get_number(sectors, 128));
	start_load(work);
	for (i = 0; i < 4; i++) {
		taken += put(sectors, values[i]);
		put(merges, i % 2 ? "0" : "2");
		flows("a new limit");
		write_odd(2, half / 4, half / 4 + 300000);
	}
	end_load();
	put(sectors, was);
	put(merges, "0");
	did("%u sizes of a request", taken);
	check_all("read after new limits");
}

static void unbind(void)
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		patient = true;
		start_load(work);
		flows("start");
		rebind(false);
		end_load();
		patient = false;
		rebind(true);
		disk_ready();
		check_all("read after bind");
	}
	did("%u times under load", i);
}

static void suspended(void)
{
	suspend_devices(work);
	check_all("read after resume");
}

/* What can be taken out and put back is a USB stick. */
static void detach(void)
{
	const char *add = getenv("add");
	unsigned int i, k;

	if (!add)
		cannot("no device to take out");
	for (i = 0; i < 3; i++) {
		patient = true;
		start_load(work);
		flows("start");
		monitor("device_del stick");
		for (k = 0; k < 600 && !access(node, F_OK); k++)
			usleep(100000);
		end_load();
		patient = false;
		errno = 0;
		if (k == 600)
			fail("%s stays.", node);
		monitor("device_add %s", add);
		if (!find_device(20)) {
			errno = 0;
			fail("no disk again.");
		}
		disk_ready();
		check_all("read after attach");
	}
	did("%u times under load", i);
}

static void choose(void) { choose_device(disk_ready, work); }

const struct path disk_paths[] = {
	{ "traffic", traffic },
	{ "small", small_direct },
	{ "limits", limits },
	{ "trim", trim },
	{ "sense", sense },
	{ "reset", reset },
	{ "errors", errors },
	{ "detach", detach },
	{ "suspend", suspended },
	{ "unbind", unbind },
	{ "choose", choose },
	{}
};
