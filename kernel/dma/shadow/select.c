// SPDX-License-Identifier: GPL-2.0
/*
 * Select the devices to watch.
 *
 * A selection takes effect when a driver is bound, since drivers check only
 * once whether buffers need syncs.
 */
#include <linux/init.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "shadow.h"

DEFINE_STATIC_KEY_FALSE(dma_shadow_key);

static char names[512];

/* Runs at boot, without dma_shadow_mutex, which protects names. */
static int __init select_early(char *arg)
{
	if (strscpy(names, arg) < 0)
		pr_warn("dma_shadow= has too many names\n");
	return 1;
}
__setup("dma_shadow=", select_early);

/**
 * dma_shadow_select() - select devices to watch
 * @list: comma-separated names of drivers and devices, or "*"; empty for none
 *
 * The selection takes effect when a driver is bound.
 *
 * Return: 0, or -E2BIG.
 */
int dma_shadow_select(const char *list)
{
	if (strlen(list) >= sizeof(names))
		return -E2BIG;
	mutex_lock(&dma_shadow_mutex);
	strscpy(names, list);
	mutex_unlock(&dma_shadow_mutex);
	return 0;
}

/**
 * dma_shadow_selected() - current selection
 *
 * Context: The caller holds dma_shadow_mutex.
 * Return: the string passed to dma_shadow_select().
 */
const char *dma_shadow_selected(void)
{
	return names;
}

static bool is_selected(struct device *dev)
{
	const char *at = names, *driver = dev->driver->name;
	size_t n;

	for (; *at; at += n + (at[n] == ',')) {
		n = strcspn(at, ",");
		if ((n == 1 && *at == '*') ||
		    (n == strlen(driver) && !memcmp(at, driver, n)) ||
		    (n == strlen(dev_name(dev)) && !memcmp(at, dev_name(dev), n)))
			return true;
	}
	return false;
}

static struct dma_shadow_dev *new_device(struct device *dev)
{
	struct dma_shadow_dev *sd = kzalloc_obj(*sd);

	if (!sd || stack_depot_init()) {
		kfree(sd);
		return NULL;
	}
	spin_lock_init(&sd->lock);
	sd->tree = RB_ROOT_CACHED;
	INIT_LIST_HEAD(&sd->maps);
	INIT_LIST_HEAD(&sd->quarantine);
	sd->dev = get_device(dev);
	list_add_tail(&sd->list, &dma_shadow_devices);
	static_branch_inc(&dma_shadow_key);
	return sd;
}

/**
 * dma_shadow_bind() - start watching a device before its driver probes it
 * @dev: device
 */
void dma_shadow_bind(struct device *dev)
{
	struct dma_shadow_dev *sd;

	mutex_lock(&dma_shadow_mutex);
	if (!is_selected(dev))
		goto out;
	sd = dev->dma_shadow ?: new_device(dev);
	if (!sd) {
		dev_warn(dev, "no memory to watch its DMA\n");
		goto out;
	}
	strscpy(sd->driver, dev->driver->name);
	sd->bound = true;
	/* the previous driver may have set it */
	dev_clear_dma_skip_sync(dev);
	dev->dma_shadow = sd;
	dev_notice(dev, "hand-overs of its DMA are watched, which is slow\n");
	dma_shadow_scan_start();
out:
	mutex_unlock(&dma_shadow_mutex);
}

/**
 * dma_shadow_unbind() - stop watching a device after its driver was removed
 * @dev: device; it stays watched while mappings are left
 */
void dma_shadow_unbind(struct device *dev)
{
	struct dma_shadow_dev *sd = dev->dma_shadow;

	if (!sd)
		return;
	mutex_lock(&dma_shadow_mutex);
	sd->bound = false;
	if (!list_empty(&sd->maps)) {
		dev_notice(dev, "%lu DMA mappings are left by %s\n",
			   sd->live, sd->driver);
		goto out;
	}
	dev->dma_shadow = NULL;
	list_del(&sd->list);
	static_branch_dec(&dma_shadow_key);
	dma_shadow_quarantine_empty(sd);
	put_device(dev);
	kfree(sd);
out:
	mutex_unlock(&dma_shadow_mutex);
}
