/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A modelled cache in place of the CPU's.
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

/* What the core asked for, in order. */
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
 * struct model - a cache over a buffer that plays the memory
 * @machine: how a property sees it
 * @test: whose it is; its priv points here
 * @traits: what the contract is told of the CPU
 * @all_threshold: for the traits, at the next reset
 * @always: the contract is told that the CPU speculates, whether it does or not
 * @recycles: see &struct property_machine
 * @ram: the buffer
 * @base: where the first @split bytes of it are in physical memory
 * @base2: where the others are
 * @split: %MODEL_SIZE if the buffer is in one piece
 * @lines: of the cache
 * @ops: the first ones since the last model_forget()
 * @nr_ops: how many there were
 * @barriers: how many there were
 * @pending: an operation has not seen its barrier
 * @fault: the first promise that the core broke
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
