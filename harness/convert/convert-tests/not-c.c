// SPDX-License-Identifier: GPL-2.0
/* Coccinelle cannot make sense of this. */
static void broken(struct device *dev, void *virt)
{
	dma_cache_sync(dev, virt, 512, DMA_TO_DEVICE;
	if (virt)) return;
}
