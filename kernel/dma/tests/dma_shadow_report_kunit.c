// SPDX-License-Identifier: GPL-2.0
/*
 * Reports: make each mistake, and expect the right report.
 */
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <kunit/test.h>
#include "dma_shadow.h"
#include "expect_warning.h"

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

/* Mapped once, written, never handed over or unmapped. */
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
	/* an early read must return the fill value each time */
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
	/* and when it leaves the quarantine */
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
	/* a range that begins before the buffer */
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

/* Notes are counted, but not printed. */
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

/* The text of a report, printed once for a pair of sites. */
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

static struct kunit_case dma_shadow_report_cases[] = {
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
	{}
};

static struct kunit_suite dma_shadow_report_suite = {
	.name = "dma_shadow_report",
	.init = dma_shadow_test_init,
	.exit = dma_shadow_test_exit,
	.test_cases = dma_shadow_report_cases,
};

kunit_test_suite(dma_shadow_report_suite);

MODULE_DESCRIPTION("KUnit tests of the reports of missing hand-overs");
MODULE_LICENSE("GPL");
