# SPDX-License-Identifier: GPL-2.0
# R2D+ with an SH7751R: little-endian, DMA not coherent, 32-byte lines, no speculation.
# It has 64 MiB of memory, whatever -m says, and its console is the second serial port.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='sh',
			   kconfig='''
CONFIG_CPU_SUBTYPE_SH7751R=y
CONFIG_MEMORY_START=0x0c000000
CONFIG_SH_RTS7751R2D=y
CONFIG_RTS7751R2D_PLUS=y
CONFIG_PCI=y
CONFIG_SERIAL_SH_SCI=y
CONFIG_SERIAL_SH_SCI_CONSOLE=y
CONFIG_CMDLINE_EXTEND=y''',
			   qemu_arch='sh4',
			   kernel_path='arch/sh/boot/zImage',
			   kernel_command_line='console=ttySC1',
			   serial='null',
			   extra_qemu_params=['-M', 'r2d', '-serial', 'mon:stdio',
					      '-device', 'lsi53c895a'])
