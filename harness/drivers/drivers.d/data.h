/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Data that is known at every byte, and what carries it: for init.c and for
 * ../watch.d.  Who includes it says what a failure does.
 */
#ifndef DRIVERS_DATA_H
#define DRIVERS_DATA_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#define CHUNK		(128 << 10)
#define FRAME_TYPE	0x88b5	/* for local experiments */
#define FRAME_HEAD	14
#define FRAME_MIN	60

static void fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static unsigned char buf[CHUNK] __attribute__((aligned(4096)));

/* Noise that does not repeat within any size that a mistake is likely to have. */
static inline unsigned char pattern(unsigned int seed, uint32_t at)
{
	uint32_t x = (at + 1) * 2654435761u ^ seed * 40503u;

	x ^= x >> 15;
	x *= 2246822519u;
	return (x ^ x >> 13) >> 8;
}

static inline void fill(unsigned char *p, unsigned int seed, uint32_t at, size_t n)
{
	while (n--)
		*p++ = pattern(seed, at++);
}

static inline void compare(const unsigned char *p, unsigned int seed,
			   uint32_t at, size_t n, const char *what)
{
	for (; n--; at++, p++) {
		if (*p == pattern(seed, at))
			continue;
		errno = 0;
		fail("%s at byte %u, %02x for %02x", what, at, *p,
		     pattern(seed, at));
	}
}

static inline void wait_for(const char *path)
{
	struct stat st;
	int i;

	for (i = 0; i < 200 && stat(path, &st); i++)
		usleep(50000);
	if (stat(path, &st))
		fail("no %s", path);
}

static inline int open_direct(const char *dev)
{
	int fd = -1, i;

	/* the node is there a little before the disk is */
	for (i = 0; i < 100; i++) {
		fd = open(dev, O_RDWR | O_DIRECT | O_SYNC);
		if (fd >= 0 || errno != ENXIO)
			break;
		usleep(50000);
	}
	if (fd < 0)
		fail("open %s", dev);
	return fd;
}

/* The first half with one seed, the second with another, in mixed sizes. */
static inline void read_back(const char *dev, uint32_t size, unsigned int first,
			     unsigned int second)
{
	static const size_t sizes[] = { CHUNK, 512, 4096, 1536, 65536, 512 };
	uint32_t at = 0, half = size / 2, i = 0;
	int fd = open_direct(dev);

	while (at < size) {
		uint32_t end = at < half ? half : size;
		size_t n = sizes[i++ % (sizeof(sizes) / sizeof(sizes[0]))];

		if (n > end - at)
			n = end - at;
		memset(buf, 0, n);
		if (pread(fd, buf, n, at) != (ssize_t)n)
			fail("read %zu at %u", n, at);
		compare(buf, at < half ? first : second, at, n, "read");
		at += n;
	}
	close(fd);
}

static inline void set_address(int fd, const char *ifname, int request, const char *ip)
{
	struct ifreq ifr = {};
	struct sockaddr_in *sin = (struct sockaddr_in *)&ifr.ifr_addr;

	strncpy(ifr.ifr_name, ifname, IFNAMSIZ - 1);
	sin->sin_family = AF_INET;
	inet_aton(ip, &sin->sin_addr);
	if (ioctl(fd, request, &ifr))
		fail("address of %s", ifname);
}

static inline void bring_up(const char *ifname)
{
	struct ifreq ifr = {};
	char path[64];
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	snprintf(path, sizeof(path), "/sys/class/net/%s", ifname);
	wait_for(path);
	set_address(fd, ifname, SIOCSIFADDR, "10.0.2.15");
	set_address(fd, ifname, SIOCSIFNETMASK, "255.255.255.0");
	strncpy(ifr.ifr_name, ifname, IFNAMSIZ - 1);
	ifr.ifr_flags = IFF_UP | IFF_RUNNING;
	if (ioctl(fd, SIOCSIFFLAGS, &ifr))
		fail("%s up", ifname);
	close(fd);
}

/* A counter of a protocol, "Tcp:", by its name. */
static inline long snmp_counter(const char *protocol, const char *name)
{
	char names[512], values[512], *n, *v, *ns, *vs;
	FILE *f = fopen("/proc/net/snmp", "r");
	long count = -1;

	if (!f)
		fail("/proc/net/snmp");
	while (fgets(names, sizeof(names), f) && fgets(values, sizeof(values), f)) {
		if (strncmp(names, protocol, strlen(protocol)))
			continue;
		n = strtok_r(names, " \n", &ns);
		v = strtok_r(values, " \n", &vs);
		for (; n && v; n = strtok_r(NULL, " \n", &ns), v = strtok_r(NULL, " \n", &vs))
			if (!strcmp(n, name))
				count = atol(v);
	}
	fclose(f);
	if (count < 0)
		fail("no counter %s", name);
	return count;
}

static inline int open_frames(const char *ifname, unsigned char *mac)
{
	struct sockaddr_ll sll = { .sll_family = AF_PACKET, .sll_protocol = htons(FRAME_TYPE) };
	struct timeval patience = { .tv_usec = 300000 };
	int fd = socket(AF_PACKET, SOCK_RAW, htons(FRAME_TYPE));
	struct ifreq ifr = {};

	strncpy(ifr.ifr_name, ifname, IFNAMSIZ - 1);
	if (fd < 0 || ioctl(fd, SIOCGIFHWADDR, &ifr))
		fail("address of %s", ifname);
	memcpy(mac, ifr.ifr_hwaddr.sa_data, 6);
	sll.sll_ifindex = if_nametoindex(ifname);
	if (bind(fd, (struct sockaddr *)&sll, sizeof(sll)) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)))
		fail("bind to %s", ifname);
	return fd;
}

/* To the machine at the other end of the wire, with data that i gives. */
static inline void send_frame_of(int fd, const unsigned char *mac, unsigned int i, size_t n)
{
	static const unsigned char peer[6] = { 2, 0, 0, 0, 0, 1 };

	memcpy(buf, peer, 6);
	memcpy(buf + 6, mac, 6);
	buf[12] = FRAME_TYPE >> 8;
	buf[13] = FRAME_TYPE & 0xff;
	fill(buf + FRAME_HEAD, i, 0, n - FRAME_HEAD);
	if (send(fd, buf, n, 0) != (ssize_t)n)
		fail("send of frame %u", i);
}

/*
 * Whether what was received is frame i of n bytes, with zeroes for padding.
 * QEMU's 82596 delivers the checksum as well.
 */
static inline int is_frame_of(unsigned int i, size_t n, size_t got)
{
	size_t k;

	if (got < n)
		return 0;
	for (k = FRAME_HEAD; k < n; k++)
		if (buf[k] != pattern(i, k - FRAME_HEAD))
			return 0;
	for (; k < got && k < FRAME_MIN; k++)
		if (buf[k])
			return 0;
	return 1;
}

static inline void load(const char *module)
{
	int fd = open(module, O_RDONLY);

	if (fd >= 0 && syscall(SYS_finit_module, fd, "", 0))
		fail("load %s", module);
}

#endif
