# SPDX-License-Identifier: GPL-2.0
# virt: 8 KiB pages; silent with more than 512 MiB of memory.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='openrisc',
			   kconfig='''
CONFIG_PCI=y
CONFIG_PCI_HOST_GENERIC=y
CONFIG_SERIAL_8250=y
CONFIG_SERIAL_8250_CONSOLE=y
CONFIG_SERIAL_OF_PLATFORM=y
CONFIG_POWER_RESET=y
CONFIG_POWER_RESET_SYSCON=y
CONFIG_POWER_RESET_SYSCON_POWEROFF=y''',
			   qemu_arch='or1k',
			   kernel_path='vmlinux',
			   kernel_command_line='console=ttyS0',
			   extra_qemu_params=['-M', 'virt', '-m', '256',
					      '-device', 'lsi53c895a'])
