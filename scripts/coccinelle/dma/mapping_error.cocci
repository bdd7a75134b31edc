// SPDX-License-Identifier: GPL-2.0
///
/// dma_map_single() and dma_map_page() can fail: the bus address has to be tested with
/// dma_mapping_error() before a device gets it.
///
// Confidence: Moderate
// Options: --no-includes --include-headers
//
// Keywords: dma_map_single, dma_map_page, dma_mapping_error
// Needs: \bdma_map_(single|page|resource)|skb_frag_dma_map

virtual report
virtual org
virtual context

@initialize:python@
@@
import re

def tested(p, h):
	"""Does the function test it, maybe in its next turn, or return it to its caller?"""
	lines = open(p.file, errors="replace").read().split("\n")
	first = end = int(p.line) - 1
	while end < len(lines) and not lines[end].startswith("}"):
		end += 1
	begin = first
	while begin and not lines[begin].startswith("{"):
		begin -= 1
	rest = "\n".join(lines[first:end])
	name = re.escape(re.split(r"->|\.", re.sub(r"\[.*?\]", "", h.replace(" ", "")))[-1].strip("*()"))
	return re.search(r"mapping_error|DMA_MAPPING_ERROR", "\n".join(lines[begin:end])) or \
		h.startswith("*") or \
		re.search(r"\bif\s*\((?:unlikely\()?!?\w+\([^;{]*\b%s\)" % name, "\n".join(lines[first:end])) or \
		re.search(r"return\s+[^;]*\b%s\b|\*\w+\s*=[^=;]*\b%s\b" % (name, name), rest)

@tried@
expression H;
identifier M = {dma_map_single, dma_map_page, dma_map_single_attrs, dma_map_page_attrs,
	dma_map_resource, skb_frag_dma_map};
position p;
type T;
@@

H = (T)M@p(...)

@script:python untested@
p << tried.p; H << tried.H;
@@
if tested(p[0], H):
	cocci.include_match(False)

@depends on context && untested@
identifier tried.M;
position tried.p;
@@

* M@p(...)

@script:python depends on report@
p << tried.p; M << tried.M; H << tried.H;
@@
if not tested(p[0], H):
	coccilib.report.print_report(p[0], "nobody tests what %s() returned" % M)

@script:python depends on org@
p << tried.p; M << tried.M; H << tried.H;
@@
if not tested(p[0], H):
	coccilib.org.print_todo(p[0], "nobody tests what %s() returned" % M)
