// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of the search for missing hand-overs, by making each mistake, and by doing
 * all that is none.
 *
 * The device is the test itself: it writes to the memory that is behind the address
 * that a mapping gave.
 */
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/file.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/pagemap.h>
#include <linux/platform_device.h>
#include <linux/prandom.h>
#include <linux/random.h>
#include <linux/scatterlist.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <kunit/device.h>
#include <kunit/test.h>
#include "../shadow/shadow.h"
#include "cache_property.h"
#include "expect_warning.h"
#include "fail_nth.h"
#include "mock_iommu.h"

#define NAME	"dma-shadow-kunit"

struct fixture {
	struct device *dev;
	unsigned int before[DMA_SHADOW_REPORTS];
	bool fill, strict;
	unsigned int scan_ms;
	unsigned long limit, quarantine;
};

static void count_reports(struct fixture *f)
{
	unsigned int i;

	for (i = 0; i < DMA_SHADOW_REPORTS; i++)
		f->before[i] = dma_shadow_reported(i);
}

static struct device *new_device(struct kunit *test, const char *name)
{
	struct device_driver *driver = kunit_driver_create(test, name);
	struct device *dev;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, driver);
	dev = kunit_device_register_with_driver(test, name, driver);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32)));
	return dev;
}

static int dma_shadow_test_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	test->priv = f;
	f->fill = dma_shadow_fill;
	f->strict = dma_shadow_strict;
	f->limit = dma_shadow_limit;
	f->quarantine = dma_shadow_quarantine;
	f->scan_ms = dma_shadow_scan_ms;
	/* the tests look when they want to */
	dma_shadow_scan_ms = 0;
	KUNIT_ASSERT_EQ(test, 0, dma_shadow_select(NAME));
	f->dev = new_device(test, NAME);
	dma_shadow_forget_reports();
	count_reports(f);
	return 0;
}

static void dma_shadow_test_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (!f)
		return;
	dma_shadow_fill = f->fill;
	dma_shadow_strict = f->strict;
	dma_shadow_limit = f->limit;
	dma_shadow_quarantine = f->quarantine;
	dma_shadow_scan_ms = f->scan_ms;
	dma_shadow_select("");
}

/* ---- what the device does ---- */

static u8 *bus(struct fixture *f, dma_addr_t addr)
{
	return phys_to_virt(dma_to_phys(f->dev, addr));
}

static void device_writes(struct fixture *f, dma_addr_t addr, u8 val, size_t n)
{
	memset(bus(f, addr), val, n);
}

static bool device_reads(struct fixture *f, dma_addr_t addr, u8 val, size_t n)
{
	return !memchr_inv(bus(f, addr), val, n);
}

/* ---- what is reported ---- */

static void provoke(struct fixture *f)
{
	pr_info("expected warning: begin\n");
	dma_shadow_forget_reports();
	count_reports(f);
}

/* This, at least once, and nothing else. */
static void expect_report(struct kunit *test, enum dma_shadow_report what)
{
	struct fixture *f = test->priv;
	unsigned int i;

	pr_info("expected warning: end\n");
	KUNIT_EXPECT_GT(test, dma_shadow_reported(what), f->before[what]);
	for (i = 0; i < DMA_SHADOW_REPORTS; i++)
		if (i != what && i != DMA_SHADOW_FREED_DIRTY)
			KUNIT_EXPECT_EQ_MSG(test, dma_shadow_reported(i),
					    f->before[i], "report %u", i);
	count_reports(f);
}

static void expect_no_report(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int i;

	for (i = 0; i < DMA_SHADOW_REPORTS; i++)
		KUNIT_EXPECT_EQ_MSG(test, dma_shadow_reported(i), f->before[i],
				    "report %u", i);
	count_reports(f);
}

static void scan(struct fixture *f)
{
	dma_shadow_scan_device(f->dev->dma_shadow);
}

static u8 *buffer(struct kunit *test, size_t size, u8 val)
{
	u8 *mem = kunit_kmalloc(test, size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	memset(mem, val, size);
	return mem;
}

static dma_addr_t map(struct kunit *test, void *mem, size_t size,
		      enum dma_data_direction dir, unsigned long attrs)
{
	struct fixture *f = test->priv;
	dma_addr_t addr = dma_map_single_attrs(f->dev, mem, size, dir, attrs);

	KUNIT_ASSERT_FALSE(test, dma_mapping_error(f->dev, addr));
	return addr;
}

static void unmap(struct fixture *f, dma_addr_t addr, size_t size,
		  enum dma_data_direction dir)
{
	dma_unmap_single(f->dev, addr, size, dir);
}

/* Without asking KASAN, where a driver would be caught. */
static u8 __no_sanitize_address peek(const u8 *mem)
{
	return READ_ONCE(*mem);
}

static void __no_sanitize_address poke(u8 *mem, u8 val)
{
	WRITE_ONCE(*mem, val);
}

/* ---- data ---- */

/* swiotlb takes what kmalloc() could have put beside something else */
#define BOUNCES_ODD_SIZES	IS_ENABLED(CONFIG_DMA_BOUNCE_UNALIGNED_KMALLOC)

static const enum dma_data_direction dirs[] = {
	DMA_TO_DEVICE, DMA_FROM_DEVICE, DMA_BIDIRECTIONAL,
};

static void round_trip(struct kunit *test, u8 *mem, size_t off, size_t size,
		       enum dma_data_direction dir)
{
	struct fixture *f = test->priv;
	size_t half = size / 2;
	dma_addr_t addr;

	memset(mem, 1, 3 * PAGE_SIZE);
	addr = map(test, mem + off, size, dir, 0);
	if (!BOUNCES_ODD_SIZES)
		KUNIT_EXPECT_EQ(test, offset_in_page(addr),
				offset_in_page(mem + off));
	KUNIT_EXPECT_PTR_NE(test, bus(f, addr), mem + off);
	KUNIT_EXPECT_TRUE(test, device_reads(f, addr, 1, size));
	if (dir != DMA_TO_DEVICE)
		device_writes(f, addr, 2, half);
	unmap(f, addr, size, dir);
	if (dir == DMA_TO_DEVICE)
		half = 0;
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 1, off));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + off, 2, half));
	/* what a short transfer leaves is what the CPU had there */
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + off + half, 1,
					   3 * PAGE_SIZE - off - half));
}

static void map_and_unmap(struct kunit *test)
{
	static const size_t sizes[] = { 1, 7, 8, 9, 63, 1500, PAGE_SIZE,
					PAGE_SIZE + 1, 2 * PAGE_SIZE };
	static const size_t offs[] = { 0, 1, 7, 8, 66, 1000 };
	u8 *mem = buffer(test, 3 * PAGE_SIZE, 0);
	unsigned int s, o, d;

	for (s = 0; s < ARRAY_SIZE(sizes); s++)
		for (o = 0; o < ARRAY_SIZE(offs); o++)
			for (d = 0; d < ARRAY_SIZE(dirs); d++)
				round_trip(test, mem, offs[o], sizes[s], dirs[d]);
	expect_no_report(test);
}

/* Neither side sees what the other does before it is handed over. */
static void apart(struct kunit *test)
{
	struct fixture *f = test->priv;
	dma_addr_t addr;
	u8 *mem = dma_alloc_noncoherent(f->dev, PAGE_SIZE, &addr,
					DMA_BIDIRECTIONAL, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	KUNIT_EXPECT_PTR_NE(test, bus(f, addr), mem);
	memset(mem, 3, 100);
	KUNIT_EXPECT_TRUE(test, device_reads(f, addr, 0, PAGE_SIZE));
	dma_sync_single_for_device(f->dev, addr, 50, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_TRUE(test, device_reads(f, addr, 3, 50));
	KUNIT_EXPECT_TRUE(test, device_reads(f, addr + 50, 0, PAGE_SIZE - 50));
	device_writes(f, addr + 10, 4, 20);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 3, 100));
	dma_sync_single_for_cpu(f->dev, addr, 15, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + 10, 4, 5));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + 15, 3, 85));
	dma_sync_single_for_cpu(f->dev, addr + 15, 35, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + 10, 4, 20));
	dma_free_noncoherent(f->dev, PAGE_SIZE, mem, addr, DMA_BIDIRECTIONAL);
	expect_no_report(test);
}

#define ENTRIES	5
/* dma-debug wants a list to be handed over as a whole */
#define FEW	(IS_ENABLED(CONFIG_DMA_API_DEBUG) ? ENTRIES : 2)

static void lists(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 4 * PAGE_SIZE, 1);
	struct scatterlist sgl[ENTRIES], *sg;
	int i, n;

	sg_init_table(sgl, ENTRIES);
	for (i = 0; i < ENTRIES; i++)
		sg_set_buf(&sgl[i], mem + i * 3001, 1000 + i);
	n = dma_map_sg(f->dev, sgl, ENTRIES, DMA_FROM_DEVICE);
	KUNIT_ASSERT_EQ(test, n, ENTRIES);
	for_each_sg(sgl, sg, n, i)
		device_writes(f, sg_dma_address(sg), 10 + i, 500);
	dma_sync_sg_for_cpu(f->dev, sgl, FEW, DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 10, 500));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + 3001, 11, 500));
	if (FEW < ENTRIES)
		KUNIT_EXPECT_EQ(test, peek(mem + 6002), DMA_SHADOW_FILL);
	/* one of them, by its address, and from the middle of the list */
	dma_sync_single_for_cpu(f->dev, sg_dma_address(&sgl[2]), 500,
				DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + 6002, 12, 500));
	if (FEW < ENTRIES)
		dma_sync_sg_for_cpu(f->dev, &sgl[3], 1, DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + 9003, 13, 500));
	dma_sync_sg_for_device(f->dev, sgl, ENTRIES, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, peek(mem + 6002), DMA_SHADOW_FILL);
	dma_unmap_sg(f->dev, sgl, ENTRIES, DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + 12004, 14, 500));
	KUNIT_EXPECT_EQ(test, mem[1000], 1);
	KUNIT_EXPECT_EQ(test, mem[500], 1);
	expect_no_report(test);
}

static void beyond_lowmem(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct page *page = alloc_page(GFP_HIGHUSER);
	dma_addr_t addr;
	u8 *mem;

	KUNIT_ASSERT_NOT_NULL(test, page);
	if (!PageHighMem(page)) {
		__free_page(page);
		kunit_skip(test, "no highmem");
	}
	memset_page(page, 0, 1, PAGE_SIZE);
	addr = dma_map_page(f->dev, page, 100, 1000, DMA_BIDIRECTIONAL);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(f->dev, addr));
	KUNIT_EXPECT_TRUE(test, device_reads(f, addr, 1, 1000));
	device_writes(f, addr + 10, 2, 10);
	dma_unmap_page(f->dev, addr, 1000, DMA_BIDIRECTIONAL);
	mem = kmap_local_page(page);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 1, 110));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + 110, 2, 10));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + 120, 1, PAGE_SIZE - 120));
	kunmap_local(mem);
	__free_page(page);
	expect_no_report(test);
}

/* ---- each report ---- */

static void cpu_write(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 1);
	dma_addr_t addr;
	unsigned int d;

	for (d = 0; d < ARRAY_SIZE(dirs); d++) {
		provoke(f);
		addr = map(test, mem, 256, dirs[d], 0);
		poke(mem + 17, 5 + d);
		unmap(f, addr, 256, dirs[d]);
		expect_report(test, DMA_SHADOW_CPU_WRITE);
	}
	/* only as much as was handed back may be written */
	addr = map(test, mem, 256, DMA_BIDIRECTIONAL, 0);
	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_BIDIRECTIONAL);
	memset(mem, 7, 101);
	provoke(f);
	dma_sync_single_for_device(f->dev, addr + 100, 156, DMA_BIDIRECTIONAL);
	expect_report(test, DMA_SHADOW_CPU_WRITE);
	dma_sync_single_for_device(f->dev, addr, 100, DMA_BIDIRECTIONAL);
	unmap(f, addr, 256, DMA_BIDIRECTIONAL);
	expect_no_report(test);
}

/* Mapped once, written, and never handed over: nobody unmaps it. */
static void cpu_write_seen_by_scan(struct kunit *test)
{
	struct fixture *f = test->priv;
	dma_addr_t addr;
	u8 *mem = dma_alloc_noncoherent(f->dev, 100, &addr, DMA_TO_DEVICE,
					GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	dma_sync_single_for_device(f->dev, addr, 100, DMA_TO_DEVICE);
	scan(f);
	scan(f);
	expect_no_report(test);
	mem[3] = 1;
	scan(f);
	expect_no_report(test);
	provoke(f);
	scan(f);
	expect_report(test, DMA_SHADOW_CPU_WRITE);
	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_TO_DEVICE);
	dma_free_noncoherent(f->dev, 100, mem, addr, DMA_TO_DEVICE);
}

static void cpu_read(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 1);
	dma_addr_t addr = map(test, mem, 256, DMA_FROM_DEVICE, 0);

	device_writes(f, addr, 2, 256);
	/* stale is what an early read must see, and the same each time */
	KUNIT_EXPECT_EQ(test, peek(mem + 8), DMA_SHADOW_FILL);
	expect_no_report(test);
	if (IS_ENABLED(CONFIG_KASAN_GENERIC)) {
		provoke(f);
		KUNIT_EXPECT_EQ(test, READ_ONCE(mem[8]), DMA_SHADOW_FILL);
		expect_report(test, DMA_SHADOW_CPU_READ);
		provoke(f);
		WRITE_ONCE(mem[9], DMA_SHADOW_FILL);
		expect_report(test, DMA_SHADOW_CPU_WRITE);
	}
	unmap(f, addr, 256, DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 2, 256));
	expect_no_report(test);
}

static void both_wrote(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 1);
	dma_addr_t addr;

	provoke(f);
	addr = map(test, mem, 256, DMA_BIDIRECTIONAL, 0);
	mem[3] = 9;
	device_writes(f, addr + 3, 8, 1);
	unmap(f, addr, 256, DMA_BIDIRECTIONAL);
	expect_report(test, DMA_SHADOW_BOTH_WROTE);
	KUNIT_EXPECT_EQ(test, mem[3], 8);

	/* the CPU's turn */
	provoke(f);
	addr = map(test, mem, 256, DMA_BIDIRECTIONAL, 0);
	dma_sync_single_for_cpu(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	mem[3] = 10;
	device_writes(f, addr + 3, 11, 1);
	dma_sync_single_for_device(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	expect_report(test, DMA_SHADOW_BOTH_WROTE);
	unmap(f, addr, 256, DMA_BIDIRECTIONAL);
}

static void device_write_cpu_owned(struct kunit *test)
{
	struct fixture *f = test->priv;
	dma_addr_t addr;
	u8 *mem = dma_alloc_noncoherent(f->dev, 100, &addr, DMA_FROM_DEVICE,
					GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	provoke(f);
	device_writes(f, addr, 1, 10);
	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_DEVICE_WRITE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 1, 10));
	dma_shadow_strict = true;
	provoke(f);
	device_writes(f, addr, 2, 10);
	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_DEVICE_WRITE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 1, 10));
	provoke(f);
	dma_sync_single_for_device(f->dev, addr, 100, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_DEVICE_WRITE);
	provoke(f);
	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_FROM_DEVICE);
	dma_free_noncoherent(f->dev, 100, mem, addr, DMA_FROM_DEVICE);
	pr_info("expected warning: end\n");
	dma_shadow_strict = f->strict;

	/* mapped without a hand-over, and started */
	mem = buffer(test, 100, 0);
	provoke(f);
	addr = map(test, mem, 100, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	device_writes(f, addr, 1, 100);
	unmap(f, addr, 100, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_DEVICE_WRITE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 1, 100));
	provoke(f);
	addr = map(test, mem, 100, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	device_writes(f, addr, 1, 100);
	dma_sync_single_for_device(f->dev, addr, 100, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_DEVICE_WRITE);
	unmap(f, addr, 100, DMA_FROM_DEVICE);
}

static void taken_without_handing_over(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 100, 0);
	dma_addr_t addr = map(test, mem, 100, DMA_FROM_DEVICE, 0);

	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_FROM_DEVICE);
	device_writes(f, addr, 1, 50);
	provoke(f);
	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_TAKEN_AGAIN);
	KUNIT_EXPECT_EQ(test, mem[0], 1);
	device_writes(f, addr, 2, 50);
	dma_shadow_strict = true;
	provoke(f);
	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_TAKEN_AGAIN);
	KUNIT_EXPECT_EQ(test, mem[0], 1);
	provoke(f);
	unmap(f, addr, 100, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_TAKEN_AGAIN);
}

/* The device never gets what the CPU has written. */
static void written_not_handed_over(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 100, 1);
	unsigned int d;
	dma_addr_t addr;

	for (d = 0; d < ARRAY_SIZE(dirs); d++) {
		addr = map(test, mem, 100, dirs[d], 0);
		dma_sync_single_for_cpu(f->dev, addr, 100, dirs[d]);
		memset(mem + 10, 2 + d, 10);
		provoke(f);
		dma_sync_single_for_cpu(f->dev, addr, 100, dirs[d]);
		expect_report(test, DMA_SHADOW_NOT_GIVEN);
		dma_sync_single_for_device(f->dev, addr, 100, dirs[d]);
		dma_sync_single_for_cpu(f->dev, addr, 100, dirs[d]);
		dma_sync_single_for_cpu(f->dev, addr, 100, dirs[d]);
		/* what it writes for itself */
		memset(mem + 10, 9, 10);
		unmap(f, addr, 100, dirs[d]);
		expect_no_report(test);
	}
	/* it has to be written before the CPU takes it for the first time */
	mem = dma_alloc_noncoherent(f->dev, 100, &addr, DMA_TO_DEVICE,
				    GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	memset(mem, 1, 100);
	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_TO_DEVICE);
	memset(mem, 2, 50);
	dma_sync_single_for_device(f->dev, addr, 100, DMA_TO_DEVICE);
	dma_free_noncoherent(f->dev, 100, mem, addr, DMA_TO_DEVICE);
	expect_no_report(test);
}

static void device_write_to_device(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 100, 0);
	dma_addr_t addr = map(test, mem, 100, DMA_TO_DEVICE, 0);

	device_writes(f, addr + 99, 1, 1);
	provoke(f);
	unmap(f, addr, 100, DMA_TO_DEVICE);
	expect_report(test, DMA_SHADOW_TO_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, 100));
}

static void device_overrun(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 200, 0);
	dma_addr_t addr;

	provoke(f);
	addr = map(test, mem + 50, 100, DMA_FROM_DEVICE, 0);
	device_writes(f, addr, 1, 101);
	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_OVERRUN);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + 150, 0, 50));
	provoke(f);
	device_writes(f, addr - 1, 1, 1);
	scan(f);
	expect_report(test, DMA_SHADOW_OVERRUN);
	unmap(f, addr, 100, DMA_FROM_DEVICE);
	expect_no_report(test);
}

static void device_write_after_unmap(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 200, 0);
	dma_addr_t addr = map(test, mem, 200, DMA_FROM_DEVICE, 0);
	u8 *late = bus(f, addr);

	unmap(f, addr, 200, DMA_FROM_DEVICE);
	scan(f);
	expect_no_report(test);
	provoke(f);
	late[100] = 1;
	scan(f);
	expect_report(test, DMA_SHADOW_AFTER_UNMAP);
	/* and when something else comes into its place */
	provoke(f);
	late[100] = 2;
	dma_shadow_quarantine = 0;
	addr = map(test, mem, 200, DMA_FROM_DEVICE, 0);
	unmap(f, addr, 200, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_AFTER_UNMAP);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, 200));
}

static void freed_while_mapped(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct page *page = alloc_page(GFP_KERNEL);
	dma_addr_t addr;
	u8 *mem;

	KUNIT_ASSERT_NOT_NULL(test, page);
	provoke(f);
	addr = map(test, page_address(page), 100, DMA_TO_DEVICE, 0);
	__free_page(page);
	unmap(f, addr, 100, DMA_TO_DEVICE);
	expect_report(test, DMA_SHADOW_FREED_MAPPED);

	if (!IS_ENABLED(CONFIG_KASAN_GENERIC))
		return;
	mem = kmalloc(64, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	provoke(f);
	addr = map(test, mem, 64, DMA_FROM_DEVICE, 0);
	kfree(mem);
	expect_report(test, DMA_SHADOW_FREED_MAPPED);
	unmap(f, addr, 64, DMA_FROM_DEVICE);
	kfree(mem);
	/* one that begins before the buffer */
	mem = kmalloc(256, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	provoke(f);
	addr = map(test, mem + 64, 64, DMA_FROM_DEVICE, 0);
	kfree(mem);
	unmap(f, addr, 64, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_FREED_MAPPED);
}

static void line_shared(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 0);
	dma_addr_t a, b;

	if (dma_shadow_line < 16)
		kunit_skip(test, "lines of %u bytes", dma_shadow_line);
	provoke(f);
	a = map(test, mem, 8, DMA_FROM_DEVICE, 0);
	b = map(test, mem + 8, 8, DMA_FROM_DEVICE, 0);
	expect_report(test, DMA_SHADOW_LINE_SHARED);
	unmap(f, a, 8, DMA_FROM_DEVICE);
	unmap(f, b, 8, DMA_FROM_DEVICE);
	provoke(f);
	a = map(test, mem, 8, DMA_TO_DEVICE, 0);
	b = map(test, mem + 8, 8, DMA_BIDIRECTIONAL, 0);
	expect_report(test, DMA_SHADOW_LINE_SHARED);
	unmap(f, a, 8, DMA_TO_DEVICE);
	unmap(f, b, 8, DMA_BIDIRECTIONAL);
	/* the next line is another one */
	a = map(test, mem, 8, DMA_FROM_DEVICE, 0);
	b = map(test, mem + dma_shadow_line, 8, DMA_FROM_DEVICE, 0);
	unmap(f, a, 8, DMA_FROM_DEVICE);
	unmap(f, b, 8, DMA_FROM_DEVICE);
	expect_no_report(test);
}

static void line_dirtied(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 512, 0);
	unsigned int line = dma_shadow_line, off = max(line, 64u);
	dma_addr_t addr;

	if (line < 16)
		kunit_skip(test, "lines of %u bytes", line);
	mem += ALIGN((unsigned long)mem, line) - (unsigned long)mem;
	provoke(f);
	addr = map(test, mem + off + 4, 8, DMA_FROM_DEVICE, 0);
	mem[off + 3] = 1;
	unmap(f, addr, 8, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_LINE_DIRTIED);
	provoke(f);
	addr = map(test, mem + off, 8, DMA_BIDIRECTIONAL, 0);
	mem[off + 8] = 1;
	dma_sync_single_for_cpu(f->dev, addr, 8, DMA_BIDIRECTIONAL);
	expect_report(test, DMA_SHADOW_LINE_DIRTIED);
	mem[off + 9] = 1;
	dma_sync_single_for_device(f->dev, addr, 8, DMA_BIDIRECTIONAL);
	/* other lines */
	mem[off - 1] = 1;
	mem[off + line] = 1;
	unmap(f, addr, 8, DMA_BIDIRECTIONAL);
	expect_no_report(test);
}

static void bad_syncs(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 0);
	dma_addr_t addr = map(test, mem, 100, DMA_FROM_DEVICE, 0);

	provoke(f);
	dma_sync_single_for_cpu(f->dev, addr + 50, 51, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_SYNC_RANGE);
	provoke(f);
	dma_sync_single_for_device(f->dev, addr, 100, DMA_TO_DEVICE);
	expect_report(test, DMA_SHADOW_SYNC_DIRECTION);
	provoke(f);
	dma_unmap_single(f->dev, addr, 100, DMA_BIDIRECTIONAL);
	expect_report(test, DMA_SHADOW_SYNC_DIRECTION);
	provoke(f);
	dma_sync_single_for_cpu(f->dev, addr, 100, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_SYNC_UNMAPPED);
}

static void never_taken(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 0);
	dma_addr_t addr = map(test, mem, 256, DMA_FROM_DEVICE,
			      DMA_ATTR_SKIP_CPU_SYNC);
	int i;

	provoke(f);
	for (i = 0; i < 16; i++) {
		dma_sync_single_for_device(f->dev, addr, 256, DMA_FROM_DEVICE);
		device_writes(f, addr, i + 1, 60);
	}
	KUNIT_EXPECT_EQ(test, dma_shadow_reported(DMA_SHADOW_NEVER_BACK), 0);
	dma_sync_single_for_device(f->dev, addr, 256, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_shadow_reported(DMA_SHADOW_NEVER_BACK), 1);
	dma_unmap_single_attrs(f->dev, addr, 256, DMA_FROM_DEVICE,
			       DMA_ATTR_SKIP_CPU_SYNC);
	expect_report(test, DMA_SHADOW_NEVER_BACK);
}

/* For whoever asks: they are counted and not said. */
static void notes(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 0);
	unsigned long twice = f->dev->dma_shadow->twice;
	dma_addr_t addr = map(test, mem, 256, DMA_FROM_DEVICE, 0);

	device_writes(f, addr, 1, 10);
	dma_unmap_single_attrs(f->dev, addr, 256, DMA_FROM_DEVICE,
			       DMA_ATTR_SKIP_CPU_SYNC);
	KUNIT_EXPECT_EQ(test, dma_shadow_reported(DMA_SHADOW_FREED_DIRTY), 1);

	addr = map(test, mem, 256, DMA_BIDIRECTIONAL, 0);
	dma_sync_single_for_cpu(f->dev, addr, 256, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, dma_shadow_reported(DMA_SHADOW_SYNC_DIRECTION), 1);
	KUNIT_EXPECT_EQ(test, f->dev->dma_shadow->twice, twice);
	dma_sync_single_for_cpu(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, f->dev->dma_shadow->twice, twice + 1);
	unmap(f, addr, 256, DMA_BIDIRECTIONAL);
}

/* What a report says; once for a pair of sites. */
static noinline dma_addr_t mapped_here(struct fixture *f, u8 *mem)
{
	dma_addr_t addr = dma_map_single(f->dev, mem, 64, DMA_BIDIRECTIONAL);

	barrier();
	return addr;
}

static noinline dma_addr_t mapped_another_way(struct fixture *f, u8 *mem)
{
	dma_addr_t addr = mapped_here(f, mem);

	barrier();
	return addr;
}

static void wording(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 64, 1);
	const char *log = expect_warning_log;
	char want[128];
	dma_addr_t addr;
	int i;

	expect_warning_begin(test);
	for (i = 0; i < 3; i++) {
		addr = i ? mapped_here(f, mem) : mapped_another_way(f, mem);
		KUNIT_ASSERT_EQ(test, 0, dma_mapping_error(f->dev, addr));
		mem[6] = 0x42;
		mem[7] = 0x43;
		unmap(f, addr, 64, DMA_BIDIRECTIONAL);
		memset(mem, 1, 64);
	}
	expect_warning_end(test, "nothing");
	KUNIT_EXPECT_EQ(test, dma_shadow_reported(DMA_SHADOW_CPU_WRITE), 3);
	snprintf(want, sizeof(want), "%s %s: 2 bytes at 6 of 64, BIDIRECTIONAL\n",
		 NAME, dev_name(f->dev));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, want));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, "DMA-SHADOW: cpu-write-device-owned: "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, "DMA-SHADOW:   mapped by "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, "; last map by "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, " ms ago; found at unmap by "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, "; was 0101 is 4243\n"));
	if (IS_ENABLED(CONFIG_KALLSYMS))
		KUNIT_EXPECT_NOT_NULL(test, strstr(log, "mapped by mapped_here"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(log, "DMA-SHADOW:   wanted: dma_sync_"));
	log = strstr(log, "wanted: ");
	KUNIT_EXPECT_NULL(test, log ? strstr(log + 1, "wanted: ") : NULL);
}

/* ---- what drivers may do ---- */

static void read_what_the_device_reads(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 1);
	dma_addr_t addr = map(test, mem, 256, DMA_TO_DEVICE, 0);

	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 1, 256));
	unmap(f, addr, 256, DMA_TO_DEVICE);
	expect_no_report(test);
}

/* As page_pool does it, with the checksum of a frame behind it. */
static void recycled_pages(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 2048, 1);
	dma_addr_t addr = map(test, mem, 2048, DMA_FROM_DEVICE,
			      DMA_ATTR_SKIP_CPU_SYNC);
	int i;

	/* the last one is read, but for its checksum */
	for (i = 0; i < 41; i++) {
		dma_sync_single_for_device(f->dev, addr, 2048, DMA_FROM_DEVICE);
		device_writes(f, addr, i, 104 + i);
		/* an error: nobody reads it */
		if (i % 3 == 0)
			continue;
		dma_sync_single_for_cpu(f->dev, addr, 100 + i, DMA_FROM_DEVICE);
		KUNIT_EXPECT_NULL(test, memchr_inv(mem, i, 100 + i));
		if (i & 1)
			memset(mem, 0, 100);
	}
	dma_unmap_single_attrs(f->dev, addr, 2048, DMA_FROM_DEVICE,
			       DMA_ATTR_SKIP_CPU_SYNC);
	dma_shadow_scan_device(f->dev->dma_shadow);
	expect_no_report(test);
}

static void given_twice(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 1);
	dma_addr_t addr = map(test, mem, 256, DMA_BIDIRECTIONAL, 0);

	dma_sync_single_for_device(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	device_writes(f, addr, 2, 10);
	dma_sync_single_for_device(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	dma_sync_single_for_cpu(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 2, 10));
	unmap(f, addr, 256, DMA_BIDIRECTIONAL);
	expect_no_report(test);
}

/* What build_skb() writes behind a frame: a note, unless the device wrote there. */
static void frame_with_a_tail(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 2048, 1);
	dma_addr_t addr = map(test, mem, 2048, DMA_FROM_DEVICE, 0);
	int i;

	for (i = 2; i < 10; i++) {
		device_writes(f, addr, i, 100);
		dma_sync_single_for_cpu(f->dev, addr, 96, DMA_FROM_DEVICE);
		memset(mem + 1000, i, 300);
		KUNIT_EXPECT_NULL(test, memchr_inv(mem + 1000, i, 300));
		scan(f);
		scan(f);
		dma_sync_single_for_device(f->dev, addr, 2048, DMA_FROM_DEVICE);
	}
	KUNIT_EXPECT_GT(test, dma_shadow_reported(DMA_SHADOW_NOT_TAKEN), 8);
	/* the frame did not end there */
	device_writes(f, addr, 1, 1100);
	dma_sync_single_for_cpu(f->dev, addr, 96, DMA_FROM_DEVICE);
	memset(mem + 1000, i, 10);
	f->before[DMA_SHADOW_NOT_TAKEN] = dma_shadow_reported(DMA_SHADOW_NOT_TAKEN);
	expect_no_report(test);
	provoke(f);
	dma_sync_single_for_device(f->dev, addr, 2048, DMA_FROM_DEVICE);
	expect_report(test, DMA_SHADOW_BOTH_WROTE);
	/* a page of page_pool that no frame comes into */
	memset(mem, 3, 1000);
	scan(f);
	scan(f);
	dma_sync_single_for_device(f->dev, addr, 2048, DMA_FROM_DEVICE);
	f->before[DMA_SHADOW_NOT_TAKEN] = dma_shadow_reported(DMA_SHADOW_NOT_TAKEN);
	expect_no_report(test);
	/* a page goes with what the stack has written */
	device_writes(f, addr, 1, 100);
	dma_sync_single_for_cpu(f->dev, addr, 96, DMA_FROM_DEVICE);
	memset(mem + 1000, 1, 10);
	dma_unmap_single_attrs(f->dev, addr, 2048, DMA_FROM_DEVICE,
			       DMA_ATTR_SKIP_CPU_SYNC);
	f->before[DMA_SHADOW_NOT_TAKEN] = dma_shadow_reported(DMA_SHADOW_NOT_TAKEN);
	expect_no_report(test);
}

/* A descriptor that the device writes when it likes to. */
static void polled_descriptor(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 64, 0);
	dma_addr_t addr = map(test, mem, 64, DMA_BIDIRECTIONAL, 0);
	int i;

	for (i = 0; i < 20; i++) {
		dma_sync_single_for_cpu(f->dev, addr, 16, DMA_BIDIRECTIONAL);
		/* the look has begun, and does not see it */
		device_writes(f, addr + 4, i + 1, 4);
		KUNIT_EXPECT_NULL(test, memchr_inv(mem + 4, i, 4));
		/* the CPU writes another part of it */
		mem[0] = i;
		dma_sync_single_for_device(f->dev, addr, 16, DMA_BIDIRECTIONAL);
		KUNIT_EXPECT_TRUE(test, device_reads(f, addr, i, 1));
		dma_sync_single_for_cpu(f->dev, addr, 16, DMA_BIDIRECTIONAL);
		KUNIT_EXPECT_NULL(test, memchr_inv(mem + 4, i + 1, 4));
		dma_sync_single_for_device(f->dev, addr, 16, DMA_BIDIRECTIONAL);
	}
	unmap(f, addr, 64, DMA_BIDIRECTIONAL);
	expect_no_report(test);
}

/* Received, changed, sent from the same memory, which another device reads. */
static void forwarded(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 2048, 0);
	dma_addr_t addr = map(test, mem, 2048, DMA_BIDIRECTIONAL, 0), to[2];
	int i;

	for (i = 0; i < 4; i++) {
		device_writes(f, addr, 1, 100);
		dma_sync_single_for_cpu(f->dev, addr, 100, DMA_BIDIRECTIONAL);
		memset(mem, 2, 12);
		/* and to two others at once */
		to[0] = map(test, mem, 100, DMA_TO_DEVICE, 0);
		to[1] = map(test, mem, 100, DMA_TO_DEVICE, 0);
		KUNIT_EXPECT_TRUE(test, device_reads(f, to[1], 2, 12));
		unmap(f, to[0], 100, DMA_TO_DEVICE);
		unmap(f, to[1], 100, DMA_TO_DEVICE);
		dma_sync_single_for_device(f->dev, addr, 100, DMA_BIDIRECTIONAL);
		KUNIT_EXPECT_TRUE(test, device_reads(f, addr, 2, 12));
		KUNIT_EXPECT_TRUE(test, device_reads(f, addr + 12, 1, 88));
	}
	unmap(f, addr, 2048, DMA_BIDIRECTIONAL);
	expect_no_report(test);
}

static void teardown(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 0), *ring;
	dma_addr_t addr;

	/* a frame that came when nobody wanted it any more */
	addr = map(test, mem, 256, DMA_FROM_DEVICE, 0);
	device_writes(f, addr, 1, 100);
	unmap(f, addr, 256, DMA_FROM_DEVICE);
	ring = dma_alloc_noncoherent(f->dev, 256, &addr, DMA_BIDIRECTIONAL,
				     GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, ring);
	dma_sync_single_for_device(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	device_writes(f, addr, 1, 100);
	dma_free_noncoherent(f->dev, 256, ring, addr, DMA_BIDIRECTIONAL);
	f->before[DMA_SHADOW_FREED_DIRTY]++;
	expect_no_report(test);
}

/* Neighbours that the allocator keeps in another line where it matters. */
static void neighbours(struct kunit *test)
{
	struct fixture *f = test->priv;
	dma_addr_t addr[16];
	u8 *mem[16];
	int i;

	for (i = 0; i < ARRAY_SIZE(mem); i++)
		mem[i] = buffer(test, 8, 0);
	for (i = 0; i < ARRAY_SIZE(mem); i += 2)
		addr[i] = map(test, mem[i], 8, DMA_FROM_DEVICE, 0);
	for (i = 1; i < ARRAY_SIZE(mem); i += 2)
		memset(mem[i], 1, 8);
	for (i = 0; i < ARRAY_SIZE(mem); i += 2)
		unmap(f, addr[i], 8, DMA_FROM_DEVICE);
	expect_no_report(test);
}

/* Buffers that a driver has in its structure, with lines of their own where it matters. */
struct buffers {
	u8 before;
	__dma_from_device_group_begin(status);
	u8 status[4];
	__dma_from_device_group_end(status);
	u8 between;
	u8 answer[4] __aligned(ARCH_DMA_MINALIGN);
	u8 after[] __aligned(ARCH_DMA_MINALIGN);
};

static void lines_in_structures(struct kunit *test)
{
	struct fixture *f = test->priv;
	dma_addr_t status, answer;
	struct buffers *b;

	b = kunit_kzalloc(test, sizeof(*b) + 1, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, b);
	status = map(test, b->status, sizeof(b->status), DMA_FROM_DEVICE, 0);
	answer = map(test, b->answer, sizeof(b->answer), DMA_FROM_DEVICE, 0);
	b->before = 1;
	b->between = 1;
	b->after[0] = 1;
	unmap(f, status, sizeof(b->status), DMA_FROM_DEVICE);
	unmap(f, answer, sizeof(b->answer), DMA_FROM_DEVICE);
	expect_no_report(test);
}

static void ignored_lines(struct kunit *test)
{
	const unsigned long attrs = DMA_ATTR_DEBUGGING_IGNORE_CACHELINES;
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 0);
	dma_addr_t a = map(test, mem, 8, DMA_FROM_DEVICE, attrs);
	dma_addr_t b = map(test, mem + 8, 8, DMA_FROM_DEVICE, attrs);

	mem[16] = 1;
	dma_unmap_single_attrs(f->dev, a, 8, DMA_FROM_DEVICE, attrs);
	dma_unmap_single_attrs(f->dev, b, 8, DMA_FROM_DEVICE, attrs);
	expect_no_report(test);
}

/* A page of a process, which writes to it while the device reads. */
static void user_pages(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long at = kunit_vm_mmap(test, NULL, 0, PAGE_SIZE,
					 PROT_READ | PROT_WRITE,
					 MAP_ANONYMOUS | MAP_PRIVATE, 0);
	struct page *page;
	dma_addr_t addr;
	unsigned int d;
	u8 *mem;

	KUNIT_ASSERT_NE(test, at, 0);
	KUNIT_ASSERT_EQ(test, 1, pin_user_pages_fast(at, 1, FOLL_WRITE, &page));
	KUNIT_EXPECT_TRUE(test, dma_shadow_is_foreign(page_to_phys(page)));
	for (d = 0; d < ARRAY_SIZE(dirs); d++) {
		memset_page(page, 0, 1, PAGE_SIZE);
		addr = dma_map_page(f->dev, page, 0, PAGE_SIZE, dirs[d]);
		KUNIT_ASSERT_FALSE(test, dma_mapping_error(f->dev, addr));
		mem = kmap_local_page(page);
		KUNIT_EXPECT_NULL(test, memchr_inv(mem, 1, PAGE_SIZE));
		mem[5] = 7;
		kunmap_local(mem);
		dma_unmap_page(f->dev, addr, PAGE_SIZE, dirs[d]);
	}
	unpin_user_page(page);
	expect_no_report(test);
}

/* A page of a file, which a process writes to while the device reads it. */
static void file_pages(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct file *file = shmem_file_setup("dma-shadow", PAGE_SIZE,
					     EMPTY_VMA_FLAGS);
	struct page *page;
	dma_addr_t addr;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	page = shmem_read_mapping_page(file->f_mapping, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, page);
	KUNIT_EXPECT_TRUE(test, dma_shadow_is_foreign(page_to_phys(page)));
	addr = dma_map_page(f->dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(f->dev, addr));
	memset_page(page, 100, 7, 100);
	scan(f);
	scan(f);
	dma_unmap_page(f->dev, addr, PAGE_SIZE, DMA_TO_DEVICE);
	put_page(page);
	fput(file);
	expect_no_report(test);
}

static void mmapped(struct kunit *test)
{
	struct fixture *f = test->priv;
	dma_addr_t addr;
	u8 *mem = dma_alloc_noncoherent(f->dev, PAGE_SIZE, &addr, DMA_TO_DEVICE,
					GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	dma_shadow_mmapped(f->dev, mem);
	dma_sync_single_for_device(f->dev, addr, PAGE_SIZE, DMA_TO_DEVICE);
	mem[5] = 7;
	scan(f);
	scan(f);
	dma_sync_single_for_device(f->dev, addr, PAGE_SIZE, DMA_TO_DEVICE);
	KUNIT_EXPECT_TRUE(test, device_reads(f, addr + 5, 7, 1));
	dma_free_noncoherent(f->dev, PAGE_SIZE, mem, addr, DMA_TO_DEVICE);
	expect_no_report(test);
}

/* ---- memory that is allocated ---- */

static void alloc_pages_too(struct kunit *test)
{
	struct fixture *f = test->priv;
	const size_t size = 5 * PAGE_SIZE;
	dma_addr_t addr;
	struct page *page = dma_alloc_pages(f->dev, size, &addr,
					    DMA_FROM_DEVICE, GFP_KERNEL);
	u8 *mem;

	KUNIT_ASSERT_NOT_NULL(test, page);
	mem = page_address(page);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, size));
	KUNIT_EXPECT_PTR_NE(test, bus(f, addr), mem);
	dma_sync_single_for_device(f->dev, addr, size, DMA_FROM_DEVICE);
	device_writes(f, addr + PAGE_SIZE - 3, 1, PAGE_SIZE);
	dma_sync_single_for_cpu(f->dev, addr + PAGE_SIZE - 3, PAGE_SIZE,
				DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + PAGE_SIZE - 3, 1, PAGE_SIZE));
	dma_free_pages(f->dev, size, page, addr, DMA_FROM_DEVICE);
	expect_no_report(test);
}

static void noncontiguous(struct kunit *test)
{
	struct fixture *f = test->priv;
	const size_t size = 3 * PAGE_SIZE;
	struct sg_table *sgt = dma_alloc_noncontiguous(f->dev, size,
						       DMA_BIDIRECTIONAL,
						       GFP_KERNEL, 0);
	dma_addr_t addr;
	u8 *mem;

	KUNIT_ASSERT_NOT_NULL(test, sgt);
	addr = sg_dma_address(sgt->sgl);
	KUNIT_EXPECT_EQ(test, sg_dma_len(sgt->sgl), size);
	mem = dma_vmap_noncontiguous(f->dev, size, sgt);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	KUNIT_EXPECT_PTR_NE(test, bus(f, addr), mem);
	memset(mem, 1, size);
	KUNIT_EXPECT_TRUE(test, device_reads(f, addr, 0, size));
	dma_sync_sgtable_for_device(f->dev, sgt, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_TRUE(test, device_reads(f, addr, 1, size));
	device_writes(f, addr, 2, 100);
	dma_sync_sgtable_for_cpu(f->dev, sgt, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 2, 100));
	dma_vunmap_noncontiguous(f->dev, mem);
	dma_free_noncontiguous(f->dev, size, sgt, DMA_BIDIRECTIONAL);
	expect_no_report(test);
}

/* ---- behind an IOMMU ---- */

#ifdef CONFIG_DMA_IOMMU_KUNIT_TEST
static int mock_probe(struct platform_device *pdev)
{
	return 0;
}

static struct platform_driver mock_driver = {
	.driver.name = "mock-dma",
	.probe = mock_probe,
};

static struct mock_iommu mock;

static void iommu_begin(struct kunit *test, struct platform_device **pdev)
{
	mock = (struct mock_iommu) {
		.pgsizes = PAGE_SIZE, .aperture = SZ_256M, .fail_at = -1,
	};
	KUNIT_ASSERT_EQ(test, 0, dma_shadow_select("mock-dma"));
	KUNIT_ASSERT_EQ(test, 0, platform_driver_register(&mock_driver));
	KUNIT_ASSERT_EQ(test, 0, mock_iommu_register(&mock));
	*pdev = mock_iommu_add_device(&mock);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, *pdev);
	KUNIT_ASSERT_TRUE(test, dma_shadow_watches(&(*pdev)->dev));
}

static void iommu_end(struct kunit *test, struct platform_device *pdev)
{
	mock_iommu_remove_device(pdev);
	mock_iommu_unregister(&mock);
	platform_driver_unregister(&mock_driver);
	KUNIT_EXPECT_EQ(test, mock.left, 0);
	expect_no_report(test);
}

/* Through the IOMMU, page by page. */
static void iommu_device_writes(struct device *dev, dma_addr_t addr, u8 val,
				size_t n)
{
	for (; n; n--, addr++)
		*(u8 *)phys_to_virt(mock_iommu_phys(dev, addr)) = val;
}

/* Three entries become one segment, as they do without anybody who watches. */
static void merged(struct kunit *test)
{
	const size_t tail = PAGE_SIZE - 100, all = tail + PAGE_SIZE + 500;
	struct scatterlist sgl[4];
	struct platform_device *pdev;
	struct device *dev;
	u8 *mem[4];
	int i;

	if (BOUNCES_ODD_SIZES)
		kunit_skip(test, "lists with odd sizes are bounced");
	iommu_begin(test, &pdev);
	dev = &pdev->dev;
	sg_init_table(sgl, 4);
	for (i = 0; i < 4; i++) {
		mem[i] = (u8 *)get_zeroed_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, mem[i]);
	}
	sg_set_buf(&sgl[0], mem[0] + 100, tail);
	sg_set_buf(&sgl[1], mem[1], PAGE_SIZE);
	sg_set_buf(&sgl[2], mem[2], 500);
	sg_set_buf(&sgl[3], mem[3] + 8, 16);
	KUNIT_EXPECT_EQ(test, 2, dma_map_sg(dev, sgl, 4, DMA_FROM_DEVICE));
	KUNIT_EXPECT_EQ(test, sg_dma_len(&sgl[0]), all);
	iommu_device_writes(dev, sg_dma_address(&sgl[0]), 1, all);
	iommu_device_writes(dev, sg_dma_address(&sgl[1]), 2, 16);
	dma_sync_single_for_cpu(dev, sg_dma_address(&sgl[0]) + tail - 10, 20,
				DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem[0] + PAGE_SIZE - 10, 1, 10));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem[1], 1, 10));
	KUNIT_EXPECT_EQ(test, peek(mem[1] + 16), DMA_SHADOW_FILL);
	if (IS_ENABLED(CONFIG_DMA_API_DEBUG))
		dma_sync_sg_for_cpu(dev, sgl, 4, DMA_FROM_DEVICE);
	else
		dma_sync_sg_for_cpu(dev, &sgl[1], 2, DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem[1], 1, PAGE_SIZE));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem[2], 1, 500));
	dma_unmap_sg(dev, sgl, 4, DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem[0] + 100, 1, tail));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem[3] + 8, 2, 16));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem[0], 0, 100));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem[2] + 500, 0, PAGE_SIZE - 500));
	for (i = 0; i < 4; i++)
		free_page((unsigned long)mem[i]);
	iommu_end(test, pdev);
}

static void noncontiguous_by_iommu(struct kunit *test)
{
	const size_t size = 5 * PAGE_SIZE;
	struct platform_device *pdev;
	struct dma_iova_state state;
	struct sg_table *sgt;
	struct device *dev;
	dma_addr_t addr;
	u8 *mem;

	iommu_begin(test, &pdev);
	dev = &pdev->dev;
	KUNIT_EXPECT_FALSE(test, dma_iova_try_alloc(dev, &state, 0, PAGE_SIZE));
	sgt = dma_alloc_noncontiguous(dev, size, DMA_BIDIRECTIONAL, GFP_KERNEL,
				      0);
	KUNIT_ASSERT_NOT_NULL(test, sgt);
	addr = sg_dma_address(sgt->sgl);
	mem = dma_vmap_noncontiguous(dev, size, sgt);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	memset(mem, 1, size);
	dma_sync_sgtable_for_device(dev, sgt, DMA_BIDIRECTIONAL);
	iommu_device_writes(dev, addr + PAGE_SIZE - 5, 2, 10);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 1, size));
	dma_sync_sgtable_for_cpu(dev, sgt, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + PAGE_SIZE - 5, 2, 10));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + PAGE_SIZE + 5, 1,
					   4 * PAGE_SIZE - 5));
	dma_vunmap_noncontiguous(dev, mem);
	dma_free_noncontiguous(dev, size, sgt, DMA_BIDIRECTIONAL);

	mem = dma_alloc_noncoherent(dev, size, &addr, DMA_FROM_DEVICE,
				    GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	dma_sync_single_for_device(dev, addr, size, DMA_FROM_DEVICE);
	iommu_device_writes(dev, addr + PAGE_SIZE - 5, 2, 10);
	dma_sync_single_for_cpu(dev, addr, size, DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem + PAGE_SIZE - 5, 2, 10));
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, PAGE_SIZE - 5));
	dma_free_noncoherent(dev, size, mem, addr, DMA_FROM_DEVICE);
	iommu_end(test, pdev);
}
#else
static void merged(struct kunit *test)
{
	kunit_skip(test, "no IOMMU");
}

static void noncontiguous_by_iommu(struct kunit *test)
{
	kunit_skip(test, "no IOMMU");
}
#endif

/* ---- what is not watched ---- */

static void not_selected(struct kunit *test)
{
	u8 *mem = buffer(test, 64, 1);
	struct device *dev;
	dma_addr_t addr;

	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select("dma-shadow,kunit"));
	dev = new_device(test, "dma-shadow-other");
	KUNIT_EXPECT_FALSE(test, dma_shadow_watches(dev));
	addr = dma_map_single(dev, mem, 64, DMA_TO_DEVICE);
	KUNIT_ASSERT_EQ(test, 0, dma_mapping_error(dev, addr));
	KUNIT_EXPECT_PTR_EQ(test, phys_to_virt(dma_to_phys(dev, addr)), mem);
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
}

/* By either name, or all; for drivers that come, not those that are there. */
static void chosen(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct device *dev;
	char names[64];

	KUNIT_EXPECT_TRUE(test, dma_shadow_watches(f->dev));
	KUNIT_EXPECT_TRUE(test, dma_need_sync(f->dev, 0));
	KUNIT_EXPECT_TRUE(test, dma_need_unmap(f->dev));
	snprintf(names, sizeof(names), "a,%s.by-name,b", test->name);
	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select(names));
	KUNIT_EXPECT_TRUE(test, dma_shadow_watches(f->dev));
	dev = new_device(test, "by-name");
	KUNIT_EXPECT_TRUE(test, dma_shadow_watches(dev));
	dev = new_device(test, "another");
	KUNIT_EXPECT_FALSE(test, dma_shadow_watches(dev));
	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select("*"));
	KUNIT_EXPECT_FALSE(test, dma_shadow_watches(dev));
	/* any driver of the bus takes any device, so that it is the first */
	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select(NAME));
	dev = new_device(test, "by-driver");
	KUNIT_EXPECT_TRUE(test, dma_shadow_watches(dev));
	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select("*"));
	dev = new_device(test, "any");
	KUNIT_EXPECT_TRUE(test, dma_shadow_watches(dev));
	kunit_device_unregister(test, dev);
}

static void passed_through(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long *passed = f->dev->dma_shadow->passed;
	u8 *mem = buffer(test, 256, 1);
	dma_addr_t addr;

	dma_shadow_limit = 1;
	addr = map(test, mem, 256, DMA_BIDIRECTIONAL, 0);
	KUNIT_EXPECT_EQ(test, passed[DMA_SHADOW_PASSED_LIMIT], 1);
	KUNIT_EXPECT_PTR_EQ(test, bus(f, addr), mem);
	device_writes(f, addr, 2, 10);
	dma_sync_single_for_cpu(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	dma_sync_single_for_device(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	unmap(f, addr, 256, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 2, 10));
	dma_shadow_limit = f->limit;

	/* a reserved page, dma-debug takes other memory for a mistake */
	addr = dma_map_phys(f->dev, page_to_phys(ZERO_PAGE(0)), 64,
			    DMA_TO_DEVICE, DMA_ATTR_MMIO);
	if (!dma_mapping_error(f->dev, addr)) {
		KUNIT_EXPECT_EQ(test, passed[DMA_SHADOW_PASSED_ATTRS], 1);
		dma_unmap_phys(f->dev, addr, 64, DMA_TO_DEVICE, DMA_ATTR_MMIO);
	}
	expect_no_report(test);
}

/* Each allocation fails in turn, and the driver does not notice. */
static struct {
	u8 *mem;
	dma_addr_t addr;
	struct scatterlist sgl[3];
	int ents;
	void *ring;
	dma_addr_t ring_addr;
} nth;

static bool nth_map(struct kunit *test)
{
	struct fixture *f = test->priv;
	int i;

	memset(nth.mem, 1, 4096);
	sg_init_table(nth.sgl, 3);
	for (i = 0; i < 3; i++)
		sg_set_buf(&nth.sgl[i], nth.mem + 1000 * (i + 1), 100);
	/* dma-debug gives up if it has no memory for lines of other directions */
	nth.addr = dma_map_single(f->dev, nth.mem, 100, DMA_TO_DEVICE);
	nth.ents = dma_map_sg(f->dev, nth.sgl, 3, DMA_TO_DEVICE);
	return !dma_mapping_error(f->dev, nth.addr) && nth.ents == 3;
}

static void nth_unmap(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_TRUE(test, device_reads(f, nth.addr, 1, 100));
	dma_sync_single_for_cpu(f->dev, nth.addr, 20, DMA_TO_DEVICE);
	dma_sync_sg_for_cpu(f->dev, nth.sgl, 3, DMA_TO_DEVICE);
	memset(nth.mem, 2, 20);
	memset(nth.mem + 3000, 3, 50);
	dma_sync_single_for_device(f->dev, nth.addr, 20, DMA_TO_DEVICE);
	dma_sync_sg_for_device(f->dev, nth.sgl, 3, DMA_TO_DEVICE);
	KUNIT_EXPECT_TRUE(test, device_reads(f, nth.addr, 2, 20));
	KUNIT_EXPECT_TRUE(test, device_reads(f, nth.addr + 20, 1, 80));
	KUNIT_EXPECT_TRUE(test, device_reads(f, sg_dma_address(&nth.sgl[2]), 3, 50));
	unmap(f, nth.addr, 100, DMA_TO_DEVICE);
	dma_unmap_sg(f->dev, nth.sgl, 3, DMA_TO_DEVICE);
}

static bool nth_alloc(struct kunit *test)
{
	struct fixture *f = test->priv;

	nth.ring = dma_alloc_noncoherent(f->dev, 3 * PAGE_SIZE, &nth.ring_addr,
					 DMA_FROM_DEVICE,
					 GFP_KERNEL | __GFP_NOWARN);
	return nth.ring;
}

static void nth_free(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_NULL(test, memchr_inv(nth.ring, 0, 3 * PAGE_SIZE));
	dma_sync_single_for_device(f->dev, nth.ring_addr, 3 * PAGE_SIZE,
				   DMA_FROM_DEVICE);
	device_writes(f, nth.ring_addr + PAGE_SIZE, 1, 100);
	dma_sync_single_for_cpu(f->dev, nth.ring_addr, 3 * PAGE_SIZE,
				DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(nth.ring + PAGE_SIZE, 1, 100));
	dma_free_noncoherent(f->dev, 3 * PAGE_SIZE, nth.ring, nth.ring_addr,
			     DMA_FROM_DEVICE);
}

static void no_memory(struct kunit *test)
{
	static const struct fail_nth streaming = {
		.alloc = nth_map, .free = nth_unmap, .pages = 4,
	};
	static const struct fail_nth allocated = {
		.alloc = nth_alloc, .free = nth_free, .pages = 6,
	};
	struct fixture *f = test->priv;
	unsigned long *passed = f->dev->dma_shadow->passed;

	fail_nth_begin(test);
	dma_shadow_quarantine = 0;
	nth.mem = buffer(test, 4096, 0);
	fail_each(test, "mappings", &streaming);
	KUNIT_EXPECT_GT(test, passed[DMA_SHADOW_PASSED_MEMORY], 0);
	passed[DMA_SHADOW_PASSED_MEMORY] = 0;
	fail_each(test, "an allocation", &allocated);
	KUNIT_EXPECT_GT(test, passed[DMA_SHADOW_PASSED_MEMORY], 0);
	expect_no_report(test);
}

/* ---- at once ---- */

struct racer {
	struct fixture *f;
	u8 *mem;
	dma_addr_t addr;
	unsigned int wrong;
	bool device;
};

static int race(void *data)
{
	struct racer *r = data;
	unsigned int i;

	for (i = 0; i < 3000 && !r->device; i++) {
		dma_sync_single_for_cpu(r->f->dev, r->addr, 512,
					DMA_BIDIRECTIONAL);
		r->wrong += r->mem[0] != (u8)(i ? i - 1 : 0);
		r->mem[0] = i;
		dma_sync_single_for_device(r->f->dev, r->addr, 512,
					   DMA_BIDIRECTIONAL);
		if (i % 64 == 0)
			cond_resched();
	}
	for (i = 0; !kthread_should_stop(); i++) {
		if (r->device)
			device_writes(r->f, r->addr + 256, i, 64);
		cond_resched();
	}
	return 0;
}

/* Two halves of a buffer, which the device writes to all the time. */
static void threads(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 1024, 0);
	dma_addr_t addr = map(test, mem, 1024, DMA_BIDIRECTIONAL, 0);
	struct racer r[4] = {
		{ f, mem, addr }, { f, mem + 512, addr + 512 },
		{ f, mem, addr, 0, true }, { f, mem + 512, addr + 512, 0, true },
	};
	struct task_struct *t[4];
	int i;

	for (i = 0; i < 4; i++) {
		t[i] = kthread_run(race, &r[i], "dma-shadow/%d", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t[i]);
	}
	for (i = 0; i < 20; i++)
		scan(f);
	for (i = 0; i < 4; i++)
		kthread_stop(t[i]);
	KUNIT_EXPECT_EQ(test, r[0].wrong + r[1].wrong, 0);
	unmap(f, addr, 1024, DMA_BIDIRECTIONAL);
	expect_no_report(test);
}

/* ---- the property of the contract, with the shadow as the machine ---- */

struct machine {
	struct property_machine machine;
	struct fixture *f;
	u8 *mem;
	dma_addr_t addr;
};

#define to_machine(pm)	container_of(pm, struct machine, machine)

static u8 machine_cpu_read(struct property_machine *pm, size_t off)
{
	return to_machine(pm)->mem[off];
}

static void machine_cpu_write(struct property_machine *pm, size_t off, u8 val)
{
	to_machine(pm)->mem[off] = val;
}

static void machine_evict(struct property_machine *pm, size_t off)
{
	if (!(off & 15))
		scan(to_machine(pm)->f);
}

static u8 machine_device_read(struct property_machine *pm, size_t off)
{
	struct machine *m = to_machine(pm);

	return *bus(m->f, m->addr + off);
}

static void machine_device_write(struct property_machine *pm, size_t off, u8 val)
{
	struct machine *m = to_machine(pm);

	*bus(m->f, m->addr + off) = val;
}

static const char *machine_hand_over(struct property_machine *pm,
				     enum dma_cache_to to, size_t off,
				     size_t size, enum dma_data_direction dir)
{
	struct machine *m = to_machine(pm);

	if (to == DMA_CACHE_TO_DEVICE)
		dma_sync_single_for_device(m->f->dev, m->addr + off, size, dir);
	else
		dma_sync_single_for_cpu(m->f->dev, m->addr + off, size, dir);
	return NULL;
}

#define STEPS	1000000

static void property(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct machine m = {
		.machine = {
			.line_size = 1, .align = 1,
			.cpu_read = machine_cpu_read,
			.cpu_write = machine_cpu_write,
			.evict = machine_evict,
			.device_read = machine_device_read,
			.device_write = machine_device_write,
			.hand_over = machine_hand_over,
		},
		.f = f,
	};
	struct oracle *o = kunit_kmalloc(test, sizeof(*o), GFP_KERNEL);
	u64 seed = get_random_u64();
	const char *what = NULL;
	u32 at;

	KUNIT_ASSERT_NOT_NULL(test, o);
	m.mem = dma_alloc_noncoherent(f->dev, PROPERTY_SIZE, &m.addr,
				      DMA_BIDIRECTIONAL, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m.mem);
	at = run_property(&m.machine, o, seed, STEPS, &what);
	KUNIT_EXPECT_EQ_MSG(test, at, 0, "seed %llu: %s", seed, what);
	kunit_info(test, "seed %llu, %lu hand-overs\n", seed,
		   (unsigned long)f->dev->dma_shadow->moved);
	dma_free_noncoherent(f->dev, PROPERTY_SIZE, m.mem, m.addr,
			     DMA_BIDIRECTIONAL);
	/* parts go to and fro in directions of their own, and some is left */
	f->before[DMA_SHADOW_SYNC_DIRECTION] =
		dma_shadow_reported(DMA_SHADOW_SYNC_DIRECTION);
	f->before[DMA_SHADOW_FREED_DIRTY] =
		dma_shadow_reported(DMA_SHADOW_FREED_DIRTY);
	expect_no_report(test);
}

/* ---- what it costs, in nanoseconds ---- */

#define ROUNDS	64

static u64 cost_of_mapping(struct device *dev, u8 *mem, size_t size)
{
	u64 start = ktime_get_ns();
	dma_addr_t addr;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		addr = dma_map_single(dev, mem, size, DMA_FROM_DEVICE);
		dma_unmap_single(dev, addr, size, DMA_FROM_DEVICE);
	}
	return div_u64(ktime_get_ns() - start, ROUNDS);
}

static u64 cost_of_syncs(struct device *dev, u8 *mem, size_t size)
{
	dma_addr_t addr = dma_map_single(dev, mem, size, DMA_FROM_DEVICE);
	u64 start = ktime_get_ns();
	int i;

	for (i = 0; i < ROUNDS; i++) {
		dma_sync_single_for_cpu(dev, addr, size, DMA_FROM_DEVICE);
		dma_sync_single_for_device(dev, addr, size, DMA_FROM_DEVICE);
	}
	start = ktime_get_ns() - start;
	dma_unmap_single(dev, addr, size, DMA_FROM_DEVICE);
	return div_u64(start, ROUNDS);
}

static void cost(struct kunit *test)
{
	static const size_t sizes[] = { 64, 1500, 4096 };
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 4096, 0);
	u64 map_on, map_off, sync_on, sync_off;
	struct device *other;
	unsigned int i;

	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select(""));
	other = new_device(test, "not-watched");
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		map_on = cost_of_mapping(f->dev, mem, sizes[i]);
		map_off = cost_of_mapping(other, mem, sizes[i]);
		sync_on = cost_of_syncs(f->dev, mem, sizes[i]);
		sync_off = cost_of_syncs(other, mem, sizes[i]);
		kunit_info(test, "%zu bytes: map and unmap %llu ns, not watched %llu; for_cpu and for_device %llu, not watched %llu\n",
			   sizes[i], map_on, map_off, sync_on, sync_off);
		KUNIT_EXPECT_GT(test, map_on, map_off);
	}
	expect_no_report(test);
}

static struct kunit_case dma_shadow_cases[] = {
	KUNIT_CASE(map_and_unmap),
	KUNIT_CASE(apart),
	KUNIT_CASE(lists),
	KUNIT_CASE(beyond_lowmem),
	KUNIT_CASE(cpu_write),
	KUNIT_CASE(cpu_write_seen_by_scan),
	KUNIT_CASE(cpu_read),
	KUNIT_CASE(both_wrote),
	KUNIT_CASE(device_write_cpu_owned),
	KUNIT_CASE(taken_without_handing_over),
	KUNIT_CASE(written_not_handed_over),
	KUNIT_CASE(device_write_to_device),
	KUNIT_CASE(device_overrun),
	KUNIT_CASE(device_write_after_unmap),
	KUNIT_CASE(freed_while_mapped),
	KUNIT_CASE(line_shared),
	KUNIT_CASE(line_dirtied),
	KUNIT_CASE(bad_syncs),
	KUNIT_CASE(never_taken),
	KUNIT_CASE(notes),
	KUNIT_CASE(wording),
	KUNIT_CASE(read_what_the_device_reads),
	KUNIT_CASE(recycled_pages),
	KUNIT_CASE(given_twice),
	KUNIT_CASE(frame_with_a_tail),
	KUNIT_CASE(polled_descriptor),
	KUNIT_CASE(forwarded),
	KUNIT_CASE(teardown),
	KUNIT_CASE(neighbours),
	KUNIT_CASE(lines_in_structures),
	KUNIT_CASE(ignored_lines),
	KUNIT_CASE(user_pages),
	KUNIT_CASE(file_pages),
	KUNIT_CASE(mmapped),
	KUNIT_CASE(alloc_pages_too),
	KUNIT_CASE(noncontiguous),
	KUNIT_CASE(merged),
	KUNIT_CASE(noncontiguous_by_iommu),
	KUNIT_CASE(not_selected),
	KUNIT_CASE(chosen),
	KUNIT_CASE(passed_through),
	KUNIT_CASE_SLOW(no_memory),
	KUNIT_CASE_SLOW(threads),
	KUNIT_CASE_SLOW(property),
	KUNIT_CASE(cost),
	{}
};

static struct kunit_suite dma_shadow_suite = {
	.name = "dma_shadow",
	.init = dma_shadow_test_init,
	.exit = dma_shadow_test_exit,
	.test_cases = dma_shadow_cases,
};

kunit_test_suite(dma_shadow_suite);

MODULE_DESCRIPTION("Tests of the search for missing hand-overs of DMA buffers");
MODULE_LICENSE("GPL");
