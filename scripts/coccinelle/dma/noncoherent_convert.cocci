// SPDX-License-Identifier: GPL-2.0
///
/// Move a driver from the old ways to get cacheable DMA memory to
/// dma_alloc_noncoherent(), and from dma_cache_sync() to
/// dma_sync_single_for_device() and dma_sync_single_for_cpu().
///
/// A buffer is converted with all its allocations, frees and syncs, or it is
/// left alone, and a line says what a person has to find out.
///
// Confidence: Moderate
// Options: --no-includes --include-headers
//
// Keywords: dma_cache_sync, DMA_ATTR_NON_CONSISTENT, dma_alloc_noncoherent
// Comments: One file at a time.  What is in sight of the file decides, so the
// Comments: report counts as much as the patch.

virtual patch
virtual report

@initialize:python@
@@
import re

SYNC = ("dma_cache_sync",)
ALLOC = ("dma_alloc_attrs", "dma_alloc_noncoherent", "dma_alloc_coherent")
FREE = ("dma_free_attrs", "dma_free_noncoherent", "dma_free_coherent")
MMAP = ("dma_mmap_attrs", "dma_get_sgtable_attrs")
NC = "DMA_ATTR_NON_CONSISTENT"

# Calls that neither touch a buffer nor let a device do so.
HARMLESS = re.compile(r"printk|pr_\w+|dev_(dbg|info|warn|err|notice)|netdev_\w+"
		      r"|(raw_)?spin_\w+|mutex_(un)?lock|(dma_)?[rwm]*mb|smp_\w+|likely"
		      r"|unlikely|(__)?cpu_to_\w+|[lb]e\d+_to_cpup?|min|max|min_t|max_t"
		      r"|BUG_ON|WARN_ON(_ONCE)?|ARRAY_SIZE|offsetof|barrier")
# Calls that read what a pointer says, and do not keep it.
READS = re.compile(r"mem(cpy|cmp|chr|move|dup)|str\w+|print_hex_dump\w*|get_unaligned\w*|copy_to_user"
		   r"|[bl]e\d+_to_cpup|READ_ONCE|skb_\w+|crc\w+|csum_\w+|sizeof|if|while|for|switch|return")
# Calls that fill what their first argument points to.
FILLS = r"(?:mem(?:set|cpy|move)|str[nl]?cpy|strscpy|s[cn]*printf|copy_from_user)"
# Calls that tell a device to start.
START = re.compile(r"(__raw_|raw_)?write[bwlq](_relaxed|_be)?|iowrite\d+(be)?"
		   r"|out[bwl]|regmap_write|regmap_(update|set)_bits"
		   r"|\w*(_reg_write|_write_reg|_writel)")

class State:
	def __init__(self, name):
		self.name = name
		self.types = {}		# (function, variable): type
		self.params = set()	# (function, variable)
		self.arrays = set()	# (function, variable)
		self.shadow = set()	# (function, variable) of several types
		self.wraps = {}		# wrapper: what it does
		self.calls = {}		# position: call
		self.target = {}	# position of a call: what its result is stored in
		self.stores = []	# (function, left, operator, right, line)
		self.bytes = set()	# (position of a call, its pointer that counts in bytes)
		self.attr_names = {NC}	# the attribute and the macros that stand for it
		self.attr_uses = []	# (line, left or None) where it is mentioned
		self.looks = {}		# position of a sync: where the CPU may look next
		self.until = {}		# position of a sync: last line that looks at what it took
		self.strays = []	# (line, text) of syncs that may be of any buffer
		self.facts = {}		# position of a sync: what the paths around it show
		self.report = []
		self.text = None

S = State(None)

def begin(name):
	global S
	if S.name != name:
		S = State(name)

def key(p):
	return (int(p.line), int(p.column))

def declare(func, name, t):
	t = " ".join(t.split())
	if S.types.setdefault((func, name), t) != t:
		S.shadow.add((func, name))

def norm(t):
	t = re.sub(r"\s*(->|\.|\[|\]|\(|\))\s*", r"\1", " ".join(t.split()))
	return re.sub(r"(^|[(,=+*/-] ?|\[)([&*]) ", r"\1\2", t).strip()

def args(t):
	out, depth, last = [], 0, ""
	for c in t:
		depth += (c in "([{") - (c in ")]}")
		if c == "," and not depth:
			out.append(norm(last))
			last = ""
		else:
			last += c
	return out + [norm(last)] if last.strip() else out

CAST = re.compile(r"\(((?:const |volatile |struct |unsigned |signed )*\w+"
		  r"(?: ?__user)?(?: ?\*)*)\)(?=[\w(&*])")

def outer(t):
	"""Does one pair of parentheses enclose it all?"""
	depth = 0
	for i, c in enumerate(t):
		depth += (c == "(") - (c == ")")
		if not depth:
			return c == ")" and i == len(t) - 1
	return False

def bare(t):
	"""Without casts and parentheses around it; and the innermost cast."""
	cast = None
	while True:
		m = CAST.match(t)
		if m and not re.search(r" [-+] ", top_level(t)):
			cast, t = m.group(1), t[m.end():]
		elif t.startswith("(") and outer(t):
			t = t[1:-1].strip()
		else:
			return t, cast

def top_level(t):
	out, depth = "", 0
	for c in t:
		depth += (c in "([") - (c in ")]")
		out += " " if depth and c in "+-" else c
	return out

LVALUE = re.compile(r"(\w+)((?:(?:->|\.)\w+|\[[^][]*\])*)$")

def lvalue(func, t):
	"""(what it is wherever it is written, indices, base, path) or None"""
	m = LVALUE.match(t)
	if not m or m.group(1)[0].isdigit() or m.group(1) == "NULL":
		return None
	base, path = m.groups()
	if (func, base) in S.shadow:
		return None
	index = re.findall(r"\[([^][]*)\]", path)
	return canon(func, re.sub(r"\[[^][]*\]", "[*]", t)), index, base, path

def canon(func, t):
	def one(m):
		typ = S.types.get((func, m.group(1)))
		if not typ or m.group(1) in ("sizeof", "NULL"):
			return m.group(0)
		if m.group(2):
			return "<%s>" % typ.rstrip("* ").replace("const ", "")
		return "%s:%s" % (func, m.group(1))
	t = re.sub(r"(?<!->)(?<!\.)\b([A-Za-z_]\w*)\b(?=(->|\.)?)", one, t)
	return re.sub(r"\s", "", t.replace("->", "."))

def rebase(frm, base, index, names):
	"""An lvalue of the allocation, said with another base and indices."""
	out, n = [], 0
	for part in re.split(r"(\[[^][]*\])", frm):
		if part.startswith("["):
			if n >= len(index):
				return None
			part, n = "[%s]" % index[n], n + 1
		out.append(part)
	t = "".join(out)
	return base + t[len(names):] if names else t

def note(line, why, what):
	S.report.append((line, "note: " + why, what, False))

def left(line, why, what):
	if (line, why) not in [r[:2] for r in S.report]:
		S.report.append((line, why, what, True))

def add_call(f, es, p, func):
	k = key(p)
	if k in S.calls:
		return
	S.calls[k] = dict(f=f, args=args(es), func=func, line=int(p.line),
			  end=end_of_call(k), key=k, via=None)

def end_of_call(k):
	"""The line of the closing parenthesis."""
	depth = 0
	for n, text in enumerate(source().split("\n")[k[0] - 1:], k[0]):
		for c in text[k[1]:] if n == k[0] else text:
			depth += (c == "(") - (c == ")")
			if c == ")" and not depth:
				return n
	return k[0]

def known(f):
	return f in SYNC + ALLOC + FREE + MMAP or f in S.wraps

def is_sync(f):
	return f in SYNC or S.wraps.get(f, {}).get("kind") == "sync"

def add_wrapper(w, params, f, es, p, func, macro):
	names = [re.sub(r"\[.*", "", a).split()[-1].strip("*") for a in args(params) if a != "void"]
	a = args(es)
	if f not in SYNC and not old_form(f, a):
		return
	at = len(a) - 3 if f in SYNC else 2
	if at < 0 or len(a) <= at or bare(a[at])[0].lstrip("&(").rstrip(")") not in names:
		return	# it has a buffer of its own in mind
	S.wraps.setdefault(w, dict(name=w, params=names, f=f, args=a, line=int(p.line),
		body=key(p), macro=macro, uses=[], bad=None, static=macro, lines=lines_of_wrapper(w, p, macro),
		kind="sync" if f in SYNC else "alloc" if f in ALLOC else "free"))

def lines_of_wrapper(w, p, macro):
	m = re.search(r"^[ \t]*#\s*define\s+%s\(.*?[^\\]$" % w, source(), re.S | re.M) if macro else None
	return (line_of(m.start()), line_of(m.end())) if m else (int(p.line), end_of_call(key(p)))

def other_use(w):
	"""Is the wrapper anything else than called, or defined twice?"""
	t = source()
	define = r"^[ \t]*#\s*define\s+%s\b" % w["name"] if w["macro"] else \
		r"^[A-Za-z_][^;{}#\n=]*\b%s\s*\([^;{}]*\)\s*\{" % w["name"]
	return len(re.findall(define, t, re.M)) != 1 or re.search(r"\b%s\b(?!\s*\()" % w["name"], t)

def nothing_else(w, f):
	"""Is the macro w one call of f, and that is all?"""
	m = re.search(r"^[ \t]*#\s*define\s+%s\(.*?[^\\]$" % w, source(), re.S | re.M)
	body = re.sub(r"\\\n", " ", m.group(0)) if m else ""
	return re.match(r"\s*#\s*define\s+\w+\([^)]*\)\s*(do\s*\{\s*)?\(?\s*%s\s*\([^;]*\)\s*;?\s*(\}\s*while\s*\(\s*0\s*\))?\s*$"
			% f, body)

def expand(c):
	"""What a call of a wrapper says, in words of the old API."""
	w = S.wraps.get(c["f"])
	if not w:
		return c["f"], c["args"]
	if len(w["params"]) != len(c["args"]):
		return None, []
	def put(m):
		if m.group(1):
			return m.group(0)
		if m.group(2) in w["params"]:
			a = c["args"][w["params"].index(m.group(2))]
			return a if re.match(r"&?[\w>.\[\]-]+$", a) else "(%s)" % a
		return m.group(2)
	return w["f"], [bare_paren(norm(re.sub(r"(->|\.)?\b([A-Za-z_]\w*)", put, a))) for a in w["args"]]

def bare_paren(t):
	while t.startswith("(") and outer(t):
		t = t[1:-1].strip()
	return t

# What belongs together, and what can become of it.


ZONES = ("GFP_DMA", "GFP_DMA32", "__GFP_DMA", "__GFP_DMA32", "__GFP_HIGHMEM")
DIRS = ("DMA_TO_DEVICE", "DMA_FROM_DEVICE", "DMA_BIDIRECTIONAL")
OTHER_WAYS = (r"(dma_mmap_\w+|dma_get_sgtable\w*|remap_pfn_range|vm_iomap_memory|vm_insert_page"
	      r"|virt_to_page|virt_to_phys|virt_to_bus|virt_to_pfn|__pa|sg_set_buf|sg_init_one)")
EXPORTERS = r"\b(vb2_mem_ops|vb2_queue|drm_gem_object_funcs|drm_gem_dma_object|dma_buf_ops|dma_buf_export)\b"

def source():
	"""The file without comments, strings and what is under #if 0."""
	if S.text is None:
		t = open(S.name, errors="replace").read()
		blank = lambda m: re.sub(r"[^\n]", " ", m.group(0))
		t = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', blank, t, flags=re.S)
		S.text = re.sub(r"^\s*#\s*if\s+0\b.*?^\s*#\s*(else|elif|endif)\b", blank, t, flags=re.S | re.M)
	return S.text

def line_of(offset):
	return source().count("\n", 0, offset) + 1

def functions():
	"""(name, first line, last line) of each."""
	found = re.finditer(r"^[A-Za-z_][^;{}#\n]*?\b(\w+)\s*\([^;{}]*\)\s*\n\{.*?^\}", source(), re.S | re.M)
	return [(m.group(1), line_of(m.start()), line_of(m.end())) for m in found]

def body(first, last):
	"""Its lines, without those of the old API."""
	lines = source().split("\n")
	return "\n".join(lines[n - 1] for n in range(first, min(last, len(lines)) + 1) if not api_line(n))

def rest_of(c):
	"""What comes in its function after a call."""
	last = [b for name, a, b in functions() if a <= c["line"] <= b]
	return body(c["end"] + 1, last[0] if last else c["end"])

def last_names(g):
	return {re.findall(r"\w+", re.sub(r"\[[^][]*\]", "", n))[-1] for n in g["ptrs"].values()}

def aliases(g, func):
	"""Local variables that point into the buffer."""
	out = set()
	for f, l, op, r, n in S.stores:
		if f == func and op == "=" and l.isidentifier() and l not in g["ptrs"].values():
			where = find(f, r, False)
			if where and where[0] is g:
				out.add(l)
	return out

def strip_amp(t):
	t = bare(t)[0]
	return bare(t[1:])[0] if t.startswith("&") else "*" + t

def names(func, t):
	"""t, and whatever the same function stores it in."""
	return [t] + [l for f, l, op, r, n in S.stores
		      if f == func and op == "=" and bare(r)[0] == t and l != t]

def new_group(c, target):
	f, a = c["old"]
	func = c["func"]
	alone = len([k for k, t in S.target.items() if t == target and S.calls[k]["func"] == func]) == 1
	also = names if alone else lambda fn, t: [t]
	lv = lvalue(func, target)
	h = strip_amp(a[2])
	g = dict(allocs=[c], frees=[], syncs=[], bad=None, line=c["line"], func=func, pairs=[],
		 sizes={canon(func, n) for n in also(func, a[1])}, devs=also(func, a[0]),
		 ptrs={}, handles=set(), target=target, handle=h, initial=False)
	for n in also(func, target):
		l = lvalue(func, n)
		if l:
			g["ptrs"][l[0]] = n
			g["pairs"] += [(l, hn) for hn in also(func, h) if lvalue(func, hn)]
	g["handles"] = {canon(func, re.sub(r"\[[^][]*\]", "[*]", n)) for n in also(func, h)}
	if not lv:
		g["bad"] = "the pointer is kept in an expression: store it in a variable first"
	others = [k for k, b in S.calls.items() if b["func"] == func and k in S.target and
		  b["old"][0] in ALLOC and strip_amp(b["old"][1][2]) == h and S.target[k] != target]
	if others:
		g["bad"] = g["bad"] or "its bus address is where line %d puts another: give each its own" % others[0][0]
	return g

def check_alloc(g, c):
	"""What of the allocation itself cannot be said in the new way?"""
	f, a = c["old"]
	if a[0] == "NULL":
		return "NULL device: find the device that does the DMA and pass it"
	attrs = [bare_paren(x.strip()) for x in a[4].split("|")] if f == "dma_alloc_attrs" else []
	if "?" in "".join(attrs):
		return "attributes chosen at run time: split it into two allocations"
	if [x for x in attrs if x not in S.attr_names and x != "DMA_ATTR_NO_WARN"]:
		return "other attributes with it: find out what they are for"
	if re.match(r"\(\w+ ?\*\)", a[2]) or lvalue(c["func"], strip_amp(a[2])) is None and not a[2].isidentifier():
		return "the bus address is no plain dma_addr_t: keep it in one"
	gfp = [x.strip() for x in bare(a[3])[0].split("|")]
	keep = [x for x in gfp if x not in ZONES] + ["__GFP_NOWARN"] * ("DMA_ATTR_NO_WARN" in attrs)
	if re.search(r"GFP_(COMP|HIGHUSER)|\?", a[3]) or not [x for x in gfp if x not in ZONES]:
		return "gfp flags that the new call refuses: choose others"
	c["gfp"] = " | ".join(keep)
	if [x for x in gfp if x in ZONES]:
		note(c["line"], "zone flags dropped", "the device's mask says where memory may be")
	return None

def other_device(g, func, d):
	"""Another field of the same structure than the device of the allocation."""
	mine = [x for x in (canon(g["func"], e.lstrip("&")) for e in g["devs"]) if x.startswith("<")]
	d = canon(func, d.lstrip("&"))
	return bool(mine) and d not in mine and d.split(">")[0] in [x.split(">")[0] for x in mine]

def other_index(func, pointer, handle):
	"""Two arrays, and the indices are not the same."""
	p, h = lvalue(func, bare(pointer)[0]), lvalue(func, bare(handle)[0])
	return p and h and p[1] != h[1] and (h[1] or p[1])

def check_free(g, c):
	f, a = c["old"]
	want = g["allocs"][0]["old"][0].replace("alloc", "free")
	if f != want or f == "dma_free_attrs" and bare_paren(a[4]) not in S.attr_names:
		return "freed with %s() at line %d: make the pair match" % (f, c["line"])
	if f == "dma_free_noncoherent" and len(a) != 4:
		return "freed in the new way at line %d: make the pair match" % c["line"]
	if a[0] == "NULL":
		return "freed with a NULL device at line %d: pass the device of the allocation" % c["line"]
	if canon(c["func"], a[1]) not in g["sizes"]:
		return "freed with another size at line %d: make the sizes the same" % c["line"]
	if other_device(g, c["func"], a[0]):
		return "freed for another device at line %d: pass the device of the allocation" % c["line"]
	if other_index(c["func"], a[2], a[3]) and not other_index(g["func"], g["target"], g["handle"]):
		return "freed with another bus address at line %d: pass what the allocation set" % c["line"]
	if canon(c["func"], re.sub(r"\[[^][]*\]", "[*]", bare(a[3])[0])) not in g["handles"]:
		return "freed with another bus address at line %d: pass what the allocation set" % c["line"]
	return None

def exact(func, t):
	"""The buffer whose first byte t points to, if any."""
	lv = lvalue(func, t)
	for g in S.groups if lv else []:
		if lv[0] in g["ptrs"]:
			return g, lv
	return None, None

def find(func, t, derive=True, line=None):
	"""(buffer, lvalue of its pointer, its text, offset in bytes or None) or a reason"""
	t, cast = bare(t)
	if "?" in t:
		return None
	g, lv = exact(func, t)
	if g:
		return g, lv, t, None, t
	if t.startswith("&"):
		inner = bare(t[1:])[0]
		m = LVALUE.match(inner)
		parts = re.findall(r"(?:->|\.)\w+|\[[^][]*\]", m.group(2)) if m else []
		for i in range(len(parts) - 1, -1, -1):
			p = m.group(1) + "".join(parts[:i])
			g, lv = exact(func, p)
			if g:
				return (g, lv, p, offset_of(p, parts[i:]), p) if within(parts[i:]) else None
	halves = re.split(r" \+ ", top_level(t), maxsplit=1)
	if len(halves) == 2:
		first, rest = t[:len(halves[0])].strip(), t[len(halves[0]) + 3:].strip()
		p, cast = bare(first)
		g, lv = exact(func, p)
		if g:
			rest = bare_paren(rest)
			many = rest if re.match(r"[\w.>\[\]-]+$", rest) else "(%s)" % rest
			if cast is None:
				return g, lv, p, (many, p), p
			unit = cast.replace("*", "").strip()
			if unit in ("void", "char", "u8", "unsigned char", "uint8_t", "unsigned long", "uintptr_t"):
				return g, lv, p, rest, p
			return g, lv, p, "%s * sizeof(%s)" % (many, unit), p
	m = re.match(r"&?([A-Za-z_]\w*)\b", t)
	if m and derive and (func, m.group(1)) in S.types and (func, m.group(1)) not in S.params:
		return derived(func, t, m.group(1), line)
	return None

def within(parts):
	"""Does a path stay in the buffer?  An array does, a pointer leads away."""
	for a, b in zip(parts, parts[1:]):
		if b.startswith("->"):
			return False
		if b.startswith("[") and not re.search(r"\w[ \t]+%s\s*\[" % re.escape(re.sub(r"\W", "", a)), source()):
			return False
	return not (len(parts) > 1 and parts[0].startswith("[") and parts[1].startswith("["))

def offset_of(p, parts):
	if parts[0] == "->" + parts[0][2:]:
		return "offsetof(typeof(*%s), %s)" % (p, "".join(parts)[2:])
	i = parts[0][1:-1]
	out = "%s * sizeof(*%s)" % (i if re.match(r"\w+$", i) else "(%s)" % i, p)
	if len(parts) > 1:
		out += " + offsetof(typeof(*%s), %s)" % (p, "".join(parts[1:]).lstrip(".->"))
	return out

def moved(func, t, since, line):
	"""May what t is made of be something else at the line than where t was read?"""
	if line is None or line < since:
		return True
	words = set(re.findall(r"[A-Za-z_]\w*(?:(?:->|\.)\w+)*", t))
	words |= {w[:m.start()] for w in words for m in re.finditer(r"->|\.", w)}
	return bool([1 for f, l, op, r, n in S.stores if f == func and since < n <= line and l in words])

def taken(name):
	"""Is there somebody who got the address of the pointer?"""
	return re.search(r"(?<![&\w)\]] )(?<![&\w)\]])&\s*((?:\w+(?:->|\.))*%s)\b(?!\s*(->|\.|\[|\())" % re.escape(name), source()) or \
		re.search(r"\b(?:swap|xchg|cmpxchg)\s*\(([^;{}]*\b%s)\b" % re.escape(name), source())

def derived(func, t, d, line):
	"""A local pointer that only ever points into one buffer."""
	sources = [(op, r) for f, l, op, r, n in S.stores if f == func and l == d]
	if [1 for f, l, op, r, n in S.stores if f == func and l == d and op == "=" and moved(func, r, n, line)] or \
			taken(d):
		return None
	roots = [find(func, r, False) for op, r in sources if op == "="]
	roots = [r for r in roots if r]
	if not roots or len(roots) != len([1 for op, r in sources if op == "="]):
		return None
	if len({r[2] for r in roots}) != 1 or re.match(r"%s(->|\[)" % d, t):
		return None
	g, lv, p = roots[0][:3]
	if len(sources) == 1 and roots[0][3] is None and bare(t)[0] == d:
		return g, lv, p, None, d
	return g, lv, p, "((u8 *)%s - (u8 *)%s)" % (t if re.match(r"&?[\w>.-]+$", t) else "(%s)" % t, p), d

def address(c, g, lv, off):
	"""The bus address of a sync, in the words of its function."""
	for (frm, index, base, path), h in g["pairs"]:
		if frm != lv[0]:
			continue
		hl = lvalue(g["func"], h)
		if hl[1] != index and not (c["func"] == g["func"] and index == lv[1] and base == lv[2] and not index):
			continue
		if path and hl[2] == base:
			t = rebase(h, lv[2], lv[1], base)
		elif not {(g["func"], hl[2]), (g["func"], base)} & set(S.types):
			t = rebase(h, "", lv[1], "")	# globals
		elif c["func"] == g["func"] and index == lv[1] and base == lv[2]:
			t = h				# what the same function holds
		else:
			t = None
		if t:
			if isinstance(off, tuple):
				off = off[0] if (c["key"], off[1]) in S.bytes else "%s * sizeof(*%s)" % off
			return t + " + " + off if off else t
	return None

def device(c, g, lv):
	dev = c["old"][1][0] if len(c["old"][1]) == 4 else "NULL"
	if dev != "NULL":
		return dev
	for (frm, index, base, path), h in g["pairs"]:
		for d in g["devs"] if frm == lv[0] else []:
			m = re.match(r"(&?)(\w+)((?:->|\.).*)?$", d)
			if not m or d == "NULL":
				continue
			if path and m.group(3) and m.group(2) == base:
				return m.group(1) + lv[2] + m.group(3)
			if (g["func"], m.group(2)) not in S.types or c["func"] == g["func"]:
				return d
	return None

def orphan(c, v):
	"""Why is there no bus address for v?"""
	func, t = c["func"], bare(v)[0]
	m = re.match(r"&?\(*([A-Za-z_]\w*)", t)
	base = m.group(1) if m else ""
	typ = S.types.get((func, base), "")
	if "__user" in v or "__user" in typ:
		return "user pointer: pin the pages and map them with dma_map_sg()"
	if "sk_buff" in typ:
		return "data of an skb: map it with dma_map_single() for the transfer"
	if (func, base) in S.arrays or t.startswith("&" + base) and typ and "*" not in typ:
		return "memory on the stack: allocate it with dma_alloc_noncoherent()"
	for f, l, op, r, n in S.stores:
		if canon(f, l) == canon(func, t) and re.search(r"\b(k[mzc]alloc|kmalloc_array|__get_free_page|kmem_cache|vmalloc)", r):
			return "memory of %s() at line %d: map it with dma_map_single(), or allocate it with dma_alloc_noncoherent()" \
				% (re.search(r"(\w+)\(", r).group(1), n)
	if (func, base) in S.params and t == base:
		return "the pointer is a parameter of %s(): pass the bus address along with it" % func
	return "no bus address in sight: find where the memory comes from and keep its dma_addr_t beside the pointer"

def link():
	S.groups, S.coherent = [], set()
	bodies = {w["body"] for w in S.wraps.values()}
	calls = [c for k, c in sorted(S.calls.items()) if k not in bodies]
	for c in calls:
		c["old"] = expand(c)
		c["via"] = S.wraps.get(c["f"])
		c["what"] = "sync" if c["old"][0] in SYNC else "alloc" if c["old"][0] in ALLOC \
			else "free" if c["old"][0] in FREE else "mmap"
		if c["via"]:
			c["via"]["uses"].append(c)
	S.done = calls
	for c in calls:
		if c["what"] == "alloc":
			link_alloc(c)
	for c in calls:
		if c["what"] == "free":
			link_free(c)
		elif c["what"] == "sync":
			link_sync(c)
		elif c["what"] == "mmap" and any(x in S.attr_names for x in re.findall(r"\w+", c["old"][1][-1])):
			left(c["line"], "mmap() of the memory", "decide how user space syncs, then use dma_mmap_pages() or the like")
			g = exact(c["func"], bare(c["old"][1][2])[0])[0]
			if g:
				g["bad"] = g["bad"] or "mapped into user space or exported at line %d: decide who syncs" % c["line"]
	hidden = uncovered()
	S.strays += [(n, text) for n, what, text in hidden if "sync" in what]
	for g in S.groups:
		for n, text in S.strays + [h[::2] for h in hidden]:
			# a name without a call can reach any buffer
			if not re.search(r"\(|^[\w>.&*\[\] +-]+$", text) or \
					re.search(r"\b(%s)\b" % "|".join(last_names(g) or {" "}), text):
				g["bad"] = g["bad"] or "a sync that may be of it cannot be converted: see line %d" % n
		check_group(g)

def uncovered():
	"""(line, name, statement) of the old API that no rule has matched."""
	t = source()
	spans = [(c["line"], c["end"]) for c in S.calls.values()] + [w["lines"] for w in S.wraps.values()]
	out = []
	for m in re.finditer(r"\b(dma_cache_sync|dmam?_(?:alloc|free)_noncoherent)\b", t):
		n = line_of(m.start())
		if [1 for a, b in spans if a <= n <= b]:
			continue
		call = t[m.start():].split(";")[0]
		if m.group(1) != "dma_cache_sync" and re.match(r"\w+\s*\(", call) and call.count(",") >= 4 - (m.group(1) == "dmam_free_noncoherent"):
			continue	# as it has to be
		first = max(t.rfind(x, 0, m.start()) for x in ";}\n")
		out.append((n, m.group(1), t[first + 1:m.start()] + call))
	return out

def is_old(c):
	return old_form(*c["old"])

def old_form(f, a):
	if f in ("dma_alloc_noncoherent", "dma_free_noncoherent"):
		return len(a) == 4
	return f in ("dma_alloc_attrs", "dma_free_attrs") and len(a) == 5 and \
		any(x in S.attr_names for x in re.findall(r"\w+", a[4]))

def link_alloc(c):
	target = S.target.get(c["key"])
	if not is_old(c):
		f, a = c["old"]
		if f == "dma_alloc_coherent" and target and lvalue(c["func"], target):
			S.coherent.add(lvalue(c["func"], target)[0])
		if f == "dma_alloc_attrs" and len(a) == 5 and len(S.attr_uses) and not re.match(r"(0|[A-Z_| ]+)$", a[4]):
			left(c["line"], "attributes in a variable",
			     "find out which they are; for %s alone use dma_alloc_noncoherent()" % NC)
		return
	if not target:
		left(c["line"], "the result is not stored where it is seen", "store it beside its dma_addr_t")
		return
	g = new_group(c, target)
	g["bad"] = g["bad"] or check_alloc(g, c)
	c["group"] = g
	for other in S.groups:
		if set(other["ptrs"]) & set(g["ptrs"]):
			other["allocs"].append(c)
			other["bad"] = other["bad"] or g["bad"]
			if other["allocs"][0]["old"][0] != c["old"][0] or not g["sizes"] & other["sizes"]:
				other["bad"] = other["bad"] or "allocated in another way at line %d: make them the same" % c["line"]
			if not g["handles"] & other["handles"]:
				other["bad"] = other["bad"] or "allocated with another bus address at line %d: give each its own pointer" % c["line"]
			if [d for d in g["devs"][:1] if other_device(other, c["func"], d)]:
				other["bad"] = other["bad"] or "allocated for another device at line %d: give each its own pointer" % c["line"]
			c["group"] = other
			other["pairs"] += g["pairs"]
			other["sizes"] &= g["sizes"]
			return
	S.groups.append(g)

def link_free(c):
	g = exact(c["func"], bare(c["old"][1][2])[0])[0] if len(c["old"][1]) > 2 else None
	c["group"] = g
	if g:
		g["frees"].append(c)
		g["bad"] = g["bad"] or check_free(g, c)
	elif is_old(c):
		left(c["line"], "frees memory whose allocation is not in sight", "convert it together with the allocation")
	elif len(c["old"][1]) == 5 and S.attr_uses and not re.match(r"(0|[A-Z_| ]+|DMA_\w+)$", c["old"][1][4]) \
			and c["old"][0] == "dma_free_attrs":
		left(c["line"], "attributes in a variable", "convert it together with the allocation")

def link_sync(c):
	f, a = c["old"]
	if len(a) not in (3, 4):
		left(c["line"], "not three or four arguments", "convert it by hand")
		return
	v, c["size"], c["dir"] = a[-3], a[-2], bare(a[-1])[0]
	where = find(c["func"], v, True, c["line"])
	facts = S.facts.get(c["key"], ())
	if not where:
		if "mapped" in facts:
			c["drop"] = "dma_map_single() in the next line does it"
			return
		lv = lvalue(c["func"], bare(v)[0])
		if lv and lv[0] in S.coherent and not [1 for x, l, op, r, n in S.stores
				if canon(x, re.sub(r"\[[^][]*\]", "[*]", l)) == lv[0] and r not in ("NULL", "0") and "dma_alloc_coherent(" not in r.replace(" ", "")]:
			c["drop"] = "coherent memory needs no sync"
			return
		why = orphan(c, v)
		if why.startswith(("no bus address", "the pointer is a parameter")):
			S.strays.append((c["line"], v))
		left(c["line"], why.split(": ")[0], why.split(": ", 1)[1])
		return
	g, lv, p, off, root = where
	if "twice" in facts:
		c.update(group=g, drop="the line before has just done it")
		return
	c.update(group=g, lv=lv, off=off, root=root, v=v)
	g["syncs"].append(c)
	c["handle"] = address(c, g, lv, off)
	c["dev"] = device(c, g, lv)
	if c["dir"] not in DIRS:
		c["why"] = "direction %s is no constant: say which hand-over it is" % c["dir"]
	elif not c["handle"]:
		c["why"] = "no bus address in sight: keep the dma_addr_t of line %d beside the pointer" % g["line"]
	elif not c["dev"]:
		c["why"] = "NULL device: pass the device of line %d" % g["line"]
	if c.get("why"):
		left(c["line"], *c["why"].split(": ", 1))
		g["bad"] = g["bad"] or "its sync at line %d cannot be converted: see there" % c["line"]

def check_group(g):
	t = source()
	mine = {c["line"] for c in g["allocs"]}
	last = last_names(g)
	ways = re.search(OTHER_WAYS + r"\s*\([^;{}]*\b(%s)\b" % "|".join(last), t)
	if ways:
		g["bad"] = g["bad"] or "used with %s() at line %d: decide who syncs" % (ways.group(1), line_of(ways.start()))
	moved = re.search(r"(\+\+|--)\s*([\w.>\[\]-]*(->|\.))?(%s)\b(?!\s*(->|\.|\[))" % "|".join(last), t)
	if moved:
		g["bad"] = g["bad"] or "its pointer is moved at line %d: untangle it" % line_of(moved.start())
	for name in last:
		m = taken(name)
		if m and canon_any(m.group(1)) & set(g["ptrs"]):
			g["bad"] = g["bad"] or "its pointer is set in another way at line %d: untangle it" % line_of(m.start())
	if re.search(EXPORTERS, t):
		g["bad"] = g["bad"] or "the file serves vb2, GEM or dma-buf: its framework decides who syncs, convert it by hand"
	alias = {canon(g["func"], n) for n in list(g["ptrs"].values())} | g["handles"]
	for f, l, op, r, n in S.stores:
		k = canon(f, re.sub(r"\[[^][]*\]", "[*]", l))
		if k not in g["ptrs"] and k not in g["handles"]:
			continue
		rk = canon(f, re.sub(r"\[[^][]*\]", "[*]", bare(r)[0]))
		if op == "=" and (bare(r)[0] in ("NULL", "0") or rk in alias and rk != k):
			continue
		if op == "=" and any(c["func"] == f and n - 3 <= c["line"] <= n + 3 and c["f"] in r for c in g["allocs"]):
			continue
		g["bad"] = g["bad"] or "its pointer or bus address is set in another way at line %d: untangle it" % n
	if not g["frees"]:
		g["bad"] = g["bad"] or "not freed in this file: convert it together with the free"
	if not g["syncs"] and S.strays:
		g["bad"] = g["bad"] or "none of the syncs can be told to be its own: see line %d" % S.strays[0][0]
	if not g["syncs"]:
		g["bad"] = g["bad"] or "no sync anywhere: use dma_alloc_coherent(), or add the syncs that are missing"
	dirs = {c["dir"] for c in g["syncs"]}
	g["dir"] = dirs.pop() if len(dirs) == 1 and all_in_sight(g) else "DMA_BIDIRECTIONAL"
	if g["dir"] == "DMA_TO_DEVICE" and may_be_read(g):
		g["dir"] = "DMA_BIDIRECTIONAL"

def all_in_sight(g):
	"""No sync that may be of the buffer too, here or where its structure is known."""
	structs = [m.group(1) for m in [re.match(r"<struct(\w+)>", k) for k in g["ptrs"]] if m]
	return not S.strays and not [1 for x in structs if not re.search(r"\bstruct\s+%s\s*\{" % x, source())]

def may_be_read(g):
	"""Does the CPU do anything else with it than to write?"""
	t = body(1, source().count("\n") + 1)
	arrays = {re.findall(r"\w+", k)[-1] for k in g["ptrs"] if k.endswith("[*]")}
	for name in last_names(g).union(*(aliases(g, f) for f, a, b in functions())):
		for m in re.finditer(r"(?<!\w)((?:\w+(?:\[[^][]*\])*(?:->|\.))*%s)\b" % name, t):
			before, after = t[:m.start()].rstrip(" "), t[m.end():]
			path = re.match(r"(?:\[[^][]*\]|(?:->|\.)\w+)*", after).group(0)
			after = after[len(path):].lstrip()
			path = re.sub(r"^\[[^][]*\]", "", path) if name in arrays else path
			if re.match(r"([-+|&^*/%]|<<|>>)?=(?!=)", after) and (path or before.endswith("*") or after[0] == "="):
				continue	# written, or the pointer itself
			if not path and (re.search(r"(\b(if|while)\s*\(|!|&&|\|\||\breturn)$", before) and
					 re.match(r"\)|==|!=|&&|\|\|", after) or after.startswith("?")):
				continue	# a test for NULL
			if re.search(FILLS + r"\s*\(\s*[&(]*$", before):
				continue
			if re.search(r"\b(struct|union|enum)$", before) or not path and \
					not before.endswith("*") and re.match(r"\+\+|--", after):
				continue	# its type, or the pointer moves
			if re.search(r"[\w,]\s*\*+$|^\s*(struct )?\w+$|[;{]\s*(struct |unsigned |const )*\w+$", before) and re.match(r"[;,=]", after):
				continue	# its declaration
			if re.search(r"(?<![=!<>])=\s*(\([\w ]+\*+\)\s*)?&?$", before) and re.match(r"[;+]|$", after):
				continue	# an alias, whose turn comes
			return True
	return False

def canon_any(t):
	"""What it may be, in whichever function: its last words count."""
	end = re.findall(r"\w+", t)[-1]
	return {k for g in S.groups for k in g["ptrs"] if re.findall(r"\w+", k)[-1:] == [end]}

def fact(p, what):
	S.facts.setdefault(key(p), set()).add(what)

def api_line(n):
	return any(c["line"] <= n <= c["end"] for c in S.calls.values())

def looked_at_later(g, c):
	"""May the CPU read what a sync gives to the device, and not by the same name?"""
	text = rest_of(c)
	for name in aliases(g, c["func"]) | last_names(g):
		for m in re.finditer(r"[\w>.\[\]-]*\b%s\b" % name, text):
			if not m.group(0).endswith(c["root"]):
				return True
	return bool([r for r in readers(g) if re.search(r"\b%s\s*\(" % r, text)])

def readers(g):
	"""Functions that look at the buffer and do not sync it."""
	names = "|".join(last_names(g))
	own = {c["func"] for c in g["allocs"] + g["frees"] + g["syncs"]}
	out = {f for f, a, b in functions() if f not in own and re.search(r"\b(%s)\b" % names, body(a, b))}
	more = True
	while more and out:
		calls = re.compile(r"\b(%s)\s*\(" % "|".join(out))
		more = {f for f, a, b in functions() if f not in own | out and calls.search(body(a + 1, b))}
		out |= more
	return out

def passed_on(c):
	"""Is a function next that nobody knows, which gets the pointer?"""
	lines = source().split("\n")
	for line, column in S.looks.get(c["key"], ()):
		before = "\n".join(lines[:line - 1] + [lines[line - 1][:column]])
		after = lines[line - 1][column:].lstrip("&(")[len(c["root"]):]
		depth, i = 0, len(before) - 1
		while i >= 0 and before[i] not in ";{}" and depth <= 0:
			depth += (before[i] == "(") - (before[i] == ")")
			i -= 1
		m = re.search(r"(\w+)\s*$", before[:i + 1]) if depth > 0 else None
		if not m or READS.fullmatch(m.group(1)) or HARMLESS.fullmatch(m.group(1)):
			continue
		if not re.match(r"\s*(->|\[|\.)", after) and not before.endswith("*"):
			return True
	return False

def written_before(g, c):
	"""May the CPU have written to it, by whatever name?"""
	for f, l, op, r, n in S.stores:
		if f == c["func"] and n <= c["line"]:
			m = re.match(r"(\w+)(\[|->)", l)
			if l.startswith("*") or m and m.group(1) in aliases(g, f) or m and m.group(2) == "[" and \
					(f, m.group(1)) not in S.arrays and not l.startswith(c["root"]):
				return True
	return False

def classify(g):
	for c in g["syncs"]:
		facts = S.facts.get(c["key"], set())
		dev, cpu, wrote, late = [x in facts for x in ("dev", "cpu", "wrote", "late")]
		if c["dir"] == "DMA_TO_DEVICE":
			c["to"] = "device"
		elif not late and (dev or wrote and c["dir"] == "DMA_BIDIRECTIONAL") and not looked_at_later(g, c):
			c["to"] = "device"
		elif cpu and not dev and not wrote and not passed_on(c) and \
				not (c["dir"] == "DMA_BIDIRECTIONAL" and written_before(g, c)):
			c["to"] = "cpu"
		else:
			left(c["line"], "the file does not show whether the CPU or the device is next",
			     "use dma_sync_single_for_cpu() before the CPU reads, dma_sync_single_for_device() before the device writes")
			g["bad"] = g["bad"] or "its sync at line %d cannot be converted: see there" % c["line"]
			c["to"] = None

def covers(g, d, c):
	same = canon(d["func"], d["v"]) == canon(c["func"], c["v"]) and \
		canon(d["func"], d["size"]) == canon(c["func"], c["size"])
	whole = d["off"] is None and canon(d["func"], d["size"]) in g["sizes"]
	return d["to"] == "device" and (same or whole)

def give_back(g):
	"""What the CPU takes, the device has to get first."""
	for c in [c for c in g["syncs"] if c["to"] == "cpu"]:
		# what only the function says that allocates it, is said once
		once = {a["func"] for a in g["allocs"]} - {c["func"]}
		given = [d for d in g["syncs"] if covers(g, d, c) and d["func"] not in once]
		facts = S.facts.get(c["key"], set())
		if given and "touched" not in facts:
			if not [d for d in given if d["func"] == c["func"]]:
				left(c["line"], "the file does not show that line %d comes before each transfer" % given[0]["line"],
				     "if it does, the patch is right; if not, add dma_sync_single_for_device() after the CPU has read")
			continue
		if not given and "handback" in facts and seen_only_there(g) and stays_the_same(c) and statement(c):
			c["handback"], g["initial"] = True, True
			continue
		left(c["line"], "nothing gives the buffer to the device again after the CPU has read it",
		     "add dma_sync_single_for_device() before the device may write")
		g["bad"] = g["bad"] or "its sync at line %d cannot be converted: see there" % c["line"]

def statement(c):
	"""Is the call a statement that can go?"""
	lines = source().split("\n")
	before = "\n".join(lines[:c["key"][0] - 1] + [lines[c["key"][0] - 1][:c["key"][1]]])
	after = "\n".join([lines[c["end"] - 1][lines[c["end"] - 1].rfind(")") + 1:]] + lines[c["end"]:]).lstrip()
	inside = re.split(r"[;{}]", before)[-1]
	return after.startswith(";") and "?" not in inside and re.search(r"([;{}):]|\belse|\bdo)$", before.rstrip()) and \
		not (before.rstrip().endswith(":") and after[1:].lstrip().startswith("}"))

def stays_the_same(c):
	"""Are size and address what they were, once the CPU has looked?"""
	until = S.until.get(c["key"], c["key"])[0]
	return not re.search(r"\b(?!sizeof\b)\w+\s*\(", c["size"]) and \
		not moved(c["func"], c["size"] + " " + c["handle"], c["line"] - 1, until)

def seen_only_there(g):
	"""Does the CPU look at the buffer only after taking it?"""
	if S.strays or len(g["allocs"]) != 1 or "initial" not in S.facts.get(g["allocs"][0]["key"], ()):
		return False
	if [c for c in g["syncs"] if c["to"] != "cpu" or c["root"] != bare(c["v"])[0] or c["off"]]:
		return False
	roots = {(c["func"], c["root"]) for c in g["syncs"]}
	if [1 for f, a, b in functions() for x in aliases(g, f) if (f, x) not in roots]:
		return False
	ok = set()
	for c in g["allocs"] + g["frees"] + g["syncs"]:
		ok |= set(range(c["line"] - 1, c["end"] + 2))
	for c in g["syncs"]:
		ok |= set(range(c["line"], S.until.get(c["key"], c["key"])[0] + 1))
	for name in last_names(g):
		for m in re.finditer(r"(->|\.|[^\w])%s\b(?!\s*;)" % name, source()):
			n = line_of(m.end())
			if n not in ok and [1 for f, l, op, r, k in S.stores if k == n and not l.isidentifier() and
					    bare(r)[0] in g["ptrs"].values()] == []:
				return False
	return True

def decide():
	for g in S.groups:
		if not g["bad"]:
			classify(g)
		if not g["bad"]:
			give_back(g)
	again = True
	while again:
		again = False
		for w in S.wraps.values():
			bad = not w["static"] and "%s() has callers elsewhere: make it static, or convert by hand" % w["name"] or \
				other_use(w) and "%s() is defined twice, or used by its name: convert it by hand" % w["name"] or \
				not w["uses"] and "nothing in this file calls %s(): convert it with its callers" % w["name"] or \
				[1 for c in w["uses"] if not (c.get("drop") or c.get("group") and not c["group"]["bad"])] and \
				"a caller of %s() cannot be converted: see there" % w["name"]
			if bad and not w["bad"]:
				w["bad"] = bad
				again = True
		for g in S.groups:
			for c in g["allocs"] + g["frees"] + g["syncs"]:
				if not g["bad"] and c["via"] and c["via"]["bad"]:
					g["bad"] = "goes through %s(), which stays: see line %d" % (c["via"]["name"], c["via"]["line"])
					again = True
	again = True
	while again:
		again = False
		for w in S.wraps.values():
			through = [c["group"] for c in w["uses"] if c.get("group")] if w["kind"] != "sync" else []
			if len({g["dir"] for g in through}) > 1:
				again = True
				for g in through:
					g["dir"] = "DMA_BIDIRECTIONAL"
	for w in S.wraps.values():
		decide_wrapper(w)
	for g in S.groups:
		decide_group(g)
	for c in S.done:
		stays = c["via"] and c["via"]["bad"] or c.get("group") and c["group"]["bad"]
		if c.get("drop") and not stays and not statement(c):
			left(c["line"], "the sync is not needed: " + c["drop"], "remove it by hand, it is a part of something else")
			c["drop"] = None
		elif c.get("drop") and not stays:
			note(c["line"], "sync removed", c["drop"])
		elif c.get("drop"):
			c["drop"] = None
	unseen()

def old_to_new(f, a, d, gfp=None):
	if "alloc" in f:
		return "dma_alloc_noncoherent(%s, %s, %s, %s, %s)" % (a[0], a[1], a[2], d, gfp or a[3])
	return "dma_free_noncoherent(%s, %s, %s, %s, %s)" % (a[0], a[1], a[2], a[3], d)

def new_text(c):
	"""The new call, or a mark for what takes more than another call."""
	new = c.get("new")
	if c.get("drop"):
		return "__dma_drop()"
	if not new or c["via"] and c["what"] != "sync":
		return None
	if c.get("handback"):
		return new.replace("dma_sync_single_for_cpu(", "__dma_take(%s, " % c["root"], 1)
	if c.get("group") and c["group"]["initial"] and c["what"] == "alloc":
		return new.replace("dma_alloc_noncoherent", "__dma_alloc_and_give", 1)
	return new

def decide_wrapper(w):
	if w["bad"]:
		if w["uses"] or not w["static"] or not S.groups:
			left(w["line"], *w["bad"].split(": ", 1))
		return
	w["go"] = True
	if w["kind"] == "sync":
		return
	S.calls[w["body"]]["new"] = old_to_new(w["f"], w["args"], w["uses"][0]["group"]["dir"])

def decide_group(g):
	if g["bad"]:
		left(g["line"], *g["bad"].split(": ", 1))
		for c in g["frees"] + g["syncs"] + g["allocs"][1:]:
			if not [r for r in S.report if r[0] == c["line"]] and (is_old(c) or c["what"] == "sync"):
				left(c["line"], "its buffer stays as it is", "see line %d" % g["line"])
		return
	d = g["dir"]
	for c in g["allocs"] + g["frees"]:
		if not c["via"]:
			c["new"] = old_to_new(c["old"][0], c["old"][1], d, c.get("gfp"))
	for c in g["syncs"]:
		c["new"] = "dma_sync_single_for_%s(%s, %s, %s, %s)" % (c["to"], c["dev"], c["handle"], c["size"], g["dir"])
		if len(c["old"][1]) == 3 or c["old"][1][0] == "NULL":
			note(c["line"], "the device is that of line %d" % g["line"], "the old call named none")
	if d != "DMA_BIDIRECTIONAL":
		note(g["line"], "direction %s" % d, "every sync of the buffer says so")
	if not [c for c in g["syncs"] if c["to"] == "cpu"] and d != "DMA_TO_DEVICE":
		note(g["line"], "nothing hands the buffer back to the CPU", "see whether the CPU reads it")

def unseen():
	"""What the text says and no rule has matched."""
	t = source()
	spans = [(c["line"], c["end"]) for c in S.calls.values()] + [w["lines"] for w in S.wraps.values()]
	for m in re.finditer(r"\b%s\b" % NC, t):
		n = line_of(m.start())
		if [1 for a, b in spans if a <= n <= b] or [r for r in S.report if r[0] == n]:
			continue
		if [1 for k, f in S.attr_uses if k == n] or re.match(r"\s*#\s*define", t.split("\n")[n - 1]):
			attr_mention(n, t.split("\n")[n - 1])
		else:
			left(n, "Coccinelle does not understand the code here", "simplify it, or convert it by hand")
	for n, what, text in uncovered():
		if [r for r in S.report if r[0] == n]:
			continue
		if not re.search(what + r"\s*\(", text):
			left(n, "%s() by its name only" % what, "find out who calls it by another, and convert that by hand")
		elif what.startswith("dmam_"):
			left(n, "memory that is released with its device", "use %s() with a direction" % what)
		else:
			left(n, "Coccinelle does not understand the code here", "simplify it, or convert it by hand")

def attr_mention(n, text):
	if re.match(r"\s*#\s*define\s+\w+\s", text) and S.attr_names - {NC} and \
			[c for c in S.done if c.get("new")]:
		return
	if "dma_set_attr" in text:
		why = "attributes in a struct dma_attrs"
	elif "->dma_attrs" in text or ".dma_attrs" in text:
		left(n, "attributes of a vb2 queue", "set non_coherent_mem of the queue where user space asks for it")
		return
	elif re.search(r"->|\.", text):
		why = "attributes kept in a field"
	else:
		why = "attributes in a variable"
	left(n, why, "find the calls that they reach, and use dma_alloc_noncoherent() there")

def show():
	for line, why, what, bad in sorted(set(S.report)):
		print("%s:%d: %s: %s" % (S.name, line, why, what))

@script:python@
@@
begin(cocci.files()[0])

// Most files have nothing of it.

@old@
@@

\(dma_cache_sync\|DMA_ATTR_NON_CONSISTENT\|dma_alloc_noncoherent\|dma_free_noncoherent\)

// Declarations: what type a name has, where.

@arguments depends on old@
type T; identifier B, F; position p;
@@

F@p(..., T B, ...) { ... }

@script:python@
T << arguments.T; B << arguments.B; p << arguments.p;
@@
declare(p[0].current_element, B, T)
S.params.add((p[0].current_element, B))

@locals depends on old@
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
declare(p[0].current_element, B, T)
if "[" in T:
	S.arrays.add((p[0].current_element, B))

@attr_macro depends on old@
identifier W;
@@

#define W DMA_ATTR_NON_CONSISTENT

@script:python@
W << attr_macro.W;
@@
S.attr_names.add(W)

// Wrappers: a function or a macro that does nothing but call the old API.

@wrapper@
identifier W, F =~ "^dma_(cache_sync|(alloc|free)_(attrs|noncoherent))$";
parameter list ps; expression list es; position p;
@@

W(ps) {
(
F@p(es);
|
return F@p(es);
)
}

@script:python@
W << wrapper.W; F << wrapper.F; ps << wrapper.ps; es << wrapper.es; p << wrapper.p;
@@
add_wrapper(W, ps.expr, F, es.expr, p[0], W, False)

@wrapper_static@
identifier wrapper.W;
position q;
@@

static W@q(...) { ... }

@script:python@
W << wrapper.W; q << wrapper_static.q;
@@
if W in S.wraps:
	S.wraps[W]["static"] = True

@wrapper_macro@
identifier W, F =~ "^dma_(cache_sync|(alloc|free)_(attrs|noncoherent))$";
identifier list ps; expression list es; position p;
@@

#define W(ps) <+... F@p(es) ...+>

@script:python@
W << wrapper_macro.W; F << wrapper_macro.F; es << wrapper_macro.es;
ps << wrapper_macro.ps; p << wrapper_macro.p;
@@
if nothing_else(W, F):
	add_wrapper(W, ps if isinstance(ps, str) else ps.expr, F, es.expr, p[0], "", True)

// Calls, and what happens to what they return.

@call depends on old@
identifier F : script:python() { known(F) };
expression list es; position p;
@@

F@p(es)

@script:python@
F << call.F; es << call.es; p << call.p;
@@
add_call(F, es.expr, p[0], p[0].current_element)

@result depends on old@
identifier F : script:python() { known(F) };
expression L; type T; position p;
@@

L = (T)F@p(...)

@script:python@
L << result.L; p << result.p;
@@
S.target[key(p[0])] = norm(L)

@result_init depends on old@
identifier F : script:python() { known(F) };
identifier L; type T, T1; position p;
@@

T1 L = (T)F@p(...);

@script:python@
L << result_init.L; p << result_init.p;
@@
S.target[key(p[0])] = L

@store depends on old@
expression L, R; assignment operator op; position p;
@@

L op@p R

@script:python@
L << store.L; R << store.R; op << store.op; p << store.p;
@@
S.stores.append((p[0].current_element, norm(L), op.strip(), norm(R), int(p[0].line)))

@step depends on old@
expression L; position p;
@@

(
L@p++
|
L@p--
)

@script:python@
L << step.L; p << step.p;
@@
S.stores.append((p[0].current_element, norm(L), "++", "1", int(p[0].line)))

@store_init depends on old@
identifier L; expression R; type T; position p;
@@

T L@p = R;

@script:python@
L << store_init.L; R << store_init.R; p << store_init.p;
@@
s = (p[0].current_element, L, "=", norm(R), int(p[0].line))
if s not in S.stores:
	S.stores.append(s)

@byte_pointer depends on old@
typedef u8;
identifier F : script:python() { is_sync(F) };
{void *, char *, u8 *, unsigned char *} V;
expression E;
position p;
@@

F@p(..., <+... V + E ...+>, ...)

@script:python@
p << byte_pointer.p; V << byte_pointer.V;
@@
S.bytes.add((key(p[0]), bare(norm(V))[0]))

@mention depends on old@
identifier A : script:python() { A in S.attr_names };
position p;
@@

A@p

@script:python@
p << mention.p;
@@
S.attr_uses.append((int(p[0].line), p[0].current_element))

@mapped@
position call.p; identifier call.F; expression V, N, D, E, H;
@@

F@p(..., V, N, D);
H = dma_map_single(E, V, N, D);

@script:python@
p << call.p; N << mapped.N;
@@
fact(p[0], "mapped")

@twice@
position call.p; identifier call.F; expression list es;
@@

F(es);
F@p(es);

@script:python@
p << call.p; es << twice.es;
@@
fact(p[0], "twice")

@script:python@
@@
link()

// What the paths around a sync show.  V is the pointer that it hands over.

@script:python root@
F << call.F; p << call.p;
V;
@@
c = S.calls.get(key(p[0]), {})
if c.get("what") != "sync" or not c.get("root") or c["dir"] == "DMA_TO_DEVICE":
	coccinelle.V = cocci.make_expr("__no_buffer")	# matches nothing
else:
	coccinelle.V = cocci.make_expr(c["root"])

@next_cpu exists@
position call.p, q; identifier call.F; expression root.V;
identifier G : script:python() { not HARMLESS.fullmatch(G) };
@@

F@p(...)
... when != G(...)
V@q

@script:python@
p << call.p; q << next_cpu.q;
@@
if not api_line(int(q[0].line)):
	fact(p[0], "cpu")
	S.looks.setdefault(key(p[0]), set()).add(key(q[0]))

@next_device exists@
position call.p; identifier call.F; expression root.V;
identifier G : script:python() { not HARMLESS.fullmatch(G) and not START.fullmatch(G) };
identifier M : script:python() { bool(START.fullmatch(M)) };
@@

F@p(...)
... when != V
    when != G(...)
M(...)

@script:python@
p << call.p; M << next_device.M;
@@
fact(p[0], "dev")

@next_late exists@
position call.p, q; identifier call.F; expression root.V;
identifier D : script:python() { is_sync(D) };
@@

F@p(...)
... when != D(..., <+... V ...+>, ...)
V@q

@script:python@
p << call.p; q << next_late.q;
@@
if not api_line(int(q[0].line)):
	fact(p[0], "late")

@written exists@
position call.p, q; identifier call.F; expression L, E;
identifier G : script:python() { not HARMLESS.fullmatch(G) };
assignment operator op;
@@

L@q op E
... when != G(...)
F@p(...)

@script:python@
p << call.p; q << written.q; V << root.V; L << written.L;
@@
if norm(V) in norm(L) and norm(V) != norm(L):
	fact(p[0], "wrote")

@filled exists@
position call.p, q; identifier call.F; expression root.V;
identifier G : script:python() { not HARMLESS.fullmatch(G) };
identifier M = {memset, memcpy, memmove, strcpy, copy_from_user};
@@

M(<+... V@q ...+>, ...)
... when != G(...)
F@p(...)

@script:python@
p << call.p; q << filled.q;
@@
fact(p[0], "wrote")

@touched exists@
position call.p, q; identifier call.F; expression root.V;
identifier D : script:python() { is_sync(D) };
@@

V@q
... when != D(..., <+... V ...+>, ...)
F@p(...)

@script:python@
p << call.p; q << touched.q;
@@
if not api_line(int(q[0].line)):
	fact(p[0], "touched")

@handback@
position call.p, q; identifier call.F, label, G; expression root.V, L; assignment operator op;
@@

F@p(...);
... when any
    when != return ...;
    when != goto label;
    when != break;
    when != continue;
(
L op@q <+... V ...+>;
|
G@q(..., <+... V ...+>, ...);
)
... when != V

@script:python@
p << call.p; q << handback.q;
@@
if not api_line(int(q[0].line)):
	fact(p[0], "handback")
	S.until[key(p[0])] = max(key(q[0]), S.until.get(key(p[0]), (0, 0)))

@initial@
position call.p; identifier call.F; expression L; statement St; type T;
@@

L = (T)F@p(...);
if (\(!L \| L == NULL\)) St

@script:python@
p << call.p; L << initial.L;
@@
fact(p[0], "initial")

@script:python@
@@
decide()

// The report.

@script:python depends on report@
@@
show()

// The patch.  Positions do not outlive a change, so every call changes in one
// rule; names that no kernel has mark what has to follow.

@script:python new_call depends on patch@
F << call.F; p << call.p;
N;
@@
new = new_text(S.calls.get(key(p[0]), {}))
if not new:
	cocci.include_match(False)
else:
	coccinelle.N = cocci.make_expr(new)

@depends on patch@
position call.p; identifier call.F; expression new_call.N;
@@

- F@p(...)
+ N

@depends on patch@
identifier I, m;
@@

- if (\( I \| !I \| I->m \| !I->m \)) __dma_drop();

@depends on patch@
@@

- __dma_drop();

@depends on patch@
expression V, D, H, N, Dir, L; identifier label, G; assignment operator op;
@@

- __dma_take(V, D, H, N, Dir);
+ dma_sync_single_for_cpu(D, H, N, Dir);
... when any
    when != return ...;
    when != goto label;
    when != break;
    when != continue;
(
L op <+... V ...+>;
+ dma_sync_single_for_device(D, H, N, Dir);
|
G(..., <+... V ...+>, ...);
+ dma_sync_single_for_device(D, H, N, Dir);
)
... when != V

@depends on patch@
expression L, D, H, N, Dir, Gfp; statement St; type T;
@@

L = (T)
- __dma_alloc_and_give
+ dma_alloc_noncoherent
  (D, N, &H, Dir, Gfp);
if (\(!L \| L == NULL\)) St
+ dma_sync_single_for_device(D, H, N, Dir);

@script:python gone depends on patch@
W << wrapper.W;
@@
if not S.wraps.get(W, {}).get("go") or S.wraps[W]["kind"] != "sync":
	cocci.include_match(False)

@depends on patch && gone@
identifier wrapper.W;
@@

- W(...) { ... }

@script:python gone_macro depends on patch@
W << wrapper_macro.W;
@@
if not S.wraps.get(W, {}).get("go") or S.wraps[W]["kind"] != "sync":
	cocci.include_match(False)

@depends on patch && gone_macro@
identifier wrapper_macro.W; identifier list ps; expression E;
@@

- #define W(ps) <+... E ...+>
