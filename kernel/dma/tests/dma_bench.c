// SPDX-License-Identifier: GPL-2.0
/*
 * What DMA allocations and hand-overs cost, printed at boot with dma_bench.ns=N.
 *
 * Meant for an emulator that counts instructions, where N nanoseconds of the clock
 * are an instruction (QEMU: -icount shift=3,sleep=off for 8): the figures are then
 * the same in every run.  Uses nothing that a kernel without this series does not
 * have, so that both can be compared.
 */
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/vmstat.h>

#define WARM_UP		4
#define SG_MAX		64
#define SAMPLES		101

static unsigned int ns;
module_param(ns, uint, 0444);
MODULE_PARM_DESC(ns, "Measure at boot; nanoseconds that stand for one instruction");

static struct {
	struct device *dev;
	size_t size;
	enum dma_data_direction dir;
	u8 *mem;			/* SZ_1M, page aligned */
	dma_addr_t handle;
	struct scatterlist sg[SG_MAX];
	int nents;
	u32 alloc[SAMPLES], free[SAMPLES];
} b;

static const char * const dir_names[] = { "bidi", "to", "from" };

static u64 now(void)
{
	return ktime_get_ns();
}

/* What an empty measurement costs, for each call of @op in it. */
static noinline void nothing(void)
{
	barrier();
}

static void sync_for_device(void)
{
	dma_sync_single_for_device(b.dev, b.handle, b.size, b.dir);
}

static void sync_for_cpu(void)
{
	dma_sync_single_for_cpu(b.dev, b.handle, b.size, b.dir);
}

static void map_unmap(void)
{
	dma_addr_t dma = dma_map_single(b.dev, b.mem, b.size, b.dir);

	dma_unmap_single(b.dev, dma, b.size, b.dir);
}

static void sync_sg_for_device(void)
{
	dma_sync_sg_for_device(b.dev, b.sg, b.nents, b.dir);
}

static void map_unmap_sg(void)
{
	dma_map_sg(b.dev, b.sg, b.nents, b.dir);
	dma_unmap_sg(b.dev, b.sg, b.nents, b.dir);
}

static u64 time_calls(void (*op)(void), unsigned int calls)
{
	unsigned long flags;
	unsigned int i;
	u64 t;

	for (i = 0; i < WARM_UP; i++)
		op();
	local_irq_save(flags);
	t = now();
	for (i = 0; i < calls; i++)
		op();
	t = now() - t;
	local_irq_restore(flags);
	return t;
}

/* Enough calls to make the steps of the clock small, few enough for no tick. */
static u64 measure(void (*op)(void))
{
	unsigned int calls = 20;
	u64 spent = time_calls(op, calls);

	calls = clamp_t(u64, div64_u64(200000ULL * ns * calls, max(spent, 1ULL)), 4,
			1000);
	spent = time_calls(op, calls);
	spent -= min(spent, time_calls(nothing, calls));
	return div_u64(spent + calls * ns / 2, calls * ns);
}

static void bench_syncs(size_t size)
{
	for (b.dir = 0; b.dir < DMA_NONE; b.dir++) {
		b.size = size;
		pr_info("dma-bench: sync_for_device_%s_%zu %llu\n",
			dir_names[b.dir], size, measure(sync_for_device));
		pr_info("dma-bench: sync_for_cpu_%s_%zu %llu\n",
			dir_names[b.dir], size, measure(sync_for_cpu));
		pr_info("dma-bench: map_unmap_%s_%zu %llu\n",
			dir_names[b.dir], size, measure(map_unmap));
	}
}

/* Entries of @size bytes, @stride bytes apart. */
static void bench_sg(int nents, size_t size, size_t stride, const char *how)
{
	int i;

	sg_init_table(b.sg, nents);
	for (i = 0; i < nents; i++)
		sg_set_buf(&b.sg[i], b.mem + i * stride, size);
	b.nents = nents;
	b.dir = DMA_FROM_DEVICE;
	pr_info("dma-bench: sg_map_unmap_%d_%zu_%s %llu\n", nents, size, how,
		measure(map_unmap_sg));
	if (dma_map_sg(b.dev, b.sg, nents, b.dir) <= 0)
		return;
	pr_info("dma-bench: sg_sync_for_device_%d_%zu_%s %llu\n", nents, size,
		how, measure(sync_sg_for_device));
	dma_unmap_sg(b.dev, b.sg, nents, b.dir);
}

static int cmp_u32(const void *x, const void *y)
{
	return *(const u32 *)x < *(const u32 *)y ? -1 :
	       *(const u32 *)x > *(const u32 *)y;
}

/* The median is free of what interrupts cost now and then. */
static u32 median(u32 *samples)
{
	sort(samples, SAMPLES, sizeof(*samples), cmp_u32, NULL);
	return (samples[SAMPLES / 2] + ns / 2) / ns;
}

static bool time_alloc(size_t size, unsigned int i)
{
	dma_addr_t handle;
	u64 t[4], clock;
	void *mem;

	t[0] = now();
	mem = dma_alloc_noncoherent(b.dev, size, &handle, DMA_BIDIRECTIONAL,
				    GFP_KERNEL);
	t[1] = now();
	if (!mem)
		return false;
	t[2] = now();
	dma_free_noncoherent(b.dev, size, mem, handle, DMA_BIDIRECTIONAL);
	t[3] = now();
	clock = t[2] - t[1];
	b.alloc[i] = t[1] - t[0] - min(t[1] - t[0], clock);
	b.free[i] = t[3] - t[2] - min(t[3] - t[2], clock);
	return true;
}

static void bench_alloc(size_t size)
{
	unsigned int i;

	for (i = 0; i < WARM_UP; i++)
		time_alloc(size, i);
	for (i = 0; i < SAMPLES; i++)
		if (!time_alloc(size, i))
			return;
	pr_info("dma-bench: alloc_%zu %u\n", size, median(b.alloc));
	pr_info("dma-bench: free_%zu %u\n", size, median(b.free));
}

static void bench_pages(size_t size)
{
	struct { void *mem; dma_addr_t handle; } all[8];
	unsigned long before, after;
	unsigned int i;

	drain_all_pages(NULL);
	before = global_zone_page_state(NR_FREE_PAGES);
	for (i = 0; i < ARRAY_SIZE(all); i++)
		all[i].mem = dma_alloc_noncoherent(b.dev, size, &all[i].handle,
						   DMA_TO_DEVICE, GFP_KERNEL);
	drain_all_pages(NULL);
	after = global_zone_page_state(NR_FREE_PAGES);
	for (i = 0; i < ARRAY_SIZE(all); i++)
		if (all[i].mem)
			dma_free_noncoherent(b.dev, size, all[i].mem,
					     all[i].handle, DMA_TO_DEVICE);
	pr_info("dma-bench: pages_%zu %lu\n", size,
		DIV_ROUND_CLOSEST(before - after, ARRAY_SIZE(all)));
}

static int __init bench_setup(void)
{
	struct platform_device *pdev;
	int err;

	pdev = platform_device_register_simple("dma-bench", -1, NULL, 0);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);
	b.dev = &pdev->dev;
#if defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_DEVICE) || \
	defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_CPU)
	b.dev->dma_coherent = false;
#endif
	err = dma_coerce_mask_and_coherent(b.dev, DMA_BIT_MASK(32));
	if (err)
		return err;
	b.mem = dma_alloc_noncoherent(b.dev, SZ_1M, &b.handle,
				      DMA_BIDIRECTIONAL, GFP_KERNEL);
	return b.mem ? 0 : -ENOMEM;
}

static int __init dma_bench(void)
{
	static const size_t allocs[] __initconst = {
		SZ_4K, 5 * SZ_4K, 17 * SZ_4K, SZ_64K, SZ_256K, SZ_1M, SZ_4M,
	};
	static const size_t syncs[] __initconst = {
		64, 1500, SZ_4K, SZ_64K, SZ_1M,
	};
	unsigned int i;
	int err;

	if (!ns)
		return 0;
	err = bench_setup();
	if (err) {
		pr_err("dma-bench: no device to measure with: %d\n", err);
		return err;
	}
	pr_info("dma-bench: page_size %lu\n", PAGE_SIZE);
	for (i = 0; i < ARRAY_SIZE(allocs); i++)
		bench_alloc(allocs[i]);
	for (i = 0; i < ARRAY_SIZE(allocs); i++)
		bench_pages(allocs[i]);
	for (i = 0; i < ARRAY_SIZE(syncs); i++)
		bench_syncs(syncs[i]);
	bench_sg(1, 64, 64, "adjacent");
	bench_sg(16, 64, 64, "adjacent");
	bench_sg(16, 64, SZ_4K, "scattered");
	bench_sg(16, SZ_4K, SZ_4K, "adjacent");
	bench_sg(16, SZ_4K, SZ_8K, "scattered");
	pr_info("dma-bench: done\n");
	dma_free_noncoherent(b.dev, SZ_1M, b.mem, b.handle, DMA_BIDIRECTIONAL);
	platform_device_unregister(to_platform_device(b.dev));
	return 0;
}
late_initcall(dma_bench);
