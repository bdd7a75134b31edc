// SPDX-License-Identifier: GPL-2.0
/* A GEM object: DRM decides who syncs. */
#include <linux/dma-mapping.h>
#include <drm/drm_gem.h>

struct ipu_object {
	struct drm_gem_object base;
	void *vaddr;
	dma_addr_t paddr;
};

static const struct drm_gem_object_funcs ipu_funcs;

static int ipu_alloc(struct device *dev, struct ipu_object *obj)
{
	obj->base.funcs = &ipu_funcs;
	obj->vaddr = dma_alloc_attrs(dev, obj->base.size, &obj->paddr, GFP_KERNEL,
				     DMA_ATTR_NON_CONSISTENT);
	return obj->vaddr ? 0 : -ENOMEM;
}

static void ipu_free(struct device *dev, struct ipu_object *obj)
{
	dma_free_attrs(dev, obj->base.size, obj->vaddr, obj->paddr, DMA_ATTR_NON_CONSISTENT);
}

static void ipu_flush(struct device *dev, struct ipu_object *obj)
{
	dma_cache_sync(dev, obj->vaddr, obj->base.size, DMA_TO_DEVICE);
}
