# SPDX-License-Identifier: GPL-2.0
# What every tool of the harness needs: where things are, and how to stop.

LC_ALL=C.UTF-8
export LC_ALL
# A clone inside another tool's hook must not inherit its repository.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

top=$(cd "$(dirname "$0")/../.." && pwd)
build=$top/build
linux=$build/linux
stock=$build/stock
self=${0##*/}

say() { echo "$self: $*"; }
die() { echo "$self: $*" >&2; exit 1; }

# Files of this repository that stand at the kernel's paths, that is, all but
# the house itself.
owned_files()
{
	(cd "$top" && git ls-files -co --exclude-standard) |
	while IFS= read -r f; do
		case $f in
		.ci/*|.git*|COPYING|LICENSES/*|MAINTAINERS|Makefile|README.md) ;;
		outgoing/*|series/*|tools/dma/*) ;;
		*) [ ! -e "$top/$f" ] || echo "$f" ;;
		esac
	done
}

# Files of build/linux that are edited, or new, and not committed.  The base's
# .gitignore hides new files at the top, so that does not count.
uncommitted()
{
	git -C "$linux" diff --name-only HEAD
	git -C "$linux" ls-files -o -x '__pycache__/'
}

# The parts of a file of series/: "message", "list" (what it brings in) or
# "diff" (its edits of base files).  Lines of "---" part them.
part()
{
	awk -v want="$1" '
		BEGIN { at = "message" }
		at != "diff" && $0 == "---" { at = at == "message" ? "list" : "diff"; next }
		at == want
	' "$2"
}
