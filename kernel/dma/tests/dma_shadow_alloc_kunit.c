// SPDX-License-Identifier: GPL-2.0
/*
 * Hand-overs of allocated memory and scatterlists, with and without an IOMMU.
 */
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/string.h>
#include <kunit/test.h>
#include "dma_shadow.h"
#include "mock_iommu.h"

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

/* Three entries become one segment, as without the checker. */
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

static struct kunit_case dma_shadow_alloc_cases[] = {
	KUNIT_CASE(alloc_pages_too),
	KUNIT_CASE(noncontiguous),
	KUNIT_CASE(merged),
	KUNIT_CASE(noncontiguous_by_iommu),
	{}
};

static struct kunit_suite dma_shadow_alloc_suite = {
	.name = "dma_shadow_alloc",
	.init = dma_shadow_test_init,
	.exit = dma_shadow_test_exit,
	.test_cases = dma_shadow_alloc_cases,
};

kunit_test_suite(dma_shadow_alloc_suite);

MODULE_DESCRIPTION("KUnit tests of watched memory from the DMA allocators");
MODULE_LICENSE("GPL");
