// SPDX-License-Identifier: GPL-2.0
/*
 * The contract of non-coherent DMA: which cache operation each hand-over needs.
 *
 * A DMA buffer has one owner, the CPU or the device, and only the owner
 * accesses it.  Caches need maintenance when the owner changes:
 *
 *                      to the device               to the CPU
 *                      (map, sync_for_device)      (sync_for_cpu, unmap)
 *
 *  DMA_TO_DEVICE       write back                  -
 *
 *  DMA_FROM_DEVICE     write back; also            invalidate if the CPU
 *  DMA_BIDIRECTIONAL   invalidate if the CPU       speculates; partial lines:
 *                      does not speculate          always write back and
 *                                                  invalidate
 *
 * To the device: the device must see what the CPU wrote, and a dirty line could
 * be evicted later, over what the device wrote.  Invalidating without write
 * back would lose CPU data, also for DMA_FROM_DEVICE: a device may write less
 * than the whole buffer, and the rest must keep what the CPU stored there.
 *
 * To the CPU: a CPU that speculates may fetch stale lines while the device owns
 * the buffer.  Other CPUs do not, so their lines are invalidated on the way to
 * the device, where each line is visited anyway.
 *
 * Partial lines: the first and the last line may also hold data of a neighbour,
 * which the CPU may access at any time.  No other line is written back on the
 * way to the CPU: a line that is dirty there would overwrite what the device
 * wrote.
 *
 * Both hand-overs of a transfer have the same direction.  After DMA_TO_DEVICE
 * lines stay valid, and the CPU reads them in place of what the device wrote.
 *
 * Every hand-over is required, even if the CPU has only read the buffer.  A CPU
 * that does not speculate keeps the lines that it has read, and reads the old
 * packet again:
 *
 *	        sync_for_cpu  read  (no sync_for_device)  device writes  sync_for_cpu
 *	cache   -             old   old                   old            old
 *	memory  old           old   old                   new            new
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
	.all_threshold	= SIZE_MAX,
};

static bool assume_speculation __initdata = IS_ENABLED(CONFIG_DMA_CACHE_ALWAYS);

/*
 * Treat every CPU as one that speculates, for drivers that do not hand back what
 * they only read, see DMA_CACHE_ALWAYS.
 */
static int __init dma_cache_setup(char *arg)
{
	if (!arg || strcmp(arg, "always")) {
		pr_warn("dma_cache=%s: only dma_cache=always is known\n", arg);
		return -EINVAL;
	}
	assume_speculation = true;
	return 0;
}
early_param("dma_cache", dma_cache_setup);

/**
 * dma_cache_init - describe the CPU caches of this machine
 * @line_size: largest cache line in bytes, see &struct dma_cache_traits
 * @speculates: see &struct dma_cache_traits
 *
 * An architecture calls this once at boot, after it has probed its caches and
 * before the first driver maps a buffer.
 *
 * Context: Boot CPU, before initmem is freed.
 */
void __init dma_cache_init(unsigned int line_size, bool speculates)
{
	if (WARN_ON(!is_power_of_2(line_size)))
		return;
	cpu_traits.line_size = line_size;
	cpu_traits.speculates = speculates || assume_speculation;
}

#ifdef CONFIG_ARCH_HAS_DMA_CACHE_ALL
/**
 * dma_cache_set_all_threshold - use whole-cache operations for large ranges
 * @threshold: smallest size in bytes for which flushing the whole cache is
 *	cheaper, usually the size of the cache
 *
 * An architecture calls this after dma_cache_init(), on machines with one CPU
 * where arch_dma_cache_wback_inv_all() reaches every cache.
 *
 * Context: Boot CPU, before initmem is freed.
 */
void __init dma_cache_set_all_threshold(size_t threshold)
{
	if (WARN_ON(num_possible_cpus() > 1))
		return;
	cpu_traits.all_threshold = threshold;
}
#endif

/*
 * KUnit tests replace these functions.  Outside of tests, the static key
 * kunit_running is off and the primitives are called directly.
 */
#ifdef CONFIG_DMA_CACHE_STUBS
const struct dma_cache_traits *dma_cache_traits(void)
{
	KUNIT_STATIC_STUB_REDIRECT(dma_cache_traits);
	return &cpu_traits;
}
EXPORT_SYMBOL_IF_KUNIT(dma_cache_traits);

void dma_cache_op(enum dma_cache_op op, phys_addr_t paddr, void *vaddr,
		  size_t size)
{
	KUNIT_STATIC_STUB_REDIRECT(dma_cache_op, op, paddr, vaddr, size);
	arch_dma_cache_op(op, paddr, vaddr, size);
}
EXPORT_SYMBOL_IF_KUNIT(dma_cache_op);

#define under_test()	static_branch_unlikely(&kunit_running)
#else
#define under_test()	false
#endif

static __always_inline const struct dma_cache_traits *traits(void)
{
	return under_test() ? dma_cache_traits() : &cpu_traits;
}

static __always_inline void maintain_lines(enum dma_cache_op op, phys_addr_t paddr,
					   void *vaddr, size_t size)
{
	if (under_test())
		dma_cache_op(op, paddr, vaddr, size);
	else
		arch_dma_cache_op(op, paddr, vaddr, size);
}

static __always_inline void wait_for_caches(void)
{
	if (under_test())
		dma_cache_wait();
	else
		arch_sync_dma_flush();
}

/* PageHighMem() does not work: the memory may have no struct page. */
static __always_inline bool in_lowmem(phys_addr_t paddr, size_t size)
{
	if (!IS_ENABLED(CONFIG_HIGHMEM))
		return true;
	return PHYS_PFN(paddr) >= min_low_pfn &&
	       PHYS_PFN(paddr + size - 1) < max_low_pfn;
}

/* Use the kernel mapping of the page if there is one: it may be cached there. */
static void *kmap_paddr(phys_addr_t paddr)
{
	unsigned long pfn = PHYS_PFN(paddr);

	if (pfn_valid(pfn))
		return kmap_local_page(pfn_to_page(pfn));
	return kmap_local_pfn(pfn);
}

static noinline void maintain_highmem(enum dma_cache_op op, phys_addr_t paddr,
				      size_t size)
{
	void *vaddr;
	size_t len;

	for (; size; paddr += len, size -= len) {
		len = min_t(size_t, size, PAGE_SIZE - offset_in_page(paddr));
		vaddr = kmap_paddr(paddr);
		maintain_lines(op, paddr, vaddr + offset_in_page(paddr), len);
		kunmap_local(vaddr);
	}
}

/*
 * Apply @op to whole lines, or flush the whole cache if the range is large.
 * That also writes back other dirty lines, as their eviction could at any time.
 */
static __always_inline void maintain_range(enum dma_cache_op op,
					   phys_addr_t paddr, size_t size)
{
	if (IS_ENABLED(CONFIG_ARCH_HAS_DMA_CACHE_ALL) &&
	    unlikely(size >= traits()->all_threshold))
		maintain_lines(DMA_CACHE_WBACK_INV_ALL, paddr, NULL, size);
	else if (likely(in_lowmem(paddr, size)))
		maintain_lines(op, paddr, phys_to_virt(paddr), size);
	else
		maintain_highmem(op, paddr, size);
}

/* The column "to the device" of the table above. */
static __always_inline void range_for_device(phys_addr_t paddr, size_t size,
					     enum dma_data_direction dir)
{
	const struct dma_cache_traits *cpu = traits();
	phys_addr_t start = round_down(paddr, cpu->line_size);
	phys_addr_t end = round_up(paddr + size, cpu->line_size);

	if (dir == DMA_TO_DEVICE || cpu->speculates)
		maintain_range(DMA_CACHE_WBACK, start, end - start);
	else
		maintain_range(DMA_CACHE_WBACK_INV, start, end - start);
}

/* The CPU may use the rest of the first and the last line for something else. */
static noinline void maintain_partial_range(phys_addr_t paddr, size_t size)
{
	const struct dma_cache_traits *cpu = traits();
	unsigned int line = cpu->line_size;
	phys_addr_t start = round_down(paddr, line);
	phys_addr_t end = round_up(paddr + size, line);

	if (start != paddr) {
		maintain_range(DMA_CACHE_WBACK_INV, start, line);
		start += line;
	}
	if (end != paddr + size && start != end) {
		end -= line;
		maintain_range(DMA_CACHE_WBACK_INV, end, line);
	}
	if (cpu->speculates && start != end)
		maintain_range(DMA_CACHE_INV, start, end - start);
}

/*
 * The column "to the CPU" of the table above, except for DMA_TO_DEVICE.
 * Returns false if no operation was needed.
 */
static __always_inline bool range_for_cpu(phys_addr_t paddr, size_t size)
{
	const struct dma_cache_traits *cpu = traits();

	if ((paddr | size) & (cpu->line_size - 1))
		maintain_partial_range(paddr, size);
	else if (cpu->speculates)
		maintain_range(DMA_CACHE_INV, paddr, size);
	else
		return false;
	return true;
}

/**
 * dma_cache_for_device - hand a range over to a device that does not snoop
 * @paddr: physical start, in any alignment
 * @size: bytes, in any alignment; 0 does nothing
 * @dir: direction of the DMA; an invalid one counts as DMA_BIDIRECTIONAL
 *
 * On return the device sees what the CPU wrote, and no line is dirty that could
 * be evicted over what the device writes.
 *
 * Context: Any, interrupts included.
 */
void dma_cache_for_device(phys_addr_t paddr, size_t size,
			  enum dma_data_direction dir)
{
	if (unlikely(!size))
		return;

	range_for_device(paddr, size, dir);
	wait_for_caches();
}

/**
 * dma_cache_for_device_nowait - start to hand a range over to a device
 * @paddr: physical start, in any alignment
 * @size: bytes, in any alignment; 0 does nothing
 * @dir: direction of the DMA; an invalid one counts as DMA_BIDIRECTIONAL
 *
 * Like dma_cache_for_device(), but without the barrier, for several ranges.
 * Call dma_cache_wait() before the device is started, and do not sleep in
 * between.
 *
 * Context: Any, interrupts included.
 */
void dma_cache_for_device_nowait(phys_addr_t paddr, size_t size,
				 enum dma_data_direction dir)
{
	if (likely(size))
		range_for_device(paddr, size, dir);
}

/**
 * dma_cache_wait - wait for dma_cache_for_device_nowait() to complete
 *
 * Context: Any, interrupts included.
 */
void dma_cache_wait(void)
{
	KUNIT_STATIC_STUB_REDIRECT(dma_cache_wait);
	arch_sync_dma_flush();
}
EXPORT_SYMBOL_IF_KUNIT(dma_cache_wait);

/**
 * __dma_cache_for_cpu - hand a range over to the CPU that a device may have written
 * @paddr: physical start, in any alignment
 * @size: bytes, in any alignment; 0 does nothing
 *
 * dma_cache_for_cpu() for all directions but DMA_TO_DEVICE.
 *
 * Context: Any, interrupts included.
 */
void __dma_cache_for_cpu(phys_addr_t paddr, size_t size)
{
	if (unlikely(!size))
		return;

	if (range_for_cpu(paddr, size))
		wait_for_caches();
	arch_sync_dma_for_cpu_all();
	arch_dma_mark_clean(paddr, size);
}

/**
 * __dma_cache_for_cpu_nowait - start to hand a range over to the CPU
 * @paddr: physical start, in any alignment
 * @size: bytes, in any alignment; 0 does nothing
 *
 * Like __dma_cache_for_cpu(), but without the barrier.  Only for
 * dma_cache_batch_flush().
 *
 * Context: Any, interrupts included.
 */
void __dma_cache_for_cpu_nowait(phys_addr_t paddr, size_t size)
{
	if (unlikely(!size))
		return;

	range_for_cpu(paddr, size);
	arch_dma_mark_clean(paddr, size);
}
