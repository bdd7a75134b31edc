// SPDX-License-Identifier: GPL-2.0
/*
 * Reports of dma-debug and tracepoints for allocations.
 */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <kunit/device.h>
#include <kunit/test.h>
#include <trace/events/dma.h>
#include "dma_alloc.h"
#include "expect_warning.h"
#include "free_pages.h"

#ifdef CONFIG_DMA_API_DEBUG
/* dma-debug reports one error only, unless its debugfs file says more. */
static void debug_go_on(struct kunit *test)
{
	struct dentry *dir = debugfs_lookup("dma-api", NULL);
	struct dentry *file = dir ? debugfs_lookup("num_errors", dir) : NULL;

	if (file)
		*(u32 *)d_inode(file)->i_private = 100;
	dput(file);
	dput(dir);
	KUNIT_ASSERT_NOT_NULL(test, file);
}

/* A page of DMA_TO_DEVICE, freed with arguments that do not match. */
struct mismatch {
	size_t size;
	long by;		/* added to the handle */
	enum dma_data_direction dir;
	bool other;		/* by another device */
};

static const struct mismatch mismatches[] = {
	{ PAGE_SIZE - 8, 0, DMA_TO_DEVICE },
	{ PAGE_SIZE, 0, DMA_FROM_DEVICE },
	{ PAGE_SIZE, 0, DMA_BIDIRECTIONAL },
	{ PAGE_SIZE, PAGE_SIZE, DMA_TO_DEVICE },
	{ PAGE_SIZE, 0, DMA_TO_DEVICE, true },
};

/* The expected message of dma-debug. */
static void mismatch_text(char *text, size_t size, const struct mismatch *m,
			  dma_addr_t handle, struct device *dev,
			  struct device *other)
{
	if (m->size != PAGE_SIZE)
		snprintf(text, size, "[map size=%lu bytes] [unmap size=%zu bytes]",
			 PAGE_SIZE, m->size);
	else if (m->by)
		snprintf(text, size,
			 "[allocated at 0x%016llx] [freed at 0x%016llx]",
			 (u64)handle, (u64)handle + m->by);
	else if (m->other)
		snprintf(text, size, "[allocated for %s] [freed for %s]",
			 dev_name(dev), dev_name(other));
	else
		snprintf(text, size,
			 "[mapped with DMA_TO_DEVICE] [unmapped with %s]",
			 m->dir == DMA_FROM_DEVICE ? "DMA_FROM_DEVICE" :
						     "DMA_BIDIRECTIONAL");
}

/* Each mistake is reported, and the page is freed anyway. */
static void expect_mismatches(struct kunit *test, bool pages)
{
	struct device *dev = test->priv, *other;
	const struct mismatch *m;
	unsigned int i;
	char text[120];
	struct buffer b;
	long before;

	other = kunit_device_register(test, "dma-other");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, other);
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(other, DMA_BIT_MASK(32)));

	debug_go_on(test);
	before = free_pages_now();
	for (i = 0; i < ARRAY_SIZE(mismatches); i++) {
		m = &mismatches[i];
		KUNIT_ASSERT_TRUE(test, buffer_alloc(dev, &b, pages, PAGE_SIZE,
						     DMA_TO_DEVICE, GFP_KERNEL));
		mismatch_text(text, sizeof(text), m, b.handle, dev, other);
		b.handle += m->by;
		expect_warning_begin(test);
		buffer_free(m->other ? other : dev, &b, m->size, m->dir);
		KUNIT_EXPECT_PTR_NE_MSG(test, strstr(expect_warning_log, text), NULL,
					"nothing says '%s'", text);
		/* the free itself warns of a wrong handle, too */
		KUNIT_EXPECT_EQ_MSG(test, expect_warning_end(test, "DMA memory"),
				    m->by ? 2 : 1, "%s", text);
	}
	expect_pages_taken(test, before, 0);
}

static void mismatched_free(struct kunit *test)
{
	expect_mismatches(test, false);
}

static void mismatched_free_pages(struct kunit *test)
{
	expect_mismatches(test, true);
}

/* The page has a reference for each free. */
static void freed_twice(struct kunit *test)
{
	struct device *dev = test->priv;
	dma_addr_t handle;
	long before;
	void *mem;

	debug_go_on(test);
	before = free_pages_now();
	mem = dma_alloc_noncoherent(dev, PAGE_SIZE, &handle, DMA_TO_DEVICE,
				    GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	get_page(virt_to_page(mem));
	dma_free_noncoherent(dev, PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
	expect_warning_begin(test);
	dma_free_noncoherent(dev, PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
	KUNIT_EXPECT_PTR_NE(test, strstr(expect_warning_log, "it has not allocated"),
			    NULL);
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "DMA memory"), 1);
	expect_pages_taken(test, before, 0);
}

/* The function that the stack trace of a leak names. */
static noinline void *debug_alloc_here(struct device *dev, dma_addr_t *handle)
{
	void *mem = dma_alloc_noncoherent(dev, 17 * PAGE_SIZE, handle,
					  DMA_TO_DEVICE, GFP_KERNEL);

	barrier();	/* no tail call */
	return mem;
}

/* A device that leaves memory behind is reported, with its size and its caller. */
static void left_at_detach(struct kunit *test)
{
	struct device *dev = kunit_device_register(test, "dma-forgetful");
	static bool watched;
	const char *mapped_at;
	dma_addr_t handle, managed;
	char text[160];
	void *mem;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_ASSERT_NOT_NULL(test, dev->driver);
	/* stays for all later tests, which is harmless */
	if (!watched)
		dma_debug_add_bus(dev->bus);
	watched = true;
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32)));
	mem = debug_alloc_here(dev, &handle);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	/* managed memory is freed in time */
	KUNIT_EXPECT_NOT_NULL(test, dmam_alloc_noncoherent(dev, PAGE_SIZE, &managed,
							   DMA_TO_DEVICE,
							   GFP_KERNEL));
	debug_go_on(test);
	get_device(dev);
	expect_warning_begin(test);
	kunit_device_unregister(test, dev);
	KUNIT_EXPECT_EQ(test, 1,
			expect_warning_end(test, "pending DMA allocations while released"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(expect_warning_log, "[count=1]"));
	snprintf(text, sizeof(text),
		 "[device address=0x%016llx] [size=69632 bytes] [mapped with DMA_TO_DEVICE] [mapped as noncoherent]",
		 (u64)handle);
	KUNIT_EXPECT_PTR_NE_MSG(test, strstr(expect_warning_log, text), NULL,
				"nothing says '%s'", text);
	mapped_at = strstr(expect_warning_log, "Mapped at:");
	KUNIT_ASSERT_NOT_NULL(test, mapped_at);
	KUNIT_EXPECT_NOT_NULL(test, strstr(mapped_at, "debug_alloc_here+"));
	dma_free_noncoherent(dev, 17 * PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
	put_device(dev);
}

static void sync_outside(struct kunit *test)
{
	struct device *dev = test->priv;
	dma_addr_t handle;
	void *mem = alloc17(test, &handle);

	debug_go_on(test);
	expect_warning_begin(test);
	dma_sync_single_for_device(dev, handle + 16 * PAGE_SIZE, 2 * PAGE_SIZE,
				   DMA_TO_DEVICE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(expect_warning_log,
					   "outside allocated range"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(expect_warning_log,
					   "[allocation size=69632 bytes]"));
	KUNIT_EXPECT_EQ(test, expect_warning_end(test, "DMA memory"), 1);
	dma_free_noncoherent(dev, 17 * PAGE_SIZE, mem, handle, DMA_TO_DEVICE);
}
#else
static void mismatched_free(struct kunit *test)
{
	kunit_skip(test, "no dma-debug");
}

static void mismatched_free_pages(struct kunit *test)
{
	kunit_skip(test, "no dma-debug");
}

static void freed_twice(struct kunit *test)
{
	kunit_skip(test, "no dma-debug");
}

static void left_at_detach(struct kunit *test)
{
	kunit_skip(test, "no dma-debug");
}

static void sync_outside(struct kunit *test)
{
	kunit_skip(test, "no dma-debug");
}
#endif

#ifdef CONFIG_TRACEPOINTS
static struct {
	unsigned int allocs, frees;
	struct device *dev;
	void *mem;
	dma_addr_t handle;
	size_t size;
	enum dma_data_direction dir;
	gfp_t gfp;
} seen;

static void see_alloc(void *data, struct device *dev, void *mem, dma_addr_t handle,
		      size_t size, enum dma_data_direction dir, gfp_t gfp,
		      unsigned long attrs)
{
	if (dev != data)
		return;
	seen.allocs++;
	seen.mem = mem;
	seen.handle = handle;
	seen.size = size;
	seen.dir = dir;
	seen.gfp = gfp;
}

static void see_free(void *data, struct device *dev, void *mem, dma_addr_t handle,
		     size_t size, enum dma_data_direction dir, unsigned long attrs)
{
	if (dev != data)
		return;
	seen.frees++;
	seen.mem = mem;
	seen.handle = handle;
	seen.size = size;
	seen.dir = dir;
}

static void expect_seen(struct kunit *test, unsigned int allocs, unsigned int frees,
			void *mem, dma_addr_t handle, size_t size,
			enum dma_data_direction dir)
{
	KUNIT_EXPECT_EQ(test, seen.allocs, allocs);
	KUNIT_EXPECT_EQ(test, seen.frees, frees);
	KUNIT_EXPECT_PTR_EQ(test, seen.mem, mem);
	KUNIT_EXPECT_EQ(test, seen.handle, handle);
	KUNIT_EXPECT_EQ(test, seen.size, size);
	KUNIT_EXPECT_EQ(test, seen.dir, dir);
	if (!frees)
		KUNIT_EXPECT_EQ(test, (__force u32)seen.gfp, (__force u32)GFP_NOWAIT);
	memset(&seen, 0, sizeof(seen));
}

static void see_no_more(void *dev)
{
	unregister_trace_dma_alloc_pages(see_alloc, dev);
	unregister_trace_dma_free_pages(see_free, dev);
	tracepoint_synchronize_unregister();
}

static void traced(struct kunit *test)
{
	struct device *dev = test->priv;
	dma_addr_t handle;
	struct page *page;
	void *mem;

	memset(&seen, 0, sizeof(seen));
	KUNIT_ASSERT_EQ(test, register_trace_dma_alloc_pages(see_alloc, dev), 0);
	KUNIT_ASSERT_EQ(test, register_trace_dma_free_pages(see_free, dev), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, see_no_more, dev), 0);
	mem = dma_alloc_noncoherent(dev, 100, &handle, DMA_FROM_DEVICE, GFP_NOWAIT);
	KUNIT_ASSERT_NOT_NULL(test, mem);
	expect_seen(test, 1, 0, mem, handle, 100, DMA_FROM_DEVICE);
	dma_free_noncoherent(dev, 100, mem, handle, DMA_FROM_DEVICE);
	expect_seen(test, 0, 1, mem, handle, 100, DMA_FROM_DEVICE);

	page = dma_alloc_pages(dev, 5000, &handle, DMA_TO_DEVICE, GFP_NOWAIT);
	KUNIT_ASSERT_NOT_NULL(test, page);
	mem = page_address(page);
	expect_seen(test, 1, 0, mem, handle, 5000, DMA_TO_DEVICE);
	dma_free_pages(dev, 5000, page, handle, DMA_TO_DEVICE);
	expect_seen(test, 0, 1, mem, handle, 5000, DMA_TO_DEVICE);

	/* a failed allocation is traced, the free of NULL is not */
	KUNIT_EXPECT_NULL(test, dma_alloc_noncoherent(dev, 0, &handle, DMA_TO_DEVICE,
						      GFP_NOWAIT));
	expect_seen(test, 1, 0, NULL, 0, 0, DMA_TO_DEVICE);
	KUNIT_EXPECT_NULL(test, dma_alloc_pages(dev, SIZE_MAX, &handle,
						DMA_TO_DEVICE, GFP_NOWAIT));
	expect_seen(test, 1, 0, NULL, 0, SIZE_MAX, DMA_TO_DEVICE);
	dma_free_noncoherent(dev, 100, NULL, 0, DMA_FROM_DEVICE);
	dma_free_pages(dev, 100, NULL, 0, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, seen.frees, 0);
}
#else
static void traced(struct kunit *test)
{
	kunit_skip(test, "no tracepoints");
}
#endif

static struct kunit_case dma_alloc_debug_cases[] = {
	KUNIT_CASE(mismatched_free),
	KUNIT_CASE(mismatched_free_pages),
	KUNIT_CASE(freed_twice),
	KUNIT_CASE(left_at_detach),
	KUNIT_CASE(sync_outside),
	KUNIT_CASE(traced),
	{}
};

static struct kunit_suite dma_alloc_debug_suite = {
	.name = "dma_alloc_debug",
	.init = dma_alloc_test_init,
	.test_cases = dma_alloc_debug_cases,
};

kunit_test_suite(dma_alloc_debug_suite);

MODULE_DESCRIPTION("KUnit tests of what dma-debug and tracepoints say of DMA allocations");
MODULE_LICENSE("GPL");
