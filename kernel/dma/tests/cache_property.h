/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random sequences of a CPU and a device that share a buffer, and what each of
 * them has to see.
 */
#ifndef _KERNEL_DMA_TESTS_CACHE_PROPERTY_H
#define _KERNEL_DMA_TESTS_CACHE_PROPERTY_H

#include <linux/dma-cache.h>
#include <linux/dma-direction.h>
#include <linux/types.h>

#define PROPERTY_SIZE	1024	/* bytes of the buffer */

/**
 * struct property_machine - the machine that a sequence runs on
 * @line_size: bytes around one that the CPU writes that it may overwrite in
 *	memory; 1 if the device is coherent
 * @align: of what is handed over; less than @line_size shares lines
 * @speculates: whether @fetch can happen
 * @recycles: the driver gives buffers that it has only read to the device again
 *	without a hand-over, which breaks the rules
 * @cpu_read: read a byte through the caches
 * @cpu_write: write a byte through the caches
 * @evict: evict the line of a byte, as a cache may do at any time
 * @fetch: bring the line of a byte in, as a CPU may do that speculates
 * @device_read: read a byte as the device does
 * @device_write: write a byte as the device does
 * @hand_over: give a range a new owner; returns what went wrong, or NULL
 */
struct property_machine {
	unsigned int line_size;
	unsigned int align;
	bool speculates;
	bool recycles;
	u8 (*cpu_read)(struct property_machine *pm, size_t off);
	void (*cpu_write)(struct property_machine *pm, size_t off, u8 val);
	void (*evict)(struct property_machine *pm, size_t off);
	void (*fetch)(struct property_machine *pm, size_t off);
	u8 (*device_read)(struct property_machine *pm, size_t off);
	void (*device_write)(struct property_machine *pm, size_t off, u8 val);
	const char *(*hand_over)(struct property_machine *pm,
				 enum dma_cache_to to, size_t off, size_t size,
				 enum dma_data_direction dir);
};

/*
 * What each side has to see, a byte at a time, by nothing but ownership.
 * A byte is lost when the CPU writes its neighbour in the same line while the
 * device may write the byte: no cache can merge the two, and the contract
 * decides for the neighbour.
 */
struct oracle {
	u8 want[PROPERTY_SIZE];
	bool lost[PROPERTY_SIZE];
	s8 dir[PROPERTY_SIZE];	/* direction while the device owns it, else -1 */
};

u32 run_property(struct property_machine *pm, struct oracle *o, u64 seed,
		 u32 steps, const char **what);

#endif /* _KERNEL_DMA_TESTS_CACHE_PROPERTY_H */
