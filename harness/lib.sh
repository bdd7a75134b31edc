# SPDX-License-Identifier: GPL-2.0
# Paths and functions that all scripts of the harness share.

# The help text of a script is its first comment.
if [ "${1:-}" = --help ]; then
	awk 'NR > 2 && !/^#/ { exit } NR > 2 && !/^# shellcheck/ { sub(/^# ?/, ""); if (n++ || $0 != "") print }' "$0"
	exit
fi

LC_ALL=C.UTF-8
export LC_ALL
# Prefer Debian's python3, for which deps installs modules.
PATH=/usr/bin:/bin:$PATH
# A clone inside another tool's hook must not inherit its repository.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
# A kernel build must not inherit the flags of the calling make, or its empty ARCH.
unset MAKEFLAGS MFLAGS MAKELEVEL O CROSS_COMPILE
want_arch=${ARCH:-}
unset ARCH

top=$(cd "$(dirname "$0")/../.." && pwd)
build=$top/build
linux=$build/linux
stock=$build/stock
self=${0##*/}

# The series is for any base_release.y.
base_release=7.3
base_package=linux-source-$base_release
# The newest one that fetch has brought.
base_tarball() { find "$build" -maxdepth 1 -name "linux-$base_release*.tar.xz" 2>/dev/null | sort -V | tail -n 1; }
# The last KSRC=, if it is still there.  A package may have been another release's.
base_remembered()
{
	[ -z "${KSRC_URL:-}" ] || return 0
	sed -n '/^\/usr\/src\/linux-source-/!p' "$build/ksrc" 2>/dev/null |
		while IFS= read -r f; do [ ! -e "$f" ] || echo "$f"; done
}

# The kernel leaves a sparse out that does not know __typeof_unqual__, as 0.6.4.
sparse='sparse -D__typeof_unqual__=__typeof__'

say() { echo "$self: $*"; }
die() { echo "$self: $*" >&2; exit 1; }

# Where UNTIL= is set, nothing begins that may not end before it, in seconds since 1970.
has_time()	# what seconds
{
	[ -n "${UNTIL:-}" ] && [ $(($(date +%s) + $2)) -gt "$UNTIL" ] || return 0
	echo "skip $1: no time is left"
	return 1
}

# Files of this repository that stand at the kernel's paths, that is, all but
# the house itself.
owned_files()
{
	(cd "$top" && git ls-files -co --exclude-standard) |
	while IFS= read -r f; do
		case $f in
		.ci/*|.git*|COPYING|LICENSES/*|MAINTAINERS|Makefile|README.md) ;;
		outgoing/*|series/*|harness/*) ;;
		*) [ ! -e "$top/$f" ] || echo "$f" ;;
		esac
	done
}

# Files of build/linux that are edited, or new, and not committed.  The base's
# .gitignore hides new files at the top, so that does not count.
uncommitted()
{
	git -C "$linux" diff --name-only HEAD
	git -C "$linux" ls-files -o -x '__pycache__/' -x '/o-*/'
}

# A line of harness/boards/boards, into arch, cross, kernel, targets, line_size and
# speculates.
board_info()
{
	set -- "$1" $(awk -v b="$1" '$1 == b { print $2, $3, $4, $5, $6, $7 }' "$top/harness/boards/boards" ${more_boards:-})
	[ $# = 7 ] || die "no board $1 in harness/boards/boards"
	arch=$2 kernel=$4 targets=$(echo "$5" | tr , ' ')
	cross=$3 line_size=$6 speculates=$7
	[ "$cross" != - ] || cross=
}

# All boards, those that say "all" only with ALL=1; or those of one architecture.
boards_of()
{
	awk -v a="${1:-}" -v all="${ALL:-}" '/^[^#]/ && (a == "" ? all != "" || $8 != "all" : $2 == a) {
		print $1 }' "$top/harness/boards/boards"
}

# From here on kunit.py finds a QEMU that emulates and never virtualizes.
only_tcg()
{
	mkdir -p "$build/qemu"
	for q in $(sed -n "s/.*qemu_arch='\([^']*\)'.*/\1/p" "$top"/tools/testing/kunit/qemu_configs/*.py | sort -u); do
		[ -e "$build/qemu/qemu-system-$q" ] || ln -sf "$top/harness/boards/qemu-tcg" "$build/qemu/qemu-system-$q"
	done
	PATH=$build/qemu:$PATH
}

# "suite.case STATUS" of each case in a kunit.json; a parameter follows the case as :name.
kunit_cases()	# file
{
	jq -r '.sub_groups[]? | .name as $s | (.test_cases[] | .case = .name),
			(.sub_groups[]? | .name as $c | .test_cases[] |
			 .case = "\($c):\(.name | gsub("[^[:alnum:]]+"; "_"))") |
		"\($s).\(.case) \(.status)"' "$1"
}

# On a CPU that does not speculate dma_cache=always has the contract believe that it does.
hears_always()	# board dir
{
	"$top/harness/boards/boot" "$1" "$2" args=dma_cache=always dma_primitive >"$2.log" 2>&1 &&
		grep -q 'dma-primitive: line_size=[0-9]* speculates=1 ' "$2/log"
}

qemu_config() { echo "$top/tools/testing/kunit/qemu_configs/$1.py"; }
