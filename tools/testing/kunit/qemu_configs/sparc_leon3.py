# SPDX-License-Identifier: GPL-2.0
# leon3_generic: a LEON3 whose write-through data cache does not snoop; highmem, no PCI.
# QEMU has neither a PROM nor a command line for Linux there: the caller passes a PROM
# by -bios, which reports 256 MiB and the -append of kunit.py.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='sparc',
			   kconfig='''
CONFIG_64BIT=n
CONFIG_SPARC_LEON=y
CONFIG_PCI=n''',
			   qemu_arch='sparc',
			   kernel_path='arch/sparc/boot/uImage',
			   kernel_command_line='keep_bootcon',
			   extra_qemu_params=['-M', 'leon3_generic', '-m', '256'])
