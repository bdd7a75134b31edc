# SPDX-License-Identifier: GPL-2.0
# MCF5208EVB: ColdFire version 2 without an MMU, its cache split in two, and no PCI.
# QEMU passes it no command line, so the harness writes that over the built-in one,
# which has to be long enough.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='m68k',
			   kconfig='''
CONFIG_MMU=n
CONFIG_PCI=n
CONFIG_COLDFIRE=y
CONFIG_M520x=y
CONFIG_CACHE_BOTH=y
CONFIG_CLOCK_FREQ=166666666
CONFIG_RAMBASE=0x40000000
CONFIG_RAMSIZE=0x8000000
CONFIG_VECTORBASE=0x40000000
CONFIG_KERNELBASE=0x40020000
CONFIG_BOOTPARAM=y
CONFIG_BOOTPARAM_STRING="console=ttyS0 kunit_shutdown=reboot xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
CONFIG_SERIAL_MCF=y
CONFIG_SERIAL_MCF_BAUDRATE=115200
CONFIG_SERIAL_MCF_CONSOLE=y''',
			   qemu_arch='m68k',
			   kernel_path='vmlinux',
			   kernel_command_line='console=ttyS0',
			   extra_qemu_params=['-M', 'mcf5208evb', '-m', '128'])
