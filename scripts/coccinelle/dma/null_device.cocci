// SPDX-License-Identifier: GPL-2.0
///
/// The DMA API wants the device that does the transfer.  Without one it cannot know
/// the mask, the IOMMU or whether the device is coherent, and since 5.0 it refuses
/// or crashes.
///
// Confidence: High
// Options: --no-includes --include-headers
//
// Keywords: dma_map_single, dma_alloc_coherent, NULL

// Needs: dma_\w+\(\s*NULL
virtual report
virtual org
virtual context

@nobody@
identifier F = {dma_alloc_coherent, dma_alloc_noncoherent, dma_alloc_attrs,
	dma_alloc_pages, dma_alloc_wc, dma_alloc_noncontiguous, dma_zalloc_coherent,
	dma_free_coherent, dma_free_noncoherent, dma_free_attrs, dma_free_pages,
	dma_free_wc, dma_free_noncontiguous, dma_map_single, dma_map_single_attrs,
	dma_map_page, dma_map_page_attrs, dma_map_sg, dma_map_sg_attrs,
	dma_map_sgtable, dma_map_resource, dma_unmap_single,
	dma_unmap_single_attrs, dma_unmap_page, dma_unmap_page_attrs, dma_unmap_sg,
	dma_unmap_sg_attrs, dma_unmap_sgtable, dma_unmap_resource,
	dma_sync_single_for_cpu, dma_sync_single_for_device,
	dma_sync_single_range_for_cpu, dma_sync_single_range_for_device,
	dma_sync_sg_for_cpu, dma_sync_sg_for_device, dma_mapping_error,
	dma_mmap_coherent, dma_mmap_attrs, dma_mmap_pages, dma_get_sgtable,
	dma_set_mask, dma_set_coherent_mask, dma_set_mask_and_coherent};
position p;
@@

F@p(NULL, ...)

@depends on context@
identifier nobody.F;
position nobody.p;
@@

* F@p(NULL, ...)

@script:python depends on report@
p << nobody.p;
F << nobody.F;
@@

coccilib.report.print_report(p[0], "%s() without a device" % F)

@script:python depends on org@
p << nobody.p;
F << nobody.F;
@@

coccilib.org.print_todo(p[0], "%s() without a device" % F)
