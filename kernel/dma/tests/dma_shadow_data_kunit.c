// SPDX-License-Identifier: GPL-2.0
/*
 * Data: the driver and the device see each other's writes at a hand-over, and not before.
 */
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/scatterlist.h>
#include <linux/string.h>
#include <kunit/test.h>
#include "dma_shadow.h"

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
	/* after a short transfer the rest is what the CPU wrote */
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

/* Neither side sees writes of the other before the hand-over. */
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

static struct kunit_case dma_shadow_data_cases[] = {
	KUNIT_CASE(map_and_unmap),
	KUNIT_CASE(apart),
	KUNIT_CASE(lists),
	KUNIT_CASE(beyond_lowmem),
	{}
};

static struct kunit_suite dma_shadow_data_suite = {
	.name = "dma_shadow_data",
	.init = dma_shadow_test_init,
	.exit = dma_shadow_test_exit,
	.test_cases = dma_shadow_data_cases,
};

kunit_test_suite(dma_shadow_data_suite);

MODULE_DESCRIPTION("KUnit tests of the data that a watched driver sees");
MODULE_LICENSE("GPL");
