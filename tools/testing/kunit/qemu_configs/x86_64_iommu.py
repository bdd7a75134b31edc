# SPDX-License-Identifier: GPL-2.0
# q35 behind an Intel IOMMU: coherent, dma-iommu.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='x86_64',
			   kconfig='''
CONFIG_JUMP_LABEL=y
CONFIG_CMA=y
CONFIG_DMA_CMA=y
CONFIG_CMA_SIZE_MBYTES=0
CONFIG_PCI=y
CONFIG_ACPI=y
CONFIG_PCI_MSI=y
CONFIG_SERIAL_8250=y
CONFIG_SERIAL_8250_CONSOLE=y
CONFIG_INTEL_IOMMU=y
CONFIG_INTEL_IOMMU_DEFAULT_ON=y''',
			   qemu_arch='x86_64',
			   kernel_path='arch/x86/boot/bzImage',
			   kernel_command_line='console=ttyS0 cma=32M',
			   extra_qemu_params=['-M', 'q35', '-device', 'intel-iommu', '-m', '512',
					      '-device', 'lsi53c895a'])
