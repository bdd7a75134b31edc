// SPDX-License-Identifier: GPL-2.0
/*
 * What runs inside the guest, as the only process, to put data through a driver:
 * drv=block:DEVICE, drv=net:INTERFACE (TCP), drv=frames:INTERFACE (Ethernet) or
 * drv=sound:DEVICE on the kernel's command line.  The last line that it prints
 * begins with "drivers: ok" only if all data came back as it went.
 *
 * On the host the same program makes the data, finds it again and returns it:
 *	init pattern SEED FROM TO		to standard output
 *	init find FILE IN			whether FILE is part of IN
 *	init echo SOCKET PEER			frames of a dgram netdev
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/soundcard.h>
#include <sys/un.h>

#include "data.h"

#define NET_BYTES	(512 << 10)
#define SOUND_BYTES	(256 << 10)
#define FRAMES		240
#define BURST		2
#define FRAME_MAX	1514
#define ECHO_SERVER	"10.0.2.100"

static void fail(const char *fmt, ...)
{
	va_list args;

	printf("drivers: FAIL ");
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf(": %s\n", errno ? strerror(errno) : "wrong data");
	fflush(stdout);
	if (getpid() != 1)
		exit(1);
	sync();
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

/* ------------------------------------------------------------------------ */

static void test_block(const char *dev)
{
	uint32_t size, at;
	int fd;

	wait_for(dev);
	fd = open_direct(dev);
	size = lseek(fd, 0, SEEK_END);
	if (size < 4 * CHUNK)
		fail("%s has %u bytes", dev, size);

	read_back(dev, size, 1, 1);
	for (at = 0; at < size / 2; at += CHUNK) {
		fill(buf, 2, at, CHUNK);
		if (pwrite(fd, buf, CHUNK, at) != CHUNK)
			fail("write at %u", at);
	}
	if (fsync(fd))
		fail("fsync");
	close(fd);
	read_back(dev, size, 2, 1);
	printf("drivers: ok %u bytes read, %u written\n", 2 * size, size / 2);
}

/* ------------------------------------------------------------------------ */

static int connect_to_echo(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(7) };
	int fd, i;

	inet_aton(ECHO_SERVER, &sin.sin_addr);
	for (i = 0; i < 20; i++) {
		fd = socket(AF_INET, SOCK_STREAM, 0);
		if (!connect(fd, (struct sockaddr *)&sin, sizeof(sin)))
			return fd;
		close(fd);
		usleep(500000);
	}
	fail("connect");
	return -1;
}

/*
 * A checksum hides damage from the program, so one that did not match, or a
 * segment sent again because nobody acknowledged it, counts as a failure.
 */
static void test_net(const char *ifname)
{
	uint32_t at = 0, i = 0;
	long errors;
	int fd;

	bring_up(ifname);
	fd = connect_to_echo();
	while (at < NET_BYTES) {
		size_t n = 1 + i++ * 7919 % 6000, got = 0;
		ssize_t r;

		fill(buf, 3, at, n);
		if (send(fd, buf, n, 0) != (ssize_t)n)
			fail("send");
		memset(buf, 0, n);
		while (got < n) {
			r = recv(fd, buf + got, n - got, 0);
			if (r <= 0)
				fail("echo of %zu bytes", n);
			got += r;
		}
		compare(buf, 3, at, n, "echo");
		at += n;
	}
	close(fd);
	errors = snmp_counter("Tcp:", "InErrs") + snmp_counter("Tcp:", "InCsumErrors");
	errno = 0;
	if (errors)
		fail("%ld segments with errors", errors);
	printf("drivers: ok %u bytes there and back in %u pieces, %ld segments sent again\n",
	       at, i, snmp_counter("Tcp:", "RetransSegs"));
}

/* ------------------------------------------------------------------------ */

/* Sizes from the least to the most, short ones more often. */
static size_t frame_size(unsigned int i)
{
	if (i % 3 == 0)
		return FRAME_HEAD + 8 + i % (FRAME_MIN - FRAME_HEAD - 8);
	return FRAME_MIN + i * 7919 % (FRAME_MAX - FRAME_MIN + 1);
}

static void send_frame(int fd, const unsigned char *mac, unsigned int i)
{
	send_frame_of(fd, mac, i, frame_size(i));
}

static int is_frame(unsigned int i, size_t got)
{
	return is_frame_of(i, frame_size(i), got);
}

/* One that was taken for lost, and sent again. */
static int is_late(unsigned int first, size_t got)
{
	unsigned int k;

	for (k = 1; k <= 10 * BURST && k <= first; k++)
		if (is_frame(first - k, got))
			return 1;
	return 0;
}

/*
 * Take what comes, until it is all of the burst or nothing comes any more.  A
 * frame can get lost, and QEMU's 82596 loses one in five, whichever driver; one
 * that was not sent like this means damage.
 */
static unsigned int receive_burst(int fd, unsigned int first)
{
	unsigned int missing = (1 << BURST) - 1, k;
	ssize_t got;

	while (missing) {
		got = recv(fd, buf, CHUNK, 0);
		if (got < 0)
			break;
		for (k = 0; k < BURST && !is_frame(first + k, got); k++)
			;
		if (k == BURST && is_late(first, got))
			continue;
		if (k == BURST) {
			errno = 0;
			fail("%zd bytes that are none of frames %u to %u", got,
			     first, first + BURST - 1);
		}
		missing &= ~(1u << k);
	}
	return missing;
}

/* In bursts, so that descriptors are queued behind each other. */
static void test_frames(const char *ifname)
{
	unsigned int i, k, missing, tries, lost = 0;
	unsigned char mac[6];
	int fd;

	bring_up(ifname);
	fd = open_frames(ifname, mac);
	sleep(1);
	for (i = 0; i < FRAMES; i += BURST) {
		missing = (1 << BURST) - 1;
		for (tries = 0; missing; tries++) {
			if (tries == 10)
				fail("frames %u to %u do not come back", i, i + BURST - 1);
			for (k = 0; k < BURST; k++) {
				if (!(missing & 1u << k))
					continue;
				send_frame(fd, mac, i + k);
				lost += tries > 0;
			}
			missing &= receive_burst(fd, i);
		}
		if (i % 40 == 0)
			printf("drivers: %u frames, %u lost\n", i, lost);
	}
	close(fd);
	errno = 0;
	if (lost > FRAMES)
		fail("%u of %u frames lost", lost, FRAMES);
	printf("drivers: ok %u frames there and back, %u lost on the way\n", FRAMES, lost);
}

/* ------------------------------------------------------------------------ */

static void test_sound(const char *dev)
{
	int format = AFMT_S16_LE, channels = 2, rate = 44100, fd;
	uint32_t at;

	wait_for(dev);
	fd = open(dev, O_WRONLY);
	if (fd < 0)
		fail("open %s", dev);
	if (ioctl(fd, SNDCTL_DSP_SETFMT, &format) || format != AFMT_S16_LE ||
	    ioctl(fd, SNDCTL_DSP_CHANNELS, &channels) || channels != 2 ||
	    ioctl(fd, SNDCTL_DSP_SPEED, &rate) || rate != 44100)
		fail("format %d, %d channels, rate %d", format, channels, rate);
	for (at = 0; at < SOUND_BYTES; at += 4096) {
		fill(buf, 4, at, 4096);
		if (write(fd, buf, 4096) != 4096)
			fail("write");
	}
	/* What QEMU has not written when the guest ends is lost: let it be this. */
	memset(buf, 0, CHUNK);
	if (write(fd, buf, CHUNK) != CHUNK)
		fail("write");
	if (ioctl(fd, SNDCTL_DSP_SYNC, NULL))
		fail("sync");
	close(fd);
	printf("drivers: ok %u bytes played\n", SOUND_BYTES);
}

/* ------------------------------------------------------------------------ */

static void guest(void)
{
	const char *drv = getenv("drv");
	const char *arg = drv ? strchr(drv, ':') : NULL;

	setvbuf(stdout, NULL, _IOLBF, 0);
	mount("dev", "/dev", "devtmpfs", 0, NULL);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sys", "/sys", "sysfs", 0, NULL);
	load("/before.ko");
	if (!arg)
		fail("drv=%s", drv);
	if (!strncmp(drv, "block:", 6))
		test_block(arg + 1);
	else if (!strncmp(drv, "net:", 4))
		test_net(arg + 1);
	else if (!strncmp(drv, "frames:", 7))
		test_frames(arg + 1);
	else if (!strncmp(drv, "sound:", 6))
		test_sound(arg + 1);
	else
		fail("drv=%s", drv);
	fflush(stdout);
	sync();
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

static void *slurp(const char *path, size_t *size)
{
	FILE *f = fopen(path, "r");
	char *p;

	if (!f || fseek(f, 0, SEEK_END))
		fail("%s", path);
	*size = ftell(f);
	rewind(f);
	p = malloc(*size + 1);
	if (!p || fread(p, 1, *size, f) != *size)
		fail("%s", path);
	fclose(f);
	return p;
}

/* Frames go back to where they came from; QEMU's 82596 wants 64 bytes. */
static int echo(const char *here, const char *peer)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	unsigned char swap[6];
	ssize_t n;

	strncpy(un.sun_path, here, sizeof(un.sun_path) - 1);
	if (fd < 0 || bind(fd, (struct sockaddr *)&un, sizeof(un)))
		fail("bind to %s", here);
	strncpy(un.sun_path, peer, sizeof(un.sun_path) - 1);
	while ((n = recv(fd, buf, CHUNK, 0)) >= 0) {
		if (n < FRAME_HEAD || buf[12] != FRAME_TYPE >> 8 || buf[13] != (FRAME_TYPE & 0xff))
			continue;
		memcpy(swap, buf, 6);
		memmove(buf, buf + 6, 6);
		memcpy(buf + 6, swap, 6);
		for (; n < 64; n++)
			buf[n] = 0;
		sendto(fd, buf, n, 0, (struct sockaddr *)&un, sizeof(un));
	}
	return 1;
}

int main(int argc, char **argv)
{
	if (getpid() == 1)
		guest();
	if (argc == 5 && !strcmp(argv[1], "pattern")) {
		uint32_t at, to = atol(argv[4]);

		for (at = atol(argv[3]); at < to; at++)
			putchar(pattern(atol(argv[2]), at));
		return 0;
	}
	if (argc == 4 && !strcmp(argv[1], "find")) {
		size_t n, m;
		void *needle = slurp(argv[2], &n), *hay = slurp(argv[3], &m);

		return !memmem(hay, m, needle, n);
	}
	if (argc == 4 && !strcmp(argv[1], "echo"))
		return echo(argv[2], argv[3]);
	fprintf(stderr, "pattern SEED FROM TO, find FILE IN, or echo SOCKET PEER\n");
	return 2;
}
