# SPDX-License-Identifier: GPL-2.0
# leon3_generic: a LEON3 whose write-through data cache does not snoop, memory beyond
# lowmem, and no PCI.  QEMU has no PROM for Linux there, and no command line: who calls
# it names a PROM with -bios, which knows of 256 MiB and of kunit.py's -append.
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
