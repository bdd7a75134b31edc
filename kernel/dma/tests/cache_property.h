/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random accesses of a CPU and a device to a buffer, and the expected values.
 */
#ifndef _KERNEL_DMA_TESTS_CACHE_PROPERTY_H
#define _KERNEL_DMA_TESTS_CACHE_PROPERTY_H

#include <linux/dma-cache.h>
#include <linux/dma-direction.h>
#include <linux/types.h>

#define PROPERTY_SIZE	1024	/* bytes of the buffer */

/**
 * struct property_machine - the machine that a sequence runs on
 * @line_size: size of a cache line, which a write by the CPU may overwrite in
 *	memory; 1 if the device is coherent
 * @align: alignment of hand-overs; if less than @line_size, they share lines
 * @speculates: whether @fetch can happen
 * @recycles: the driver returns buffers that it has only read to the device
 *	without a hand-over, which is a bug
 * @cpu_read: read a byte through the caches
 * @cpu_write: write a byte through the caches
 * @evict: evict the line of a byte; a cache may do so at any time
 * @fetch: fetch the line of a byte speculatively
 * @device_read: read a byte by DMA
 * @device_write: write a byte by DMA
 * @hand_over: hand over a range; returns an error message, or NULL
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
 * Expected values by byte, from ownership alone.  A byte is lost if the CPU
 * writes its neighbour in the same line while the device owns the byte: no
 * cache can merge the two, and the contract keeps the neighbour.
 */
struct oracle {
	u8 want[PROPERTY_SIZE];
	bool lost[PROPERTY_SIZE];
	s8 dir[PROPERTY_SIZE];	/* direction while the device owns it, else -1 */
};

u32 run_property(struct property_machine *pm, struct oracle *o, u64 seed,
		 u32 steps, const char **what);

#endif /* _KERNEL_DMA_TESTS_CACHE_PROPERTY_H */
