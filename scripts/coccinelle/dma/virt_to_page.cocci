// SPDX-License-Identifier: GPL-2.0
///
/// Memory of dma_alloc_noncoherent() and dma_alloc_coherent() may be scattered pages
/// behind an IOMMU, or mapped a second time: it has no struct page and no physical
/// address that follow from its virtual address.  dma_mmap_coherent(), dma_get_sgtable()
/// and their like know what there is.
///
// Confidence: Moderate
// Options: --no-includes --include-headers
//
// Keywords: virt_to_page, virt_to_phys, dma_alloc_noncoherent, dma_alloc_coherent
// Comments: A field is known by its name, so two structures with a field of one name in one
// Comments: file can be taken for one.
// Needs: virt_to_(page|phys|pfn|bus|dma)|__pa\(|sg_set_buf|sg_init_one|dma_map_single
// Needs: dmam?_alloc_(noncoherent|coherent|attrs|wc)

virtual report
virtual org
virtual context

@initialize:python@
@@
import re
MADE = {}

def begin_made(name):
	if MADE.get("name") != name:
		MADE.clear()
		MADE.update(name=name, sets={})

# A field is known by its name, a variable by its function and its name.
def key(func, t):
	t = re.sub(r"\[.*?\]", "", t.replace(" ", ""))
	return re.split(r"->|\.", t)[-1] if re.search(r"->|\.", t) else (func, t)

def note(p, l, how):
	MADE["sets"].setdefault(key(p.current_element, l), {})[(p.current_element, int(p.line))] = how

# Who allocated it?  The last assignment before the use says so, or else all of them.
def maker(p, l):
	sets = MADE["sets"].get(key(p.current_element, l), {})
	before = [n for f, n in sets if f == p.current_element and n <= int(p.line)]
	if before:
		return sets[(p.current_element, max(before))]
	how = set(sets.values())
	return None if None in how or not how else sorted(how)[0]

@script:python@
@@
begin_made(cocci.files()[0])

@made@
expression L;
identifier A = {dma_alloc_noncoherent, dma_alloc_coherent, dma_alloc_attrs,
	dma_alloc_wc, dmam_alloc_coherent, dmam_alloc_attrs};
position p;
type T;
@@

L = (T)A@p(...)

@script:python@
L << made.L; A << made.A; p << made.p;
@@
note(p[0], L, A)

@used@
expression L, E, E1;
identifier V = {virt_to_page, virt_to_phys, virt_to_pfn, __pa, virt_to_bus, virt_to_dma,
	sg_set_buf, sg_init_one, dma_map_single};
position p;
@@

(
V@p(\( L + E1 \| L \))
|
V@p(E, \( L + E1 \| L \), ...)
)

@script:python asked@
L << used.L; p << used.p;
@@
if key(p[0].current_element, L) not in MADE["sets"]:
	cocci.include_match(False)

// All other assignments, which are many: only for a file where it matters.

@other depends on asked@
expression L, R;
identifier A = {dma_alloc_noncoherent, dma_alloc_coherent, dma_alloc_attrs,
	dma_alloc_wc, dmam_alloc_coherent, dmam_alloc_attrs};
position p;
type T;
@@

(
L = (T)A(...)
|
L = NULL
|
L@p = R
)

@script:python@
L << other.L; p << other.p;
@@
note(p[0], L, None)

@script:python pageless depends on asked@
L << used.L; V << used.V; p << used.p;
A;
@@
A = maker(p[0], L)
if A:
	coccinelle.A = cocci.make_ident(A)
else:
	cocci.include_match(False)

@depends on context && pageless@
identifier used.V;
position used.p;
@@

* V@p(...)

@script:python depends on report@
p << used.p; V << used.V; A << pageless.A;
@@

coccilib.report.print_report(p[0], "%s() of memory from %s()" % (V, A))

@script:python depends on org@
p << used.p; V << used.V; A << pageless.A;
@@

coccilib.org.print_todo(p[0], "%s() of memory from %s()" % (V, A))
