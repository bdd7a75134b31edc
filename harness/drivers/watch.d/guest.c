// SPDX-License-Identifier: GPL-2.0
/*
 * The only process of a guest of "make watch": drv=DRIVER kind=net|disk|sound|capture paths=NAME,NAME
 * avoid=NAME,NAME on the command line.  What it says goes through the kernel's log, where
 * it stands in order with the checker's reports:
 *
 *	watch: path NAME		what follows belongs to it
 *	watch: ran NAME: WHAT		or "not NAME: WHY" or "FAIL NAME: WHY"
 *	watch: monitor COMMAND		for the host to give to QEMU's monitor
 *	watch: see FILE: LINE		what the checker has in debugfs
 *	watch: done BYTES		the last word
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/wait.h>

#include "guest.h"

#define PATIENCE	400	/* seconds for a path */
#define CHECKER		"/sys/kernel/debug/dma_shadow/"

struct shared *shared;
char bdf[32], device[32], node[64];

static const struct kind {
	const char *name, *class;
	void (*ready)(void);
	const struct path *paths;
} kinds[] = {
	{ "net", "/sys/class/net", net_ready, net_paths },
	{ "disk", "/sys/block", disk_ready, disk_paths },
	{ "sound", "/sys/class/sound", sound_ready, sound_paths },
	{ "capture", "/sys/class/sound", sound_ready, capture_paths },
};

static const struct kind *kind = kinds;
static const char *path_name = "boot", *driver;
static char what[256];
static jmp_buf out;
static pid_t loader;
static bool ready;
static void (*load_work)(void);

static void vsay(const char *fmt, va_list args)
{
	char line[512] = "<5>watch: ";
	static int kmsg = -1;
	int n = strlen(line);

	if (kmsg < 0)
		kmsg = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	vsnprintf(line + n, sizeof(line) - n - 1, fmt, args);
	/* without its end the kernel keeps the line until there is another one */
	strcat(line, "\n");
	if (write(kmsg, line, strlen(line)) < 0)
		fputs(line, stdout);
}

void say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsay(fmt, args);
	va_end(args);
}

void did(const char *fmt, ...)
{
	va_list args;
	size_t n = strlen(what);

	va_start(args, fmt);
	vsnprintf(what + n, sizeof(what) - n, fmt, args);
	va_end(args);
}

void give_up(const char *fmt, va_list args)
{
	const char *why = errno ? strerror(errno) : "wrong data";
	char text[256];

	vsnprintf(text, sizeof(text), fmt, args);
	if (fmt[strlen(fmt) - 1] == '.')
		say("FAIL %s: %.*s", path_name, (int)strlen(text) - 1, text);
	else
		say("FAIL %s: %s: %s", path_name, text, why);
	if (getpid() != 1) {
		shared->damaged = true;
		_exit(1);
	}
	longjmp(out, 1);
}

static void fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	give_up(fmt, args);
}

void cannot(const char *fmt, ...)
{
	char text[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	say("not %s: %s", path_name, text);
	longjmp(out, 2);
}

void monitor(const char *fmt, ...)
{
	char text[200];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	say("monitor %s", text);
}

/* ------------------------------------------------------------------------ */

bool put(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && write(fd, value, strlen(value)) == (ssize_t)strlen(value);

	if (fd >= 0)
		close(fd);
	return ok;
}

long get_number(const char *path, long missing)
{
	FILE *f = fopen(path, "r");
	long n = missing;

	if (!f || fscanf(f, "%ld", &n) != 1)
		n = missing;
	if (f)
		fclose(f);
	return n;
}

/* What of a class is below a device of the bus. */
static bool find_below(const char *class, const char *of)
{
	char path[PATH_MAX], real[PATH_MAX], part[64];
	struct dirent *e;
	DIR *d = opendir(class);
	bool found = false;
	unsigned int i, k;
	char c;

	snprintf(part, sizeof(part), "/%.40s/", of);
	while (d && !found && (e = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", class, e->d_name);
		if (e->d_name[0] == '.' || !realpath(path, real) || !strstr(real, part))
			continue;
		/* of a sound card what plays, and its first, which may record as well */
		if (!strcmp(class, "/sys/class/sound") &&
		    (sscanf(e->d_name, "pcmC%uD%u%c", &i, &k, &c) != 3 || k || c != 'p'))
			continue;
		snprintf(device, sizeof(device), "%.31s", e->d_name);
		snprintf(bdf, sizeof(bdf), "%.31s", of);
		/* one of the ways to an nvme, nvme0c0n1, has no node */
		if (sscanf(device, "nvme%uc%*un%u", &i, &k) == 2)
			snprintf(device, sizeof(device), "nvme%un%u", i, k);
		snprintf(node, sizeof(node), "/dev/%s%.31s", sscanf(device, "pcm%c", &c) == 1 ? "snd/" : "", device);
		found = true;
	}
	if (d)
		closedir(d);
	return found;
}

/* The driver's network interface, disk or sound card: whether there is one. */
bool find_device(unsigned int seconds)
{
	unsigned int i;
	char path[128];
	struct dirent *e;
	bool found = false;

	snprintf(path, sizeof(path), "/sys/bus/pci/drivers/%s", driver);
	for (i = 0; i <= 10 * seconds && !found; i++) {
		DIR *d = opendir(path);

		while (d && !found && (e = readdir(d)))
			found = strchr(e->d_name, ':') && find_below(kind->class, e->d_name);
		if (d)
			closedir(d);
		if (!found)
			usleep(100000);
	}
	return found;
}

void rebind(bool on)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/bus/pci/drivers/%s/%s", driver, on ? "bind" : "unbind");
	if (!put(path, bdf))
		fail("%s", path);
	if (on && !find_device(20)) {
		errno = 0;
		fail("no %s after bind.", kind->name);
	}
}

/* ------------------------------------------------------------------------ */

void start_load(void (*work)(void))
{
	load_work = work;
	shared->stop = false;
	loader = fork();
	if (loader)
		return;
	signal(SIGALRM, SIG_DFL);
	load_work();
	_exit(0);
}

void end_load(void)
{
	int status = 0;

	if (!loader)
		return;
	shared->stop = true;
	waitpid(loader, &status, 0);
	loader = 0;
	errno = 0;
	if (shared->damaged)
		longjmp(out, 1);
	if (status)
		fail("the load ended with %d.", status);
}

/* Data moves again. */
void flows(const char *after)
{
	uint64_t before = shared->moved;
	int i;

	for (i = 0; i < 800 && shared->moved == before; i++)
		usleep(50000);
	errno = 0;
	if (shared->damaged)
		longjmp(out, 1);
	if (shared->moved == before)
		fail("no traffic after %s.", after);
}

/* ------------------------------------------------------------------------ */

static void hangs(int signal)
{
	(void)signal;
	say("FAIL %s: hangs", path_name);
	put("/proc/sysrq-trigger", "w");
	say("done %llu", (unsigned long long)shared->moved);
	reboot(RB_AUTOBOOT);
}

static bool listed(const char *name, const char *variable)
{
	const char *list = getenv(variable), *at;
	size_t n = strlen(name);

	for (at = list; at && (at = strstr(at, name)); at++)
		if ((at == list || at[-1] == ',') && (!at[n] || at[n] == ','))
			return true;
	return false;
}

static bool wanted(const struct path *p)
{
	if (!strcmp(p->name, "traffic"))
		return true;
	if (!listed("all", "paths") && !listed(p->name, "paths"))
		return false;
	if (!listed(p->name, "avoid"))
		return true;
	say("not %s: QEMU's device would stop the guest", p->name);
	return false;
}

static void run(const struct path *p)
{
	int how;

	path_name = p->name;
	what[0] = '\0';
	shared->damaged = false;
	say("path %s", p->name);
	alarm(PATIENCE);
	how = setjmp(out);
	if (!how) {
		p->run();
		say("ran %s: %s", p->name, what);
	}
	alarm(0);
	/* what a path leaves running when it fails */
	if (loader) {
		kill(loader, SIGKILL);
		waitpid(loader, NULL, 0);
		loader = 0;
	}
}

static void show_debugfs(void)
{
	static const char * const files[] = { "watched", "mappings", "passed", "reports", "sites" };
	char path[64], line[400];
	unsigned int i, n;
	FILE *f;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), CHECKER "%s", files[i]);
		f = fopen(path, "r");
		for (n = 0; f && n < 100 && fgets(line, sizeof(line), f); n++) {
			line[strcspn(line, "\n")] = '\0';
			say("see %s: %s", files[i], line);
		}
		if (f)
			fclose(f);
	}
}

static void probe(void)
{
	if (!find_device(30)) {
		errno = 0;
		fail("%s binds to nothing, or has no %s.", driver, kind->name);
	}
	kind->ready();
	ready = true;
	did("%s at %s", device, bdf);
}

/*
 * The kernel suspends its devices and resumes them, and goes no further.
 */
void suspend_devices(void (*work)(void))
{
	if (access("/sys/power/state", W_OK) || access("/sys/power/pm_test", W_OK))
		cannot("this kernel does not suspend");
	put("/sys/module/suspend/parameters/pm_test_delay", "1");
	if (!put("/sys/power/pm_test", "devices"))
		cannot("no test of devices");
	start_load(work);
	flows("start");
	if (!put("/sys/power/state", "freeze"))
		fail("suspend");
	if (!find_device(20)) {
		errno = 0;
		fail("no %s after resume.", kind->name);
	}
	flows("resume");
	end_load();
	did("devices, under load");
}

static bool is_watched(void)
{
	FILE *f = fopen(CHECKER "watched", "r");
	char line[400];
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f))
		found = strstr(line, bdf);
	if (f)
		fclose(f);
	return found;
}

void choose_device(void (*ready)(void), void (*work)(void))
{
	const char *names[] = { "\n", bdf, driver };
	unsigned int i;

	if (!is_watched())
		cannot("nothing is watched");
	for (i = 0; i < 3; i++) {
		if (!put(CHECKER "watch", names[i]))
			fail("write to %swatch", CHECKER);
		rebind(false);
		rebind(true);
		ready();
		errno = 0;
		if (is_watched() != !!i)
			fail("%s is %swatched.", bdf, i ? "not " : "");
		start_load(work);
		flows("bind");
		end_load();
	}
	did("none, the device, the driver");
}

static const struct path probe_path = { "probe", probe };

/* What the kernel does not have built in, in the order of the names. */
static void load_modules(void)
{
	struct dirent **names;
	int i, n = scandir("/before", &names, NULL, alphasort);
	char path[300];

	for (i = 0; i < n; i++) {
		if (names[i]->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/before/%s", names[i]->d_name);
		load(path);
	}
}

int main(void)
{
	const struct path *p;

	mount("dev", "/dev", "devtmpfs", 0, NULL);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sys", "/sys", "sysfs", 0, NULL);
	mount("debug", "/sys/kernel/debug", "debugfs", 0, NULL);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	signal(SIGALRM, hangs);
	signal(SIGPIPE, SIG_IGN);
	driver = getenv("drv");
	while (strcmp(kind->name, getenv("kind")))
		kind++;
	if (!setjmp(out))
		load_modules();

	run(&probe_path);
	for (p = kind->paths; ready && p->name; p++)
		if (wanted(p))
			run(p);
	show_debugfs();
	say("done %llu", (unsigned long long)shared->moved);
	usleep(100000);
	sync();
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}
