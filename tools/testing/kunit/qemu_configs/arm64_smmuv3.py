# SPDX-License-Identifier: GPL-2.0
# virt behind an SMMUv3: dma-iommu.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='arm64',
			   kconfig='''
CONFIG_JUMP_LABEL=y
CONFIG_CMA=y
CONFIG_DMA_CMA=y
CONFIG_CMA_SIZE_MBYTES=0
CONFIG_PCI=y
CONFIG_PCI_HOST_GENERIC=y
CONFIG_IOMMU_SUPPORT=y
CONFIG_ARM_SMMU_V3=y
CONFIG_DMA_RESTRICTED_POOL=y
CONFIG_SERIAL_AMBA_PL011=y
CONFIG_SERIAL_AMBA_PL011_CONSOLE=y''',
			   qemu_arch='aarch64',
			   kernel_path='arch/arm64/boot/Image',
			   kernel_command_line='console=ttyAMA0 cma=32M',
			   extra_qemu_params=['-M', 'virt,iommu=smmuv3', '-cpu', 'cortex-a57', '-m', '512',
					      '-device', 'lsi53c895a'])
