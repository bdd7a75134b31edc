// SPDX-License-Identifier: GPL-2.0
/*
 * A driver of a bus master with each of its hand-overs omitted in turn.  Each
 * omission must be reported, and nothing else.  The driver uses allocated memory,
 * mapped memory and a mapped list.  Omitted unmaps are done at the end.
 */
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <kunit/test.h>
#include "../shadow/shadow.h"
#include "busmaster.h"

#define SIZE	1000

enum step {
	NOTHING,
	BUFFER_SRC_FOR_DEVICE,
	BUFFER_DST_FOR_DEVICE,
	BUFFER_SRC_FOR_CPU,
	BUFFER_DST_FOR_CPU,
	SINGLE_SRC_FOR_CPU,
	SINGLE_SRC_FOR_DEVICE,
	SINGLE_DST_FOR_CPU,
	SINGLE_DST_FOR_DEVICE,
	SINGLE_SRC_UNMAP,
	SINGLE_DST_UNMAP,
	LIST_SRC_FOR_CPU,
	LIST_SRC_FOR_DEVICE,
	LIST_DST_FOR_CPU,
	LIST_DST_FOR_DEVICE,
	LIST_SRC_UNMAP,
	LIST_DST_UNMAP,
	STEPS
};

static const char *const names[STEPS] = {
	[NOTHING] = "nothing",
	[BUFFER_SRC_FOR_DEVICE] = "noncoherent, source: sync_single_for_device",
	[BUFFER_DST_FOR_DEVICE] = "noncoherent, target: sync_single_for_device",
	[BUFFER_SRC_FOR_CPU] = "noncoherent, source: sync_single_for_cpu",
	[BUFFER_DST_FOR_CPU] = "noncoherent, target: sync_single_for_cpu",
	[SINGLE_SRC_FOR_CPU] = "mapped, source: sync_single_for_cpu",
	[SINGLE_SRC_FOR_DEVICE] = "mapped, source: sync_single_for_device",
	[SINGLE_DST_FOR_CPU] = "mapped, target: sync_single_for_cpu",
	[SINGLE_DST_FOR_DEVICE] = "mapped, target: sync_single_for_device",
	[SINGLE_SRC_UNMAP] = "mapped, source: unmap_single",
	[SINGLE_DST_UNMAP] = "mapped, target: unmap_single",
	[LIST_SRC_FOR_CPU] = "list, source: sync_sg_for_cpu",
	[LIST_SRC_FOR_DEVICE] = "list, source: sync_sg_for_device",
	[LIST_SRC_UNMAP] = "list, source: unmap_sg",
	[LIST_DST_FOR_CPU] = "list, target: sync_sg_for_cpu",
	[LIST_DST_FOR_DEVICE] = "list, target: sync_sg_for_device",
	[LIST_DST_UNMAP] = "list, target: unmap_sg",
};

/* The omitted call. */
static enum step out;
static u8 *src, *dst;
static bool transferred;

#define step(which, call) do {						\
	if (out != (which))						\
		call;							\
} while (0)

static void scan_twice(void)
{
	dma_shadow_scan_device(bm.dev->dma_shadow);
	dma_shadow_scan_device(bm.dev->dma_shadow);
}

/* A minimal driver: read the answer, write the next message. */
static void produce(u8 *mem, unsigned int message)
{
	memset(mem, 0x10 + message, SIZE);
}

static noinline void __no_sanitize_address consume(u8 *mem)
{
	unsigned int i;

	/* a checksum, written into the received packet */
	for (i = 1; i < SIZE; i++)
		WRITE_ONCE(mem[0], READ_ONCE(mem[0]) + READ_ONCE(mem[i]));
}

static void copy(dma_addr_t to, dma_addr_t from, size_t size)
{
	transferred &= busmaster_copy(to, from, size);
}

static void buffers(void)
{
	dma_addr_t s, d;
	u8 *from = dma_alloc_noncoherent(bm.dev, SIZE, &s, DMA_TO_DEVICE,
					 GFP_KERNEL);
	u8 *to = dma_alloc_noncoherent(bm.dev, SIZE, &d, DMA_FROM_DEVICE,
				       GFP_KERNEL);
	unsigned int i;

	for (i = 0; from && to && i < 2; i++) {
		produce(from, i);
		step(BUFFER_SRC_FOR_DEVICE,
		     dma_sync_single_for_device(bm.dev, s, SIZE, DMA_TO_DEVICE));
		step(BUFFER_DST_FOR_DEVICE,
		     dma_sync_single_for_device(bm.dev, d, SIZE, DMA_FROM_DEVICE));
		copy(d, s, SIZE);
		step(BUFFER_SRC_FOR_CPU,
		     dma_sync_single_for_cpu(bm.dev, s, SIZE, DMA_TO_DEVICE));
		step(BUFFER_DST_FOR_CPU,
		     dma_sync_single_for_cpu(bm.dev, d, SIZE, DMA_FROM_DEVICE));
		consume(to);
	}
	if (from)
		dma_free_noncoherent(bm.dev, SIZE, from, s, DMA_TO_DEVICE);
	if (to)
		dma_free_noncoherent(bm.dev, SIZE, to, d, DMA_FROM_DEVICE);
}

static void singles(void)
{
	dma_addr_t s, d;
	unsigned int i;

	produce(src, 0);
	s = dma_map_single(bm.dev, src, SIZE, DMA_TO_DEVICE);
	d = dma_map_single(bm.dev, dst, SIZE, DMA_FROM_DEVICE);
	for (i = 1; i < 3; i++) {
		copy(d, s, SIZE);
		step(SINGLE_SRC_FOR_CPU,
		     dma_sync_single_for_cpu(bm.dev, s, SIZE, DMA_TO_DEVICE));
		step(SINGLE_DST_FOR_CPU,
		     dma_sync_single_for_cpu(bm.dev, d, SIZE, DMA_FROM_DEVICE));
		consume(dst);
		produce(src, i);
		step(SINGLE_SRC_FOR_DEVICE,
		     dma_sync_single_for_device(bm.dev, s, SIZE, DMA_TO_DEVICE));
		step(SINGLE_DST_FOR_DEVICE,
		     dma_sync_single_for_device(bm.dev, d, SIZE, DMA_FROM_DEVICE));
	}
	copy(d, s, SIZE);
	step(SINGLE_SRC_UNMAP, dma_unmap_single(bm.dev, s, SIZE, DMA_TO_DEVICE));
	step(SINGLE_DST_UNMAP, dma_unmap_single(bm.dev, d, SIZE, DMA_FROM_DEVICE));
	consume(dst);
	produce(src, 3);
	scan_twice();
	if (out == SINGLE_SRC_UNMAP)
		dma_unmap_single(bm.dev, s, SIZE, DMA_TO_DEVICE);
	if (out == SINGLE_DST_UNMAP)
		dma_unmap_single(bm.dev, d, SIZE, DMA_FROM_DEVICE);
}

static void list(struct scatterlist *sgl, u8 *mem)
{
	sg_init_table(sgl, 2);
	sg_set_buf(&sgl[0], mem, SIZE / 2);
	sg_set_buf(&sgl[1], mem + SIZE / 2, SIZE / 2);
}

static void copy_lists(struct scatterlist *to, struct scatterlist *from)
{
	unsigned int i;

	/* behind an IOMMU they may be one */
	if (sg_dma_len(&to[0]) == SIZE || sg_dma_len(&from[0]) == SIZE)
		copy(sg_dma_address(&to[0]), sg_dma_address(&from[0]),
		     SIZE / 2);
	else
		for (i = 0; i < 2; i++)
			copy(sg_dma_address(&to[i]), sg_dma_address(&from[i]),
			     SIZE / 2);
}

static void lists(void)
{
	struct scatterlist s[2], d[2];
	unsigned int i;

	list(s, src);
	list(d, dst);
	produce(src, 0);
	dma_map_sg(bm.dev, s, 2, DMA_TO_DEVICE);
	dma_map_sg(bm.dev, d, 2, DMA_FROM_DEVICE);
	for (i = 1; i < 3; i++) {
		copy_lists(d, s);
		step(LIST_SRC_FOR_CPU,
		     dma_sync_sg_for_cpu(bm.dev, s, 2, DMA_TO_DEVICE));
		step(LIST_DST_FOR_CPU,
		     dma_sync_sg_for_cpu(bm.dev, d, 2, DMA_FROM_DEVICE));
		consume(dst);
		produce(src, i);
		step(LIST_SRC_FOR_DEVICE,
		     dma_sync_sg_for_device(bm.dev, s, 2, DMA_TO_DEVICE));
		step(LIST_DST_FOR_DEVICE,
		     dma_sync_sg_for_device(bm.dev, d, 2, DMA_FROM_DEVICE));
	}
	copy_lists(d, s);
	step(LIST_SRC_UNMAP, dma_unmap_sg(bm.dev, s, 2, DMA_TO_DEVICE));
	step(LIST_DST_UNMAP, dma_unmap_sg(bm.dev, d, 2, DMA_FROM_DEVICE));
	consume(dst);
	produce(src, 3);
	scan_twice();
	if (out == LIST_SRC_UNMAP)
		dma_unmap_sg(bm.dev, s, 2, DMA_TO_DEVICE);
	if (out == LIST_DST_UNMAP)
		dma_unmap_sg(bm.dev, d, 2, DMA_FROM_DEVICE);
}

/* The kinds of reports, in one line. */
static unsigned int reported(char *text, size_t size)
{
	unsigned int what, n = 0, at = 0;

	text[0] = 0;
	for (what = 0; what < DMA_SHADOW_REPORTS; what++) {
		if (what == DMA_SHADOW_FREED_DIRTY || !dma_shadow_reported(what))
			continue;
		at += scnprintf(text + at, size - at, " %s",
				dma_shadow_kind(what));
		n++;
	}
	return n;
}

static void each_left_out(struct kunit *test)
{
	char text[128];
	unsigned int n;

	for (out = NOTHING; out < STEPS; out++) {
		pr_info("expected warning: begin\n");
		dma_shadow_forget_reports();
		transferred = true;
		buffers();
		singles();
		lists();
		n = reported(text, sizeof(text));
		pr_info("expected warning: end\n");
		kunit_info(test, "left out: %s:%s\n", names[out], text);
		KUNIT_EXPECT_TRUE(test, transferred);
		KUNIT_EXPECT_EQ_MSG(test, n > 0, out != NOTHING, "%s",
				    names[out]);
	}
	dma_shadow_forget_reports();
}

static int dma_shadow_busmaster_init(struct kunit *test)
{
	if (!bm.pdev)
		kunit_skip(test, "no LSI 53C895A");
	return 0;
}

static unsigned int scan_ms;

static int dma_shadow_busmaster_suite_init(struct kunit_suite *suite)
{
	src = kmalloc(2048, GFP_KERNEL);
	dst = kmalloc(2048, GFP_KERNEL);
	if (!src || !dst)
		return -ENOMEM;
	/* the test looks when it wants to */
	scan_ms = dma_shadow_scan_ms;
	dma_shadow_scan_ms = 0;
	dma_shadow_select(busmaster_driver.name);
	return pci_register_driver(&busmaster_driver);
}

static void dma_shadow_busmaster_suite_exit(struct kunit_suite *suite)
{
	pci_unregister_driver(&busmaster_driver);
	dma_shadow_select("");
	dma_shadow_scan_ms = scan_ms;
	kfree(src);
	kfree(dst);
}

static struct kunit_case dma_shadow_busmaster_cases[] = {
	KUNIT_CASE(each_left_out),
	{}
};

static struct kunit_suite dma_shadow_busmaster_suite = {
	.name = "dma_shadow_busmaster",
	.suite_init = dma_shadow_busmaster_suite_init,
	.suite_exit = dma_shadow_busmaster_suite_exit,
	.init = dma_shadow_busmaster_init,
	.test_cases = dma_shadow_busmaster_cases,
};

kunit_test_suite(dma_shadow_busmaster_suite);

MODULE_DESCRIPTION("Each hand-over of a driver left out in turn");
MODULE_LICENSE("GPL");
