// SPDX-License-Identifier: GPL-2.0
/* The same without the DMA API: the pages go to user space one way or the other. */
#include <linux/dma-mapping.h>
#include <linux/mm.h>

struct log {
	struct device *dev;
	void *text;
	dma_addr_t text_dma;
};

static int log_open(struct log *log)
{
	log->text = dma_alloc_noncoherent(log->dev, 65536, &log->text_dma, GFP_KERNEL);
	return log->text ? 0 : -ENOMEM;
}

static void log_close(struct log *log)
{
	dma_free_noncoherent(log->dev, 65536, log->text, log->text_dma);
}

static int log_mmap(struct log *log, struct vm_area_struct *vma)
{
	return remap_pfn_range(vma, vma->vm_start, virt_to_phys(log->text) >> PAGE_SHIFT,
			       65536, vma->vm_page_prot);
}

static void log_flush(struct log *log)
{
	dma_cache_sync(log->dev, log->text, 65536, DMA_TO_DEVICE);
}
