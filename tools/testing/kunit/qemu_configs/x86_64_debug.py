# SPDX-License-Identifier: GPL-2.0
# q35 without an IOMMU, two CPUs with memory of their own, and all that the kernel has to find its own faults.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='x86_64',
			   kconfig='''
CONFIG_JUMP_LABEL=y
CONFIG_SMP=y
CONFIG_NR_CPUS=4
CONFIG_NUMA=y
CONFIG_X86_64_ACPI_NUMA=y
CONFIG_SCHED_MC_PRIO=n
CONFIG_PREEMPT=y
CONFIG_CMA=y
CONFIG_DMA_CMA=y
CONFIG_CMA_SIZE_MBYTES=0
CONFIG_PCI=y
CONFIG_ACPI=y
CONFIG_PCI_MSI=y
CONFIG_ZONE_DMA=y
CONFIG_EFI=y
CONFIG_EFI_STUB=y
CONFIG_AMD_MEM_ENCRYPT=y
CONFIG_SERIAL_8250=y
CONFIG_SERIAL_8250_CONSOLE=y
CONFIG_DEBUG_KERNEL=y
CONFIG_DEBUG_FS=y
CONFIG_DMA_API_DEBUG=y
CONFIG_KASAN=y
CONFIG_KASAN_INLINE=y
CONFIG_PROVE_LOCKING=y
CONFIG_DEBUG_ATOMIC_SLEEP=y
CONFIG_FAULT_INJECTION=y
CONFIG_FAULT_INJECTION_DEBUG_FS=y
CONFIG_FAILSLAB=y
CONFIG_FAIL_PAGE_ALLOC=y
CONFIG_DEBUG_LIST=y
CONFIG_DEBUG_VM=y
CONFIG_DEBUG_PAGEALLOC=y
CONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT=y
CONFIG_PAGE_OWNER=y
CONFIG_PAGE_EXTENSION=y
CONFIG_DEBUG_KMEMLEAK=y
CONFIG_DEBUG_KMEMLEAK_AUTO_SCAN=n''',
			   qemu_arch='x86_64',
			   kernel_path='arch/x86/boot/bzImage',
			   kernel_command_line='console=ttyS0 cma=32M page_owner=on',
			   extra_qemu_params=['-M', 'q35', '-m', '768', '-smp', '2,sockets=2',
					      '-object', 'memory-backend-ram,id=near,size=384M',
					      '-object', 'memory-backend-ram,id=far,size=384M',
					      '-numa', 'node,memdev=near,cpus=0',
					      '-numa', 'node,memdev=far,cpus=1',
					      '-device', 'lsi53c895a'])
