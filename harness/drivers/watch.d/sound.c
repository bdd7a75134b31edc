// SPDX-License-Identifier: GPL-2.0
/*
 * Sound cards, by the kernel's own interface: what is played with seed 4 the host looks
 * for in what it has recorded.  A QEMU without a file for it lets the guest record silence.
 */
#define _GNU_SOURCE
#include <sound/asound.h>
#include <stdarg.h>

#include "guest.h"

#define FRAME		4	/* bytes: two channels of 16 bits */
#define PERIOD		4096	/* frames */
#define BUFFER		(4 * PERIOD)
#define PLAYED		(256 << 10)	/* bytes, as watch has it */

static unsigned char sound[PLAYED];
static int opened = -1;

/* A card that is open cannot be unbound. */
static void fail(const char *fmt, ...)
{
	va_list args;

	close(opened);
	va_start(args, fmt);
	give_up(fmt, args);
}

static void moved(long frames) { shared->moved += frames * FRAME; }

static void set(struct snd_pcm_hw_params *p, int param, unsigned int value)
{
	struct snd_interval *i = &p->intervals[param - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL];

	i->min = value;
	i->max = value;
	i->integer = 1;
}

static void choose_one(struct snd_pcm_hw_params *p, int param, unsigned int bit)
{
	struct snd_mask *m = &p->masks[param - SNDRV_PCM_HW_PARAM_FIRST_MASK];

	memset(m, 0, sizeof(*m));
	m->bits[bit / 32] = 1u << bit % 32;
}

/* -1 if there is no such stream. */
static int try_pcm(char direction, int access)
{
	struct snd_pcm_hw_params p = { .rmask = ~0u, .info = ~0u };
	char path[sizeof(node)];
	unsigned int i;
	int fd;

	strcpy(path, node);
	path[strlen(path) - 1] = direction;
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -1;
	memset(p.masks, 0xff, sizeof(p.masks));
	for (i = 0; i < sizeof(p.intervals) / sizeof(p.intervals[0]); i++)
		p.intervals[i].max = ~0u;
	choose_one(&p, SNDRV_PCM_HW_PARAM_ACCESS, access);
	choose_one(&p, SNDRV_PCM_HW_PARAM_FORMAT, (int)SNDRV_PCM_FORMAT_S16_LE);
	choose_one(&p, SNDRV_PCM_HW_PARAM_SUBFORMAT, (int)SNDRV_PCM_SUBFORMAT_STD);
	set(&p, SNDRV_PCM_HW_PARAM_CHANNELS, 2);
	set(&p, SNDRV_PCM_HW_PARAM_RATE, 44100);
	set(&p, SNDRV_PCM_HW_PARAM_PERIOD_SIZE, PERIOD);
	set(&p, SNDRV_PCM_HW_PARAM_BUFFER_SIZE, BUFFER);
	if (ioctl(fd, SNDRV_PCM_IOCTL_HW_PARAMS, &p) || ioctl(fd, SNDRV_PCM_IOCTL_PREPARE)) {
		close(fd);
		return -1;
	}
	return fd;
}

static int open_pcm(char direction, int access)
{
	int fd = try_pcm(direction, access);

	if (fd < 0)
		fail("open %s for %c", node, direction);
	opened = fd;
	return fd;
}

/* False if the card was faster. */
static bool play(int fd, const unsigned char *data, unsigned long frames)
{
	struct snd_xferi x = { .buf = (void *)data, .frames = frames };

	if (ioctl(fd, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x)) {
		if (errno != EPIPE)
			fail("play %lu frames", frames);
		return false;
	}
	moved(frames);
	return true;
}

static void drain(int fd)
{
	if (ioctl(fd, SNDRV_PCM_IOCTL_DRAIN))
		fail("drain");
}

/* All of it without a gap, in pieces of odd sizes, with what is to happen in the middle. */
static void play_all(int fd, void (*middle)(int fd))
{
	unsigned long at, n, i, turn, frames = PLAYED / FRAME;

	for (turn = 0; turn < 20; turn++) {
		fill(sound, 4, 0, PLAYED);
		for (at = 0, i = 1; at < frames; at += n) {
			n = at ? 1 + i++ * 7919 % 6000 : BUFFER;
			if (n > frames - at)
				n = frames - at;
			if (!play(fd, sound + at * FRAME, n))
				break;
			if (middle && at < frames / 2 && at + n >= frames / 2)
				middle(fd);
		}
		/* what QEMU has not recorded when the guest ends is lost: let it be this */
		memset(sound, 0, PLAYED);
		if (at == frames && play(fd, sound, BUFFER)) {
			drain(fd);
			return;
		}
		ioctl(fd, SNDRV_PCM_IOCTL_PREPARE);
	}
	errno = 0;
	fail("the card is always faster.");
}

void sound_ready(void)
{
	wait_for(node);
}

static void traffic(void)
{
	int fd = open_pcm('p', SNDRV_PCM_ACCESS_RW_INTERLEAVED);

	play_all(fd, NULL);
	close(fd);
	did("%u bytes played, odd sizes", PLAYED);
}

static void pause_it(int fd)
{
	if (ioctl(fd, SNDRV_PCM_IOCTL_PAUSE, 1))
		cannot("the driver has none (%s)", strerror(errno));
	usleep(200000);
	if (ioctl(fd, SNDRV_PCM_IOCTL_PAUSE, 0))
		fail("go on");
}

static void paused(void)
{
	int fd = open_pcm('p', SNDRV_PCM_ACCESS_RW_INTERLEAVED);

	play_all(fd, pause_it);
	close(fd);
	did("in the middle");
}

/* The last period is filled with silence. */
static void drained(void)
{
	static const unsigned int sizes[] = { 1, 15, 16, 1023, PERIOD - 1, PERIOD, PERIOD + 1, BUFFER };
	int fd = open_pcm('p', SNDRV_PCM_ACCESS_RW_INTERLEAVED);
	unsigned int i;

	fill(sound, 5, 0, PLAYED);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (!play(fd, sound, sizes[i]))
			fail("play %u frames", sizes[i]);
		drain(fd);
		if (ioctl(fd, SNDRV_PCM_IOCTL_PREPARE))
			fail("prepare");
	}
	close(fd);
	did("%u sizes", i);
}

/* What is left is thrown away; then the card gets nothing any more. */
static void dropped(void)
{
	int fd = open_pcm('p', SNDRV_PCM_ACCESS_RW_INTERLEAVED);
	unsigned int i;

	fill(sound, 6, 0, PLAYED);
	for (i = 0; i < 4; i++) {
		play(fd, sound, BUFFER);
		usleep(i % 2 ? 600000 : 50000);
		if (ioctl(fd, SNDRV_PCM_IOCTL_DROP) || ioctl(fd, SNDRV_PCM_IOCTL_PREPARE))
			fail("drop");
	}
	close(fd);
	did("twice, and twice run dry");
}

/* One hand-over of the pointers tells the kernel what was written. */
static void commit(int fd, struct snd_pcm_sync_ptr *ptr, unsigned long frames)
{
	ptr->c.control.appl_ptr += frames;
	ptr->flags = SNDRV_PCM_SYNC_PTR_HWSYNC;
	if (ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, ptr))
		fail("pointers");
	moved(frames);
}

static void mapped(void)
{
	int fd = open_pcm('p', SNDRV_PCM_ACCESS_MMAP_INTERLEAVED);
	struct snd_pcm_sync_ptr ptr = {
		.flags = SNDRV_PCM_SYNC_PTR_APPL | SNDRV_PCM_SYNC_PTR_AVAIL_MIN,
	};
	unsigned long queued, i;
	unsigned char *map;

	map = mmap(NULL, BUFFER * FRAME, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		   SNDRV_PCM_MMAP_OFFSET_DATA);
	if (map == MAP_FAILED)
		fail("mmap");
	if (ioctl(fd, SNDRV_PCM_IOCTL_SYNC_PTR, &ptr))
		fail("pointers");
	fill(map, 7, 0, BUFFER * FRAME);
	commit(fd, &ptr, BUFFER);
	if (ioctl(fd, SNDRV_PCM_IOCTL_START))
		fail("start");
	for (i = 0; i < 12; ) {
		usleep(10000);
		commit(fd, &ptr, 0);
		queued = ptr.c.control.appl_ptr - ptr.s.status.hw_ptr;
		if (ptr.s.status.state == SNDRV_PCM_STATE_XRUN)
			break;
		if (queued + PERIOD > BUFFER)
			continue;
		fill(map + ptr.c.control.appl_ptr % BUFFER * FRAME, 7, i, PERIOD * FRAME);
		commit(fd, &ptr, PERIOD);
		i++;
	}
	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	munmap(map, BUFFER * FRAME);
	close(fd);
	did("%lu periods more", i);
}

/* What the checker fills a buffer with is not silence. */
static void recorded(void)
{
	int fd = open_pcm('c', SNDRV_PCM_ACCESS_RW_INTERLEAVED);
	struct snd_xferi x = { .buf = sound };
	unsigned long i, k, again = 0, total = 0;

	for (i = 0; i < 40; i++) {
		x.frames = 1 + i * 7919 % 6000;
		memset(sound, 0xaa, PLAYED);
		if (ioctl(fd, SNDRV_PCM_IOCTL_READI_FRAMES, &x)) {
			if (errno != EPIPE || again++ > 20)
				fail("record %lu frames", x.frames);
			ioctl(fd, SNDRV_PCM_IOCTL_PREPARE);
			continue;
		}
		for (k = 0; k < x.frames * FRAME; k++)
			if (sound[k]) {
				errno = 0;
				fail("silence at byte %lu, %02x", k, sound[k]);
			}
		moved(x.frames);
		total += x.frames;
	}
	ioctl(fd, SNDRV_PCM_IOCTL_DROP);
	close(fd);
	did("%lu bytes of silence recorded", total * FRAME);
}

static void work(void)
{
	struct snd_xferi x = { .buf = sound, .frames = 1000 };
	int fd = -1;

	while (!shared->stop) {
		if (fd < 0)
			fd = try_pcm('p', SNDRV_PCM_ACCESS_RW_INTERLEAVED);
		if (fd >= 0 && !ioctl(fd, SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x)) {
			moved(x.frames);
			continue;
		}
		/* it ran dry, was suspended, or is gone */
		if (fd >= 0)
			close(fd);
		fd = -1;
		usleep(20000);
	}
}

static void suspended(void) { suspend_devices(work); }

static void choose(void) { choose_device(sound_ready, work); }

static void unbind(void)
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		start_load(work);
		flows("start");
		rebind(false);
		rebind(true);
		sound_ready();
		flows("bind");
		end_load();
	}
	did("%u times under load", i);
}

const struct path sound_paths[] = {
	{ "traffic", traffic },
	{ "pause", paused },
	{ "drain", drained },
	{ "drop", dropped },
	{ "mmap", mapped },
	{ "suspend", suspended },
	{ "unbind", unbind },
	{ "choose", choose },
	{}
};

const struct path capture_paths[] = {
	{ "traffic", recorded },
	{}
};
