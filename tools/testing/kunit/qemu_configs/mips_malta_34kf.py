# SPDX-License-Identifier: GPL-2.0
# Malta with a 34Kf: big-endian, DMA not coherent, 16-byte lines, no speculation.
# The contiguous area has its place, or it might lie across the end of the DMA zone, at 16 MiB.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='mips',
			   kconfig='''
CONFIG_MIPS_MALTA=y
CONFIG_CPU_BIG_ENDIAN=y
CONFIG_CPU_MIPS32_R2=y
CONFIG_PAGE_SIZE_4KB=y
CONFIG_JUMP_LABEL=y
CONFIG_CMA=y
CONFIG_DMA_CMA=y
CONFIG_CMA_SIZE_MBYTES=0
CONFIG_PCI=y
CONFIG_SERIAL_8250=y
CONFIG_SERIAL_8250_CONSOLE=y
CONFIG_POWER_RESET=y
CONFIG_POWER_RESET_SYSCON=y''',
			   qemu_arch='mips',
			   kernel_path='vmlinux',
			   kernel_command_line='console=ttyS0 cma=32M@0x2000000',
			   extra_qemu_params=['-M', 'malta', '-cpu', '34Kf', '-m', '256',
					      '-device', 'lsi53c895a'])
