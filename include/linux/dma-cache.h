/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cache maintenance for DMA that is not coherent with the CPU caches.
 *
 * Above the line: what the DMA mapping code calls when a buffer changes its
 * owner.  Below it: what an architecture provides.  The contract between the
 * two is in kernel/dma/cache.c, the reasons for it are in
 * Documentation/core-api/dma-cache-hooks.rst.
 */
#ifndef _LINUX_DMA_CACHE_H
#define _LINUX_DMA_CACHE_H

#include <linux/dma-direction.h>
#include <linux/dma-map-ops.h>
#include <linux/overflow.h>
#include <linux/types.h>

/**
 * enum dma_cache_to - who owns a buffer after a hand-over
 * @DMA_CACHE_TO_DEVICE: the device: map and sync_for_device
 * @DMA_CACHE_TO_CPU: the CPU: sync_for_cpu and unmap
 */
enum dma_cache_to {
	DMA_CACHE_TO_DEVICE,
	DMA_CACHE_TO_CPU,
};

/**
 * struct dma_cache_batch - a hand-over of several ranges, such as a scatterlist
 * @paddr: start of the run of adjacent ranges that is being collected
 * @size: bytes in that run
 * @dir: direction of the DMA, the same for all ranges
 * @to: the new owner of all ranges
 *
 * Ranges that touch in physical memory become one, and all of them share one
 * barrier.  To be set up with DMA_CACHE_BATCH().
 */
struct dma_cache_batch {
	phys_addr_t paddr;
	size_t size;
	enum dma_data_direction dir;
	enum dma_cache_to to;
};

#define DMA_CACHE_BATCH(_to, _dir)	{ .to = (_to), .dir = (_dir) }

/**
 * struct dma_cache_traits - what the contract has to know of the CPU caches
 * @line_size: Bytes of the largest line of any cache that a primitive works
 *	on, a power of two.  Too large is safe and costs operations on lines
 *	next to the buffer, too small loses data.
 * @speculates: The CPU, or a prefetcher on its side of the memory, may fetch
 *	lines that no instruction asked for.  Lines of a buffer can then appear
 *	in the cache while the device writes it.
 * @all_from: Bytes from which on a hand-over does not go through the lines of a
 *	range, but has all caches written back and emptied; SIZE_MAX if never.
 *
 * Until an architecture says otherwise by dma_cache_init() the values are the
 * safe ones.
 */
struct dma_cache_traits {
	unsigned int line_size;
	bool speculates;
	size_t all_from;
};

#ifdef CONFIG_ARCH_HAS_DMA_CACHE

void dma_cache_for_device(phys_addr_t paddr, size_t size,
			  enum dma_data_direction dir);
void dma_cache_for_device_nowait(phys_addr_t paddr, size_t size,
				 enum dma_data_direction dir);
void dma_cache_wait(void);
void __dma_cache_for_cpu(phys_addr_t paddr, size_t size,
			 enum dma_data_direction dir);
void dma_cache_batch_flush(struct dma_cache_batch *batch);
void dma_cache_batch_end(struct dma_cache_batch *batch);

/**
 * dma_cache_for_cpu - take a range of memory back from a device
 * @paddr: physical start, in any alignment
 * @size: bytes, in any alignment; nothing happens for 0
 * @dir: direction of the DMA; an invalid one warns once and does nothing
 *
 * On return the CPU reads what the device wrote.  What it has only read needs
 * nothing, which costs nothing.
 *
 * Context: Any, interrupts included.
 */
static inline void dma_cache_for_cpu(phys_addr_t paddr, size_t size,
				     enum dma_data_direction dir)
{
	if (dir != DMA_TO_DEVICE)
		__dma_cache_for_cpu(paddr, size, dir);
}

/**
 * dma_cache_batch_add - add a range to a hand-over
 * @batch: the hand-over
 * @paddr: physical start of the range, in any alignment
 * @size: bytes, in any alignment; nothing happens for 0
 *
 * Context: Any, interrupts included.
 */
static inline void dma_cache_batch_add(struct dma_cache_batch *batch,
				       phys_addr_t paddr, size_t size)
{
	size_t sum;

	if (batch->size) {
		/* nothing is continued at 0, where the sum may have wrapped */
		if (batch->paddr + batch->size == paddr && paddr &&
		    !check_add_overflow(batch->size, size, &sum)) {
			batch->size = sum;
			return;
		}
		/* an empty batch waits for nothing, so do not make it one */
		if (unlikely(!size))
			return;
		dma_cache_batch_flush(batch);
	}
	batch->paddr = paddr;
	batch->size = size;
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

/*
 * The primitives, one set an architecture.  All of them get the same three
 * arguments and the same promises:
 *
 * - @paddr and @size are multiples of the line_size given to dma_cache_init(),
 *   and @size is not 0.  The range need not have a struct page.
 * - @vaddr is a cacheable kernel mapping of the range, of all of it, that stays
 *   in place during the call.  Memory that the kernel does not map is handed over
 *   with DMA_ATTR_MMIO, that is, not at all.  Highmem comes a page at a time.  Whichever of
 *   @vaddr and @paddr a cache wants, it is there: no primitive converts one to
 *   the other.
 * - Called in any context, interrupts included, on any CPU, preemptible or
 *   not.  A primitive must not sleep.  A caller that moves to another CPU
 *   half way must find the operation done all the same, so what works on
 *   the caches of one CPU only has to disable preemption itself.
 *
 * A primitive works on every cache between any CPU and the memory that the
 * device sees: all levels, inner ones first when writing back and outer ones
 * first when invalidating, and the caches of the other CPUs where those are not
 * coherent with this one or the operation is not broadcast.  It does not look
 * at why it is called: direction and owner are the contract's business.
 */

/**
 * arch_dma_cache_wback - write dirty lines back to memory, they may stay cached
 * @paddr: physical start of the range, on a line
 * @vaddr: kernel mapping of @paddr
 * @size: bytes, whole lines
 *
 * The data needs to have reached memory only when arch_sync_dma_flush()
 * returns.  Operations that also invalidate are a correct implementation.
 */
void arch_dma_cache_wback(phys_addr_t paddr, void *vaddr, size_t size);

/**
 * arch_dma_cache_inv - drop lines without writing them back
 * @paddr: physical start of the range, on a line
 * @vaddr: kernel mapping of @paddr
 * @size: bytes, whole lines
 *
 * No line of the range is dirty, unless a driver broke the rules of ownership,
 * so an implementation that writes back first is correct, too.  Lines outside
 * the range must not be dropped.
 */
void arch_dma_cache_inv(phys_addr_t paddr, void *vaddr, size_t size);

/**
 * arch_dma_cache_wback_inv - write dirty lines back to memory and drop them
 * @paddr: physical start of the range, on a line
 * @vaddr: kernel mapping of @paddr
 * @size: bytes, whole lines
 *
 * The two happen as one for each line: a store of another CPU between them is
 * not lost.
 */
void arch_dma_cache_wback_inv(phys_addr_t paddr, void *vaddr, size_t size);

/**
 * arch_sync_dma_flush - wait for the primitives called before
 *
 * On return everything that the primitives of this hand-over wrote back is in
 * memory, visible to a device that the CPU starts with its next store to a
 * register, and no load after it is served from a line that they dropped.  Once
 * a hand-over, after all of its primitives.  The caller does not sleep in between.
 * If it is preempted and goes on elsewhere, the context switch has to imply such a
 * barrier.
 *
 * An architecture whose primitives wait themselves does not select
 * ARCH_HAS_BATCHED_DMA_SYNC and has none.
 */
#ifdef CONFIG_ARCH_HAS_BATCHED_DMA_SYNC
void arch_sync_dma_flush(void);
#endif

/**
 * arch_dma_cache_wback_inv_all - write all dirty lines back and drop all lines
 *
 * Optional, for an architecture that selects ARCH_HAS_DMA_CACHE_ALL, and called
 * in place of any of the three primitives where dma_cache_offer_all() has
 * allowed it.  That is for machines where it reaches all that a range would:
 * one CPU, and no outer cache left behind.
 */
#ifdef CONFIG_ARCH_HAS_DMA_CACHE_ALL
void arch_dma_cache_wback_inv_all(void);
void dma_cache_offer_all(size_t from);
#else
static inline void arch_dma_cache_wback_inv_all(void)
{
}
#endif

#else /* !CONFIG_ARCH_HAS_DMA_CACHE */

/*
 * The one compatibility path: architectures that still have their own switch
 * over direction and hand-over keep it, with nothing batched.
 */
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
