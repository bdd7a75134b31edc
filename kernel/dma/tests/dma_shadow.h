/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared by the suites of CONFIG_DMA_SHADOW: a watched device, its DMA accesses,
 * and the expected reports.
 */
#ifndef _KERNEL_DMA_TESTS_DMA_SHADOW_H
#define _KERNEL_DMA_TESTS_DMA_SHADOW_H

#include <linux/dma-direct.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <kunit/device.h>
#include <kunit/test.h>
#include "../shadow/shadow.h"

#define NAME	"dma-shadow-kunit"

/* swiotlb bounces kmalloc() buffers that may share lines */
#define BOUNCES_ODD_SIZES	IS_ENABLED(CONFIG_DMA_BOUNCE_UNALIGNED_KMALLOC)

struct fixture {
	struct device *dev;
	unsigned int before[DMA_SHADOW_REPORTS];
	bool fill, strict;
	unsigned int scan_ms;
	unsigned long limit, quarantine;
};

static inline void count_reports(struct fixture *f)
{
	unsigned int i;

	for (i = 0; i < DMA_SHADOW_REPORTS; i++)
		f->before[i] = dma_shadow_reported(i);
}

static inline struct device *new_device(struct kunit *test, const char *name)
{
	struct device_driver *driver = kunit_driver_create(test, name);
	struct device *dev;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, driver);
	dev = kunit_device_register_with_driver(test, name, driver);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, 0,
			dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32)));
	return dev;
}

static inline int dma_shadow_test_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	test->priv = f;
	f->fill = dma_shadow_fill;
	f->strict = dma_shadow_strict;
	f->limit = dma_shadow_limit;
	f->quarantine = dma_shadow_quarantine;
	f->scan_ms = dma_shadow_scan_ms;
	/* the tests call the scan themselves */
	dma_shadow_scan_ms = 0;
	KUNIT_ASSERT_EQ(test, 0, dma_shadow_select(NAME));
	f->dev = new_device(test, NAME);
	dma_shadow_forget_reports();
	count_reports(f);
	return 0;
}

static inline void dma_shadow_test_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (!f)
		return;
	dma_shadow_fill = f->fill;
	dma_shadow_strict = f->strict;
	dma_shadow_limit = f->limit;
	dma_shadow_quarantine = f->quarantine;
	dma_shadow_scan_ms = f->scan_ms;
	dma_shadow_select("");
}

/* ---- what the device does ---- */

static inline u8 *bus(struct fixture *f, dma_addr_t addr)
{
	return phys_to_virt(dma_to_phys(f->dev, addr));
}

static inline void device_writes(struct fixture *f, dma_addr_t addr, u8 val, size_t n)
{
	memset(bus(f, addr), val, n);
}

static inline bool device_reads(struct fixture *f, dma_addr_t addr, u8 val, size_t n)
{
	return !memchr_inv(bus(f, addr), val, n);
}

/* ---- what is reported ---- */

static inline void provoke(struct fixture *f)
{
	pr_info("expected warning: begin\n");
	dma_shadow_forget_reports();
	count_reports(f);
}

/* This report at least once, and no other. */
static inline void expect_report(struct kunit *test, enum dma_shadow_report what)
{
	struct fixture *f = test->priv;
	unsigned int i;

	pr_info("expected warning: end\n");
	KUNIT_EXPECT_GT(test, dma_shadow_reported(what), f->before[what]);
	for (i = 0; i < DMA_SHADOW_REPORTS; i++)
		if (i != what && i != DMA_SHADOW_FREED_DIRTY)
			KUNIT_EXPECT_EQ_MSG(test, dma_shadow_reported(i),
					    f->before[i], "report %u", i);
	count_reports(f);
}

static inline void expect_no_report(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int i;

	for (i = 0; i < DMA_SHADOW_REPORTS; i++)
		KUNIT_EXPECT_EQ_MSG(test, dma_shadow_reported(i), f->before[i],
				    "report %u", i);
	count_reports(f);
}

static inline void scan(struct fixture *f)
{
	dma_shadow_scan_device(f->dev->dma_shadow);
}

static inline u8 *buffer(struct kunit *test, size_t size, u8 val)
{
	u8 *mem = kunit_kmalloc(test, size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	memset(mem, val, size);
	return mem;
}

static inline dma_addr_t map(struct kunit *test, void *mem, size_t size,
			     enum dma_data_direction dir, unsigned long attrs)
{
	struct fixture *f = test->priv;
	dma_addr_t addr = dma_map_single_attrs(f->dev, mem, size, dir, attrs);

	KUNIT_ASSERT_FALSE(test, dma_mapping_error(f->dev, addr));
	return addr;
}

static inline void unmap(struct fixture *f, dma_addr_t addr, size_t size,
			 enum dma_data_direction dir)
{
	dma_unmap_single(f->dev, addr, size, dir);
}

/* Not checked by KASAN, which would report a driver. */
static inline u8 __no_sanitize_address peek(const u8 *mem)
{
	return READ_ONCE(*mem);
}

static inline void __no_sanitize_address poke(u8 *mem, u8 val)
{
	WRITE_ONCE(*mem, val);
}

static const enum dma_data_direction dirs[] __maybe_unused = {
	DMA_TO_DEVICE, DMA_FROM_DEVICE, DMA_BIDIRECTIONAL,
};

#endif /* _KERNEL_DMA_TESTS_DMA_SHADOW_H */
