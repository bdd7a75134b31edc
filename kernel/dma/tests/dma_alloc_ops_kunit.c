// SPDX-License-Identifier: GPL-2.0
/*
 * Allocation through the methods of struct dma_map_ops.
 */
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <kunit/test.h>
#include "dma_alloc.h"
#include "free_pages.h"

#ifdef CONFIG_ARCH_HAS_DMA_OPS
static struct {
	unsigned int allocs, frees;
	size_t size;
} calls;

/* Memory of vmalloc() is scattered. */
static void *scattered_alloc(struct device *dev, size_t size, dma_addr_t *handle,
			     enum dma_data_direction dir, gfp_t gfp)
{
	calls.allocs++;
	calls.size = size;
	*handle = 0x1000;
	return vzalloc(size);
}

static void scattered_free(struct device *dev, size_t size, void *vaddr,
			   dma_addr_t handle, enum dma_data_direction dir)
{
	calls.frees++;
	calls.size = size;
	vfree(vaddr);
}

static const struct dma_map_ops scattering = {
	.alloc_noncoherent	= scattered_alloc,
	.free_noncoherent	= scattered_free,
};

static const struct dma_map_ops nothing;

/* Pages at the DMA address that the test chooses. */
static dma_addr_t pages_at;

static struct page *pages_alloc(struct device *dev, size_t size, dma_addr_t *handle,
				enum dma_data_direction dir, gfp_t gfp)
{
	calls.allocs++;
	calls.size = size;
	*handle = pages_at;
	return alloc_pages(gfp | __GFP_ZERO, get_order(size));
}

static void pages_free(struct device *dev, size_t size, struct page *page,
		       dma_addr_t handle, enum dma_data_direction dir)
{
	calls.frees++;
	calls.size = size;
	__free_pages(page, get_order(size));
}

static const struct dma_map_ops pages_only = {
	.alloc_pages_op	= pages_alloc,
	.free_pages	= pages_free,
};

/* The same pages by the other method. */
static void *memory_alloc(struct device *dev, size_t size, dma_addr_t *handle,
			  enum dma_data_direction dir, gfp_t gfp)
{
	struct page *page = pages_alloc(dev, size, handle, dir, gfp);

	return page ? page_address(page) : NULL;
}

static void memory_free(struct device *dev, size_t size, void *vaddr,
			dma_addr_t handle, enum dma_data_direction dir)
{
	pages_free(dev, size, virt_to_page(vaddr), handle, dir);
}

static const struct dma_map_ops memory_only = {
	.alloc_noncoherent	= memory_alloc,
	.free_noncoherent	= memory_free,
};

static void alloc_noncoherent_op(struct kunit *test)
{
	struct device *dev = test->priv;
	struct scatterlist *sg;
	struct sg_table sgt;
	dma_addr_t handle;
	size_t sum = 0;
	unsigned int i;
	u8 *mem;

	memset(&calls, 0, sizeof(calls));
	set_dma_ops(dev, &scattering);
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, 0, &handle,
						      DMA_TO_DEVICE, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, SIZE_MAX, &handle,
						      DMA_TO_DEVICE, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, calls.allocs, 0);
	mem = dma_alloc_noncoherent(dev, 9 * PAGE_SIZE - 5, &handle,
				    DMA_TO_DEVICE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	KUNIT_EXPECT_EQ(test, handle, 0x1000);
	KUNIT_EXPECT_EQ(test, calls.size, 9 * PAGE_SIZE);
	for (i = 0; i < 9; i++)
		mem[i * PAGE_SIZE] = i;

	KUNIT_ASSERT_EQ(test, 0, dma_get_sgtable_noncoherent(dev, &sgt, mem, handle,
							     9 * PAGE_SIZE - 5));
	i = 0;
	for_each_sgtable_sg(&sgt, sg, i) {
		u8 *first = kmap_local_page(sg_page(sg));

		KUNIT_EXPECT_EQ(test, *first, sum / PAGE_SIZE);
		kunmap_local(first);
		sum += sg->length;
	}
	KUNIT_EXPECT_EQ(test, sum, 9 * PAGE_SIZE);
	sg_free_table(&sgt);

	dma_free_noncoherent(dev, 9 * PAGE_SIZE - 5, mem, handle, DMA_TO_DEVICE);
	KUNIT_EXPECT_EQ(test, calls.frees, 1);
	KUNIT_EXPECT_EQ(test, calls.size, 9 * PAGE_SIZE);

	/* no method at all */
	set_dma_ops(dev, &nothing);
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, 64, &handle,
						      DMA_TO_DEVICE, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, dma_alloc_pages(dev, 64, &handle, DMA_TO_DEVICE,
						GFP_KERNEL));
	set_dma_ops(dev, NULL);
}

/* alloc_pages_op() alone serves dma_alloc_noncoherent() as well. */
static void alloc_pages_op(struct kunit *test)
{
	struct device *dev = test->priv;
	const size_t size = 5 * PAGE_SIZE - 3;
	long before = free_pages_now();
	unsigned int i, n = 0;
	struct buffer b;

	memset(&calls, 0, sizeof(calls));
	pages_at = 0x1000;
	set_dma_ops(dev, &pages_only);
	for (i = 0; i < 64; i++) {
		KUNIT_ASSERT_TRUE(test, buffer_alloc(dev, &b, i & 1, size,
						     DMA_TO_DEVICE, GFP_KERNEL));
		n++;
		KUNIT_EXPECT_EQ(test, calls.allocs, n);
		KUNIT_EXPECT_EQ(test, calls.frees, n - 1);
		KUNIT_EXPECT_EQ(test, calls.size, 5 * PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, b.handle, 0x1000);
		memset(b.mem, 0xff, size);
		calls.size = 0;
		buffer_free(dev, &b, size, DMA_TO_DEVICE);
		KUNIT_EXPECT_EQ(test, calls.frees, n);
		KUNIT_EXPECT_EQ(test, calls.size, 5 * PAGE_SIZE);
	}
	/* alloc_noncoherent() alone does not serve dma_alloc_pages() */
	set_dma_ops(dev, &memory_only);
	KUNIT_EXPECT_FALSE(test, buffer_alloc(dev, &b, true, size, DMA_TO_DEVICE,
					      GFP_KERNEL));
	set_dma_ops(dev, NULL);
	expect_pages_taken(test, before, 0);
}

/* A method need not know the mask: memory beyond it is freed by the method again. */
static void op_beyond_mask(struct kunit *test)
{
	static const struct {
		const struct dma_map_ops *ops;
		bool pages;
	} how[] = {
		{ &memory_only, false }, { &pages_only, false }, { &pages_only, true },
	};
	static const struct {
		u64 mask, at;
		bool fits;
	} where[] = {
		{ DMA_BIT_MASK(24), SZ_16M - 5 * PAGE_SIZE, true },
		/* beyond by a byte, a page, and all of it */
		{ DMA_BIT_MASK(24), SZ_16M - 5 * PAGE_SIZE + 1 },
		{ DMA_BIT_MASK(24), SZ_16M - 4 * PAGE_SIZE },
		{ DMA_BIT_MASK(24), SZ_16M },
		{ DMA_BIT_MASK(24), SZ_2G },
		{ DMA_BIT_MASK(32), 0, true },
		{ DMA_BIT_MASK(32), SZ_4G - 5 * PAGE_SIZE, true },
		/* the end wraps where dma_addr_t has 32 bits */
		{ DMA_BIT_MASK(32), SZ_4G - 4 * PAGE_SIZE },
		{ DMA_BIT_MASK(32), SZ_4G - PAGE_SIZE },
	};
	struct device *dev = test->priv;
	long before = free_pages_now();
	unsigned int h, i, round;
	struct buffer b;

	for (h = 0; h < ARRAY_SIZE(how); h++) {
		set_dma_ops(dev, how[h].ops);
		for (i = 0; i < ARRAY_SIZE(where); i++) {
			dev->coherent_dma_mask = where[i].mask;
			pages_at = where[i].at;
			for (round = 0; round < 20; round++) {
				memset(&calls, 0, sizeof(calls));
				KUNIT_EXPECT_EQ_MSG(test, where[i].fits,
						    buffer_alloc(dev, &b,
								 how[h].pages,
								 5 * PAGE_SIZE,
								 DMA_TO_DEVICE,
								 GFP_KERNEL),
						    "ops %u, mask %llx, at %llx",
						    h, where[i].mask, where[i].at);
				buffer_free(dev, &b, 5 * PAGE_SIZE,
					    DMA_TO_DEVICE);
				KUNIT_EXPECT_EQ(test, calls.allocs, 1);
				KUNIT_EXPECT_EQ(test, calls.frees, 1);
				KUNIT_EXPECT_EQ(test, calls.size, 5 * PAGE_SIZE);
			}
		}
	}
	set_dma_ops(dev, NULL);
	expect_pages_taken(test, before, 0);
}
#else
static void alloc_noncoherent_op(struct kunit *test)
{
	kunit_skip(test, "this architecture has no dma_map_ops");
}

static void alloc_pages_op(struct kunit *test)
{
	kunit_skip(test, "this architecture has no dma_map_ops");
}

static void op_beyond_mask(struct kunit *test)
{
	kunit_skip(test, "this architecture has no dma_map_ops");
}
#endif

static struct kunit_case dma_alloc_ops_cases[] = {
	KUNIT_CASE(alloc_noncoherent_op),
	KUNIT_CASE(alloc_pages_op),
	KUNIT_CASE(op_beyond_mask),
	{}
};

static struct kunit_suite dma_alloc_ops_suite = {
	.name = "dma_alloc_ops",
	.init = dma_alloc_test_init,
	.test_cases = dma_alloc_ops_cases,
};

kunit_test_suite(dma_alloc_ops_suite);

MODULE_DESCRIPTION("KUnit tests of dma_map_ops that allocate DMA memory");
MODULE_LICENSE("GPL");
