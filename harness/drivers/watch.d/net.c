// SPDX-License-Identifier: GPL-2.0
/*
 * Networks.  The other end of the wire swaps the addresses of what it gets and sends
 * it back, so this end talks to itself as 10.0.2.16 with all that goes both ways.
 */
#define _GNU_SOURCE
#include <linux/bpf.h>
#include <linux/ethtool.h>
#include <linux/if_link.h>
#include <linux/sockios.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>

#include "guest.h"

#define BULK		(1 << 20)
#define WINDOW		24	/* packets on the way */

static uint16_t ports = 4000;
static unsigned int udp_next = 1, lost;

static void fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	give_up(fmt, args);
}

static void moved(size_t n) { shared->moved += n; }

static struct sockaddr_in address(const char *ip, uint16_t port)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(port) };

	inet_aton(ip, &sin.sin_addr);
	return sin;
}

static struct ifreq request(void)
{
	struct ifreq ifr = {};

	strncpy(ifr.ifr_name, device, IFNAMSIZ - 1);
	return ifr;
}

static int control(int cmd, struct ifreq *ifr)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int ret = ioctl(fd, cmd, ifr), why = errno;

	close(fd);
	errno = why;
	return ret;
}

static int ethtool(void *cmd)
{
	struct ifreq ifr = request();

	ifr.ifr_data = cmd;
	return control(SIOCETHTOOL, &ifr);
}

static void set_flags(unsigned int on, unsigned int off)
{
	struct ifreq ifr = request();

	if (control(SIOCGIFFLAGS, &ifr))
		fail("flags");
	ifr.ifr_flags |= on;
	ifr.ifr_flags &= ~off;
	if (control(SIOCSIFFLAGS, &ifr))
		fail("flags on %x off %x", on, off);
}

/* ------------------------------------------------------------------------ */

static int udp_socket(bool checksum)
{
	struct sockaddr_in here = address("10.0.2.15", ++ports), there = address("10.0.2.16", ports);
	struct timeval patience = { .tv_usec = 300000 };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), none = !checksum, room = 1 << 20;

	setsockopt(fd, SOL_SOCKET, SO_NO_CHECK, &none, sizeof(none));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (fd < 0 || bind(fd, (struct sockaddr *)&here, sizeof(here)) ||
	    connect(fd, (struct sockaddr *)&there, sizeof(there)))
		fail("UDP");
	return fd;
}

static bool udp_send(int fd, uint32_t id, uint32_t n)
{
	memcpy(buf, &id, 4);
	memcpy(buf + 4, &n, 4);
	fill(buf + 8, id, 8, n - 8);
	return send(fd, buf, n, 0) == (ssize_t)n;
}

/* The number of a packet that came back whole, 0 if none comes. */
static uint32_t udp_receive(int fd)
{
	ssize_t got = recv(fd, buf, sizeof(buf), 0);
	uint32_t id, n;

	if (got < 0)
		return 0;
	memcpy(&id, buf, 4);
	memcpy(&n, buf + 4, 4);
	errno = 0;
	if (got < 8 || n != (uint32_t)got || !id || id > udp_next)
		fail("%zd bytes that were not sent: number %u, length %u.", got, id, n);
	compare(buf + 8, id, 8, n - 8, "UDP");
	moved(n);
	return id;
}

/* One after the other, each until it is back. */
static void udp_sizes(int fd, uint32_t from, uint32_t to, uint32_t step)
{
	uint32_t n, tries;

	for (n = from; n <= to; n += step) {
		uint32_t id = ++udp_next;

		for (tries = 0; tries < 20; tries++) {
			uint32_t got = 0;

			if (udp_send(fd, id, n))
				do
					got = udp_receive(fd);
				while (got && got != id);
			if (got == id)
				break;
			lost++;
			usleep(20000);
		}
		errno = 0;
		if (tries == 20)
			fail("UDP of %u bytes does not come back.", n);
	}
}

/* Many on the way at a time. */
static void udp_burst(int fd, unsigned int packets, uint32_t most)
{
	unsigned int i, back;

	while (packets) {
		for (i = 0; i < WINDOW; i++) {
			udp_next++;
			udp_send(fd, udp_next, 8 + udp_next * 7919u % (most - 7));
		}
		for (back = 0; back < WINDOW && udp_receive(fd); back++)
			;
		lost += WINDOW - back;
		packets -= packets < WINDOW ? packets : WINDOW;
	}
}

static uint16_t sum(const unsigned char *p, size_t n)
{
	uint32_t s = 0;
	size_t i;

	for (i = 0; i + 1 < n; i += 2)
		s += p[i] << 8 | p[i + 1];
	if (n & 1)
		s += p[n - 1] << 8;
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return ~s;
}

static void pings(uint32_t most)
{
	struct sockaddr_in there = address("10.0.2.16", 0);
	struct timeval patience = { .tv_usec = 300000 };
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
	uint32_t n, i, tries;
	uint16_t s;

	if (fd < 0 || connect(fd, (struct sockaddr *)&there, sizeof(there)) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)))
		fail("ICMP");
	for (n = 0, i = 1; n <= most; n += 1 + n / 8, i++) {
		for (tries = 0; tries < 20; tries++) {
			ssize_t got;

			memset(buf, 0, 8);
			buf[0] = ICMP_ECHO;
			buf[6] = i >> 8;
			buf[7] = i;
			fill(buf + 8, i, 0, n);
			s = sum(buf, n + 8);
			buf[2] = s >> 8;
			buf[3] = s;
			if (send(fd, buf, n + 8, 0) < 0) {
				usleep(50000);
				continue;
			}
			do
				got = recv(fd, buf, sizeof(buf), 0);
			while (got >= 28 && (buf[20] != ICMP_ECHOREPLY || buf[26] << 8 != (int)(i & 0xff00) ||
					     buf[27] != (i & 0xff)));
			if (got < 0) {
				lost++;
				continue;
			}
			errno = 0;
			if ((size_t)got != n + 28)
				fail("ping of %u bytes comes back with %zd.", n, got - 28);
			compare(buf + 28, i, 0, n, "ping");
			moved(n);
			break;
		}
		errno = 0;
		if (tries == 20)
			fail("ping of %u bytes is not answered.", n);
	}
	close(fd);
}

/* Without any checksum that could hide damage, in all lengths. */
static void frames(uint32_t from, uint32_t to, uint32_t step)
{
	unsigned char mac[6];
	int fd = open_frames(device, mac);
	uint32_t n, tries;

	for (n = from; n <= to; n += step) {
		for (tries = 0; tries < 20; tries++) {
			ssize_t got;

			send_frame_of(fd, mac, n, n);
			do
				got = recv(fd, buf, sizeof(buf), 0);
			while (got >= 0 && !memcmp(buf + 6, mac, 6));
			if (got < 0) {
				lost++;
				continue;
			}
			errno = 0;
			/* one from the turn before may be late */
			if (!is_frame_of(n, n, got) && !is_frame_of(n - step, n - step, got))
				fail("frame of %u bytes comes back as others", n);
			moved(n);
			break;
		}
		errno = 0;
		if (tries == 20)
			fail("frame of %u bytes does not come back.", n);
	}
	close(fd);
}

struct end {
	int fd;
	unsigned int out_seed, in_seed;
	uint32_t out, in;
};

static bool pump(struct end *e, uint32_t bytes)
{
	size_t n = 1 + e->out * 31u % 16000;
	ssize_t r;
	bool moves = false;

	if (e->out < bytes) {
		if (n > bytes - e->out)
			n = bytes - e->out;
		fill(buf, e->out_seed, e->out, n);
		r = send(e->fd, buf, n, MSG_DONTWAIT);
		if (r < 0 && errno != EAGAIN)
			fail("send by TCP");
		if (r > 0)
			e->out += r, moves = true;
	}
	r = recv(e->fd, buf, 16000, MSG_DONTWAIT);
	if (r < 0 && errno != EAGAIN)
		fail("receive by TCP");
	if (r > 0) {
		compare(buf, e->in_seed, e->in, r, "TCP");
		e->in += r;
		moved(r);
		moves = true;
	}
	return moves;
}

/* Both ways at once. */
static void bulk(uint32_t bytes)
{
	struct sockaddr_in here = address("10.0.2.15", ++ports), there = address("10.0.2.16", ports);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct pollfd wait = { .fd = listener, .events = POLLIN };
	struct end a = { .fd = fd, .out_seed = 5, .in_seed = 6 };
	struct end b = { .out_seed = 6, .in_seed = 5 };
	unsigned int idle = 0;

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *)&here, sizeof(here)) || listen(listener, 1))
		fail("listen");
	here.sin_port = 0;
	if (bind(fd, (struct sockaddr *)&here, sizeof(here)))
		fail("bind");
	connect(fd, (struct sockaddr *)&there, sizeof(there));
	if (poll(&wait, 1, 30000) != 1) {
		errno = 0;
		fail("TCP does not connect.");
	}
	b.fd = accept(listener, NULL, NULL);
	while (a.in < bytes || b.in < bytes) {
		struct pollfd both[2] = { { a.fd, POLLIN, 0 }, { b.fd, POLLIN, 0 } };
		bool moves = pump(&a, bytes);

		moves |= pump(&b, bytes);
		idle = moves ? 0 : idle + 1;
		errno = 0;
		if (idle > 600)
			fail("TCP stands still at %u and %u of %u.", a.in, b.in, bytes);
		if (!moves)
			poll(both, 2, 50);
	}
	close(a.fd);
	close(b.fd);
	close(listener);
}

/* What a checksum hid from all the comparisons. */
static void no_errors(void)
{
	long errors = snmp_counter("Tcp:", "InErrs") + snmp_counter("Tcp:", "InCsumErrors") +
		      snmp_counter("Udp:", "InCsumErrors") + snmp_counter("Icmp:", "InCsumErrors") +
		      snmp_counter("Ip:", "InHdrErrors");
	static long had;
	long now = errors - had;

	had = errors;
	errno = 0;
	if (now)
		fail("%ld packets with a wrong checksum.", now);
}

static void check_all(void)
{
	int fd = udp_socket(false);

	udp_sizes(fd, 8, 1472, 122);
	close(fd);
	bulk(64 << 10);
	no_errors();
}

void net_ready(void)
{
	bring_up(device);
	no_errors();
}

static void traffic(void)
{
	int fd;

	pings(8000);
	/* what is shorter than a VLAN header QEMU's rocker drops */
	frames(strcmp(getenv("drv"), "rocker") ? FRAME_HEAD + 1 : FRAME_HEAD + 4, 1514, 7);
	fd = udp_socket(false);
	udp_sizes(fd, 8, 1472, 13);
	udp_burst(fd, 960, 1472);
	close(fd);
	fd = udp_socket(true);
	udp_burst(fd, 480, 8000);
	close(fd);
	bulk(BULK);
	no_errors();
	did("pings, frames, UDP, TCP");
	if (lost)
		did(", %u sent again, %ld by TCP", lost, snmp_counter("Tcp:", "RetransSegs"));
}

/* ------------------------------------------------------------------------ */

static void work(void)
{
	int plain, summed;
	unsigned int i;

	/* none that the parent, or who did this before, has */
	ports = 10000 + getpid() * 4 % 20000;
	plain = udp_socket(false);
	summed = udp_socket(true);
	for (i = 0; !shared->stop; i++)
		udp_burst(i % 2 ? plain : summed, WINDOW, i % 8 ? 1472 : 6000);
}

static void selftest(void)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
	static struct { struct ethtool_test t; uint64_t data[32]; } test;
	static struct { struct ethtool_gstrings g; char names[32][ETH_GSTRING_LEN]; } strings;
	char failed[160] = "";
	unsigned int i;

	if (ethtool(&info) || !info.testinfo_len)
		cannot("the driver has none");
	if (info.testinfo_len > 32)
		cannot("%u tests", info.testinfo_len);
	strings.g.cmd = ETHTOOL_GSTRINGS;
	strings.g.string_set = ETH_SS_TEST;
	strings.g.len = info.testinfo_len;
	if (ethtool(&strings))
		fail("names of tests");
	test.t.cmd = ETHTOOL_TEST;
	test.t.flags = ETH_TEST_FL_OFFLINE;
	test.t.len = info.testinfo_len;
	if (ethtool(&test))
		fail("ETHTOOL_TEST");
	for (i = 0; i < info.testinfo_len; i++)
		if (test.data[i])
			snprintf(failed + strlen(failed), sizeof(failed) - strlen(failed), "%s%.*s %llu",
				 *failed ? ", " : "", (int)strcspn(strings.names[i], "("),
				 strings.names[i], (unsigned long long)test.data[i]);
	usleep(500000);
	start_load(work);
	flows("the test");
	end_load();
	check_all();
	errno = 0;
	if (test.t.flags & ETH_TEST_FL_FAILED)
		fail("%s.", failed);
	did("%u tests", info.testinfo_len);
}

static void rings(void)
{
	struct ethtool_ringparam ring = { .cmd = ETHTOOL_GRINGPARAM }, was;
	unsigned int i, taken = 0;

	if (ethtool(&ring))
		cannot("the driver has none");
	was = ring;
	start_load(work);
	for (i = 0; i < 10; i++) {
		unsigned int sizes[] = { 80, 4096, 256, 64, 512, 16, 1024, 32, 128, 96 };

		ring = was;
		ring.cmd = ETHTOOL_SRINGPARAM;
		ring.rx_pending = sizes[i] < was.rx_max_pending ? sizes[i] : was.rx_max_pending;
		ring.tx_pending = sizes[9 - i] < was.tx_max_pending ? sizes[9 - i] : was.tx_max_pending;
		flows("start");
		taken += !ethtool(&ring);
		flows("a new ring");
	}
	was.cmd = ETHTOOL_SRINGPARAM;
	ethtool(&was);
	flows("the old ring");
	end_load();
	check_all();
	if (!taken)
		cannot("the driver refuses all sizes");
	did("%u sizes", taken);
}

static void mtu(void)
{
	static const int sizes[] = { 576, 1500, 2000, 9000, 1498, 4000, 1200, 9000, 1500 };
	unsigned int i, taken = 0;
	int fd, largest = 0;

	start_load(work);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct ifreq ifr = request();

		ifr.ifr_mtu = sizes[i];
		if (control(SIOCSIFMTU, &ifr))
			continue;
		taken++;
		largest = sizes[i] > largest ? sizes[i] : largest;
		flows("a new MTU");
		fd = udp_socket(false);
		udp_sizes(fd, sizes[i] - 60, sizes[i] - 28, 8);
		udp_sizes(fd, sizes[i] / 2, sizes[i], sizes[i] / 5);
		close(fd);
	}
	end_load();
	check_all();
	did("%u changes, up to %d", taken, largest);
}

static void updown(void)
{
	unsigned int i;

	start_load(work);
	for (i = 0; i < 16; i++) {
		flows("start");
		set_flags(0, IFF_UP);
		usleep(i * 3000);
		set_flags(IFF_UP, 0);
		if (i % 4 == 1) {
			set_flags(0, IFF_UP);
			set_flags(IFF_UP, 0);
		}
		flows("up");
	}
	end_load();
	check_all();
	did("%u times under load", i);
}

static void copybreak(void)
{
	static const uint32_t limits[] = { 0, 256, 1514, 200 };
	struct { struct ethtool_tunable t; uint32_t value; } tune = {
		.t = { .id = ETHTOOL_RX_COPYBREAK, .type_id = ETHTOOL_TUNABLE_U32, .len = 4 } };
	unsigned int i, taken = 0;
	uint32_t was;
	int fd = udp_socket(false);

	tune.t.cmd = ETHTOOL_GTUNABLE;
	if (ethtool(&tune))
		taken = ~0u;
	was = tune.value;
	for (i = 0; i < 4; i++) {
		tune.t.cmd = ETHTOOL_STUNABLE;
		tune.value = limits[i];
		if (taken != ~0u)
			taken += !ethtool(&tune);
		udp_sizes(fd, 196, 232, 1);
		frames(60, 70, 1);
		frames(246, 270, 1);
		udp_burst(fd, 240, 500);
		if (taken == ~0u)
			break;
	}
	close(fd);
	tune.value = was;
	if (taken != ~0u)
		ethtool(&tune);
	check_all();
	if (taken == ~0u)
		did("all sizes around 256 with the driver's limit");
	else
		did("all sizes around 256 with %u limits", taken);
}

static void promisc(void)
{
	unsigned int i, k, added = 0;
	struct ifreq ifr;

	start_load(work);
	for (i = 0; i < 6; i++) {
		set_flags(IFF_PROMISC, 0);
		flows("promiscuous");
		set_flags(IFF_ALLMULTI, IFF_PROMISC);
		for (k = 0; k < 40; k++) {
			ifr = request();
			ifr.ifr_hwaddr.sa_family = 0;
			memcpy(ifr.ifr_hwaddr.sa_data, (unsigned char []){ 1, 0, 0x5e, i, 7, k }, 6);
			added += !control(SIOCADDMULTI, &ifr);
			if (k == 8)
				set_flags(0, IFF_ALLMULTI);
		}
		flows("multicast");
		for (k = 0; k < 40; k++) {
			ifr = request();
			ifr.ifr_hwaddr.sa_family = 0;
			memcpy(ifr.ifr_hwaddr.sa_data, (unsigned char []){ 1, 0, 0x5e, i, 7, k }, 6);
			control(SIOCDELMULTI, &ifr);
		}
		flows("no multicast");
	}
	end_load();
	check_all();
	did("%u addresses", added);
}

static void offloads(void)
{
	static const struct { uint32_t get, set; const char *name; } what[] = {
		{ ETHTOOL_GRXCSUM, ETHTOOL_SRXCSUM, "rx" }, { ETHTOOL_GTXCSUM, ETHTOOL_STXCSUM, "tx" },
		{ ETHTOOL_GSG, ETHTOOL_SSG, "sg" }, { ETHTOOL_GTSO, ETHTOOL_STSO, "tso" },
		{ ETHTOOL_GGSO, ETHTOOL_SGSO, "gso" }, { ETHTOOL_GGRO, ETHTOOL_SGRO, "gro" },
	};
	unsigned int i, turn, changes = 0;

	for (i = 0; i < sizeof(what) / sizeof(what[0]); i++) {
		for (turn = 0; turn < 2; turn++) {
			struct ethtool_value value = { .cmd = what[i].get };
			uint32_t was;
			int fd;

			if (ethtool(&value))
				break;
			was = value.data;
			value.cmd = what[i].set;
			value.data = !was;
			if (ethtool(&value))
				break;
			value.cmd = what[i].get;
			if (ethtool(&value) || value.data == was)
				break;
			if (!turn)
				did("%s%s", changes ? ", " : "", what[i].name);
			changes++;
			bulk(128 << 10);
			fd = udp_socket(true);
			udp_burst(fd, 120, 4000);
			close(fd);
		}
	}
	check_all();
	if (!changes)
		cannot("the driver has none that can be changed");
}

/* ------------------------------------------------------------------------ */

#ifdef SYS_bpf
static int bpf(int cmd, union bpf_attr *attr)
{
	return syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

static int xdp_attach(const struct bpf_insn *insns, unsigned int n)
{
	union bpf_attr load = {
		.prog_type = BPF_PROG_TYPE_XDP, .insn_cnt = n,
		.insns = (uintptr_t)insns, .license = (uintptr_t)"GPL",
		.expected_attach_type = BPF_XDP,
	};
	int prog = bpf(BPF_PROG_LOAD, &load), link;
	union bpf_attr attach = {};

	if (prog < 0)
		fail("load of a program");
	attach.link_create.prog_fd = prog;
	attach.link_create.target_ifindex = if_nametoindex(device);
	attach.link_create.attach_type = BPF_XDP;
	attach.link_create.flags = XDP_FLAGS_DRV_MODE;
	link = bpf(BPF_LINK_CREATE, &attach);
	close(prog);
	return link;
}

/* Drops all, passes all, or sends back what is addressed to this end. */
static void xdp(void)
{
	struct bpf_insn verdict[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = XDP_PASS },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	struct bpf_insn back[] = {
		{ .code = BPF_LDX | BPF_MEM | BPF_W, .dst_reg = 2, .src_reg = 1, .off = 0 },
		{ .code = BPF_LDX | BPF_MEM | BPF_W, .dst_reg = 3, .src_reg = 1, .off = 4 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = XDP_PASS },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 4, .src_reg = 2 },
		{ .code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = 4, .imm = 14 },
		{ .code = BPF_JMP | BPF_JGT | BPF_X, .dst_reg = 4, .src_reg = 3, .off = 3 },
		{ .code = BPF_LDX | BPF_MEM | BPF_B, .dst_reg = 5, .src_reg = 2, .off = 0 },
		{ .code = BPF_JMP | BPF_JEQ | BPF_K, .dst_reg = 5, .imm = 2, .off = 1 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = XDP_TX },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int link = xdp_attach(verdict, 2), fd;
	unsigned int i;

	if (link < 0)
		cannot("the driver has none (%s)", strerror(errno));
	start_load(work);
	flows("XDP_PASS");
	end_load();
	check_all();
	did("pass");
	close(link);

	verdict[0].imm = XDP_DROP;
	link = xdp_attach(verdict, 2);
	if (link < 0)
		fail("XDP_DROP");
	fd = udp_socket(false);
	for (i = 0; i < 200; i++)
		udp_send(fd, ++udp_next, 8 + i * 7);
	errno = 0;
	if (udp_receive(fd))
		fail("a packet comes in spite of XDP_DROP.");
	did(", drop");
	close(link);
	close(fd);
	check_all();

	/* out, in and back by XDP, in and up, since the address is the peer's then */
	set_flags(IFF_PROMISC, 0);
	link = xdp_attach(back, sizeof(back) / sizeof(back[0]));
	if (link < 0)
		fail("XDP_TX");
	frames(60, 1514, 31);
	did(", tx");
	close(link);
	set_flags(0, IFF_PROMISC);
	check_all();
}
#else
static void xdp(void) { cannot("the C library does not know bpf()"); }
#endif

static void link_loss(void)
{
	unsigned int i;

	start_load(work);
	for (i = 0; i < 3; i++) {
		flows("start");
		monitor("set_link n off");
		usleep(300000 + i * 400000);
		monitor("set_link n on");
		usleep(300000);
		flows("the link came back");
	}
	end_load();
	check_all();
	did("%u times lost under load", i);
}

/* What takes the chip or its memory aside. */
static void registers(void)
{
	static struct { struct ethtool_regs r; unsigned char data[65536]; } regs;
	static struct { struct ethtool_eeprom e; unsigned char data[256]; } eeprom;
	static struct { struct ethtool_stats s; uint64_t data[2048]; } stats;
	struct ethtool_coalesce coalesce = { .cmd = ETHTOOL_GCOALESCE };
	struct ethtool_value restart = { .cmd = ETHTOOL_NWAY_RST };
	unsigned int i, k, done[5] = {};

	start_load(work);
	for (i = 0; i < 5; i++) {
		regs.r.cmd = ETHTOOL_GREGS;
		regs.r.len = sizeof(regs.data);
		done[0] += !ethtool(&regs);
		eeprom.e.cmd = ETHTOOL_GEEPROM;
		eeprom.e.len = 64;
		done[1] += !ethtool(&eeprom);
		stats.s.cmd = ETHTOOL_GSTATS;
		stats.s.n_stats = 2048;
		done[2] += !ethtool(&stats);
		coalesce.cmd = ETHTOOL_GCOALESCE;
		if (!ethtool(&coalesce)) {
			coalesce.cmd = ETHTOOL_SCOALESCE;
			coalesce.rx_coalesce_usecs = 20 * i;
			done[3] += !ethtool(&coalesce);
		}
		done[4] += !ethtool(&restart);
		flows("registers");
	}
	end_load();
	check_all();
	for (k = 0; k < 5; k++) {
		static const char * const names[] = { "registers", "EEPROM", "statistics", "coalescing", "negotiation" };

		if (done[k])
			did("%s ", names[k]);
	}
}

static void suspended(void)
{
	suspend_devices(work);
	check_all();
}

static void unbind(void)
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		start_load(work);
		flows("start");
		rebind(false);
		rebind(true);
		bring_up(device);
		flows("bind");
		end_load();
	}
	check_all();
	did("%u times under load", i);
}

static void choose(void) { choose_device(net_ready, work); }

const struct path net_paths[] = {
	{ "traffic", traffic },
	{ "copybreak", copybreak },
	{ "selftest", selftest },
	{ "rings", rings },
	{ "mtu", mtu },
	{ "promisc", promisc },
	{ "offloads", offloads },
	{ "xdp", xdp },
	{ "registers", registers },
	{ "updown", updown },
	{ "link", link_loss },
	{ "suspend", suspended },
	{ "unbind", unbind },
	{ "choose", choose },
	{}
};
