// SPDX-License-Identifier: GPL-2.0
/*
 * An IOMMU for tests: see mock_iommu.h.
 */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/property.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/xarray.h>
#include "free_pages.h"
#include "mock_iommu.h"
#ifdef CONFIG_ARM_DMA_USE_IOMMU
#include <asm/dma-iommu.h>
#endif

/* The IOMMU core does not tell which test a device is for. */
static struct mock_iommu *the_mock;

/* ---- a domain: physical address of each page of the smallest size ---- */

struct mock_domain {
	struct iommu_domain domain;
	struct xarray pages;
	unsigned int shift;
};

static struct mock_domain *to_mock(struct iommu_domain *domain)
{
	return container_of(domain, struct mock_domain, domain);
}

static int map_pages(struct iommu_domain *domain, unsigned long iova,
		     phys_addr_t paddr, size_t pgsize, size_t pgcount, int prot,
		     gfp_t gfp, size_t *mapped)
{
	struct mock_domain *md = to_mock(domain);
	unsigned long step = 1UL << md->shift;
	size_t size = pgsize * pgcount;
	bool fail = the_mock->fail_at >= 0 && !the_mock->fail_at--;
	void *old;

	if ((iova | paddr) & (pgsize - 1) || !(domain->pgsize_bitmap & pgsize))
		return -EINVAL;
	the_mock->maps++;
	the_mock->prot = prot;
	if (fail)
		size = pgsize * (pgcount / 2);
	for (*mapped = 0; *mapped < size; *mapped += step) {
		old = xa_store(&md->pages, (iova + *mapped) >> md->shift,
			       xa_mk_value((paddr + *mapped) >> md->shift),
			       gfp & ~__GFP_ZERO);
		if (xa_is_err(old))
			return xa_err(old);
		if (WARN_ON(old))
			return -EADDRINUSE;
		the_mock->mapped += step;
	}
	return fail ? -ENOMEM : 0;
}

static size_t unmap_pages(struct iommu_domain *domain, unsigned long iova,
			  size_t pgsize, size_t pgcount,
			  struct iommu_iotlb_gather *gather)
{
	struct mock_domain *md = to_mock(domain);
	unsigned long step = 1UL << md->shift;
	size_t done;

	the_mock->unmaps++;
	if (the_mock->watch_free)
		the_mock->free_at_unmap = free_pages_now();
	for (done = 0; done < pgsize * pgcount; done += step) {
		if (!xa_erase(&md->pages, (iova + done) >> md->shift))
			break;
		the_mock->mapped -= step;
	}
	return done;
}

static void flush_iotlb_all(struct iommu_domain *domain)
{
	the_mock->flushes++;
}

static void iotlb_sync(struct iommu_domain *domain,
		       struct iommu_iotlb_gather *gather)
{
	the_mock->flushes++;
}

static phys_addr_t iova_to_phys(struct iommu_domain *domain, dma_addr_t iova)
{
	struct mock_domain *md = to_mock(domain);
	void *entry = xa_load(&md->pages, iova >> md->shift);
	phys_addr_t phys;

	if (!entry)
		return 0;
	phys = (phys_addr_t)xa_to_value(entry) << md->shift;
	/* mtk_iommu_v1 leaves the offset out */
	if (IS_ENABLED(CONFIG_ARM_DMA_USE_IOMMU))
		return phys;
	return phys | (iova & ((1UL << md->shift) - 1));
}

static void domain_free(struct iommu_domain *domain)
{
	struct mock_domain *md = to_mock(domain);

	the_mock->left += the_mock->mapped;
	xa_destroy(&md->pages);
	kfree(md);
}

static int attach_dev(struct iommu_domain *domain, struct device *dev,
		      struct iommu_domain *old)
{
	return 0;
}

static const struct iommu_domain_ops mock_domain_ops = {
	.attach_dev	= attach_dev,
	.map_pages	= map_pages,
	.unmap_pages	= unmap_pages,
	.flush_iotlb_all = flush_iotlb_all,
	.iotlb_sync	= iotlb_sync,
	.iova_to_phys	= iova_to_phys,
	.free		= domain_free,
};

static const struct iommu_domain_ops identity_ops = {
	.attach_dev	= attach_dev,
};

static struct iommu_domain identity_domain = {
	.type	= IOMMU_DOMAIN_IDENTITY,
	.ops	= &identity_ops,
};

/* ---- the IOMMU ---- */

static struct iommu_domain *domain_alloc_paging(struct device *dev)
{
	struct mock_domain *md = kzalloc(sizeof(*md), GFP_KERNEL);

	if (!md)
		return NULL;
	xa_init(&md->pages);
	md->shift = __ffs(the_mock->pgsizes);
	md->domain.pgsize_bitmap = the_mock->pgsizes;
	md->domain.geometry.aperture_end = the_mock->aperture - 1;
	md->domain.geometry.force_aperture = true;
	return &md->domain;
}

static bool iommu_can(struct device *dev, enum iommu_cap cap)
{
	return cap == IOMMU_CAP_DEFERRED_FLUSH && the_mock->lazy;
}

static struct iommu_device *probe_device(struct device *dev)
{
	return &the_mock->iommu;
}

/* 32-bit ARM puts its own domain in place later. */
static int def_domain_type(struct device *dev)
{
	if (!IS_ENABLED(CONFIG_IOMMU_DMA))
		return 0;
	return the_mock->lazy ? IOMMU_DOMAIN_DMA_FQ : IOMMU_DOMAIN_DMA;
}

static const struct iommu_ops mock_ops = {
	.capable	= iommu_can,
	.domain_alloc_paging = domain_alloc_paging,
	.probe_device	= probe_device,
	.device_group	= generic_device_group,
	.def_domain_type = def_domain_type,
	.identity_domain = &identity_domain,
	.default_domain_ops = &mock_domain_ops,
};

/**
 * mock_iommu_register - register the mock IOMMU
 * @mock: its properties; only one at a time
 *
 * Return: 0 or an error.
 */
int mock_iommu_register(struct mock_iommu *mock)
{
	int ret;

	the_mock = mock;
	mock->fwnode = fwnode_create_software_node(NULL, NULL);
	if (IS_ERR(mock->fwnode))
		return PTR_ERR(mock->fwnode);
	mock->iommu.fwnode = mock->fwnode;
	ret = iommu_device_sysfs_add(&mock->iommu, NULL, NULL, "mock-iommu");
	if (ret)
		goto err_node;
	ret = iommu_device_register(&mock->iommu, &mock_ops, NULL);
	if (ret)
		goto err_sysfs;
	return 0;

err_sysfs:
	iommu_device_sysfs_remove(&mock->iommu);
err_node:
	fwnode_remove_software_node(mock->fwnode);
	return ret;
}

/**
 * mock_iommu_unregister - unregister the mock IOMMU
 * @mock: the IOMMU, without devices
 */
void mock_iommu_unregister(struct mock_iommu *mock)
{
	iommu_device_unregister(&mock->iommu);
	iommu_device_sysfs_remove(&mock->iommu);
	fwnode_remove_software_node(mock->fwnode);
	the_mock = NULL;
}

/* Attach the IOMMU, as the platform does when a driver is bound. */
static int use_iommu(struct mock_iommu *mock, struct device *dev)
{
#ifdef CONFIG_ARM_DMA_USE_IOMMU
	struct dma_iommu_mapping *mapping;
	int ret;

	mapping = arm_iommu_create_mapping(dev, SZ_1M, mock->aperture - SZ_1M);
	if (IS_ERR(mapping))
		return PTR_ERR(mapping);
	ret = arm_iommu_attach_device(dev, mapping);
	arm_iommu_release_mapping(mapping);
	return ret;
#else
	return 0;
#endif
}

/**
 * mock_iommu_add_device - add a device that is not coherent, behind an IOMMU
 * @mock: the IOMMU
 *
 * Return: The device, or an error pointer.
 */
struct platform_device *mock_iommu_add_device(struct mock_iommu *mock)
{
	struct platform_device *pdev = platform_device_alloc("mock-dma", -1);
	int ret = -ENOMEM;

	if (!pdev)
		return ERR_PTR(ret);
	/* some architectures default to coherent */
	dev_clear_dma_coherent(&pdev->dev);
	ret = dma_coerce_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	if (!ret) {
		mutex_lock(&iommu_probe_device_lock);
		ret = iommu_fwspec_init(&pdev->dev, mock->fwnode);
		mutex_unlock(&iommu_probe_device_lock);
	}
	if (!ret)
		ret = platform_device_add(pdev);
	if (ret) {
		platform_device_put(pdev);
		return ERR_PTR(ret);
	}
	ret = use_iommu(mock, &pdev->dev);
	if (ret) {
		platform_device_unregister(pdev);
		return ERR_PTR(ret);
	}
	return pdev;
}

/**
 * mock_iommu_remove_device - remove a device
 * @pdev: the device
 */
void mock_iommu_remove_device(struct platform_device *pdev)
{
#ifdef CONFIG_ARM_DMA_USE_IOMMU
	arm_iommu_detach_device(&pdev->dev);
#endif
	platform_device_unregister(pdev);
}

/**
 * mock_iommu_phys - translate an address of a device
 * @dev: the device
 * @iova: the address that it puts on the bus
 *
 * Return: The physical address, or 0 for a fault.
 */
phys_addr_t mock_iommu_phys(struct device *dev, dma_addr_t iova)
{
	struct iommu_domain *domain = iommu_get_domain_for_dev(dev);
	phys_addr_t page = iommu_iova_to_phys(domain, iova & PAGE_MASK);

	return page ? page + offset_in_page(iova) : 0;
}
