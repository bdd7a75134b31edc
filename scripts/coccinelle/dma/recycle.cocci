// SPDX-License-Identifier: GPL-2.0
///
/// A buffer that the CPU has taken and only read has to be handed back, before the
/// device writes to it again: a CPU that does not speculate drops the lines that it has
/// read in dma_sync_*_for_device(), and nowhere else.  This finds buffers that stay
/// mapped and are never handed back.
///
// Confidence: Moderate
// Options: --no-includes --include-headers
//
// Keywords: dma_sync_single_for_cpu, dma_sync_single_for_device
// Comments: A field is known by its name.  A file that hands it back anywhere, or that
// Comments: gives its pages to a page pool, is taken to do so on every path.
// Needs: dma_sync_(single|single_range|sg|sgtable)_for_cpu

virtual report
virtual org
virtual context

@initialize:python@
@@
import re
KNOWN = {}
TAKE = re.compile(r"dma_sync_(single|single_range|sg|sgtable)_for_cpu")
GIVE = re.compile(r"dma_sync_(single|single_range|sg|sgtable)_for_device")
# After these it is not mapped any more, or they hand it back themselves.
GONE = re.compile(r"dma_unmap_\w+|dma_free_\w+|dmaengine_unmap_put|page_pool_\w*(put|recycle)\w*|"
		  r"skb_mark_for_recycle")
# The pool of such a file hands its pages back.
POOL = re.compile(r"page_pool_get_dma_(addr|dir)")

def begin_known(name):
	if KNOWN.get("name") != name:
		KNOWN.clear()
		KNOWN.update(name=name, given=set(), sources={}, text=open(name, errors="replace").read())

def args(t):
	out, depth, last = [], 0, ""
	for c in re.sub(r"\s*([^\w ])\s*", r"\1", t.strip()):
		depth += (c in "([{") - (c in ")]}")
		if c == "," and not depth:
			out, last = out + [last], ""
		else:
			last += c
	return out + [last]

# What is mapped, without an offset.
def root(t):
	t = t.lstrip("&")
	depth = 0
	for i, c in enumerate(t):
		depth += (c in "([{") - (c in ")]}")
		if i and not depth and (c == "+" or c == "-" and t[i + 1:i + 2] != ">"):
			return t[:i]
	return t

# The names that a handle goes by: its field, and those that a variable was set from.
def names(func, t, deep=2):
	t = re.sub(r"\[.*?\]", "", root(t))
	last = re.findall(r"[A-Za-z_]\w*", t)
	if not last:
		return set()
	got = {last[-1]}
	if deep and re.fullmatch(r"\w+", t):
		for e in KNOWN["sources"].get((func, t), []):
			got |= names(func, e, deep - 1)
	return got

# Nothing that goes by one of its names is handed back.
def kept(func, a):
	return not POOL.search(KNOWN["text"]) and not names(func, a[1]) & KNOWN["given"]

@script:python@
@@
begin_known(cocci.files()[0])

@some@
identifier F : script:python() { bool(TAKE.fullmatch(F)) };
expression list es;
@@

F(es)

@script:python taken@
es << some.es;
@@
if args(es.expr)[-1] == "DMA_TO_DEVICE" or POOL.search(KNOWN["text"]):
	cocci.include_match(False)

// What is set from what, and given: only for a file where it matters.

@source depends on taken@
identifier I;
expression E;
position p;
@@

I@p = E

@script:python@
I << source.I; E << source.E; p << source.p;
@@
KNOWN["sources"].setdefault((p[0].current_element, I), []).append(args(E)[0])

@initial depends on taken@
identifier I;
expression E;
type T;
position p;
@@

T I@p = E;

@script:python@
I << initial.I; E << initial.E; p << initial.p;
@@
KNOWN["sources"].setdefault((p[0].current_element, I), []).append(args(E)[0])

@give depends on taken@
identifier F : script:python() { bool(GIVE.fullmatch(F)) };
expression list es;
position p;
@@

F@p(es)

@script:python@
es << give.es; p << give.p;
@@
a = args(es.expr)
if a[-1] != "DMA_TO_DEVICE":
	KNOWN["given"] |= names(p[0].current_element, a[1])

@take@
identifier F : script:python() { bool(TAKE.fullmatch(F)) };
expression list es;
position p;
@@

F@p(es)

@script:python kept@
es << take.es; p << take.p;
@@
a = args(es.expr)
if a[-1] == "DMA_TO_DEVICE" or not kept(p[0].current_element, a):
	cocci.include_match(False)

// Is there a way out of the function on which it stays mapped?

@left depends on kept exists@
identifier take.F;
position take.p;
identifier fn;
identifier G : script:python() { bool(GONE.fullmatch(G)) };
@@

fn(...) {
... when any
F@p(...)
... when != G(...)
}

@depends on context && left@
identifier take.F;
position take.p;
@@

* F@p(...)

@script:python depends on report && left@
p << take.p;
F << take.F;
@@
coccilib.report.print_report(p[0], "%s(), and no dma_sync_*_for_device() before the device writes again" % F)

@script:python depends on org && left@
p << take.p;
F << take.F;
@@
coccilib.org.print_todo(p[0], "%s(), and no dma_sync_*_for_device() before the device writes again" % F)
