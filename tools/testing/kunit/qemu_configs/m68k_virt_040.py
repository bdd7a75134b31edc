# SPDX-License-Identifier: GPL-2.0
# virt with a 68040: copy-back data cache, no speculation, and no PCI.  The driver of its
# console maps what it prints for DMA, inside of tests, too; the early console does not.
# The 68060 is there for the choice at run time; it does not boot in QEMU.
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(linux_arch='m68k',
			   kconfig='''
CONFIG_VIRT=y
CONFIG_M68060=y
CONFIG_VIRTIO_MENU=y
CONFIG_PCI=n''',
			   qemu_arch='m68k',
			   kernel_path='vmlinux',
			   kernel_command_line='earlycon=early_gf_tty,mmio32,0xff008000 keep_bootcon console=ttynull',
			   extra_qemu_params=['-M', 'virt', '-cpu', 'm68040', '-m', '256'])
