// SPDX-License-Identifier: GPL-2.0
/*
 * Allocations of a watched device.  The device uses the memory of the back end,
 * and the driver gets a second set of pages.
 */
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/iommu-dma.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include "shadow.h"

/* With @pages the memory must be physically contiguous. */
static void *alloc_cpu(struct device *dev, size_t size, gfp_t gfp, bool pages)
{
	struct page *page = dma_pages_alloc(dev, size, gfp | __GFP_NOWARN, NULL);

	if (page) {
		dma_pages_zero(page, size);
		return page_to_virt(page);
	}
	if (pages || !gfpflags_allow_blocking(gfp))
		return NULL;
	return vzalloc(size);
}

static void free_cpu(struct device *dev, void *cpu, size_t size)
{
	if (is_vmalloc_addr(cpu))
		vfree(cpu);
	else
		dma_pages_free(dev, virt_to_page(cpu), size);
}

/* One piece for each entry of the list of CPU pages. */
static int make_pieces(struct dma_shadow_map *m, struct scatterlist *sgl,
		       dma_addr_t handle, u8 *d, gfp_t gfp)
{
	struct dma_shadow_piece *p;
	struct scatterlist *sg;
	unsigned int i;
	int err;

	for_each_sg(sgl, sg, m->nr, i) {
		p = &m->piece[i];
		err = dma_shadow_piece_init_d(p, sg_phys(sg), d + m->size,
					      sg->length, gfp);
		if (err)
			return err;
		p->addr = handle + m->size;
		p->at = m->size;
		m->size += sg->length;
	}
	return 0;
}

static struct dma_shadow_map *
dma_shadow_new_alloc(struct device *dev, void *cpu, void *d, size_t size,
		     dma_addr_t handle, enum dma_data_direction dir, gfp_t gfp)
{
	struct dma_shadow_map *m;
	struct sg_table sgt;
	int err;

	if (dma_get_sgtable_noncoherent(dev, &sgt, cpu, handle, size))
		return NULL;
	m = dma_shadow_new(dev->dma_shadow, sgt.orig_nents, gfp);
	if (!m) {
		sg_free_table(&sgt);
		return NULL;
	}
	m->type = DMA_SHADOW_ALLOC;
	m->dir = dir;
	m->cpu = cpu;
	m->sgt = sgt;
	m->mapped_by = dma_shadow_stack();
	err = make_pieces(m, sgt.sgl, handle, d, gfp);
	if (err) {
		dma_shadow_put(m);
		return NULL;
	}
	dma_shadow_begin(m, false);
	dma_shadow_lines_add(m);
	return m;
}

static struct dma_shadow_map *
dma_shadow_new_memory(struct device *dev, size_t size, dma_addr_t handle,
		      enum dma_data_direction dir, gfp_t gfp, void *d, bool pages)
{
	struct dma_shadow_dev *sd = dev->dma_shadow;
	struct dma_shadow_map *m;
	void *cpu;

	size = PAGE_ALIGN(size);
	gfp |= __GFP_NOWARN;
	cpu = alloc_cpu(dev, size, gfp, pages);
	if (cpu) {
		m = dma_shadow_new_alloc(dev, cpu, d, size, handle, dir, gfp);
		if (m)
			return m;
		free_cpu(dev, cpu, size);
	}
	dma_shadow_pass(sd, DMA_SHADOW_PASSED_MEMORY);
	sd->blind = true;
	return NULL;
}

/**
 * dma_shadow_alloc() - allocate the driver's copy of an allocation
 * @dev: device
 * @size: size of the allocation, in bytes
 * @handle: DMA address of the allocation
 * @dir: direction
 * @gfp: allocation flags
 * @real: memory that the back end allocated
 * @pages: the copy must be physically contiguous
 *
 * Return: memory for the driver; @real if the allocation fails.
 */
void *dma_shadow_alloc(struct device *dev, size_t size, dma_addr_t handle,
		       enum dma_data_direction dir, gfp_t gfp, void *real,
		       bool pages)
{
	struct dma_shadow_map *m;

	m = dma_shadow_new_memory(dev, size, handle, dir, gfp, real, pages);
	if (!m)
		return real;
	m->real = real;
	dma_shadow_insert(m);
	return m->cpu;
}

static bool is_copy(struct dma_shadow_dev *sd, dma_addr_t handle, void *cpu)
{
	struct dma_shadow_map *m = dma_shadow_find(sd, handle);
	bool ours;

	if (!m)
		return false;
	ours = m->type == DMA_SHADOW_ALLOC && m->cpu == cpu &&
	       m->piece[0].addr == handle;
	dma_shadow_put(m);
	return ours;
}

static void dma_shadow_end_alloc(struct device *dev, struct dma_shadow_map *m)
{
	struct dma_shadow_context ctx = {
		.map = m, .sd = dev->dma_shadow, .call = DMA_SHADOW_FREE,
		.by = dma_shadow_stack(),
	};

	dma_shadow_end(&ctx, m->dir, true);
	free_cpu(dev, m->cpu, m->size);
	dma_shadow_put(m);
}

/**
 * dma_shadow_free() - free the driver's copy of an allocation
 * @dev: device
 * @cpu: memory of the driver
 * @handle: DMA address of the allocation
 *
 * Return: memory that the back end has to free.
 */
void *dma_shadow_free(struct device *dev, void *cpu, dma_addr_t handle)
{
	struct dma_shadow_map *m;
	void *real;

	if (!is_copy(dev->dma_shadow, handle, cpu))
		return cpu;
	m = dma_shadow_remove(dev->dma_shadow, DMA_SHADOW_ALLOC, handle, 0);
	real = m->real;
	dma_shadow_end_alloc(dev, m);
	return real;
}

/**
 * dma_shadow_alloc_sgt() - allocate the driver's copy of noncontiguous memory
 * @dev: device
 * @size: size of the allocation, in bytes
 * @dir: direction
 * @gfp: allocation flags
 * @real: table that the back end allocated
 *
 * Return: table for the driver; @real if the allocation fails.
 */
struct sg_table *dma_shadow_alloc_sgt(struct device *dev, size_t size,
				      enum dma_data_direction dir, gfp_t gfp,
				      struct sg_table *real)
{
	dma_addr_t handle = sg_dma_address(real->sgl);
	struct dma_shadow_map *m;
	void *d;

	d = gfpflags_allow_blocking(gfp) || !use_dma_iommu(dev) ?
	    dma_real_vmap(dev, size, real) : NULL;
	m = NULL;
	if (d)
		m = dma_shadow_new_memory(dev, size, handle, dir, gfp, d, false);
	if (!m) {
		if (d)
			dma_real_vunmap(dev, d);
		return real;
	}
	m->real = real;
	sg_dma_address(m->sgt.sgl) = handle;
	sg_dma_len(m->sgt.sgl) = sg_dma_len(real->sgl);
	m->sgt.nents = 1;
	dma_shadow_insert(m);
	return &m->sgt;
}

static bool is_copied_sgt(struct device *dev, struct sg_table *sgt)
{
	struct dma_shadow_map *m = dma_shadow_find(dev->dma_shadow,
						   sg_dma_address(sgt->sgl));

	if (!m)
		return false;
	dma_shadow_put(m);
	return &m->sgt == sgt;
}

/**
 * dma_shadow_free_sgt() - free the driver's copy of noncontiguous memory
 * @dev: device
 * @sgt: table of the driver
 *
 * Return: table that the back end has to free.
 */
struct sg_table *dma_shadow_free_sgt(struct device *dev, struct sg_table *sgt)
{
	struct dma_shadow_map *m;
	struct sg_table *real;
	void *d;

	if (!is_copied_sgt(dev, sgt))
		return sgt;
	m = dma_shadow_remove(dev->dma_shadow, DMA_SHADOW_ALLOC,
			      sg_dma_address(sgt->sgl), 0);
	real = m->real;
	d = m->piece[0].d;
	dma_shadow_end_alloc(dev, m);
	dma_real_vunmap(dev, d);
	return real;
}

/**
 * dma_shadow_vmap() - kernel address of the driver's noncontiguous memory
 * @dev: device
 * @sgt: table of the driver
 *
 * Return: the address, which needs no vunmap; %NULL if @sgt is not a copy.
 */
void *dma_shadow_vmap(struct device *dev, struct sg_table *sgt)
{
	if (!is_copied_sgt(dev, sgt))
		return NULL;
	return container_of(sgt, struct dma_shadow_map, sgt)->cpu;
}

static struct dma_shadow_map *find_alloc(struct dma_shadow_dev *sd, void *cpu)
{
	struct dma_shadow_map *m;

	list_for_each_entry(m, &sd->maps, list)
		if (m->type == DMA_SHADOW_ALLOC && m->cpu == cpu)
			return m;
	return NULL;
}

/**
 * dma_shadow_has() - is this memory the driver's copy of an allocation?
 * @dev: device
 * @cpu: kernel address
 *
 * Return: %true if it is.
 */
bool dma_shadow_has(struct device *dev, void *cpu)
{
	struct dma_shadow_dev *sd = dev->dma_shadow;
	unsigned long flags;
	bool has;

	spin_lock_irqsave(&sd->lock, flags);
	has = find_alloc(sd, cpu);
	spin_unlock_irqrestore(&sd->lock, flags);
	return has;
}

/**
 * dma_shadow_mmapped() - the driver maps an allocation to user space
 * @dev: device
 * @cpu: memory of the driver
 *
 * Later CPU writes to the allocation are not reported.
 */
void dma_shadow_mmapped(struct device *dev, void *cpu)
{
	struct dma_shadow_dev *sd = dev->dma_shadow;
	struct dma_shadow_map *m;
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&sd->lock, flags);
	m = find_alloc(sd, cpu);
	for (i = 0; m && i < m->nr; i++) {
		m->piece[i].foreign = true;
		m->piece[i].fill = false;
	}
	spin_unlock_irqrestore(&sd->lock, flags);
}
