# SPDX-License-Identifier: GPL-2.0
# B160L: a PCX-L2, DMA not coherent, an LSI 53C895A behind Dino.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='parisc',
			   kconfig='''
CONFIG_PA7100LC=y
CONFIG_SLUB_TINY=n
CONFIG_GSC=y
CONFIG_GSC_LASI=y
CONFIG_PCI=y
CONFIG_GSC_DINO=y
CONFIG_SERIAL_8250=y
CONFIG_SERIAL_8250_CONSOLE=y
CONFIG_SERIAL_8250_PARISC=y''',
			   qemu_arch='hppa',
			   kernel_path='vmlinux',
			   kernel_command_line='console=ttyS0',
			   extra_qemu_params=['-M', 'B160L', '-m', '256',
					      '-device', 'lsi53c895a'])
