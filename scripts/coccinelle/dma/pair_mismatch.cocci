// SPDX-License-Identifier: GPL-2.0
///
/// What was mapped or allocated has to be given back with the same size and the same
/// direction; dma_unmap_sg() takes the number of entries that dma_map_sg() was given,
/// not the one that it returned.
///
// Confidence: Moderate
// Options: --no-includes --include-headers
//
// Keywords: dma_map_single, dma_unmap_single, dma_map_sg, dma_free_coherent
// Comments: A field is known by its name and what it is in.  Sizes are compared if they consist of constants
// Comments: and types alone.
// Needs: dma_(un)?map_(single|page|sg)|dma_(alloc|free)_(coherent|noncoherent|pages|attrs|wc)

virtual report
virtual org
virtual context

@initialize:python@
@@
import re
DIRS = ("DMA_TO_DEVICE", "DMA_FROM_DEVICE", "DMA_BIDIRECTIONAL")
S = {}

def begin(name):
	if S.get("name") != name:
		S.clear()
		S.update(name=name, got={}, back=[], results={}, said={}, stores={}, seen=0, types={})

def args(t):
	out, depth, last = [], 0, ""
	for c in re.sub(r" ?([^\w ]) ?", r"\1", t.strip()):
		depth += (c in "([{") - (c in ")]}")
		if c == "," and not depth:
			out, last = out + [last], ""
		else:
			last += c
	return out + [last]

# What a variable or a field is known by: its function and its name, or its name and
# what it is a field of.
def key(func, t):
	t = re.sub(r"\[.*?\]", "", t.replace(" ", "")).lstrip("&(").rstrip(")")
	parts = re.split(r"->|\.", t)
	if len(parts) == 1:
		return func, t
	of = parts[-2]
	if len(parts) == 2:
		of = S["types"].get((func, of), of)
	of = S["types"].get(of, of)
	return "%s.%s" % (re.sub(r"\(.*", "", of), parts[-1])

def closed(t):
	return not re.search(r"->|\.|\[", t) and \
		re.fullmatch(r"(sizeof\((struct |union )?\w+\)|[A-Z][A-Z0-9_]*|\d\w*|[-+*/()<>|])+", t)

def plain(t):
	t = re.sub(r"sizeof\((__)?[usbl]e?(8|16|32|64)\)", lambda m: str(int(m.group(2)) >> 3), t)
	return re.sub(r"[() ]", "", t)

# A number and a name may be the same; two names should not be.
def comparable(a, b):
	return closed(a) and closed(b) and plain(a) != plain(b) and \
		bool(re.search("[A-Za-z]", plain(a))) == bool(re.search("[A-Za-z]", plain(b)))

# Functions that Coccinelle could not parse may map it in another way.
def all_seen():
	text = open(S["name"], errors="replace").read()
	return len(re.findall(r"=\s*(?:\([^()]*\)\s*)?dma_(?:map_(?:single|page)(?:_attrs)?|alloc_(?:coherent|noncoherent|pages|attrs|wc))\s*\(", text)) \
		<= S["seen"]

def origins(kind, k, deep=3):
	"""All that may be in a field or a variable, or nothing if that is not in sight."""
	got = list(S["got"].get((kind, k), []))
	for func, rhs in S["stores"].get(k, []):
		if re.fullmatch(r"0|NULL|DMA_MAPPING_ERROR|~\W*0|-1|\(dma_addr_t\)-?\w+", rhs):
			continue
		more = origins(kind, key(func, rhs), deep - 1) if deep else []
		if not more:
			return []
		got += more
	return got

# What comes back has to be one of what was got.
def compare():
	if not all_seen():
		S["back"] = [b for b in S["back"] if b[1].startswith("dma_unmap_sg")]
	for func, f, a, p in S["back"]:
		at = 2 if f.startswith("dma_free") else 1
		if len(a) < 4:
			continue
		if f.startswith("dma_unmap_sg"):
			got = S["results"].get((func, a[1].replace("&", "")), [])
			given = [n for r, n in got if r != n]
			if a[2] in [r for r, n in got] and a[2] not in given:
				S["said"][p] = "%s() with the count that dma_map_sg() returned" % f
			got = [(None, None, d) for d in S["got"].get(("sg", key(func, a[1])), [])]
			size = None
		else:
			got = origins(f.split("_")[1], key(func, a[at]))
			size = a[1] if at == 2 else a[2]
		dirs = {g[2] for g in got}
		last = a[3] if at == 1 else a[-1]
		if got and last in DIRS and dirs <= set(DIRS) and last not in dirs:
			S["said"].setdefault(p, "%s() with %s of what has %s" % (f, last, " or ".join(sorted(dirs))))
		sizes = {g[1] for g in got}
		if size and got and all(comparable(size, x) for x in sizes):
			S["said"].setdefault(p, "%s() of %s, but it has %s" % (f, size, " or ".join(sorted(sizes))))

@script:python@
@@
begin(cocci.files()[0])

@arguments@
type T; identifier B, F; position p;
@@

F@p(..., T B, ...) { ... }

@script:python@
T << arguments.T; B << arguments.B; p << arguments.p;
@@
S["types"][(p[0].current_element, B)] = T.strip("* ")

@locals@
type T; identifier B; position p;
@@

(
T B@p;
|
T B@p = ...;
)

@script:python@
T << locals.T; B << locals.B; p << locals.p;
@@
S["types"][(p[0].current_element, B)] = T.strip("* ")

// An element of an array in a structure has the type of what points to it.

@element@
type T; identifier B, f; expression E;
@@

T *B = &E->f[...];

@script:python@
T << element.T; f << element.f;
@@
S["types"][f] = T.strip("* ")

@element_later@
type T; T *B; identifier f; expression E;
@@

B = &E->f[...]

@script:python@
T << element_later.T; f << element_later.f;
@@
S["types"][f] = T.strip("* ")

@mapped@
expression H;
identifier M = {dma_map_single, dma_map_page, dma_map_single_attrs};
expression list es;
position p;
type T;
@@

H = (T)M@p(es)

@script:python@
H << mapped.H; M << mapped.M; es << mapped.es; p << mapped.p;
@@
S["seen"] += 1
a = args(es.expr)
if len(a) >= 4:
	n, d = (a[3], a[-1]) if M == "dma_map_page" else (a[2], a[3])
	S["got"].setdefault(("unmap", key(p[0].current_element, H)), []).append((M, n, d))

@mapped_sg@
expression N;
expression list es;
position p;
@@

N = dma_map_sg@p(es)

@script:python@
N << mapped_sg.N; es << mapped_sg.es; p << mapped_sg.p;
@@
a = args(es.expr)
S["results"].setdefault((p[0].current_element, a[1].replace("&", "")), []).append((N.replace(" ", ""), a[2]))

@sg@
expression list es;
position p;
@@

dma_map_sg@p(es)

@script:python@
es << sg.es; p << sg.p;
@@
a = args(es.expr)
if len(a) > 3:
	S["got"].setdefault(("sg", key(p[0].current_element, a[1])), []).append(a[3])

@made@
expression L;
identifier A = {dma_alloc_coherent, dma_alloc_noncoherent, dma_alloc_pages, dma_alloc_attrs,
	dma_alloc_wc};
expression list es;
position p;
type T;
@@

L = (T)A@p(es)

@script:python@
L << made.L; A << made.A; es << made.es; p << made.p;
@@
S["seen"] += 1
a = args(es.expr)
if len(a) >= 4:
	d = a[3] if A in ("dma_alloc_noncoherent", "dma_alloc_pages") else None
	S["got"].setdefault(("free", key(p[0].current_element, L)), []).append((A, a[1], d))

@store@
expression L, R;
identifier A = {dma_map_single, dma_map_page, dma_map_single_attrs, dma_map_sg,
	dma_alloc_coherent, dma_alloc_noncoherent, dma_alloc_pages, dma_alloc_attrs,
	dma_alloc_wc};
position p;
type T;
@@

(
L = (T)A(...)
|
L@p = R
)

@script:python@
L << store.L; R << store.R; p << store.p;
@@
S["stores"].setdefault(key(p[0].current_element, L), []).append((p[0].current_element, args(R)[0]))

@back@
identifier F = {dma_unmap_single, dma_unmap_page, dma_unmap_single_attrs, dma_unmap_sg,
	dma_free_coherent, dma_free_noncoherent, dma_free_pages, dma_free_attrs, dma_free_wc};
expression list es;
position p;
@@

F@p(es)

@script:python@
F << back.F; es << back.es; p << back.p;
@@
S["back"].append((p[0].current_element, F, args(es.expr), (p[0].line, p[0].column)))

@script:python@
@@
compare()

@script:python bad@
p << back.p;
@@
if (p[0].line, p[0].column) not in S["said"]:
	cocci.include_match(False)

@depends on context && bad@
identifier back.F;
position back.p;
@@

* F@p(...)

@script:python depends on report@
p << back.p;
@@
if (p[0].line, p[0].column) in S["said"]:
	coccilib.report.print_report(p[0], S["said"][(p[0].line, p[0].column)])

@script:python depends on org@
p << back.p;
@@
if (p[0].line, p[0].column) in S["said"]:
	coccilib.org.print_todo(p[0], S["said"][(p[0].line, p[0].column)])
