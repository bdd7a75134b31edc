// SPDX-License-Identifier: GPL-2.0
/* Attributes as a structure, as before 4.8, with syncs; and their #if in a call. */
#include <linux/dma-mapping.h>

struct vpu {
	struct device *dev;
	void *mem;
	dma_addr_t bus;
	struct dma_attrs attrs;
};

static int vpu_open(struct vpu *v)
{
	init_dma_attrs(&v->attrs);
	dma_set_attr(DMA_ATTR_NON_CONSISTENT, &v->attrs);
	v->mem = dma_alloc_attrs(v->dev, 4096, &v->bus, GFP_KERNEL, &v->attrs);
	return v->mem ? 0 : -ENOMEM;
}

static void vpu_put(struct vpu *v)
{
	if (dma_get_attr(DMA_ATTR_NON_CONSISTENT, &v->attrs))
		dma_cache_sync(v->dev, v->mem, 4096, DMA_TO_DEVICE);
}

static void vpu_free(struct device *dev, void *mem, dma_addr_t bus, struct dma_attrs *how)
{
	DEFINE_DMA_ATTRS(attrs);

	if (how)
		dma_free_attrs(dev, 4096, mem, bus,
#ifdef CONFIG_MIPS
			       &attrs
#else
			       NULL
#endif
			      );
	else
		dma_free_attrs(dev, 4096, mem, bus, NULL);
}
