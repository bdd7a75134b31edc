/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A modelled cache that replaces the caches of the CPU.
 */
#ifndef _KERNEL_DMA_TESTS_CACHE_MODEL_H
#define _KERNEL_DMA_TESTS_CACHE_MODEL_H

#include <linux/dma-cache.h>
#include <kunit/test.h>
#include "../cache.h"
#include "cache_property.h"

#define MODEL_SIZE	PROPERTY_SIZE
#define MODEL_LINE_MAX	128
#define MODEL_OPS	32

/* Operations that the core issued, in order. */
struct model_op {
	enum dma_cache_op op;
	size_t offset;
	size_t size;
};

struct model_line {
	bool valid;
	bool dirty;
	u8 data[MODEL_LINE_MAX];
};

/**
 * struct model - a cache over a buffer that stands for the memory
 * @machine: methods for the random sequences
 * @test: the test, whose priv points here
 * @traits: properties of the CPU, as the contract sees them
 * @all_threshold: for the traits, at the next reset
 * @always: set the trait speculates, whether the CPU speculates or not
 * @recycles: see &struct property_machine
 * @ram: the buffer
 * @base: physical address of its first @split bytes
 * @base2: physical address of the other bytes
 * @split: %MODEL_SIZE if the buffer is in one piece
 * @lines: cache lines
 * @ops: first operations since the last model_forget()
 * @nr_ops: number of operations
 * @barriers: number of barriers
 * @pending: an operation was not followed by a barrier
 * @fault: first violation of the rules for primitives
 */
struct model {
	struct property_machine machine;
	struct kunit *test;
	struct dma_cache_traits traits;
	size_t all_threshold;
	bool always;
	bool recycles;
	u8 *ram;
	phys_addr_t base, base2;
	size_t split;
	struct model_line *lines;
	struct model_op ops[MODEL_OPS];
	unsigned int nr_ops;
	unsigned int barriers;
	bool pending;
	const char *fault;
};

void model_init(struct model *m, struct kunit *test, void *ram);
void model_apply(struct model *m, enum dma_cache_op op, size_t off, size_t size);
void model_forget(struct model *m);
void model_reset(struct model *m, unsigned int line_size, bool speculates);
struct model *to_model(struct property_machine *pm);
u32 run_model(struct model *m, unsigned int line, bool speculates,
	      const char *(*hand_over)(struct property_machine *pm,
				       enum dma_cache_to to, size_t off,
				       size_t size, enum dma_data_direction dir),
	      u64 seed, u32 steps, const char **what);

#endif /* _KERNEL_DMA_TESTS_CACHE_MODEL_H */
