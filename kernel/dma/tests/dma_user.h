/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /dev/dma_test, for tools/testing/selftests/dma/dma_noncoherent_test.c: an open
 * file is a buffer, which can be mapped, handed over and copied to another one.
 */
#ifndef _KERNEL_DMA_TESTS_DMA_USER_H
#define _KERNEL_DMA_TESTS_DMA_USER_H

#include <linux/ioctl.h>
#include <linux/types.h>

struct dma_test_alloc {
	__u64 size;		/* bytes */
	__u32 dir;		/* enum dma_data_direction */
	__u32 atomic;		/* with GFP_ATOMIC */
};

struct dma_test_range {
	__u64 offset;		/* bytes */
	__u64 size;
};

struct dma_test_copy {
	__s32 to;		/* another open file */
	__u32 from_offset;
	__u32 to_offset;
	__u32 size;
};

struct dma_test_copy_bufs {
	__s32 from;		/* dma-bufs */
	__s32 to;
	__u32 size;		/* bytes, from the start of both */
};

#define DMA_TEST_ALLOC		_IOW('D', 0x40, struct dma_test_alloc)
#define DMA_TEST_FREE		_IO('D', 0x41)
#define DMA_TEST_FOR_DEVICE	_IOW('D', 0x42, struct dma_test_range)
#define DMA_TEST_FOR_CPU	_IOW('D', 0x43, struct dma_test_range)
/* from this buffer to the other, by the bus master */
#define DMA_TEST_COPY		_IOW('D', 0x44, struct dma_test_copy)
/* how many ranges of physical memory the buffer has */
#define DMA_TEST_SGTABLE	_IO('D', 0x45)
/* the buffer as a dma-buf: its file descriptor */
#define DMA_TEST_EXPORT		_IO('D', 0x46)
/* import two dma-bufs and copy from one to the other, by the bus master */
#define DMA_TEST_COPY_BUFS	_IOW('D', 0x47, struct dma_test_copy_bufs)

#endif /* _KERNEL_DMA_TESTS_DMA_USER_H */
