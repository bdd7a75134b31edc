# SPDX-License-Identifier: GPL-2.0
# virt with a Cortex-A15: ARMv7, speculates.  So large a vmalloc area leaves some of
# the memory to highmem.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='arm',
			   kconfig='''
CONFIG_ARCH_MULTI_V7=y
CONFIG_ARCH_VIRT=y
CONFIG_HIGHMEM=y
CONFIG_JUMP_LABEL=y
CONFIG_CMA=y
CONFIG_DMA_CMA=y
CONFIG_CMA_SIZE_MBYTES=0
CONFIG_PCI=y
CONFIG_PCI_HOST_GENERIC=y
CONFIG_SERIAL_AMBA_PL011=y
CONFIG_SERIAL_AMBA_PL011_CONSOLE=y''',
			   qemu_arch='arm',
			   kernel_path='arch/arm/boot/zImage',
			   kernel_command_line='console=ttyAMA0 vmalloc=800M cma=32M@0x42000000',
			   extra_qemu_params=['-M', 'virt,highmem=off', '-cpu', 'cortex-a15', '-m', '256',
					      '-device', 'lsi53c895a'])
