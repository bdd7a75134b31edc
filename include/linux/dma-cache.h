/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cache maintenance for DMA that is not coherent with the CPU caches.
 *
 * First what the DMA mapping code calls when a buffer changes owner, then what
 * an architecture provides.  See Documentation/core-api/dma-cache-hooks.rst.
 */
#ifndef _LINUX_DMA_CACHE_H
#define _LINUX_DMA_CACHE_H

#include <linux/dma-direction.h>
#include <linux/dma-map-ops.h>
#include <linux/overflow.h>
#include <linux/types.h>

/**
 * enum dma_cache_to - the owner of a buffer after a hand-over
 * @DMA_CACHE_TO_DEVICE: the device, after map or sync_for_device
 * @DMA_CACHE_TO_CPU: the CPU, after sync_for_cpu or unmap
 */
enum dma_cache_to {
	DMA_CACHE_TO_DEVICE,
	DMA_CACHE_TO_CPU,
};

/**
 * struct dma_cache_batch - hand-over of several ranges, such as a scatterlist
 * @paddr: start of the pending range
 * @size: bytes in the pending range
 * @dir: direction of the DMA, the same for all ranges
 * @to: the new owner of all ranges
 *
 * Physically adjacent ranges are merged, and all ranges share one barrier.
 * Initialize with DMA_CACHE_BATCH().
 */
struct dma_cache_batch {
	phys_addr_t paddr;
	size_t size;
	enum dma_data_direction dir;
	enum dma_cache_to to;
};

#define DMA_CACHE_BATCH(_to, _dir)	{ .to = (_to), .dir = (_dir) }

/**
 * struct dma_cache_traits - properties of the CPU caches
 * @line_size: largest line of all caches that a primitive works on, in bytes, a
 *	power of two.  Too large a value costs time, too small a value loses
 *	data.  1 if no line is ever dirty: partial lines need no write back then.
 * @speculates: the CPU, or a prefetcher between it and the memory, may fetch
 *	lines that no access asked for, also of a buffer that the device owns.
 * @all_threshold: size in bytes from which a hand-over flushes the whole cache
 *	instead of a range; SIZE_MAX for never.
 *
 * Defaults are safe for any CPU until the architecture calls dma_cache_init().
 */
struct dma_cache_traits {
	unsigned long line_size;
	bool speculates;
	size_t all_threshold;
};

#ifdef CONFIG_ARCH_HAS_DMA_CACHE

void dma_cache_for_device(phys_addr_t paddr, size_t size,
			  enum dma_data_direction dir);
void dma_cache_for_device_nowait(phys_addr_t paddr, size_t size,
				 enum dma_data_direction dir);
void dma_cache_wait(void);
void __dma_cache_for_cpu(phys_addr_t paddr, size_t size);
void __dma_cache_for_cpu_nowait(phys_addr_t paddr, size_t size);

/**
 * dma_cache_for_cpu - hand a range over to the CPU
 * @paddr: physical start, in any alignment
 * @size: bytes, in any alignment; 0 does nothing
 * @dir: direction of the DMA; an invalid one counts as DMA_BIDIRECTIONAL
 *
 * On return the CPU sees what the device wrote.  DMA_TO_DEVICE needs no
 * operation.
 *
 * The range has to be handed to the device before it writes there again, even
 * if the CPU has only read it: a CPU that does not speculate keeps the lines
 * that it has read until then.
 *
 * Context: Any, interrupts included.
 */
static inline void dma_cache_for_cpu(phys_addr_t paddr, size_t size,
				     enum dma_data_direction dir)
{
	if (dir != DMA_TO_DEVICE)
		__dma_cache_for_cpu(paddr, size);
}

/**
 * dma_cache_batch_flush - maintain the pending range of a batch
 * @batch: the batch
 *
 * Only for dma_cache_batch_add() and dma_cache_batch_end().
 *
 * Context: Any, interrupts included.
 */
static inline void dma_cache_batch_flush(const struct dma_cache_batch *batch)
{
	if (batch->to == DMA_CACHE_TO_DEVICE)
		dma_cache_for_device_nowait(batch->paddr, batch->size,
					    batch->dir);
	else if (batch->dir != DMA_TO_DEVICE)
		__dma_cache_for_cpu_nowait(batch->paddr, batch->size);
}

/**
 * dma_cache_batch_add - add a range to a batch
 * @batch: the batch
 * @paddr: physical start of the range, in any alignment
 * @size: bytes, in any alignment; 0 does nothing
 *
 * Context: Any, interrupts included.
 */
static inline void dma_cache_batch_add(struct dma_cache_batch *batch,
				       phys_addr_t paddr, size_t size)
{
	size_t sum;

	if (batch->size) {
		/* @paddr == 0 may be an address overflow: do not merge */
		if (batch->paddr + batch->size == paddr && paddr &&
		    !check_add_overflow(batch->size, size, &sum)) {
			batch->size = sum;
			return;
		}
		/* an empty pending range would skip the barrier at the end */
		if (unlikely(!size))
			return;
		dma_cache_batch_flush(batch);
	}
	batch->paddr = paddr;
	batch->size = size;
}

/**
 * dma_cache_batch_end - complete the hand-over of a batch
 * @batch: the batch
 *
 * On return all ranges of the batch are handed over, as if each had been passed
 * to dma_cache_for_device() or dma_cache_for_cpu().
 *
 * Context: Any, interrupts included.
 */
static inline void dma_cache_batch_end(const struct dma_cache_batch *batch)
{
	bool to_cpu = batch->to == DMA_CACHE_TO_CPU;

	if (!batch->size || (to_cpu && batch->dir == DMA_TO_DEVICE))
		return;

	dma_cache_batch_flush(batch);
	dma_cache_wait();
	if (to_cpu)
		arch_sync_dma_for_cpu_all();
}

/* ------------------------------------------------------------------------ */

void dma_cache_init(unsigned int line_size, bool speculates);

#ifdef CONFIG_ARCH_HAS_DMA_MARK_CLEAN
void arch_dma_mark_clean(phys_addr_t paddr, size_t size);
#else
static inline void arch_dma_mark_clean(phys_addr_t paddr, size_t size)
{
}
#endif

/**
 * DOC: Cache primitives
 *
 * arch_dma_cache_wback(), arch_dma_cache_inv() and arch_dma_cache_wback_inv()
 * follow the same rules:
 *
 * - @paddr and @size are multiples of the line_size passed to dma_cache_init().
 *   @size is not 0.  The range need not have a struct page.
 * - @vaddr is a cacheable kernel mapping of the whole range, valid during the
 *   call.  Highmem is passed one page at a time.  A primitive uses @vaddr or
 *   @paddr, whichever its caches need, and never converts one to the other.
 *   Memory that the kernel cannot map is DMA_ATTR_MMIO, and is not passed.
 * - They work on all cache levels between any CPU and the memory that the
 *   device accesses: they write back inner caches first, and invalidate outer
 *   caches first.
 * - They work on the caches of other CPUs, too, unless these are coherent and
 *   the operation is broadcast.
 * - They run in any context, interrupts included, and must not sleep.  If the
 *   caller is preemptible it may migrate to another CPU, so an operation on the
 *   caches of one CPU has to disable preemption.
 */

#ifdef CONFIG_ARCH_HAS_DMA_CACHE_INLINE
/* inline functions, and arch_sync_dma_flush() as well */
#include <asm/dma-cache.h>
#else
/**
 * arch_dma_cache_wback - write back dirty lines, which may stay cached
 * @paddr: physical start of the range, line aligned
 * @vaddr: kernel mapping of @paddr
 * @size: bytes, whole lines
 *
 * Data must have reached memory when arch_sync_dma_flush() returns.  The
 * implementation may invalidate the lines, too.
 */
void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size);

/**
 * arch_dma_cache_inv - invalidate lines without writing them back
 * @paddr: physical start of the range, line aligned
 * @vaddr: kernel mapping of @paddr
 * @size: bytes, whole lines
 *
 * No line is dirty unless a driver violated ownership, so an implementation may
 * write back first.  It must not invalidate lines outside of the range.
 */
void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size);

/**
 * arch_dma_cache_wback_inv - write back and invalidate lines
 * @paddr: physical start of the range, line aligned
 * @vaddr: kernel mapping of @paddr
 * @size: bytes, whole lines
 *
 * Both steps are atomic for each line: a store by another CPU must not be lost
 * between them.
 */
void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size);

/**
 * arch_sync_dma_flush - wait for the preceding primitives
 *
 * On return, data that was written back is in memory and visible to a device
 * that the CPU starts with its next register access, and no later load hits an
 * invalidated line.  The core calls it once per hand-over, after all primitives,
 * and does not sleep in between.  If the caller is preempted and migrates, the
 * context switch must imply this barrier.
 *
 * If the primitives wait for completion, do not select ARCH_HAS_BATCHED_DMA_SYNC
 * and do not provide this function.
 */
#ifdef CONFIG_ARCH_HAS_BATCHED_DMA_SYNC
void arch_sync_dma_flush(void);
#endif
#endif /* CONFIG_ARCH_HAS_DMA_CACHE_INLINE */

/**
 * arch_dma_cache_wback_inv_all - write back and invalidate the whole cache
 *
 * Optional, selected by ARCH_HAS_DMA_CACHE_ALL.  The core calls it instead of
 * the other primitives for ranges of at least the threshold of
 * dma_cache_set_all_threshold().  It must reach all caches that they reach.
 */
#ifdef CONFIG_ARCH_HAS_DMA_CACHE_ALL
void arch_dma_cache_wback_inv_all(void);
void dma_cache_set_all_threshold(size_t threshold);
#else
static inline void arch_dma_cache_wback_inv_all(void)
{
}
#endif

#else /* !CONFIG_ARCH_HAS_DMA_CACHE */

/* Other architectures keep their arch_sync_dma_*(). */
static inline void dma_cache_for_device(phys_addr_t paddr, size_t size,
					enum dma_data_direction dir)
{
	arch_sync_dma_for_device(paddr, size, dir);
	arch_sync_dma_flush();
}

static inline void dma_cache_for_device_nowait(phys_addr_t paddr, size_t size,
					       enum dma_data_direction dir)
{
	arch_sync_dma_for_device(paddr, size, dir);
}

static inline void dma_cache_wait(void)
{
	arch_sync_dma_flush();
}

static inline void dma_cache_for_cpu(phys_addr_t paddr, size_t size,
				     enum dma_data_direction dir)
{
	arch_sync_dma_for_cpu(paddr, size, dir);
	arch_sync_dma_flush();
	arch_sync_dma_for_cpu_all();
}

static inline void dma_cache_batch_add(struct dma_cache_batch *batch,
				       phys_addr_t paddr, size_t size)
{
	if (batch->to == DMA_CACHE_TO_DEVICE)
		arch_sync_dma_for_device(paddr, size, batch->dir);
	else
		arch_sync_dma_for_cpu(paddr, size, batch->dir);
}

static inline void dma_cache_batch_end(struct dma_cache_batch *batch)
{
	arch_sync_dma_flush();
	if (batch->to == DMA_CACHE_TO_CPU)
		arch_sync_dma_for_cpu_all();
}

#endif /* CONFIG_ARCH_HAS_DMA_CACHE */
#endif /* _LINUX_DMA_CACHE_H */
