/* SPDX-License-Identifier: GPL-2.0 */
/* Checker for DMA hand-overs, see Documentation/dev-tools/dma-shadow.rst. */
#ifndef _LINUX_DMA_SHADOW_H
#define _LINUX_DMA_SHADOW_H

#include <linux/device.h>
#include <linux/jump_label.h>

#ifdef CONFIG_DMA_SHADOW

DECLARE_STATIC_KEY_FALSE(dma_shadow_key);

/* The result does not change while a driver is bound. */
static __always_inline bool dma_shadow_watches(const struct device *dev)
{
	return static_branch_unlikely(&dma_shadow_key) && dev->dma_shadow;
}

void dma_shadow_bind(struct device *dev);
void dma_shadow_unbind(struct device *dev);

#else

static inline bool dma_shadow_watches(const struct device *dev)
{
	return false;
}

static inline void dma_shadow_bind(struct device *dev) { }
static inline void dma_shadow_unbind(struct device *dev) { }

#endif

/* KASAN shadow value of device-owned memory */
#define DMA_SHADOW_KASAN	0xD5

enum dma_shadow_access {
	DMA_SHADOW_KASAN_READ,
	DMA_SHADOW_KASAN_WRITE,
	DMA_SHADOW_KASAN_FREE,
};

#if defined(CONFIG_DMA_SHADOW) && defined(CONFIG_KASAN_GENERIC)
bool dma_shadow_kasan_report(const void *addr, size_t size,
			     enum dma_shadow_access access, unsigned long ip);
#else
static inline bool dma_shadow_kasan_report(const void *addr, size_t size,
					   enum dma_shadow_access access,
					   unsigned long ip)
{
	return false;
}
#endif

#endif /* _LINUX_DMA_SHADOW_H */
