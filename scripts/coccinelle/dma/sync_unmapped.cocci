// SPDX-License-Identifier: GPL-2.0
///
/// A sync wants a bus address that dma_map_single(), dma_map_page() or
/// dma_alloc_noncoherent() returned.  A physical address is none, and coherent memory is
/// not handed over at all.
///
// Confidence: Moderate
// Options: --no-includes --include-headers
//
// Keywords: dma_sync_single_for_cpu, dma_sync_single_for_device, virt_to_phys
// Comments: A field is known by its name.
// Needs: dma_sync_single

virtual report
virtual org
virtual context

@initialize:python@
@@
import re
S = {}

def begin(name):
	if S.get("name") != name:
		S.clear()
		S.update(name=name, coherent=set(), mapped=set())

def key(func, t):
	t = re.sub(r"\[.*?\]", "", t.replace(" ", "")).lstrip("&(").rstrip(")")
	return re.split(r"->|\.", t)[-1] if re.search(r"->|\.", t) else (func, t)

def only_coherent(p, h):
	k = key(p.current_element, h)
	return k in S["coherent"] and k not in S["mapped"]

@script:python@
@@
begin(cocci.files()[0])

@coherent@
identifier A = {dma_alloc_coherent, dmam_alloc_coherent, dma_alloc_wc, dma_pool_alloc,
	dma_pool_zalloc};
expression E1, E2, H;
position p;
@@

A@p(E1, E2, &H, ...)

@script:python@
H << coherent.H; p << coherent.p;
@@
S["coherent"].add(key(p[0].current_element, H))

@mapped@
expression H, E;
position p;
@@

H@p = E

@script:python@
H << mapped.H; p << mapped.p;
@@
S["mapped"].add(key(p[0].current_element, H))

@mapped_noncoherent@
identifier A = {dma_alloc_noncoherent, dma_alloc_pages};
expression E1, E2, H;
position p;
@@

A@p(E1, E2, &H, ...)

@script:python@
H << mapped_noncoherent.H; p << mapped_noncoherent.p;
@@
S["mapped"].add(key(p[0].current_element, H))

@physical@
identifier F = {dma_sync_single_for_cpu, dma_sync_single_for_device,
	dma_sync_single_range_for_cpu, dma_sync_single_range_for_device};
identifier V = {virt_to_phys, virt_to_bus, __pa, page_to_phys, virt_to_dma, slow_virt_to_phys};
expression E;
position p;
@@

F@p(..., \( V(...) + E \| V(...) \), ...)

@synced@
identifier F = {dma_sync_single_for_cpu, dma_sync_single_for_device,
	dma_sync_single_range_for_cpu, dma_sync_single_range_for_device};
expression D, H, E;
position p;
@@

F@p(D, \( H + E \| H \), ...)

@script:python bad@
p << synced.p; H << synced.H;
@@
if not only_coherent(p[0], H):
	cocci.include_match(False)

@depends on context@
identifier physical.F;
position physical.p;
@@

* F@p(...)

@depends on context && bad@
identifier synced.F;
position synced.p;
@@

* F@p(...)

@script:python depends on report@
p << physical.p; F << physical.F; V << physical.V;
@@

coccilib.report.print_report(p[0], "%s() of a physical address: %s() gives no bus address" % (F, V))

@script:python depends on org@
p << physical.p; F << physical.F; V << physical.V;
@@

coccilib.org.print_todo(p[0], "%s() of a physical address: %s() gives no bus address" % (F, V))

@script:python depends on report@
p << synced.p; F << synced.F; H << synced.H;
@@
if only_coherent(p[0], H):
	coccilib.report.print_report(p[0], "%s() of coherent memory" % F)

@script:python depends on org@
p << synced.p; F << synced.F; H << synced.H;
@@
if only_coherent(p[0], H):
	coccilib.org.print_todo(p[0], "%s() of coherent memory" % F)
