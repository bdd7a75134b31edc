// SPDX-License-Identifier: GPL-2.0
/*
 * Call the cache primitives of the architecture, and print each call.
 *
 * QEMU has no caches, but logs the registers at each cache instruction.  A script
 * compares both logs.  Here the memory must keep its contents.
 */
#include <linux/cacheflush.h>
#include <linux/dma-cache.h>
#include <linux/gfp.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <kunit/static_stub.h>
#include <kunit/test.h>
#include "../cache.h"

static const char * const names[] = { "wback", "inv", "wback_inv" };

static void call(enum dma_cache_op op, u8 *mem, unsigned int first,
		 unsigned int lines)
{
	unsigned int line = dma_cache_traits()->line_size;
	void *vaddr = mem + first * line;
	phys_addr_t paddr = virt_to_phys(vaddr);

	pr_info("dma-primitive: %s %llx %lx %x\n", names[op], (u64)paddr,
		(unsigned long)vaddr, lines * line);
	dma_cache_op(op, paddr, vaddr, lines * line);
	dma_cache_wait();
}

#define BUFFER_SIZE	(4 * PAGE_SIZE)

static u8 *new_buffer(struct kunit *test)
{
	u8 *mem = (u8 *)__get_free_pages(GFP_KERNEL, get_order(BUFFER_SIZE));

	KUNIT_ASSERT_NOT_NULL(test, mem);
	pr_info("dma-primitive: line_size=%lu speculates=%d buffer=%lx size=%lx\n",
		dma_cache_traits()->line_size, dma_cache_traits()->speculates,
		(unsigned long)mem, BUFFER_SIZE);
	memset(mem, 0x5a, BUFFER_SIZE);
	return mem;
}

static void free_buffer(struct kunit *test, u8 *mem)
{
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0x5a, BUFFER_SIZE));
	free_pages((unsigned long)mem, get_order(BUFFER_SIZE));
}

static void ranges(struct kunit *test)
{
	unsigned int line = dma_cache_traits()->line_size;
	unsigned int page = PAGE_SIZE / line, i;
	const struct {
		unsigned int first, lines;
	} todo[] = {
		{ page, 1 },			/* one line */
		{ 2 * page - 1, 1 },		/* the last of a page */
		{ page + 1, 2 },
		{ page + 3, 17 },		/* more than an unrolled loop */
		{ page + 5, 33 },
		{ 2 * page - 1, 2 },		/* across a page */
		{ page, page },			/* a page */
		{ page + 1, 2 * page + 1 },	/* and more than one */
	};
	enum dma_cache_op op;
	u8 *mem = new_buffer(test);
	unsigned long flags;

	/* no other cache operations in between */
	local_irq_save(flags);
	for (op = 0; op < ARRAY_SIZE(names); op++)
		for (i = 0; i < ARRAY_SIZE(todo); i++)
			call(op, mem, todo[i].first, todo[i].lines);
	local_irq_restore(flags);
	free_buffer(test, mem);
}

/* All lines, between two marker lines in the log. */
static void everything(struct kunit *test)
{
	unsigned long flags;
	u8 *mem;

	if (dma_cache_traits()->all_threshold == SIZE_MAX)
		kunit_skip(test, "this machine does not empty its cache at once");
	mem = new_buffer(test);
	local_irq_save(flags);
	call(DMA_CACHE_WBACK_INV, mem, 0, 1);
	pr_info("dma-primitive: all\n");
	dma_cache_op(DMA_CACHE_WBACK_INV_ALL, 0, NULL, 0);
	call(DMA_CACHE_WBACK_INV, mem, 1, 1);
	local_irq_restore(flags);
	free_buffer(test, mem);
}

/* Returns a bit for each of four pages that is marked afterwards. */
static unsigned int pages_marked(struct page *pages, size_t start, size_t size)
{
	unsigned int i, marked = 0;

	for (i = 0; i < 4; i++)
		clear_bit(PG_arch_1, &pages[i].flags.f);
	arch_dma_mark_clean(page_to_phys(pages) + start, size);
	for (i = 0; i < 4; i++)
		marked |= test_bit(PG_arch_1, &pages[i].flags.f) << i;
	return marked;
}

/* Only folios that are entirely in the range are marked. */
static void marks_clean(struct kunit *test)
{
	struct page *pages;

	if (!IS_ENABLED(CONFIG_ARCH_HAS_DMA_MARK_CLEAN))
		kunit_skip(test, "this architecture marks no folios");
	pages = alloc_pages(GFP_KERNEL, 2);
	KUNIT_ASSERT_NOT_NULL(test, pages);
	KUNIT_EXPECT_EQ(test, pages_marked(pages, 0, 4 * PAGE_SIZE), 0xf);
	KUNIT_EXPECT_EQ(test, pages_marked(pages, PAGE_SIZE, PAGE_SIZE), 0x2);
	KUNIT_EXPECT_EQ(test, pages_marked(pages, 64, 4 * PAGE_SIZE - 128), 0x6);
	KUNIT_EXPECT_EQ(test, pages_marked(pages, 64, 4 * PAGE_SIZE - 64), 0xe);
	KUNIT_EXPECT_EQ(test, pages_marked(pages, 64, PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, pages_marked(pages, 0, PAGE_SIZE - 64), 0);
	__free_pages(pages, 2);

	pages = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
	KUNIT_ASSERT_NOT_NULL(test, pages);
	KUNIT_EXPECT_EQ(test, pages_marked(pages, 0, 4 * PAGE_SIZE), 0x1);
	KUNIT_EXPECT_EQ(test, pages_marked(pages, 0, 3 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, pages_marked(pages, PAGE_SIZE, 3 * PAGE_SIZE), 0);
	__free_pages(pages, 2);
}

#ifdef CONFIG_OPENRISC
static unsigned int line_size_of_contract(void)
{
	return dma_cache_traits()->line_size;
}

/* The instructions are there even if the CPU says that it has no cache. */
static int dma_primitive_init(struct kunit *test)
{
	kunit_activate_static_stub(test, openrisc_dma_line_size,
				   line_size_of_contract);
	return 0;
}
#else
#define dma_primitive_init	NULL
#endif

static struct kunit_case dma_primitive_cases[] = {
	KUNIT_CASE(ranges),
	KUNIT_CASE(everything),
	KUNIT_CASE(marks_clean),
	{}
};

static struct kunit_suite dma_primitive_suite = {
	.name = "dma_primitive",
	.init = dma_primitive_init,
	.test_cases = dma_primitive_cases,
};

kunit_test_suite(dma_primitive_suite);

MODULE_DESCRIPTION("Calls of the cache primitives, for a log of them");
MODULE_LICENSE("GPL");
