// SPDX-License-Identifier: GPL-2.0
/*
 * Correct use must not be reported.
 */
#include <linux/dma-mapping.h>
#include <linux/file.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/pagemap.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <kunit/test.h>
#include "dma_shadow.h"

static void read_what_the_device_reads(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 256, 1);
	dma_addr_t addr = map(test, mem, 256, DMA_TO_DEVICE, 0);

	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 1, 256));
	unmap(f, addr, 256, DMA_TO_DEVICE);
	expect_no_report(test);
}

/* Like page_pool, with the checksum of a frame behind it. */
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
	/* a page of page_pool that receives no frame */
	memset(mem, 3, 1000);
	scan(f);
	scan(f);
	dma_sync_single_for_device(f->dev, addr, 2048, DMA_FROM_DEVICE);
	f->before[DMA_SHADOW_NOT_TAKEN] = dma_shadow_reported(DMA_SHADOW_NOT_TAKEN);
	expect_no_report(test);
	/* a page is released with data that the stack wrote */
	device_writes(f, addr, 1, 100);
	dma_sync_single_for_cpu(f->dev, addr, 96, DMA_FROM_DEVICE);
	memset(mem + 1000, 1, 10);
	dma_unmap_single_attrs(f->dev, addr, 2048, DMA_FROM_DEVICE,
			       DMA_ATTR_SKIP_CPU_SYNC);
	f->before[DMA_SHADOW_NOT_TAKEN] = dma_shadow_reported(DMA_SHADOW_NOT_TAKEN);
	expect_no_report(test);
}

/* A descriptor that the device may write at any time. */
static void polled_descriptor(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 64, 0);
	dma_addr_t addr = map(test, mem, 64, DMA_BIDIRECTIONAL, 0);
	int i;

	for (i = 0; i < 20; i++) {
		dma_sync_single_for_cpu(f->dev, addr, 16, DMA_BIDIRECTIONAL);
		/* written after the CPU took it, so not seen yet */
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

	/* a frame that arrives while the driver stops */
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

/* Neighbours that the slab allocator keeps in other lines if needed. */
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

/* Buffers in a driver structure, in separate lines if needed. */
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

static struct kunit_case dma_shadow_use_cases[] = {
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
	{}
};

static struct kunit_suite dma_shadow_use_suite = {
	.name = "dma_shadow_use",
	.init = dma_shadow_test_init,
	.exit = dma_shadow_test_exit,
	.test_cases = dma_shadow_use_cases,
};

kunit_test_suite(dma_shadow_use_suite);

MODULE_DESCRIPTION("KUnit tests of correct use, which is not reported");
MODULE_LICENSE("GPL");
