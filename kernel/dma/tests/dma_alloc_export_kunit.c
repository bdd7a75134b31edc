// SPDX-License-Identifier: GPL-2.0
/*
 * mmap() of an allocation, and a scatterlist of its pages.
 */
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <kunit/test.h>
#include "dma_alloc.h"

static void get_sgtable(struct kunit *test)
{
	struct device *dev = test->priv;
	struct sg_table sgt;
	dma_addr_t handle;
	void *mem = alloc17(test, &handle);

	KUNIT_EXPECT_EQ(test, -EINVAL, dma_get_sgtable_noncoherent(dev, &sgt, mem,
								   handle, 0));
	KUNIT_ASSERT_EQ(test, 0, dma_get_sgtable_noncoherent(dev, &sgt, mem, handle,
							     17 * PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, sgt.orig_nents, 1);
	KUNIT_EXPECT_EQ(test, sgt.sgl->length, 17 * PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, sg_virt(sgt.sgl), mem);
	sg_free_table(&sgt);
	dma_free_noncoherent(dev, 17 * PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
}

/* Parts of a mapping that reach beyond the 17 pages of a buffer. */
static const struct beyond {
	unsigned long off, pages;
} beyond[] = {
	{ 0, 18 }, { 1, 17 }, { 16, 2 }, { 17, 1 }, { 18, 1 },
	{ ULONG_MAX, 1 }, { ULONG_MAX, 2 }, { ULONG_MAX - 1, 3 },
	{ ULONG_MAX - 16, 17 }, { 1, ULONG_MAX >> PAGE_SHIFT },
};

static void beyond_desc(const struct beyond *b, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "page %#lx, %#lx pages", b->off,
		 b->pages);
}

KUNIT_ARRAY_PARAM(mmap_beyond, beyond, beyond_desc);

/* Refused before anything is mapped. */
static void mmap_beyond(struct kunit *test)
{
	const struct beyond *b = test->param_value;
	struct vm_area_struct *vma = kunit_kzalloc(test, sizeof(*vma), GFP_KERNEL);
	struct device *dev = test->priv;
	dma_addr_t handle, handle2;
	void *mem = alloc17(test, &handle);
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, vma);
	page = dma_alloc_pages(dev, 17 * PAGE_SIZE - 5, &handle2, DMA_TO_DEVICE,
			       GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	/* unaligned, so that nothing is mapped either if it is not refused */
	vma->vm_start = 8;
	vma->vm_end = vma->vm_start + (b->pages << PAGE_SHIFT);
	vma->vm_pgoff = b->off;
	KUNIT_EXPECT_EQ(test, -ENXIO, dma_mmap_noncoherent(dev, vma, mem, handle,
							   17 * PAGE_SIZE - 5));
	KUNIT_EXPECT_EQ(test, -ENXIO, dma_mmap_pages(dev, vma, 17 * PAGE_SIZE - 5,
						     page));
	dma_free_pages(dev, 17 * PAGE_SIZE - 5, page, handle2, DMA_TO_DEVICE);
	dma_free_noncoherent(dev, 17 * PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
}

/* A private mapping that may be written would map copies, so it is refused. */
static void mmap_private(struct kunit *test)
{
	struct vm_area_struct *vma = kunit_kzalloc(test, sizeof(*vma), GFP_KERNEL);
	struct device *dev = test->priv;
	dma_addr_t handle;
	void *mem = alloc17(test, &handle);

	KUNIT_ASSERT_NOT_NULL(test, vma);
	/* remap_pfn_range() would warn of this address */
	vma->vm_start = 8;
	vma->vm_end = vma->vm_start + PAGE_SIZE;
	vm_flags_init(vma, VM_MAYWRITE);
	KUNIT_EXPECT_EQ(test, -EINVAL,
			dma_mmap_noncoherent(dev, vma, mem, handle, 17 * PAGE_SIZE));
	dma_free_noncoherent(dev, 17 * PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
}

static struct kunit_case dma_alloc_export_cases[] = {
	KUNIT_CASE(get_sgtable),
	KUNIT_CASE_PARAM(mmap_beyond, mmap_beyond_gen_params),
	KUNIT_CASE(mmap_private),
	{}
};

static struct kunit_suite dma_alloc_export_suite = {
	.name = "dma_alloc_export",
	.init = dma_alloc_test_init,
	.test_cases = dma_alloc_export_cases,
};

kunit_test_suite(dma_alloc_export_suite);

MODULE_DESCRIPTION("KUnit tests of the export of DMA memory");
MODULE_LICENSE("GPL");
