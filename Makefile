# SPDX-License-Identifier: GPL-2.0
#
# Everything is done by harness/; this file says what there is.

ARCH ?=
export ARCH BOARD KSRC FORCE CHECK

run-arch := $(or $(ARCH),mips)
board = $(or $(BOARD),mips_malta_24kc)
board-arch = $(shell awk '$$1 == "$(board)" { print $$2 }' harness/boards/boards)
watch-arch = $(shell awk '$$1 == "$(or $(BOARD),x86_64_iommu)" { print $$2 }' harness/boards/boards)

help:			## this list
	@awk -F'[:#]+' '/^[a-z-]+:.*##/ { printf "  make %-15s %s\n", $$1, $$NF }' $(MAKEFILE_LIST)
	@echo "  ARCH=arm|arm64|m68k|mips|openrisc|parisc|powerpc|riscv|sparc|x86_64, BOARD= as in harness/boards/boards, KSRC=another base"

deps:			## install what is missing; ARCH= for one architecture
	@harness/setup/deps $(or $(ARCH),all) check

run:			## show the series at work on a board, beside the stock kernel
	@harness/setup/deps $(run-arch)
	@harness/series/tree
	@harness/boards/run

test:			## build and boot every board, then the static gates (ALL=1: also those of m68k, powerpc, riscv, sparc)
	@harness/setup/deps $(or $(ARCH),all) check
	@harness/series/tree
	@harness/test/test

kunit:			## run one suite, or one case: BOARD=mips_malta_24kc TEST=dma_cache[.edges_to_cpu]
	@harness/setup/deps $(board-arch)
	@harness/series/tree
	@harness/boards/kernel $(board)
	@harness/boards/boot $(board) build/kunit $(TEST); status=$$?; cat build/kunit/kunit.log; exit $$status

check:			## the static gates, and each patch alone on mips and x86_64
	@harness/setup/deps mips x86_64 check
	@harness/series/tree
	@harness/check/check each

convert:		## draft the conversion of a driver of the old API (DRIVER=file or directory, PATCH=, CHECK=1)
	@harness/convert/convert $${PATCH:+-o "$$PATCH"} -- "$$DRIVER"

coccicheck-dma:		## look for misuse of the DMA API; DIR= or FILES= for a part, KSRC= for another tree
	@harness/setup/deps check
	@$(if $(KSRC),,harness/series/tree)
	@FILES="$(FILES)" harness/check/coccicheck $(DIR)

series:			## write outgoing/ for git send-email (ALL=1, PARTS=, V=, SIGNOFF='Name <mail>', KSRC=git tree)
	@harness/setup/deps series
	@harness/series/tree
	@ALL=$(ALL) PARTS="$(PARTS)" V=$(V) SIGNOFF="$(SIGNOFF)" harness/series/series
	@PARTS="$(PARTS)" harness/series/series-check

fresh:			## do all this in a fresh Debian (SUITE=bookworm|trixie, STEPS=, ALL=1 for make test)
	@harness/setup/deps fresh
	@harness/setup/fresh

tree:			## compose build/linux from the base and series/
	@harness/setup/deps
	@harness/series/tree

bench:			## what everything costs in instructions, stock beside ours
	@harness/setup/deps $(or $(ARCH),all)
	@harness/series/tree
	@harness/bench/bench

bisect:			## build, check and boot patch after patch (ARCH=, FROM=, TO=); hours
	@harness/setup/deps $(or $(ARCH),all)
	@harness/series/tree
	@harness/test/bisect

mutate:			## break each line of the series, and see a test go red
	@ALL=1 harness/setup/deps $(or $(ARCH),all check hexagon)
	@harness/series/tree
	@harness/test/mutate $(TEXT)

drivers:		## put data through drivers in QEMU, the base's and ours (NAMES=), byte by byte
	@harness/setup/deps mips parisc x86_64 drivers
	@harness/series/tree
	@harness/drivers/drivers run $(NAMES)

watch:			## boot DRIVERS=e1000,nvme under the checker, with traffic (BOARD=, PATHS=all, CHECKER=off)
	@harness/setup/deps $(watch-arch) $(if $(filter x86_64 mips,$(watch-arch)),,drivers)
	@harness/series/tree
	@PATHS="$(PATHS)" CHECKER="$(CHECKER)" harness/drivers/watch $(DRIVERS)

driver-objects:		## compile each driver that the series changes, on its architectures
	@harness/setup/deps all drivers
	@harness/series/tree
	@harness/drivers/drivers build $(ARCH)

refresh:		## fold what was edited in build/linux back
	@harness/setup/deps
	@harness/series/refresh

clean:			## remove build/
	rm -rf build

.PHONY: help deps run test kunit bench bisect check mutate drivers watch driver-objects convert coccicheck-dma tree refresh clean series fresh
