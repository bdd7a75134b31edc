// SPDX-License-Identifier: GPL-2.0
/*
 * Calls an architecture's cache primitives, one range after the other.
 *
 * What they do cannot be seen from inside: QEMU has no caches.  But it can log
 * the registers at each cache instruction, so what is done here is only to name
 * each call.  Whoever has that log compares: exactly the lines of the range, each
 * with the right operation.  Inside, the memory must keep its contents.
 */
#include <linux/dma-cache.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <kunit/test.h>
#include "../cache.h"

static void call(enum dma_cache_op op, u8 *mem, unsigned int first,
		 unsigned int lines)
{
	static const char * const names[] = { "wback", "inv", "wback_inv" };
	unsigned int line = dma_cache_traits()->line_size;
	void *vaddr = mem + first * line;
	phys_addr_t paddr = virt_to_phys(vaddr);

	pr_info("dma-primitive: %s %llx %lx %x\n", names[op], (u64)paddr,
		(unsigned long)vaddr, lines * line);
	dma_cache_issue(op, paddr, vaddr, lines * line);
	dma_cache_barrier();
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
	u8 *mem = (u8 *)__get_free_pages(GFP_KERNEL, 2);
	enum dma_cache_op op;

	KUNIT_ASSERT_NOT_NULL(test, mem);
	pr_info("dma-primitive: line_size=%u speculates=%d buffer=%lx size=%lx\n",
		line, dma_cache_traits()->speculates, (unsigned long)mem,
		4 * PAGE_SIZE);
	memset(mem, 0x5a, 4 * PAGE_SIZE);
	for (op = 0; op < DMA_CACHE_OPS; op++)
		for (i = 0; i < ARRAY_SIZE(todo); i++)
			call(op, mem, todo[i].first, todo[i].lines);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0x5a, 4 * PAGE_SIZE));
	free_pages((unsigned long)mem, 2);
}

static struct kunit_case dma_primitive_cases[] = {
	KUNIT_CASE(ranges),
	{}
};

static struct kunit_suite dma_primitive_suite = {
	.name = "dma_primitive",
	.test_cases = dma_primitive_cases,
};

kunit_test_suite(dma_primitive_suite);

MODULE_DESCRIPTION("Calls of the cache primitives, for a log of them");
MODULE_LICENSE("GPL");
