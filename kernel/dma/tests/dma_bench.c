// SPDX-License-Identifier: GPL-2.0
/*
 * Measure DMA allocations and hand-overs, and print the results at boot.
 *
 *	dma_bench.ns=N		instructions, in an emulator with N ns of its clock
 *				for each (QEMU: -icount shift=3,sleep=off for N=8)
 *	dma_bench.lines=1	run each operation on small buffers once, between
 *				dma_bench_begin() and dma_bench_end(), at which a
 *				log of the CPU's cache instructions can be split
 *
 * It also builds in a kernel without the non-coherent DMA changes, for comparison.
 */
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/init.h>
#include <linux/iommu-dma.h>
#include <linux/irqflags.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/vmstat.h>

#define WARM_UP		4
#define SG_MAX		256
#define SAMPLES		100
#define BATCH		16
#define MEM_SIZE	SZ_2M

static unsigned int ns;
module_param(ns, uint, 0444);
MODULE_PARM_DESC(ns, "Measure at boot; nanoseconds that stand for one instruction");

static bool allocs;
module_param(allocs, bool, 0444);
MODULE_PARM_DESC(allocs, "Measure allocations only");

static bool lines;
module_param(lines, bool, 0444);
MODULE_PARM_DESC(lines, "Do each operation once, for a log of cache instructions");

static struct {
	struct device *dev;
	const char *prefix;		/* of the names of the figures */
	size_t size;
	enum dma_data_direction dir;
	u8 *mem;			/* MEM_SIZE, page aligned */
	dma_addr_t handle;
	struct scatterlist sg[SG_MAX];
	int nents;
	struct { void *mem; dma_addr_t handle; } batch[BATCH];
	u32 alloc[SAMPLES], free[SAMPLES];
} b;

#define report(fmt, ...) \
	pr_info("dma-bench: %s" fmt "\n", b.prefix, ##__VA_ARGS__)

static const char * const dir_names[] = { "bidi", "to", "from" };

static u64 now(void)
{
	return ktime_get_ns();
}

/* Cost of an empty measurement, for each call of @op in it. */
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

/* Read a packet, and return its buffer to the ring. */
static void receive(void)
{
	dma_sync_single_for_cpu(b.dev, b.handle, b.size, DMA_FROM_DEVICE);
	dma_sync_single_for_device(b.dev, b.handle, b.size, DMA_FROM_DEVICE);
}

static void map_unmap(void)
{
	dma_addr_t dma = dma_map_single(b.dev, b.mem, b.size, b.dir);

	dma_unmap_single(b.dev, dma, b.size, b.dir);
}

static void map_unmap_page(void)
{
	dma_addr_t dma = dma_map_page(b.dev, virt_to_page(b.mem), 0, b.size,
				      b.dir);

	dma_unmap_page(b.dev, dma, b.size, b.dir);
}

static void sync_sg_for_cpu(void)
{
	dma_sync_sg_for_cpu(b.dev, b.sg, b.nents, b.dir);
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

/* Two functions, which the compiler must not take for the same. */
static noinline void dma_bench_begin(void)
{
	asm volatile("" : : "i" (1));
}

static noinline void dma_bench_end(void)
{
	asm volatile("" : : "i" (2));
}

static void once(void (*op)(void), const char *name)
{
	unsigned long flags;

	pr_info("dma-bench: lines %s%s\n", b.prefix, name);
	local_irq_save(flags);
	dma_bench_begin();
	op();
	dma_bench_end();
	local_irq_restore(flags);
}

static __printf(2, 3) void row(void (*op)(void), const char *fmt, ...)
{
	char name[64];
	va_list args;

	va_start(args, fmt);
	vscnprintf(name, sizeof(name), fmt, args);
	va_end(args);
	if (lines)
		once(op, name);
	else
		report("%s %llu", name, measure(op));
}

static void bench_syncs(size_t size)
{
	for (b.dir = 0; b.dir < DMA_NONE; b.dir++) {
		b.size = size;
		row(sync_for_device, "sync_for_device_%s_%zu",
		    dir_names[b.dir], size);
		row(sync_for_cpu, "sync_for_cpu_%s_%zu", dir_names[b.dir], size);
		row(map_unmap, "map_unmap_%s_%zu", dir_names[b.dir], size);
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
	row(map_unmap_sg, "sg_map_unmap_%d_%zu_%s", nents, size, how);
	if (dma_map_sg(b.dev, b.sg, nents, b.dir) <= 0)
		return;
	row(sync_sg_for_device, "sg_sync_for_device_%d_%zu_%s", nents, size,
	    how);
	row(sync_sg_for_cpu, "sg_sync_for_cpu_%d_%zu_%s", nents, size, how);
	dma_unmap_sg(b.dev, b.sg, nents, b.dir);
}

static int cmp_u32(const void *x, const void *y)
{
	return *(const u32 *)x < *(const u32 *)y ? -1 :
	       *(const u32 *)x > *(const u32 *)y;
}

/*
 * The middle half is free of what interrupts cost now and then, and its mean is
 * finer than the steps of the clock.
 */
static u64 middle(u32 *samples, unsigned int calls)
{
	unsigned int i, unit = calls * ns * (SAMPLES / 2);
	u64 sum = 0;

	sort(samples, SAMPLES, sizeof(*samples), cmp_u32, NULL);
	for (i = SAMPLES / 4; i < SAMPLES / 4 + SAMPLES / 2; i++)
		sum += samples[i];
	return div_u64(sum + unit / 2, unit);
}

static void free_batch(size_t size, unsigned int n)
{
	while (n--)
		dma_free_noncoherent(b.dev, size, b.batch[n].mem,
				     b.batch[n].handle, DMA_BIDIRECTIONAL);
}

static bool alloc_batch(size_t size, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		b.batch[i].mem = dma_alloc_noncoherent(b.dev, size,
						       &b.batch[i].handle,
						       DMA_BIDIRECTIONAL,
						       GFP_KERNEL | __GFP_NOWARN);
		if (!b.batch[i].mem) {
			free_batch(size, i);
			return false;
		}
	}
	return true;
}

static bool time_alloc(size_t size, unsigned int n, unsigned int i)
{
	u64 t[4], clock;

	t[0] = now();
	if (!alloc_batch(size, n))
		return false;
	t[1] = now();
	t[2] = now();
	free_batch(size, n);
	t[3] = now();
	clock = t[2] - t[1];
	b.alloc[i] = t[1] - t[0] - min(t[1] - t[0], clock);
	b.free[i] = t[3] - t[2] - min(t[3] - t[2], clock);
	return true;
}

static void bench_alloc(size_t size)
{
	unsigned int n = clamp(SZ_256K / size, 1, BATCH), i;

	for (i = 0; i < WARM_UP; i++)
		time_alloc(size, n, i);
	for (i = 0; i < SAMPLES; i++)
		if (!time_alloc(size, n, i))
			return;
	report("alloc_%zu %llu", size, middle(b.alloc, n));
	report("free_%zu %llu", size, middle(b.free, n));
}

static void bench_pages(size_t size)
{
	unsigned long before, after;
	unsigned int n = 8;

	drain_local_pages(NULL);
	before = global_zone_page_state(NR_FREE_PAGES);
	if (!alloc_batch(size, n))
		return;
	drain_local_pages(NULL);
	after = global_zone_page_state(NR_FREE_PAGES);
	free_batch(size, n);
	report("pages_%zu %lu", size, DIV_ROUND_CLOSEST(before - after, n));
}

static const size_t alloc_sizes[] = {
	SZ_4K, 5 * SZ_4K, 17 * SZ_4K, SZ_64K, SZ_256K, SZ_1M, SZ_4M,
};

static void bench_allocs(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(alloc_sizes); i++)
		bench_alloc(alloc_sizes[i]);
	for (i = 0; i < ARRAY_SIZE(alloc_sizes); i++)
		bench_pages(alloc_sizes[i]);
}

static void bench_mappings(void)
{
	static const size_t sizes[] = {
		64, 1500, SZ_4K, SZ_64K, SZ_1M,
	};
	static const size_t packets[] = { 64, 256, 1500 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		/* above that, the whole cache may be emptied instead */
		if (!lines || sizes[i] <= SZ_4K)
			bench_syncs(sizes[i]);
	for (i = 0; i < ARRAY_SIZE(packets); i++) {
		b.size = packets[i];
		row(receive, "receive_%zu", b.size);
	}
	b.size = SZ_4K;
	b.dir = DMA_TO_DEVICE;
	row(map_unmap_page, "map_unmap_page_to_4096");
	bench_sg(1, 64, 64, "adjacent");
	bench_sg(16, 64, 64, "adjacent");
	bench_sg(16, 64, SZ_4K, "scattered");
	bench_sg(16, SZ_4K, SZ_4K, "adjacent");
	bench_sg(16, SZ_4K, SZ_8K, "scattered");
	if (lines)
		return;
	bench_sg(256, 64, 64, "adjacent");
	bench_sg(256, SZ_4K, SZ_8K, "scattered");
}

/* A part of a buffer that is too large to be one piece. */
static void bench_parts(size_t size)
{
	b.mem = dma_alloc_noncoherent(b.dev, size, &b.handle, DMA_BIDIRECTIONAL,
				      GFP_KERNEL | __GFP_NOWARN);
	if (!b.mem)
		return;
	b.size = SZ_4K;
	b.dir = DMA_BIDIRECTIONAL;
	report("sync_for_device_4096_of_%zu %llu", size,
	       measure(sync_for_device));
	report("sync_for_cpu_4096_of_%zu %llu", size, measure(sync_for_cpu));
	dma_free_noncoherent(b.dev, size, b.mem, b.handle, DMA_BIDIRECTIONAL);
}

static int bench_device(struct device *dev, const char *prefix)
{
	int err;

	b.dev = dev;
	b.prefix = prefix;
	err = dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32));
	if (err)
		return err;
	b.mem = dma_alloc_noncoherent(dev, MEM_SIZE, &b.handle,
				      DMA_BIDIRECTIONAL, GFP_KERNEL);
	if (!b.mem)
		return -ENOMEM;
	if (!lines)
		bench_allocs();
	if (!allocs)
		bench_mappings();
	dma_free_noncoherent(dev, MEM_SIZE, b.mem, b.handle, DMA_BIDIRECTIONAL);
	return 0;
}

/* One that cannot be coherent stays as it is. */
static void set_coherent(struct device *dev, bool coherent)
{
#if defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_DEVICE) || \
	defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_CPU)
	dev_assign_dma_coherent(dev, coherent);
#endif
}

static int __init bench_direct(void)
{
	struct platform_device *pdev;
	int err;

	pdev = platform_device_register_simple("dma-bench", -1, NULL, 0);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);
	set_coherent(&pdev->dev, false);
	err = bench_device(&pdev->dev, "");
	if (!err && IS_ENABLED(CONFIG_ARM64)) {
		set_coherent(&pdev->dev, true);
		err = bench_device(&pdev->dev, "coherent_");
	}
	platform_device_unregister(pdev);
	return err;
}

/* A device gets its IOMMU, if it has one, when it gets a driver. */
static int bench_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	static bool done;

	if (done || !use_dma_iommu(&pdev->dev))
		return -ENODEV;
	done = true;
	set_coherent(&pdev->dev, false);
	if (!bench_device(&pdev->dev, "iommu_") && !allocs) {
		bench_parts(SZ_1M);
		bench_parts(SZ_8M);
		bench_parts(SZ_16M);
	}
	return -ENODEV;
}

static const struct pci_device_id bench_ids[] = {
	{ PCI_DEVICE(PCI_ANY_ID, PCI_ANY_ID) },
	{ }
};

static struct pci_driver bench_driver = {
	.name		= "dma-bench",
	.id_table	= bench_ids,
	.probe		= bench_probe,
};

static int __init bench_iommu(void)
{
	int err = pci_register_driver(&bench_driver);

	if (!err)
		pci_unregister_driver(&bench_driver);
	return err;
}

static int __init dma_bench(void)
{
	int err;

	if (!ns && !lines)
		return 0;
	b.prefix = "";
	report("page_size %lu", PAGE_SIZE);
	err = bench_direct();
	if (!err && !lines)
		err = bench_iommu();
	if (err)
		pr_err("dma-bench: no device to measure with: %d\n", err);
	else
		pr_info("dma-bench: done\n");
	return err;
}
late_initcall(dma_bench);
