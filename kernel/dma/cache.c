// SPDX-License-Identifier: GPL-2.0
/*
 * The contract of non-coherent DMA: which cache operation a hand-over needs.
 *
 * A DMA buffer belongs to the CPU or to the device.  Only its owner touches it,
 * and the hand-over between them is where the caches have to be dealt with:
 *
 *                      to the device               to the CPU
 *                      (map, sync_for_device)      (sync_for_cpu, unmap)
 *
 *  DMA_TO_DEVICE       write back                  -
 *  DMA_FROM_DEVICE     write back, and invalidate  invalidate if the CPU
 *                      unless the way back does    speculates
 *  DMA_BIDIRECTIONAL   as DMA_FROM_DEVICE          as DMA_FROM_DEVICE
 *
 * Two things can go wrong on the way to the device.  The device reads memory
 * that the CPU has changed in its cache only: hence the write back.  Or a dirty
 * line stays behind and is evicted at some later time, on top of what the device
 * has written: a write back prevents that as well.  Invalidating instead would
 * cost the same and lose what the CPU wrote.  That matters for DMA_FROM_DEVICE,
 * too: the device may write less than the whole buffer, and what it leaves alone
 * must read as what the CPU put there, not as what some earlier owner of the
 * memory left in it.
 *
 * On the way to the CPU there is one: the CPU reads a line that it fetched before
 * the device wrote.  If lines only come into the cache when an instruction asks
 * for them, none can come while the device owns the buffer, so they can just as
 * well be dropped on the way to the device, where every line is visited anyway.
 * A CPU that speculates can fetch lines at any time, so it has to drop them on
 * the way back, and then need not on the way there.
 *
 * Nothing is written back on the way to the CPU, for that would overwrite what the
 * device wrote.  The exception is a line that the buffer shares with something
 * else, at its two edges.  The neighbour is not bound by the ownership of the
 * buffer: it may have been written, and then its data must not be dropped, and
 * its use may have fetched the line, speculation or not.  So edge lines are
 * written back and invalidated.
 *
 * All of this holds for a buffer that changes its owner at every hand-over, also
 * for one that the CPU has only read.  On a CPU that does not speculate the lines
 * that it has read are dropped on the way to the device and nowhere else:
 *
 *	sync_for_cpu	read	(no sync_for_device)	device writes	sync_for_cpu
 *	cache:    -     old	old			old		old
 *	memory:   old   old	old			new		new
 *
 * The second packet is there and the driver reads the first.  A CPU that
 * speculates pays for the hand-over with a look at clean lines, a coherent device
 * with nothing.
 */
#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/dma-mapping.h>
#include <linux/export.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <kunit/static_stub.h>
#include <kunit/test-bug.h>
#include <kunit/visibility.h>
#include "cache.h"

static struct dma_cache_traits cpu_traits __ro_after_init = {
	.line_size	= MAX(ARCH_DMA_MINALIGN, SMP_CACHE_BYTES),
	.speculates	= true,
	.all_from	= SIZE_MAX,
};

static bool always __initdata = IS_ENABLED(CONFIG_DMA_CACHE_ALWAYS);

/* For a driver that hands back only what it has written: see the Kconfig help. */
static int __init dma_cache_setup(char *arg)
{
	if (!arg || strcmp(arg, "always")) {
		pr_warn("dma_cache=%s: only dma_cache=always is known\n", arg);
		return -EINVAL;
	}
	always = true;
	return 0;
}
early_param("dma_cache", dma_cache_setup);

/**
 * dma_cache_init - tell the contract about the CPU caches of this machine
 * @line_size: see &struct dma_cache_traits, in bytes
 * @speculates: see &struct dma_cache_traits
 *
 * An architecture calls this once at boot, when it knows its caches and before
 * the first driver maps a buffer.
 *
 * Context: Boot CPU, before initmem is freed.
 */
void __init dma_cache_init(unsigned int line_size, bool speculates)
{
	if (WARN_ON(!is_power_of_2(line_size)))
		return;
	cpu_traits.line_size = line_size;
	cpu_traits.speculates = speculates || always;
}

#ifdef CONFIG_ARCH_HAS_DMA_CACHE_ALL
/**
 * dma_cache_offer_all - allow to empty the caches in place of a long range
 * @from: bytes from which on that is cheaper, usually the size of the cache
 *
 * An architecture calls this after dma_cache_init(), on machines where
 * arch_dma_cache_wback_inv_all() reaches every cache in front of the memory.
 *
 * Context: Boot CPU, before initmem is freed.
 */
void __init dma_cache_offer_all(size_t from)
{
	if (WARN_ON(num_possible_cpus() > 1))
		return;
	cpu_traits.all_from = from;
}
#endif

/*
 * The places where a test can put a modelled CPU, in kernels that have such a test.
 * They are out of the way until it runs: the hot path has a jump label for each and
 * calls the primitives itself.
 */
#ifdef CONFIG_DMA_CACHE_STUBS
const struct dma_cache_traits *dma_cache_traits(void)
{
	KUNIT_STATIC_STUB_REDIRECT(dma_cache_traits);
	return &cpu_traits;
}
EXPORT_SYMBOL_IF_KUNIT(dma_cache_traits);

void dma_cache_issue(enum dma_cache_op op, phys_addr_t paddr, void *vaddr,
		     size_t size)
{
	KUNIT_STATIC_STUB_REDIRECT(dma_cache_issue, op, paddr, vaddr, size);
	dma_cache_call(op, paddr, vaddr, size);
}
EXPORT_SYMBOL_IF_KUNIT(dma_cache_issue);

void dma_cache_barrier(void)
{
	KUNIT_STATIC_STUB_REDIRECT(dma_cache_barrier);
	arch_sync_dma_flush();
}
EXPORT_SYMBOL_IF_KUNIT(dma_cache_barrier);

#define under_test()	static_branch_unlikely(&kunit_running)
#else
#define under_test()	false
#endif

static __always_inline const struct dma_cache_traits *traits(void)
{
	return under_test() ? dma_cache_traits() : &cpu_traits;
}

static __always_inline void issue(enum dma_cache_op op, phys_addr_t paddr,
				  void *vaddr, size_t size)
{
	if (under_test())
		dma_cache_issue(op, paddr, vaddr, size);
	else
		dma_cache_call(op, paddr, vaddr, size);
}

static __always_inline void wait_for_caches(void)
{
	if (under_test())
		dma_cache_barrier();
	else
		arch_sync_dma_flush();
}

/* By address: what is mapped by dma_map_phys() need not have a struct page. */
static __always_inline bool in_lowmem(phys_addr_t paddr, size_t size)
{
	if (!IS_ENABLED(CONFIG_HIGHMEM))
		return true;
	return PHYS_PFN(paddr) >= min_low_pfn &&
	       PHYS_PFN(paddr + size - 1) < max_low_pfn;
}

/* A page that has a kernel mapping may be cached under its address. */
static void *map_page_of(phys_addr_t paddr)
{
	unsigned long pfn = PHYS_PFN(paddr);

	if (pfn_valid(pfn))
		return kmap_local_page(pfn_to_page(pfn));
	return kmap_local_pfn(pfn);
}

static noinline void highmem_lines(enum dma_cache_op op, phys_addr_t paddr,
				   size_t size)
{
	void *vaddr;
	size_t len;

	for (; size; paddr += len, size -= len) {
		len = min_t(size_t, size, PAGE_SIZE - offset_in_page(paddr));
		vaddr = map_page_of(paddr);
		issue(op, paddr, vaddr + offset_in_page(paddr), len);
		kunmap_local(vaddr);
	}
}

/*
 * Find the kernel address of whole lines, a page at a time in highmem.  A range
 * longer than the cache is not worth a walk where the machine can do without:
 * what is written back besides is dirty, and is so by right, since no dirty line
 * belongs to a device.
 */
static __always_inline void cache_lines(enum dma_cache_op op, phys_addr_t paddr,
					size_t size)
{
	if (IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE_ALL) &&
	    unlikely(size >= traits()->all_from))
		issue(DMA_CACHE_WBACK_INV_ALL, paddr, NULL, size);
	else if (likely(in_lowmem(paddr, size)))
		issue(op, paddr, phys_to_virt(paddr), size);
	else
		highmem_lines(op, paddr, size);
}

/* The left column of the contract. */
static __always_inline void lines_to_device(phys_addr_t paddr, size_t size,
					    enum dma_data_direction dir)
{
	const struct dma_cache_traits *cpu = traits();
	phys_addr_t start = round_down(paddr, cpu->line_size);
	phys_addr_t end = round_up(paddr + size, cpu->line_size);

	if (dir == DMA_TO_DEVICE || cpu->speculates)
		cache_lines(DMA_CACHE_WBACK, start, end - start);
	else
		cache_lines(DMA_CACHE_WBACK_INV, start, end - start);
}

/*
 * The right column of the contract, for what the device may have written.
 * Returns whether there was anything to do.
 */
static __always_inline bool lines_to_cpu(phys_addr_t paddr, size_t size)
{
	const struct dma_cache_traits *cpu = traits();
	unsigned int line = cpu->line_size;
	phys_addr_t start, end;

	if (!cpu->speculates && !((paddr | size) & (line - 1)))
		return false;

	start = round_down(paddr, line);
	end = round_up(paddr + size, line);
	if (start != paddr) {
		cache_lines(DMA_CACHE_WBACK_INV, start, line);
		start += line;
	}
	if (end != paddr + size && start != end) {
		end -= line;
		cache_lines(DMA_CACHE_WBACK_INV, end, line);
	}
	if (cpu->speculates && start != end)
		cache_lines(DMA_CACHE_INV, start, end - start);
	return true;
}

static noinline __cold void warn_of(enum dma_data_direction dir)
{
	WARN_ONCE(1, "DMA buffer handed over with direction %d\n", dir);
}

static __always_inline bool refused(enum dma_data_direction dir)
{
	if (likely(valid_dma_direction(dir)))
		return false;
	warn_of(dir);
	return true;
}

/**
 * dma_cache_for_device - hand a range of memory to a device that does not snoop
 * @paddr: physical start, in any alignment
 * @size: bytes, in any alignment; nothing happens for 0
 * @dir: direction of the DMA; an invalid one warns once and does nothing
 *
 * On return the device can read what the CPU wrote, and no line of the cache
 * will be written on top of what the device is going to write.
 *
 * Context: Any, interrupts included.
 */
void dma_cache_for_device(phys_addr_t paddr, size_t size,
			  enum dma_data_direction dir)
{
	if (unlikely(!size) || refused(dir))
		return;

	lines_to_device(paddr, size, dir);
	wait_for_caches();
}

/**
 * dma_cache_for_device_nowait - begin to hand a range of memory to a device
 * @paddr: physical start, in any alignment
 * @size: bytes, in any alignment; nothing happens for 0
 * @dir: direction of the DMA; an invalid one warns once and does nothing
 *
 * As dma_cache_for_device(), for a caller that hands over several ranges and
 * calls dma_cache_wait() before the device may start, without sleeping in between.
 *
 * Context: Any, interrupts included.
 */
void dma_cache_for_device_nowait(phys_addr_t paddr, size_t size,
				 enum dma_data_direction dir)
{
	if (unlikely(!size) || refused(dir))
		return;

	lines_to_device(paddr, size, dir);
}

/**
 * dma_cache_wait - complete what dma_cache_for_device_nowait() has begun
 *
 * Context: Any, interrupts included.
 */
void dma_cache_wait(void)
{
	wait_for_caches();
}

/**
 * __dma_cache_for_cpu - take back a range that the device may have written
 * @paddr: physical start, in any alignment
 * @size: bytes, in any alignment; nothing happens for 0
 * @dir: direction of the DMA; an invalid one warns once and does nothing
 *
 * The part of dma_cache_for_cpu() that is not for DMA_TO_DEVICE.
 *
 * Context: Any, interrupts included.
 */
void __dma_cache_for_cpu(phys_addr_t paddr, size_t size,
			 enum dma_data_direction dir)
{
	if (unlikely(!size) || refused(dir))
		return;

	if (lines_to_cpu(paddr, size))
		wait_for_caches();
	arch_sync_dma_for_cpu_all();
	arch_dma_mark_clean(paddr, size);
}

/**
 * dma_cache_batch_flush - issue the operations for the run collected so far
 * @batch: the hand-over
 *
 * Part of dma_cache_batch_add().  The barrier is left to dma_cache_batch_end().
 *
 * Context: Any, interrupts included.
 */
void dma_cache_batch_flush(struct dma_cache_batch *batch)
{
	if (refused(batch->dir))
		return;

	if (batch->to == DMA_CACHE_TO_DEVICE) {
		lines_to_device(batch->paddr, batch->size, batch->dir);
	} else if (batch->dir != DMA_TO_DEVICE) {
		lines_to_cpu(batch->paddr, batch->size);
		arch_dma_mark_clean(batch->paddr, batch->size);
	}
}

/**
 * dma_cache_batch_end - complete a hand-over of several ranges
 * @batch: the hand-over
 *
 * On return all ranges added have their new owner, as after
 * dma_cache_for_device() or dma_cache_for_cpu() for each.
 *
 * Context: Any, interrupts included.
 */
void dma_cache_batch_end(struct dma_cache_batch *batch)
{
	if (!batch->size)
		return;
	dma_cache_batch_flush(batch);

	if (batch->to == DMA_CACHE_TO_DEVICE) {
		wait_for_caches();
	} else if (batch->dir != DMA_TO_DEVICE) {
		wait_for_caches();
		arch_sync_dma_for_cpu_all();
	}
}
