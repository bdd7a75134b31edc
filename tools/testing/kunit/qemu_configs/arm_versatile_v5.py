# SPDX-License-Identifier: GPL-2.0
# Versatile PB with an ARM926: ARMv5, virtually indexed and tagged cache, no speculation.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='arm',
			   kconfig='''
CONFIG_ARCH_MULTI_V7=n
CONFIG_ARCH_MULTI_V5=y
CONFIG_ARCH_VERSATILE=y
CONFIG_JUMP_LABEL=y
CONFIG_PCI=y
CONFIG_PCI_VERSATILE=y
CONFIG_SERIAL_AMBA_PL011=y
CONFIG_SERIAL_AMBA_PL011_CONSOLE=y
CONFIG_ARM_APPENDED_DTB=n
CONFIG_POWER_RESET=y
CONFIG_POWER_RESET_VERSATILE=y''',
			   qemu_arch='arm',
			   kernel_path='arch/arm/boot/zImage',
			   kernel_command_line='console=ttyAMA0',
			   extra_qemu_params=['-M', 'versatilepb', '-cpu', 'arm926', '-m', '256',
					      '-audio', 'driver=none',
					      '-device', 'lsi53c895a'])
