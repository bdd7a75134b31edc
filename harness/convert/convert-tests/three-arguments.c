// SPDX-License-Identifier: GPL-2.0
/* Older still: the sync has no device at all. */
#include <linux/dma-mapping.h>
#include <linux/platform_device.h>

struct lcd {
	struct platform_device *pdev;
	void *palette;
	dma_addr_t palette_dma;
};

static int lcd_open(struct lcd *lcd)
{
	lcd->palette = dma_alloc_noncoherent(&lcd->pdev->dev, 512, &lcd->palette_dma,
					     GFP_KERNEL);
	if (lcd->palette == NULL)
		return -ENOMEM;
	return 0;
}

static void lcd_close(struct lcd *lcd)
{
	dma_free_noncoherent(&lcd->pdev->dev, 512, lcd->palette, lcd->palette_dma);
}

static void lcd_set(struct lcd *lcd, const u16 *colours)
{
	memcpy(lcd->palette, colours, 512);
	dma_cache_sync(lcd->palette, 512, DMA_TO_DEVICE);
}

const void *const lcd_entries[] = { lcd_open, lcd_close, lcd_set };
