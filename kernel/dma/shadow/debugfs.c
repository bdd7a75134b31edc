// SPDX-License-Identifier: GPL-2.0
/* Files in /sys/kernel/debug/dma_shadow/. */
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "shadow.h"

static int watched_show(struct seq_file *s, void *unused)
{
	struct dma_shadow_dev *sd;

	mutex_lock(&dma_shadow_mutex);
	list_for_each_entry(sd, &dma_shadow_devices, list)
		seq_printf(s, "%s %s%s: %lu mappings of %llu bytes, %lu ever, %llu bytes handed over, %lu redundant hand-overs, %zu bytes in quarantine\n",
			   sd->driver, dev_name(sd->dev),
			   sd->bound ? "" : " (unbound)", sd->live, sd->bytes,
			   sd->mapped, sd->moved, sd->twice, sd->quarantined);
	seq_printf(s, "%zu bytes of memory\n", dma_shadow_memory());
	mutex_unlock(&dma_shadow_mutex);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(watched);

static void show_mapping(struct seq_file *s, struct dma_shadow_map *m)
{
	static const char *const dirs[] = { "BIDIRECTIONAL", "TO_DEVICE",
					    "FROM_DEVICE" };

	seq_printf(s, "%s %pad %zu %s%s%s %u turns, last %s\n",
		   dev_name(m->sd->dev), &m->piece[0].addr, m->size,
		   dirs[m->dir], m->type == DMA_SHADOW_ALLOC ? " allocated" : "",
		   m->piece[0].d ? "" : " not watched", m->turns,
		   m->last_by ? dma_shadow_calls[m->last] : "none");
}

static int mappings_show(struct seq_file *s, void *unused)
{
	struct dma_shadow_dev *sd;
	struct dma_shadow_map *m;
	unsigned long flags;

	mutex_lock(&dma_shadow_mutex);
	list_for_each_entry(sd, &dma_shadow_devices, list) {
		spin_lock_irqsave(&sd->lock, flags);
		list_for_each_entry(m, &sd->maps, list)
			show_mapping(s, m);
		spin_unlock_irqrestore(&sd->lock, flags);
	}
	mutex_unlock(&dma_shadow_mutex);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(mappings);

static int passed_show(struct seq_file *s, void *unused)
{
	struct dma_shadow_dev *sd;

	mutex_lock(&dma_shadow_mutex);
	list_for_each_entry(sd, &dma_shadow_devices, list)
		seq_printf(s, "%s %s: %lu attributes, %lu not kernel memory, %lu out of memory, %lu over the limit\n",
			   sd->driver, dev_name(sd->dev),
			   sd->passed[DMA_SHADOW_PASSED_ATTRS],
			   sd->passed[DMA_SHADOW_PASSED_PAGES],
			   sd->passed[DMA_SHADOW_PASSED_MEMORY],
			   sd->passed[DMA_SHADOW_PASSED_LIMIT]);
	mutex_unlock(&dma_shadow_mutex);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(passed);

static int reports_show(struct seq_file *s, void *unused)
{
	dma_shadow_show_reports(s);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(reports);

static int sites_show(struct seq_file *s, void *unused)
{
	dma_shadow_show_sites(s);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(sites);

static int watch_show(struct seq_file *s, void *unused)
{
	mutex_lock(&dma_shadow_mutex);
	seq_printf(s, "%s\n", dma_shadow_selected());
	mutex_unlock(&dma_shadow_mutex);
	return 0;
}

static int watch_open(struct inode *inode, struct file *file)
{
	return single_open(file, watch_show, NULL);
}

static ssize_t watch_write(struct file *file, const char __user *buf,
			   size_t count, loff_t *pos)
{
	char *names;
	int err;

	names = memdup_user_nul(buf, min(count, PAGE_SIZE));
	if (IS_ERR(names))
		return PTR_ERR(names);
	err = dma_shadow_select(strim(names));
	kfree(names);
	return err ?: count;
}

static const struct file_operations watch_fops = {
	.open		= watch_open,
	.read		= seq_read,
	.write		= watch_write,
	.llseek		= seq_lseek,
	.release	= single_release,
};

static int __init dma_shadow_debugfs(void)
{
	struct dentry *dir = debugfs_create_dir("dma_shadow", NULL);

	debugfs_create_file("watch", 0600, dir, NULL, &watch_fops);
	debugfs_create_file("watched", 0400, dir, NULL, &watched_fops);
	debugfs_create_file("mappings", 0400, dir, NULL, &mappings_fops);
	debugfs_create_file("passed", 0400, dir, NULL, &passed_fops);
	debugfs_create_file("reports", 0400, dir, NULL, &reports_fops);
	debugfs_create_file("sites", 0400, dir, NULL, &sites_fops);
	return 0;
}
late_initcall(dma_shadow_debugfs);
