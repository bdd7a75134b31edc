/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A modelled ARC: its auxiliary registers, L1 data cache, system level cache and
 * memory.
 */
#ifndef _ARC_HOST_MODEL_H
#define _ARC_HOST_MODEL_H

#include "kernel/dma/tests/cache_property.h"

#define MODEL_LINE_MIN	32
#define MODEL_LINES	(PROPERTY_SIZE / MODEL_LINE_MIN)

/* What was done to a line; an invalidation without write back is a discard. */
#define DID_WBACK	0x1
#define DID_INV		0x2
#define DID_DISCARD	0x4

/* One level of cache.  It has room for every line of the memory. */
struct level {
	unsigned int line_size;		/* 0: there is no such level */
	bool enabled;
	struct {
		bool valid, dirty;
		u8 data[128];
		u8 todo;		/* what is still to be done to it */
		u8 did;			/* and what was */
	} line[MODEL_LINES];
	bool end_set;			/* region: END has been written */
	bool hides_busy;		/* the next read does not see busy */
};

extern struct model {
	struct level l1, slc;
	u8 ram[PROPERTY_SIZE];
	u64 base;		/* physical address of ram */
	bool pae;		/* the hardware has 40 bit addresses */
	bool ioc;		/* and a unit that makes DMA coherent */
	bool ioc_on;
	bool snoop;		/* the device is behind that unit */
	bool running;		/* past the initialization */
	bool speculates;	/* lines come and go while registers are accessed */
	bool irqs_off;
	bool locked;
	unsigned int accesses;	/* of registers of the data caches */
	struct rnd_state rnd;
	const char *fault;	/* the first rule that was broken */
} model;

u8 model_cpu_read(size_t off);
void model_cpu_write(size_t off, u8 val);
/* What model_cpu_read() would read, without bringing it in. */
u8 model_cpu_sees(size_t off);
void model_evict(size_t off);
void model_fetch(size_t off);
u8 model_device_read(size_t off);
void model_device_write(size_t off, u8 val);

/* Caches empty, memory zero. */
void model_clear(void);
/* What must not be left behind; returns the fault, and forgets it. */
const char *model_idle(void);

#endif /* _ARC_HOST_MODEL_H */
