/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared by the suites for dma_alloc_noncoherent() and dma_alloc_pages(): a device,
 * and a buffer from either call.
 */
#ifndef _KERNEL_DMA_TESTS_DMA_ALLOC_H
#define _KERNEL_DMA_TESTS_DMA_ALLOC_H

#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <kunit/device.h>
#include <kunit/test.h>

static inline int dma_alloc_test_init(struct kunit *test)
{
	struct device *dev = kunit_device_register(test, "dma-alloc");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	test->priv = dev;
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32)));
	return 0;
}

struct buffer {
	struct page *page;	/* of dma_alloc_pages(), or NULL */
	u8 *mem;
	dma_addr_t handle;
};

static inline bool buffer_alloc(struct device *dev, struct buffer *b, bool pages,
				size_t size, enum dma_data_direction dir, gfp_t gfp)
{
	b->page = NULL;
	if (pages) {
		b->page = dma_alloc_pages(dev, size, &b->handle, dir, gfp);
		b->mem = b->page ? page_address(b->page) : NULL;
	} else {
		b->mem = dma_alloc_noncoherent(dev, size, &b->handle, dir, gfp);
	}
	return b->mem;
}

static inline void buffer_free(struct device *dev, struct buffer *b, size_t size,
			       enum dma_data_direction dir)
{
	if (b->page)
		dma_free_pages(dev, size, b->page, b->handle, dir);
	else if (b->mem)
		dma_free_noncoherent(dev, size, b->mem, b->handle, dir);
}

static inline void *alloc17(struct kunit *test, dma_addr_t *handle)
{
	void *mem = dma_alloc_noncoherent(test->priv, 17 * PAGE_SIZE, handle,
					  DMA_TO_DEVICE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	return mem;
}

#endif /* _KERNEL_DMA_TESTS_DMA_ALLOC_H */
