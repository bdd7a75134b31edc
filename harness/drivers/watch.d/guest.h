/* SPDX-License-Identifier: GPL-2.0 */
#ifndef WATCH_GUEST_H
#define WATCH_GUEST_H

#include <setjmp.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "../drivers.d/data.h"

struct path {
	const char *name;
	void (*run)(void);
};

/* Who moves data beside a path writes here, and reads here whether it is to end. */
struct shared {
	volatile uint64_t moved;
	volatile bool damaged, stop;
};

extern struct shared *shared;
extern char bdf[32], device[32], node[64];

/* What a path did, for its line; or why it could not. */
void did(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void cannot(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
void give_up(const char *fmt, va_list args) __attribute__((noreturn));
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* On the host. */
void monitor(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

bool put(const char *path, const char *value);
long get_number(const char *path, long missing);
bool find_device(unsigned int seconds);
void rebind(bool on);

/* A process that moves data until end_load(). */
void start_load(void (*work)(void));
void end_load(void);
void flows(const char *after);
void suspend_devices(void (*work)(void));

/* The checker is told of the driver's device at run time. */
void choose_device(void (*ready)(void), void (*work)(void));

extern const struct path net_paths[], disk_paths[], sound_paths[], capture_paths[];
void net_ready(void);
void disk_ready(void);
void sound_ready(void);

#endif
