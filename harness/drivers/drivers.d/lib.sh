# SPDX-License-Identifier: GPL-2.0
# Shared by drivers.d/run and watch: build the kernel of $board with drivers built in, and
# select its machine.

more_boards=$top/harness/drivers/drivers.d/boards

# The boards of all tests, and those of drivers.d.
qemu_config()
{
	ls "$top/harness/drivers/drivers.d/$1.py" "$top/tools/testing/kunit/qemu_configs/$1.py" 2>/dev/null | head -n 1
}

field() { sed -n "s/.*$1='\([^']*\)'.*/\1/p" "$(qemu_config "$board")"; }

qemu_params()
{
	sed -n '/extra_qemu_params/,/\])/p' "$(qemu_config "$board")" | tr '\n' ' ' |
		sed "s/.*extra_qemu_params=//; s/',[[:space:]]*'/ /g" | tr -d "[]()'"
}

kmake()	# source output arguments...
(
	src=$1 o=$2
	shift 2
	make -s -C "$src" -j2 ARCH="$arch" O="$o" \
		CROSS_COMPILE="ccache $cross" KBUILD_BUILD_TIMESTAMP=@0 \
		KBUILD_BUILD_USER=dma KBUILD_BUILD_HOST=dma "$@" </dev/null
)

# A configuration, from more fragments and the symbols on standard input.
configuration()	# fragment...
{
	cat "$top/harness/boards/small.config"
	sed -n "/kconfig='''/,/'''/s/^\(CONFIG_[^']*\).*/\1/p" "$(qemu_config "$board")"
	cat "$top/harness/drivers/drivers.d/config" "$@"
	sed 's/.*/CONFIG_&=y/'
}

all_stayed()	# output symbol...
(
	o=$1
	shift
	for s; do
		grep -q "^CONFIG_$s=y" "$o/.config" || { echo "error: CONFIG_$s did not stay"; exit 1; }
	done
)

# A module that init loads before it begins.
build_before()	# source output file
{
	mkdir -p "$1/$2/init"
	cp "$3" "$1/$2/init/before.c"
	echo 'obj-m := before.o' >"$1/$2/init/Makefile"
	kmake "$1" "$2" modules_prepare &&
	kmake "$1" "$2" KBUILD_MODPOST_WARN=1 M="$1/$2/init" modules
}
