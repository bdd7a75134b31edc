// SPDX-License-Identifier: GPL-2.0
/*
 * The host's side of a guest of "make watch", in the directory that QEMU runs in: copies
 * the serial line from standard input to standard output, gives what the guest asks for
 * to QEMU's monitor (socket monitor), and is the other end of the network (sockets host
 * and guest): all frames go back with their addresses swapped.
 */
#define _GNU_SOURCE
#include <net/ethernet.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/un.h>

#include "../drivers.d/data.h"

static void fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fprintf(stderr, ": %s\n", strerror(errno));
	exit(1);
}

static struct sockaddr_un at(const char *path)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	strncpy(un.sun_path, path, sizeof(un.sun_path) - 1);
	return un;
}

static void swap(unsigned char *a, unsigned char *b, size_t n)
{
	unsigned char t;

	while (n--) {
		t = *a;
		*a++ = *b;
		*b++ = t;
	}
}

/* Its length, or 0 if it does not go back. */
static size_t turn(unsigned char *f, size_t n)
{
	static const unsigned char me[6] = { 2, 0, 0, 0, 0, 1 };
	unsigned int type = f[12] << 8 | f[13];

	if (n < FRAME_HEAD || n > CHUNK - 64)
		return 0;
	switch (type) {
	case ETHERTYPE_ARP:
		/* a request, for any address but the guest's own */
		if (n < 42 || f[21] != 1 || !memcmp(f + 28, f + 38, 4))
			return 0;
		f[21] = 2;
		memcpy(f + 32, f + 22, 6);
		memcpy(f + 22, me, 6);
		swap(f + 28, f + 38, 4);
		break;
	case ETHERTYPE_IP:
		if (n < 34 || f[0] & 1)
			return 0;
		swap(f + 26, f + 30, 4);
		break;
	case FRAME_TYPE:
		break;
	default:
		return 0;
	}
	memcpy(f, f + 6, 6);
	memcpy(f + 6, me, 6);
	for (; n < FRAME_MIN; n++)
		f[n] = 0;
	return n;
}

static void network(int fd)
{
	static const struct timeval patience = { .tv_usec = 50000 };
	struct sockaddr_un guest = at("guest");
	ssize_t n = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);

	if (n <= 0)
		return;
	n = turn(buf, n);
	/* a guest that does not listen loses frames, as on a wire */
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (n)
		sendto(fd, buf, n, 0, (struct sockaddr *)&guest, sizeof(guest));
}

static void monitor(const char *command)
{
	static int fd = -1;
	struct sockaddr_un un = at("monitor");

	if (fd < 0) {
		fd = socket(AF_UNIX, SOCK_STREAM, 0);
		if (connect(fd, (struct sockaddr *)&un, sizeof(un))) {
			fprintf(stderr, "no monitor: %s\n", strerror(errno));
			close(fd);
			fd = -1;
			return;
		}
	}
	if (write(fd, command, strlen(command)) < 0)
		fprintf(stderr, "monitor: %s\n", strerror(errno));
	/* it echoes, and has nothing to say that counts */
	while (recv(fd, buf, sizeof(buf), MSG_DONTWAIT) > 0)
		;
}

static void serial(const char *p, ssize_t n)
{
	static char line[512];
	static size_t len;
	char *ask;

	for (; n--; p++) {
		if (*p != '\r' && len < sizeof(line) - 2)
			line[len++] = *p;
		if (*p != '\n')
			continue;
		line[len] = '\0';
		len = 0;
		ask = strstr(line, "watch: monitor ");
		if (ask)
			monitor(ask + strlen("watch: monitor "));
	}
}

int main(void)
{
	struct sockaddr_un un = at("host");
	struct pollfd both[2] = { { 0, POLLIN, 0 }, { -1, POLLIN, 0 } };
	static char text[4096];
	ssize_t n;

	both[1].fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	if (bind(both[1].fd, (struct sockaddr *)&un, sizeof(un)))
		fail("bind");
	for (;;) {
		if (poll(both, 2, -1) < 0)
			fail("poll");
		if (both[1].revents)
			network(both[1].fd);
		if (!both[0].revents)
			continue;
		n = read(0, text, sizeof(text));
		if (n <= 0)
			return 0;
		if (write(1, text, n) != n)
			return 1;
		serial(text, n);
	}
}
