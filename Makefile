# SPDX-License-Identifier: GPL-2.0
#
# Everything is done by tools/dma/; this file says what there is.

ARCH ?=
export ARCH BOARD KSRC FORCE CHECK

T := tools/dma
run-arch := $(or $(ARCH),mips)
watch-arch = $(shell awk '$$1 == "$(or $(BOARD),x86_64_iommu)" { print $$2 }' $(T)/boards)

help:			## this list
	@awk -F'[:#]+' '/^[a-z-]+:.*##/ { printf "  make %-15s %s\n", $$1, $$NF }' $(MAKEFILE_LIST)
	@echo "  ARCH=arm|arm64|mips|openrisc|parisc|x86_64, BOARD= as in $(T)/boards, KSRC=another base"

deps:			## install what is missing; ARCH= for one architecture
	@$(T)/deps $(or $(ARCH),all) check

run:			## show the series at work on a board, beside the stock kernel
	@$(T)/deps $(run-arch)
	@$(T)/tree
	@$(T)/run

test:			## build and boot every board, then the static gates
	@$(T)/deps $(or $(ARCH),all) check
	@$(T)/tree
	@$(T)/test

check:			## the static gates, and each patch alone on mips and x86_64
	@$(T)/deps mips x86_64 check
	@$(T)/tree
	@$(T)/check each

convert:		## draft the conversion of a driver of the old API (DRIVER=file or directory, PATCH=, CHECK=1)
	@$(T)/convert $${PATCH:+-o "$$PATCH"} -- "$$DRIVER"

coccicheck-dma:		## look for misuse of the DMA API; DIR= or FILES= for a part, KSRC= for another tree
	@$(T)/deps check
	@$(if $(KSRC),,$(T)/tree)
	@FILES="$(FILES)" $(T)/coccicheck $(DIR)

series:			## write outgoing/ for git send-email (ALL=1, PARTS=, V=, SIGNOFF='Name <mail>', KSRC=git tree)
	@$(T)/deps series
	@$(T)/tree
	@ALL=$(ALL) PARTS="$(PARTS)" V=$(V) SIGNOFF="$(SIGNOFF)" $(T)/series
	@PARTS="$(PARTS)" $(T)/series-check

fresh:			## do all this in a fresh Debian (SUITE=bookworm|trixie, STEPS=, ALL=1 for make test)
	@$(T)/deps fresh
	@$(T)/fresh

tree:			## compose build/linux from the base and series/
	@$(T)/deps
	@$(T)/tree

bench:			## what everything costs in instructions, stock beside ours
	@$(T)/deps $(or $(ARCH),all)
	@$(T)/tree
	@$(T)/bench

bisect:			## build, check and boot patch after patch (ARCH=, FROM=, TO=); hours
	@$(T)/deps $(or $(ARCH),all)
	@$(T)/tree
	@$(T)/bisect

mutate:			## break each line of the series, and see a test go red
	@$(T)/deps $(or $(ARCH),all)
	@$(T)/tree
	@$(T)/mutate $(TEXT)

drivers:		## put data through drivers in QEMU, the base's and ours (NAMES=), byte by byte
	@$(T)/deps mips parisc x86_64 drivers
	@$(T)/tree
	@$(T)/drivers run $(NAMES)

watch:			## boot DRIVERS=e1000,nvme under the checker, with traffic (BOARD=, PATHS=all, CHECKER=off)
	@$(T)/deps $(watch-arch) $(if $(filter x86_64 mips,$(watch-arch)),,drivers)
	@$(T)/tree
	@PATHS="$(PATHS)" CHECKER="$(CHECKER)" $(T)/watch $(DRIVERS)

driver-objects:		## compile each driver that the series changes, on its architectures
	@$(T)/deps all drivers
	@$(T)/tree
	@$(T)/drivers build $(ARCH)

refresh:		## fold what was edited in build/linux back
	@$(T)/deps
	@$(T)/refresh

clean:			## remove build/
	rm -rf build

.PHONY: help deps run test bench bisect check mutate drivers watch driver-objects convert coccicheck-dma tree refresh clean series fresh
