// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so. */
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>

#define FEW	64

struct line {
	dma_addr_t line_bus;
	void *line_cpu;
};

struct port {
	struct device *dev, *dma_dev, *any_dev, *dma_own_dev;
	struct dma_chan *chan;
	struct line *line, *managed;
	struct scatterlist list[4], sent[4], right[4];
	dma_addr_t addr, good, from, to, fifo, ring, mixed, named, later;
	void *heap, *cpu;
	int n, m, irq;
};

static void init(struct port *p, struct platform_device *pdev)
{
	p->dev = &pdev->dev;
	p->dma_dev = p->chan->device->dev;
	p->dma_own_dev = &pdev->dev;
	p->any_dev = &pdev->dev;
	if (p->irq)
		p->any_dev = p->chan->device->dev;
}

/* The DMA engine uses the address, so it is one for the engine. */
int own_address(struct port *p, void *data)
{
	p->addr = dma_map_single(p->dev, data, FEW, DMA_TO_DEVICE);	/* found */
	if (dma_mapping_error(p->dev, p->addr))
		return -EIO;
	go(dmaengine_prep_slave_single(p->chan, p->addr, FEW, DMA_MEM_TO_DEV, 0));
	return 0;
}

int engines_address(struct port *p, void *data)
{
	p->good = dma_map_single(p->dma_dev, data, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(p->dma_dev, p->good))
		return -EIO;
	go(dmaengine_prep_slave_single(p->chan, p->good, FEW, DMA_MEM_TO_DEV, 0));
	return 0;
}

int one_or_the_other(struct port *p, void *data)
{
	p->mixed = dma_map_single(p->any_dev, data, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(p->any_dev, p->mixed))
		return -EIO;
	go(dmaengine_prep_slave_single(p->chan, p->mixed, FEW, DMA_MEM_TO_DEV, 0));
	return 0;
}

/* Its name says that it is the right one. */
int named_for_dma(struct port *p, void *data)
{
	p->named = dma_map_single(p->dma_own_dev, data, FEW, DMA_TO_DEVICE);
	if (dma_mapping_error(p->dma_own_dev, p->named))
		return -EIO;
	go(dmaengine_prep_slave_single(p->chan, p->named, FEW, DMA_MEM_TO_DEV, 0));
	return 0;
}

static int list_of(struct port *p, struct device *dev)
{
	p->m = dma_map_sg(dev, p->sent, 4, DMA_TO_DEVICE);	/* found */
	if (!p->m)
		return -EIO;
	go(dmaengine_prep_slave_sg(p->chan, p->sent, p->m, DMA_MEM_TO_DEV, 0));
	return 0;
}

int its_list(struct port *p)
{
	return list_of(p, p->dev);
}

void later(struct port *p)
{
	go(dmaengine_prep_slave_single(p->chan, p->later, FEW, DMA_MEM_TO_DEV, 0));
}

int before(struct port *p, void *data)
{
	p->later = dma_map_single(p->dev, data, FEW, DMA_TO_DEVICE);	/* found */
	if (dma_mapping_error(p->dev, p->later))
		return -EIO;
	later(p);
	return 0;
}

/* Without an engine the device does it itself. */
int without(struct port *p)
{
	p->m = dma_map_sg(p->dev, p->right, 4, DMA_TO_DEVICE);
	if (!p->m)
		return -EIO;
	writel(p->m, p->cpu);
	return 0;
}

int with(struct port *p)
{
	p->m = dma_map_sg(p->dma_dev, p->right, 4, DMA_TO_DEVICE);
	if (!p->m)
		return -EIO;
	go(dmaengine_prep_slave_sg(p->chan, p->right, p->m, DMA_MEM_TO_DEV, 0));
	return 0;
}

int copy(struct port *p, void *a, void *b)
{
	p->to = dma_map_single(p->dma_dev, a, FEW, DMA_FROM_DEVICE);
	if (dma_mapping_error(p->dma_dev, p->to))
		return -EIO;
	p->from = dma_map_single(p->dev, b, FEW, DMA_TO_DEVICE);	/* found */
	if (dma_mapping_error(p->dev, p->from))
		return -EIO;
	go(dmaengine_prep_dma_memcpy(p->chan, p->to, p->from, FEW, 0));
	return 0;
}

/* Registers are not memory: some of these are mapped by both. */
int fifo(struct port *p, phys_addr_t registers)
{
	p->fifo = dma_map_resource(p->dev, registers, 4, DMA_TO_DEVICE, 0);
	if (dma_mapping_error(p->dev, p->fifo))
		return -EIO;
	go(dmaengine_prep_slave_single(p->chan, p->fifo, 4, DMA_MEM_TO_DEV, 0));
	return 0;
}

int around(struct port *p, struct platform_device *pdev)
{
	p->cpu = dmam_alloc_coherent(&pdev->dev, FEW, &p->ring, GFP_KERNEL);	/* found */
	if (!p->cpu)
		return -ENOMEM;
	go(dmaengine_prep_dma_cyclic(p->chan, p->ring, FEW, 16, DMA_DEV_TO_MEM, 0));
	return 0;
}

void stop(struct port *p)
{
	dma_unmap_single(p->dev, p->addr, FEW, DMA_TO_DEVICE);
	dma_unmap_single(p->dev, p->later, FEW, DMA_TO_DEVICE);
	dma_unmap_single(p->dma_dev, p->good, FEW, DMA_TO_DEVICE);
	dma_unmap_single(p->any_dev, p->mixed, FEW, DMA_TO_DEVICE);
	dma_unmap_single(p->dma_own_dev, p->named, FEW, DMA_TO_DEVICE);
	dma_unmap_single(p->dma_dev, p->to, FEW, DMA_FROM_DEVICE);
	dma_unmap_single(p->dev, p->from, FEW, DMA_TO_DEVICE);
	dma_unmap_resource(p->dev, p->fifo, 4, DMA_TO_DEVICE, 0);
	dma_unmap_sg(p->dev, p->sent, 4, DMA_TO_DEVICE);
	dma_unmap_sg(p->dma_dev, p->right, 4, DMA_TO_DEVICE);
}

/* What a helper has mapped, when something else fails. */
static int map(struct port *p)
{
	p->n = dma_map_sg(p->dma_dev, p->list, 4, DMA_FROM_DEVICE);
	if (!p->n)
		return -ENOMEM;
	return 0;
}

static void unmap(struct port *p)
{
	dma_unmap_sg(p->dma_dev, p->list, 4, DMA_FROM_DEVICE);
}

static int params(struct port *p)
{
	int ret;

	p->heap = kzalloc(FEW, GFP_KERNEL);
	ret = map(p);
	if (ret < 0)
		goto error;
	ret = begin(p);
	if (ret < 0)
		goto error;
	return 0;
error:
	kfree(p->heap);
	return ret;	/* found */
}

static int params_right(struct port *p)
{
	int ret;

	p->heap = kzalloc(FEW, GFP_KERNEL);
	ret = map(p);
	if (ret < 0)
		goto error;
	ret = begin(p);
	if (ret < 0) {
		unmap(p);
		goto error;
	}
	return 0;
error:
	kfree(p->heap);
	return ret;
}

/* Whoever calls these by a pointer may give it back: they free nothing. */
static int params_elsewhere(struct port *p)
{
	int ret = map(p);

	if (ret < 0)
		return ret;
	ret = begin(p);
	if (ret < 0)
		return ret;
	return 0;
}

/* Its caller unmaps. */
static int inner(struct port *p)
{
	int ret = map(p);

	if (ret < 0)
		return ret;
	ret = begin(p);
	if (ret < 0) {
		kfree(p->heap);
		return ret;
	}
	return 0;
}

int outer(struct port *p)
{
	int ret = inner(p);

	if (ret)
		unmap(p);
	return ret;
}

/* That caller is looked at, not this one. */
static int inner_of_careless(struct port *p)
{
	int ret = map(p);

	if (ret < 0)
		return ret;
	ret = begin(p);
	if (ret < 0) {
		kfree(p->heap);
		return ret;
	}
	return 0;
}

static int careless(struct port *p)
{
	return inner_of_careless(p);
}

static int params_at_once(struct port *p)
{
	if (map(p)) {
		kfree(p->heap);
		return -ENOMEM;
	}
	return 0;
}

static struct line *one_line(struct port *p, struct platform_device *pdev)
{
	struct line *l = devm_kzalloc(&pdev->dev, sizeof(*l), GFP_KERNEL);

	l->line_cpu = dma_alloc_coherent(&pdev->dev, FEW, &l->line_bus, GFP_KERNEL);
	if (!l->line_cpu)
		return NULL;
	return l;
}

static struct line *managed_line(struct port *p, struct platform_device *pdev)
{
	struct line *l = devm_kzalloc(&pdev->dev, sizeof(*l), GFP_KERNEL);

	l->line_cpu = dmam_alloc_coherent(&pdev->dev, FEW, &l->line_bus, GFP_KERNEL);
	if (!l->line_cpu)
		return NULL;
	return l;
}

static struct line *line_with_action(struct port *p, struct platform_device *pdev)
{
	struct line *l = devm_kzalloc(&pdev->dev, sizeof(*l), GFP_KERNEL);

	l->line_cpu = dma_alloc_coherent(&pdev->dev, FEW, &l->line_bus, GFP_KERNEL);
	if (!l->line_cpu)
		return NULL;
	if (devm_add_action_or_reset(&pdev->dev, free_line, l))
		return NULL;
	return l;
}

/* One way out is enough. */
static int port_probe(struct platform_device *pdev)
{
	struct port *p = devm_kzalloc(&pdev->dev, sizeof(*p), GFP_KERNEL);

	p->line = one_line(p, pdev);
	if (!p->line)
		return -ENOMEM;
	p->irq = platform_get_irq(pdev, 0);
	if (p->irq < 0)
		return -ENXIO;	/* found */
	if (begin(p))
		return -EIO;
	return 0;
}

static int managed_probe(struct platform_device *pdev)
{
	struct port *p = devm_kzalloc(&pdev->dev, sizeof(*p), GFP_KERNEL);

	p->managed = managed_line(p, pdev);
	if (!p->managed)
		return -ENOMEM;
	if (begin(p))
		return -EIO;
	return 0;
}

static int action_probe(struct platform_device *pdev)
{
	struct port *p = devm_kzalloc(&pdev->dev, sizeof(*p), GFP_KERNEL);

	p->managed = line_with_action(p, pdev);
	if (!p->managed)
		return -ENOMEM;
	if (begin(p))
		return -EIO;
	return 0;
}

void port_remove(struct platform_device *pdev, struct port *p)
{
	dma_free_coherent(&pdev->dev, FEW, p->line->line_cpu, p->line->line_bus);
}

/* Told a direction, and another one on the way out. */
int told(struct port *p, void *a, enum dma_data_direction dir)
{
	dma_addr_t bus = dma_map_single(p->dma_dev, a, FEW, dir);

	if (dma_mapping_error(p->dma_dev, bus))
		return -EIO;
	if (start(bus)) {
		dma_unmap_single(p->dma_dev, bus, FEW, DMA_BIDIRECTIONAL);	/* found */
		return -EIO;
	}
	dma_unmap_single(p->dma_dev, bus, FEW, dir);
	return 0;
}

int asked(struct port *p, void *a, enum dma_data_direction dir)
{
	dma_addr_t bus = dma_map_single(p->dma_dev, a, FEW, dir);

	if (dma_mapping_error(p->dma_dev, bus))
		return -EIO;
	if (dir == DMA_TO_DEVICE)
		dma_unmap_single(p->dma_dev, bus, FEW, DMA_TO_DEVICE);
	else
		dma_unmap_single(p->dma_dev, bus, FEW, DMA_FROM_DEVICE);
	return 0;
}

int set_anew(struct port *p, void *a, enum dma_data_direction dir)
{
	dma_addr_t bus;

	dir = direction_of(p);
	bus = dma_map_single(p->dma_dev, a, FEW, dir);
	if (dma_mapping_error(p->dma_dev, bus))
		return -EIO;
	dma_unmap_single(p->dma_dev, bus, FEW, DMA_BIDIRECTIONAL);
	return 0;
}

/* Another file may call it. */
int params_of_others(struct port *p)
{
	int ret;

	p->heap = kzalloc(FEW, GFP_KERNEL);
	ret = map(p);
	if (ret < 0)
		goto error;
	ret = begin(p);
	if (ret < 0)
		goto error;
	return 0;
error:
	kfree(p->heap);
	return ret;
}

/* An element of an array lies inside; what it points to does not. */
struct deep {
	u8 count, in[4];
};

struct end {
	struct deep deep;
	u8 *buffer;
	u8 in[4];
};

struct ends {
	struct usb_device *udev;
	struct end pointed[2], inner[2], deeper[2], itself[2];
};

void interrupts(struct ends *e, struct urb *urb)
{
	unsigned int pipe = usb_rcvintpipe(e->udev, 1);

	usb_fill_int_urb(urb, e->udev, pipe, e->pointed[1].buffer, 4, done, e, 1);
	usb_fill_int_urb(urb, e->udev, pipe, e->inner[1].in, 4, done, e, 1);	/* found */
	usb_fill_int_urb(urb, e->udev, pipe, e->deeper[1].deep.in, 4, done, e, 1);	/* found */
	usb_fill_int_urb(urb, e->udev, pipe, &e->itself[1].buffer, 4, done, e, 1);	/* found */
}

/* Two of one name, and one of them is on the stack; which, is not looked at. */
int blocks(struct hid_device *hdev, bool heap)
{
	if (heap) {
		u8 *report = kzalloc(8, GFP_KERNEL);

		hid_hw_output_report(hdev, report, 8);
		kfree(report);
	} else {
		u8 report[8] = {};

		hid_hw_raw_request(hdev, 1, report, 8, 0, 0);
	}
	return 0;
}

int one_block(struct hid_device *hdev)
{
	u8 report[8] = {};

	return hid_hw_output_report(hdev, report, 8);	/* found */
}
