// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so. */
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/spi/spi.h>
#include <linux/usb.h>

#define FEW	64
#define MANY	128

struct kit {
	struct device *dev;
	struct platform_device *pdev;
	struct net_device *ndev;
	struct dma_chan *chan;
	struct scatterlist *sg, *in, *out;
	dma_addr_t one, two, ring[4], page, coh, own, moved;
	void *mem, *cpu;
	enum dma_data_direction dir;
	int n, mapped;
	bool send;
	size_t len;
};

/* Paths: a label that skips the unmap. */
int skipped(struct kit *k, void *a, void *b)
{
	dma_addr_t one, two;
	int ret;

	one = dma_map_single(k->dev, a, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(k->dev, one))
		return -ENOMEM;
	two = dma_map_single(k->dev, b, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(k->dev, two))
		return -ENOMEM;	/* found */
	writel(one, k->mem);
	writel(two, k->mem);
	ret = wait(k);
	if (ret)
		goto unmap_one;
	dma_unmap_single(k->dev, two, FEW, DMA_TO_DEVICE);
unmap_one:
	dma_unmap_single(k->dev, one, FEW, DMA_TO_DEVICE);
	return ret;	/* found */
}

int not_skipped(struct kit *k, void *a, void *b)
{
	dma_addr_t one, two;
	int ret;

	one = dma_map_single(k->dev, a, FEW, DMA_TO_DEVICE);
	ret = dma_mapping_error(k->dev, one);
	if (ret)
		return ret;
	two = dma_map_single(k->dev, b, FEW, DMA_TO_DEVICE);
	if (unlikely(dma_mapping_error(k->dev, two))) {
		ret = -ENOMEM;
		goto unmap_one;
	}
	ret = start(k, one, two);
	dma_unmap_single(k->dev, two, FEW, DMA_TO_DEVICE);
unmap_one:
	dma_unmap_single(k->dev, one, FEW, DMA_TO_DEVICE);
	return ret;
}

/* The same condition, or another value of one switch, is no way around. */
int on_condition(struct kit *k, void *a)
{
	dma_addr_t one = 0;
	int ret;

	if (k->n == FEW) {
		one = dma_map_single(k->dev, a, FEW, DMA_TO_DEVICE);
		if (dma_mapping_error(k->dev, one))
			return -ENOMEM;
	}
	ret = start(k, one, 0);
	if (k->n == MANY)
		return ret;
	if (k->n == FEW)
		dma_unmap_single(k->dev, one, FEW, DMA_TO_DEVICE);
	return ret;
}

/* Loops give back what was mapped before. */
int looped(struct kit *k, void *a)
{
	int i;

	for (i = 0; i < 4; i++) {
		k->ring[i] = dma_map_single(k->dev, a, FEW, DMA_TO_DEVICE);
		if (dma_mapping_error(k->dev, k->ring[i]))
			goto undo;
	}
	return 0;
undo:
	while (i--)
		dma_unmap_single(k->dev, k->ring[i], FEW, DMA_TO_DEVICE);
	return -ENOMEM;
}

static int no_descriptor(struct kit *k)
{
	struct dma_async_tx_descriptor *desc;
	int n;

	n = dma_map_sg(k->dev, k->sg, k->n, DMA_TO_DEVICE);
	if (!n)
		return -ENOMEM;
	desc = dmaengine_prep_slave_sg(k->chan, k->sg, n, DMA_MEM_TO_DEV, 0);
	if (!desc)
		return -EINVAL;	/* found */
	dmaengine_submit(desc);
	return -EINPROGRESS;
}

void done(struct kit *k)
{
	dma_unmap_sg(k->dev, k->sg, k->n, DMA_TO_DEVICE);
}

/* A caller that gives back. */
static int careless(struct kit *k)
{
	k->mem = dma_alloc_coherent(k->dev, FEW, &k->own, GFP_KERNEL);
	if (!k->mem)
		return -ENOMEM;
	if (start(k, 0, 0))
		return -EIO;
	return 0;
}

static void careful_free(struct kit *k)
{
	dma_free_coherent(k->dev, FEW, k->mem, k->own);
}

int careful(struct kit *k)
{
	int ret = careless(k);

	if (ret)
		careful_free(k);
	return ret;
}

/* Unmapped, and it had failed. */
int never_mapped(struct kit *k, void *a)
{
	int ret = 0;

	k->one = dma_map_single(k->dev, a, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(k->dev, k->one)) {
		ret = -ENOMEM;
		goto out;
	}
	ret = start(k, k->one, 0);
out:
	dma_unmap_single(k->dev, k->one, FEW, DMA_TO_DEVICE);	/* found */
	return ret;
}

void failed_list(struct kit *k)
{
	if (!dma_map_sg(k->dev, k->in, k->n, DMA_FROM_DEVICE))
		goto out;
	start(k, 0, 0);
out:
	dma_unmap_sg(k->dev, k->in, k->n, DMA_FROM_DEVICE);	/* found */
}

/* Order against the free. */
void freed_first(struct kit *k)
{
	struct kit *next = k->mem;

	kfree(next);
	dma_unmap_single(k->dev, next->two, FEW, DMA_TO_DEVICE);	/* found */
}

void freed_last(struct kit *k)
{
	struct kit *next = k->mem;

	dma_unmap_single(k->dev, next->two, FEW, DMA_TO_DEVICE);
	kfree(next);
}

void two(struct kit *k, void *a)
{
	k->two = dma_map_single(k->dev, a, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(k->dev, k->two))
		k->two = 0;
}

/* Counts, through a field. */
int count(struct kit *k)
{
	k->mapped = dma_map_sg(k->dev, k->out, k->n, DMA_TO_DEVICE);
	return k->mapped ? 0 : -ENOMEM;
}

void uncount(struct kit *k)
{
	dma_sync_sg_for_cpu(k->dev, k->out, k->mapped, DMA_TO_DEVICE);	/* found */
	dma_unmap_sg(k->dev, k->out, k->n, DMA_TO_DEVICE);
	dma_unmap_sg(k->dev, k->out, k->mapped, DMA_TO_DEVICE);	/* found */
}

/* Directions, by helpers and conditions. */
static enum dma_data_direction way(struct kit *k)
{
	return k->send ? DMA_TO_DEVICE : DMA_TO_DEVICE;
}

void directed(struct kit *k, void *a)
{
	k->moved = dma_map_single(k->dev, a, k->len, way(k));
	if (dma_mapping_error(k->dev, k->moved))
		return;
	dma_sync_single_for_cpu(k->dev, k->moved, k->len, DMA_FROM_DEVICE);	/* found */
	dma_unmap_single(k->dev, k->moved, k->len, DMA_FROM_DEVICE);	/* found */
	dma_unmap_single(k->dev, k->moved, k->len, DMA_TO_DEVICE);
}

void turned(struct kit *k, struct scatterlist *sgl)
{
	if (!dma_map_sg(k->dev, sgl, 1, k->send ? DMA_TO_DEVICE : DMA_FROM_DEVICE))
		return;
	dma_unmap_sg(k->dev, sgl, 1, k->send ? DMA_FROM_DEVICE : DMA_TO_DEVICE);	/* found */
	dma_unmap_sg(k->dev, sgl, 1, !k->send ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
}

/* Sizes and kinds. */
void kinds(struct kit *k, struct page *page, size_t other)
{
	k->page = dma_map_page(k->dev, page, 0, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(k->dev, k->page))
		return;
	dma_unmap_single(k->dev, k->page, FEW, DMA_TO_DEVICE);	/* found */
	dma_unmap_page(k->dev, k->page, MANY, DMA_TO_DEVICE);	/* found */
	dma_unmap_page(k->dev, k->page, 0, DMA_TO_DEVICE);	/* found */
	dma_unmap_page(k->dev, k->page, FEW, DMA_TO_DEVICE);
}

void sizes(struct kit *k, void *a, size_t len, size_t other)
{
	dma_addr_t bus = dma_map_single(k->dev, a, len, DMA_TO_DEVICE);

	if (dma_mapping_error(k->dev, bus))
		return;
	if (other)
		dma_unmap_single(k->dev, bus, other, DMA_TO_DEVICE);	/* found */
	else
		dma_unmap_single(k->dev, bus, len, DMA_TO_DEVICE);
}

void coherent(struct kit *k)
{
	k->cpu = dma_alloc_coherent(k->dev, FEW, &k->coh, GFP_KERNEL);
}

void not_coherent(struct kit *k)
{
	dma_unmap_single(k->dev, k->coh, FEW, DMA_TO_DEVICE);	/* found */
	dma_sync_single_for_cpu(k->dev, k->coh, FEW, DMA_TO_DEVICE);	/* found */
	kfree(k->cpu);	/* found */
	dma_free_coherent(k->dev, FEW, k->cpu, k->coh);
}

/* Devices. */
int devices(struct kit *k, void *a)
{
	dma_addr_t bus = dma_map_single(k->chan->device->dev, a, FEW, DMA_TO_DEVICE);

	if (dma_mapping_error(k->chan->device->dev, bus))
		return -ENOMEM;
	if (k->send)
		dma_unmap_single(k->chan->device->dev, bus, FEW, DMA_TO_DEVICE);
	else
		dma_unmap_single(&k->pdev->dev, bus, FEW, DMA_TO_DEVICE);	/* found */
	bus = dma_map_single(&k->ndev->dev, a, FEW, DMA_TO_DEVICE);	/* found */
	if (dma_mapping_error(k->dev, bus))
		return -ENOMEM;
	dma_unmap_single(&k->ndev->dev, bus, FEW, DMA_TO_DEVICE);
	return 0;
}

void resources(struct kit *k, struct resource *res)
{
	dma_unmap_resource(k->dev, res->start, FEW, DMA_TO_DEVICE, 0);	/* found */
}

/* Results. */
int results(struct kit *k, struct scatterlist *sgl, void *a)
{
	dma_addr_t bus, other;
	int ret;

	ret = dma_map_sg(k->dev, sgl, k->n, DMA_TO_DEVICE);
	if (ret < 0)	/* found */
		return ret;
	ret = dma_map_sg(k->dev, sgl, k->n, DMA_TO_DEVICE);
	if (ret != k->n)	/* found */
		return -EIO;
	ret = dma_map_sg(k->dev, sgl, k->n, DMA_TO_DEVICE);
	if (!ret)
		return -EIO;
	dma_map_sg(k->dev, sgl, k->n, DMA_TO_DEVICE);	/* found */
	bus = dma_map_single(k->dev, a, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(k->dev, bus))
		return -EIO;
	other = dma_map_single(k->dev, a, FEW, DMA_TO_DEVICE);	/* found */
	writel(other, k->mem);
	writel(bus, k->mem);
	return 0;
}

/* Memory. */
struct shared {
	struct spi_device *spi;
	struct usb_device *udev;
	u8 beside[4];
	int count;
	u8 apart[64] __aligned(ARCH_DMA_MINALIGN);
};

int memory(struct shared *s, struct device *dev)
{
	static u8 kept[4];
	u8 local[4], *heap = kmalloc(4, GFP_KERNEL);
	struct spi_transfer t = { .rx_buf = local };	/* found */

	usb_control_msg(s->udev, usb_rcvctrlpipe(s->udev, 0), 0, 0, 0, 0, local, 4, 0);	/* found */
	usb_control_msg(s->udev, usb_rcvctrlpipe(s->udev, 0), 0, 0, 0, 0, s->beside, 4, 0);	/* found */
	usb_control_msg(s->udev, usb_rcvctrlpipe(s->udev, 0), 0, 0, 0, 0, s->apart, 4, 0);
	usb_control_msg(s->udev, usb_rcvctrlpipe(s->udev, 0), 0, 0, 0, 0, kept, 4, 0);
	usb_control_msg(s->udev, usb_rcvctrlpipe(s->udev, 0), 0, 0, 0, 0, heap, 4, 0);
	spi_read(s->spi, &s->count, 4);	/* found */
	return spi_sync_transfer(s->spi, &t, 1);
}
