/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A mock IOMMU without hardware, which records its mappings.  The IOMMU core and
 * dma-iommu are the real ones.
 */
#ifndef _KERNEL_DMA_TESTS_MOCK_IOMMU_H
#define _KERNEL_DMA_TESTS_MOCK_IOMMU_H

#include <linux/iommu.h>
#include <linux/platform_device.h>
#include <linux/types.h>

/**
 * struct mock_iommu - properties and records of the mock IOMMU
 * @pgsizes: supported page sizes
 * @aperture: size of the address space of a device, in bytes
 * @lazy: unmapped addresses may stay in its buffer until they are flushed
 * @fail_at: the mapping that fails half way, 0 for the next; -1 for none
 * @maps: calls that mapped pages
 * @unmaps: calls that unmapped pages
 * @mapped: bytes mapped now
 * @left: bytes that were mapped when the domain was freed
 * @flushes: how often its buffer was flushed, in part or as a whole
 * @free_at_unmap: free pages of the machine when it last unmapped, if
 *	@watch_free
 * @watch_free: count them
 * @prot: protection of the last mapping
 * @iommu: for the core
 * @fwnode: firmware node of the IOMMU
 */
struct mock_iommu {
	unsigned long pgsizes;
	size_t aperture;
	bool lazy;
	int fail_at;
	unsigned int maps, unmaps;
	size_t mapped, left;
	unsigned int flushes;
	long free_at_unmap;
	bool watch_free;
	int prot;
	struct iommu_device iommu;
	struct fwnode_handle *fwnode;
};

int mock_iommu_register(struct mock_iommu *mock);
void mock_iommu_unregister(struct mock_iommu *mock);
struct platform_device *mock_iommu_add_device(struct mock_iommu *mock);
void mock_iommu_remove_device(struct platform_device *pdev);
phys_addr_t mock_iommu_phys(struct device *dev, dma_addr_t iova);

#endif /* _KERNEL_DMA_TESTS_MOCK_IOMMU_H */
