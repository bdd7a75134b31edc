// SPDX-License-Identifier: GPL-2.0
/* The CPU writes, syncs both ways, calls something and reads. */
#include <linux/dma-mapping.h>

struct cmd {
	struct device *dev;
	u32 *block;
	dma_addr_t block_dma;
};

void cmd_hardware(struct cmd *cmd);

static int cmd_open(struct cmd *cmd)
{
	cmd->block = dma_alloc_noncoherent(cmd->dev, 64, &cmd->block_dma, GFP_KERNEL);
	return cmd->block ? 0 : -ENOMEM;
}

static void cmd_close(struct cmd *cmd)
{
	dma_free_noncoherent(cmd->dev, 64, cmd->block, cmd->block_dma);
}

static u32 cmd_do(struct cmd *cmd)
{
	dma_cache_sync(cmd->dev, cmd->block, 64, DMA_FROM_DEVICE);
	cmd_hardware(cmd);
	return cmd->block[1];
}

static u32 cmd_both(struct cmd *cmd)
{
	cmd->block[0] = 1;
	dma_cache_sync(cmd->dev, cmd->block, 64, DMA_BIDIRECTIONAL);
	return cmd->block[1];
}
