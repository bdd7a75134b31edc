// SPDX-License-Identifier: GPL-2.0
/*
 * Selection of devices, lack of memory, and two threads.
 */
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/string.h>
#include <kunit/device.h>
#include <kunit/test.h>
#include "dma_shadow.h"
#include "fail_nth.h"

static void not_selected(struct kunit *test)
{
	u8 *mem = buffer(test, 64, 1);
	struct device *dev;
	dma_addr_t addr;

	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select("dma-shadow,kunit"));
	dev = new_device(test, "dma-shadow-other");
	KUNIT_EXPECT_FALSE(test, dma_shadow_watches(dev));
	addr = dma_map_single(dev, mem, 64, DMA_TO_DEVICE);
	KUNIT_ASSERT_EQ(test, 0, dma_mapping_error(dev, addr));
	KUNIT_EXPECT_PTR_EQ(test, phys_to_virt(dma_to_phys(dev, addr)), mem);
	dma_unmap_single(dev, addr, 64, DMA_TO_DEVICE);
}

/* By driver, device or "*"; takes effect when a driver is bound. */
static void chosen(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct device *dev;
	char names[64];

	KUNIT_EXPECT_TRUE(test, dma_shadow_watches(f->dev));
	KUNIT_EXPECT_TRUE(test, dma_need_sync(f->dev, 0));
	KUNIT_EXPECT_TRUE(test, dma_need_unmap(f->dev));
	snprintf(names, sizeof(names), "a,%s.by-name,b", test->name);
	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select(names));
	KUNIT_EXPECT_TRUE(test, dma_shadow_watches(f->dev));
	dev = new_device(test, "by-name");
	KUNIT_EXPECT_TRUE(test, dma_shadow_watches(dev));
	dev = new_device(test, "another");
	KUNIT_EXPECT_FALSE(test, dma_shadow_watches(dev));
	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select("*"));
	KUNIT_EXPECT_FALSE(test, dma_shadow_watches(dev));
	/* any driver of the bus takes any device, so that it is the first */
	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select(NAME));
	dev = new_device(test, "by-driver");
	KUNIT_EXPECT_TRUE(test, dma_shadow_watches(dev));
	KUNIT_EXPECT_EQ(test, 0, dma_shadow_select("*"));
	dev = new_device(test, "any");
	KUNIT_EXPECT_TRUE(test, dma_shadow_watches(dev));
	kunit_device_unregister(test, dev);
}

static void passed_through(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long *passed = f->dev->dma_shadow->passed;
	u8 *mem = buffer(test, 256, 1);
	dma_addr_t addr;

	dma_shadow_limit = 1;
	addr = map(test, mem, 256, DMA_BIDIRECTIONAL, 0);
	KUNIT_EXPECT_EQ(test, passed[DMA_SHADOW_PASSED_LIMIT], 1);
	KUNIT_EXPECT_PTR_EQ(test, bus(f, addr), mem);
	device_writes(f, addr, 2, 10);
	dma_sync_single_for_cpu(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	dma_sync_single_for_device(f->dev, addr, 256, DMA_BIDIRECTIONAL);
	unmap(f, addr, 256, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_NULL(test, memchr_inv(mem, 2, 10));
	dma_shadow_limit = f->limit;

	/* a reserved page, dma-debug takes other memory for a mistake */
	addr = dma_map_phys(f->dev, page_to_phys(ZERO_PAGE(0)), 64,
			    DMA_TO_DEVICE, DMA_ATTR_MMIO);
	if (!dma_mapping_error(f->dev, addr)) {
		KUNIT_EXPECT_EQ(test, passed[DMA_SHADOW_PASSED_ATTRS], 1);
		dma_unmap_phys(f->dev, addr, 64, DMA_TO_DEVICE, DMA_ATTR_MMIO);
	}
	expect_no_report(test);
}

/* Each allocation fails in turn, and the driver does not notice. */
static struct {
	u8 *mem;
	dma_addr_t addr;
	struct scatterlist sgl[3];
	int ents;
	void *ring;
	dma_addr_t ring_addr;
} nth;

static bool nth_map(struct kunit *test)
{
	struct fixture *f = test->priv;
	int i;

	memset(nth.mem, 1, 4096);
	sg_init_table(nth.sgl, 3);
	for (i = 0; i < 3; i++)
		sg_set_buf(&nth.sgl[i], nth.mem + 1000 * (i + 1), 100);
	/* dma-debug disables itself if it has no memory for other directions */
	nth.addr = dma_map_single(f->dev, nth.mem, 100, DMA_TO_DEVICE);
	nth.ents = dma_map_sg(f->dev, nth.sgl, 3, DMA_TO_DEVICE);
	return !dma_mapping_error(f->dev, nth.addr) && nth.ents == 3;
}

static void nth_unmap(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_TRUE(test, device_reads(f, nth.addr, 1, 100));
	dma_sync_single_for_cpu(f->dev, nth.addr, 20, DMA_TO_DEVICE);
	dma_sync_sg_for_cpu(f->dev, nth.sgl, 3, DMA_TO_DEVICE);
	memset(nth.mem, 2, 20);
	memset(nth.mem + 3000, 3, 50);
	dma_sync_single_for_device(f->dev, nth.addr, 20, DMA_TO_DEVICE);
	dma_sync_sg_for_device(f->dev, nth.sgl, 3, DMA_TO_DEVICE);
	KUNIT_EXPECT_TRUE(test, device_reads(f, nth.addr, 2, 20));
	KUNIT_EXPECT_TRUE(test, device_reads(f, nth.addr + 20, 1, 80));
	KUNIT_EXPECT_TRUE(test, device_reads(f, sg_dma_address(&nth.sgl[2]), 3, 50));
	unmap(f, nth.addr, 100, DMA_TO_DEVICE);
	dma_unmap_sg(f->dev, nth.sgl, 3, DMA_TO_DEVICE);
}

static bool nth_alloc(struct kunit *test)
{
	struct fixture *f = test->priv;

	nth.ring = dma_alloc_noncoherent(f->dev, 3 * PAGE_SIZE, &nth.ring_addr,
					 DMA_FROM_DEVICE,
					 GFP_KERNEL | __GFP_NOWARN);
	return nth.ring;
}

static void nth_free(struct kunit *test)
{
	struct fixture *f = test->priv;

	KUNIT_EXPECT_NULL(test, memchr_inv(nth.ring, 0, 3 * PAGE_SIZE));
	dma_sync_single_for_device(f->dev, nth.ring_addr, 3 * PAGE_SIZE,
				   DMA_FROM_DEVICE);
	device_writes(f, nth.ring_addr + PAGE_SIZE, 1, 100);
	dma_sync_single_for_cpu(f->dev, nth.ring_addr, 3 * PAGE_SIZE,
				DMA_FROM_DEVICE);
	KUNIT_EXPECT_NULL(test, memchr_inv(nth.ring + PAGE_SIZE, 1, 100));
	dma_free_noncoherent(f->dev, 3 * PAGE_SIZE, nth.ring, nth.ring_addr,
			     DMA_FROM_DEVICE);
}

static void no_memory(struct kunit *test)
{
	static const struct fail_nth streaming = {
		.alloc = nth_map, .free = nth_unmap, .pages = 4,
	};
	static const struct fail_nth allocated = {
		.alloc = nth_alloc, .free = nth_free, .pages = 6,
	};
	struct fixture *f = test->priv;
	unsigned long *passed = f->dev->dma_shadow->passed;

	fail_nth_begin(test);
	dma_shadow_quarantine = 0;
	nth.mem = buffer(test, 4096, 0);
	fail_each(test, "mappings", &streaming);
	KUNIT_EXPECT_GT(test, passed[DMA_SHADOW_PASSED_MEMORY], 0);
	passed[DMA_SHADOW_PASSED_MEMORY] = 0;
	fail_each(test, "an allocation", &allocated);
	KUNIT_EXPECT_GT(test, passed[DMA_SHADOW_PASSED_MEMORY], 0);
	expect_no_report(test);
}

/* ---- at once ---- */

struct racer {
	struct fixture *f;
	u8 *mem;
	dma_addr_t addr;
	unsigned int wrong;
	bool device;
};

static int race(void *data)
{
	struct racer *r = data;
	unsigned int i;

	for (i = 0; i < 3000 && !r->device; i++) {
		dma_sync_single_for_cpu(r->f->dev, r->addr, 512,
					DMA_BIDIRECTIONAL);
		r->wrong += r->mem[0] != (u8)(i ? i - 1 : 0);
		r->mem[0] = i;
		dma_sync_single_for_device(r->f->dev, r->addr, 512,
					   DMA_BIDIRECTIONAL);
		if (i % 64 == 0)
			cond_resched();
	}
	for (i = 0; !kthread_should_stop(); i++) {
		if (r->device)
			device_writes(r->f, r->addr + 256, i, 64);
		cond_resched();
	}
	return 0;
}

/* Two halves of a buffer that the device writes continuously. */
static void threads(struct kunit *test)
{
	struct fixture *f = test->priv;
	u8 *mem = buffer(test, 1024, 0);
	dma_addr_t addr = map(test, mem, 1024, DMA_BIDIRECTIONAL, 0);
	struct racer r[4] = {
		{ f, mem, addr }, { f, mem + 512, addr + 512 },
		{ f, mem, addr, 0, true }, { f, mem + 512, addr + 512, 0, true },
	};
	struct task_struct *t[4];
	int i;

	for (i = 0; i < 4; i++) {
		t[i] = kthread_run(race, &r[i], "dma-shadow/%d", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t[i]);
	}
	for (i = 0; i < 20; i++)
		scan(f);
	for (i = 0; i < 4; i++)
		kthread_stop(t[i]);
	KUNIT_EXPECT_EQ(test, r[0].wrong + r[1].wrong, 0);
	unmap(f, addr, 1024, DMA_BIDIRECTIONAL);
	expect_no_report(test);
}

static struct kunit_case dma_shadow_select_cases[] = {
	KUNIT_CASE(not_selected),
	KUNIT_CASE(chosen),
	KUNIT_CASE(passed_through),
	KUNIT_CASE_SLOW(no_memory),
	KUNIT_CASE_SLOW(threads),
	{}
};

static struct kunit_suite dma_shadow_select_suite = {
	.name = "dma_shadow_select",
	.init = dma_shadow_test_init,
	.exit = dma_shadow_test_exit,
	.test_cases = dma_shadow_select_cases,
};

kunit_test_suite(dma_shadow_select_suite);

MODULE_DESCRIPTION("KUnit tests of the choice of what is watched");
MODULE_LICENSE("GPL");
