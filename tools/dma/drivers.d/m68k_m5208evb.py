# SPDX-License-Identifier: GPL-2.0
# A ColdFire V2 without an MMU, whose cache DMA does not look at.  QEMU has no way
# to give it a command line.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='m68k',
			   kconfig='''
CONFIG_MMU=n
CONFIG_COLDFIRE=y
CONFIG_M520x=y
CONFIG_M5208EVB=y
CONFIG_CACHE_BOTH=y
CONFIG_CLOCK_FREQ=166666666
CONFIG_RAMBASE=0x40000000
CONFIG_RAMSIZE=0x2000000
CONFIG_VECTORBASE=0x40000000
CONFIG_KERNELBASE=0x40020000
CONFIG_BOOTPARAM=y
CONFIG_BOOTPARAM_STRING="console=ttyS0,115200 ip=dhcp root=/dev/none rootwait"
CONFIG_SERIAL_MCF=y
CONFIG_SERIAL_MCF_BAUDRATE=115200
CONFIG_SERIAL_MCF_CONSOLE=y''',
			   qemu_arch='m68k',
			   kernel_path='vmlinux',
			   kernel_command_line='console=ttyS0,115200',
			   extra_qemu_params=['-M', 'mcf5208evb', '-m', '32'])
