# SPDX-License-Identifier: GPL-2.0
# virt with Zicbom, 64-byte blocks; any CPU may speculate.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='riscv',
			   kconfig='''
CONFIG_NONPORTABLE=y
CONFIG_EFI=n
CONFIG_JUMP_LABEL=y
CONFIG_CMA=y
CONFIG_DMA_CMA=y
CONFIG_CMA_SIZE_MBYTES=0
CONFIG_RISCV_ISA_ZICBOM=y
CONFIG_ERRATA_THEAD=y
CONFIG_ERRATA_THEAD_CMO=y
CONFIG_ERRATA_THEAD_MAE=n
CONFIG_PCI=y
CONFIG_PCI_HOST_GENERIC=y
CONFIG_SERIAL_8250=y
CONFIG_SERIAL_8250_CONSOLE=y
CONFIG_SERIAL_OF_PLATFORM=y''',
			   qemu_arch='riscv64',
			   kernel_path='arch/riscv/boot/Image',
			   kernel_command_line='console=ttyS0 cma=32M',
			   extra_qemu_params=['-M', 'virt', '-m', '256',
					      '-cpu', 'rv64,zicbom=on,cbom_blocksize=64',
					      '-device', 'lsi53c895a'])
