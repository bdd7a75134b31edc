/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared by the suites for memory behind an IOMMU: a device behind the mock IOMMU
 * and its buffer.  Most tests allocate more than MAX_PAGE_ORDER, which is always
 * scattered.
 */
#ifndef _KERNEL_DMA_TESTS_DMA_IOMMU_H
#define _KERNEL_DMA_TESTS_DMA_IOMMU_H

#include <linux/cacheinfo.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>
#include <kunit/test.h>
#include "cache_model.h"
#include "mock_iommu.h"

#define SCATTERED	((PAGE_SIZE << MAX_PAGE_ORDER) + 3 * PAGE_SIZE)

struct fixture {
	struct model model;	/* first: the model is found by test->priv */
	struct mock_iommu mock;
	struct platform_device *pdev;
	struct device *dev;
	void *mem;
	dma_addr_t handle;
};

static inline int dma_iommu_test_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	test->priv = f;
	f->mock.pgsizes = SZ_4K | SZ_64K | PAGE_SIZE << 9;
	f->mock.aperture = SZ_256M;
	f->mock.fail_at = -1;
	KUNIT_ASSERT_EQ(test, mock_iommu_register(&f->mock), 0);
	return 0;
}

/* Called by each test, which may set properties of the IOMMU before. */
static inline struct fixture *add_device(struct kunit *test)
{
	struct fixture *f = test->priv;

	f->pdev = mock_iommu_add_device(&f->mock);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, f->pdev);
	f->dev = &f->pdev->dev;
	return f;
}

static inline void dma_iommu_test_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (!f || !f->mock.fwnode)
		return;
	if (!IS_ERR_OR_NULL(f->pdev))
		mock_iommu_remove_device(f->pdev);
	mock_iommu_unregister(&f->mock);
	KUNIT_EXPECT_EQ_MSG(test, f->mock.left, 0, "left mapped");
}

static inline void alloc(struct kunit *test, size_t size, enum dma_data_direction dir)
{
	struct fixture *f = test->priv;

	f->mem = dma_alloc_noncoherent(f->dev, size, &f->handle, dir, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL_MSG(test, f->mem, "%zu bytes", size);
}

static inline void alloc_scattered(struct kunit *test)
{
	if (cpu_dcache_is_aliasing())
		kunit_skip(test, "a data cache with aliases: nothing is scattered");
	alloc(test, SCATTERED, DMA_BIDIRECTIONAL);
	KUNIT_ASSERT_TRUE(test, is_vmalloc_addr(((struct fixture *)test->priv)->mem));
}

static inline void release(struct kunit *test, size_t size, enum dma_data_direction dir)
{
	struct fixture *f = test->priv;

	dma_free_noncoherent(f->dev, size, f->mem, f->handle, dir);
	f->mem = NULL;
}

static inline struct page *page_at(void *vaddr)
{
	return is_vmalloc_addr(vaddr) ? vmalloc_to_page(vaddr) :
					virt_to_page(vaddr);
}

/* The device reaches the same pages as the CPU. */
static inline void expect_mapped(struct kunit *test, void *mem, dma_addr_t handle,
				 size_t size)
{
	struct fixture *f = test->priv;
	size_t off;

	for (off = 0; off < size; off += PAGE_SIZE)
		KUNIT_ASSERT_EQ(test, mock_iommu_phys(f->dev, handle + off),
				page_to_phys(page_at(mem + off)));
}

/* Holds every other page of order 0 of a zone, so that the next ones are not adjacent. */
#define APART	512

static inline struct page **keep_apart(struct kunit *test)
{
	struct page **pages = kunit_kcalloc(test, APART, sizeof(*pages), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, pages);
	for (i = 0; i < APART; i++)
		pages[i] = alloc_page(i & 2 ? GFP_KERNEL : GFP_HIGHUSER);
	for (i = 0; i < APART; i += 2) {
		if (pages[i])
			__free_page(pages[i]);
		pages[i] = NULL;
	}
	return pages;
}

static inline void let_go(struct page **pages)
{
	unsigned int i;

	for (i = 1; i < APART; i += 2)
		if (pages[i])
			__free_page(pages[i]);
}

#endif /* _KERNEL_DMA_TESTS_DMA_IOMMU_H */
