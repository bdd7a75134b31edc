// SPDX-License-Identifier: GPL-2.0
///
/// Facts about each DMA handle of a file are gathered first: who maps, allocates, unmaps,
/// syncs and frees it, with which size, direction, device and count, by which paths.
/// Then they are compared, once for all: leaks and unmaps of what is not mapped, the order
/// against the free, other sizes, kinds, directions, devices and counts, results tested
/// wrongly or not at all, and memory that must not be mapped.
///
// Confidence: Moderate
// Options: --no-includes --include-headers
//
// Keywords: dma_map_single, dma_unmap_single, dma_map_sg, dma_free_coherent
// Comments: A field is known by its name and the structure that it is in; structures are
// Comments: read in headers of the same directory, too.  Statements and paths are read by
// Comments: Python, Coccinelle gives the modes.
// Needs: \bdma_(un)?map_|\bdma_sync_|\bdma_alloc_|\bdma_free_|dmam_alloc|dma_pool_|skb_frag_dma_map|usb_(control|bulk|interrupt)_msg|usb_fill_|\bspi_(read|write|sync|async|message)|sdio_(memcpy|readsb|writesb)|sg_init_one|hid_hw_(raw|output)|regmap_(bulk|raw|noinc)_write

virtual report
virtual org
virtual context

@initialize:python@
@@
import os, re

STRING = r"\x22(?:\\.|[^\x22\\\n])*\x22|\x27(?:\\.|[^\x27\\\n])*\x27"
TOKEN = re.compile(r"\s+|" + STRING + r"|[A-Za-z_]\w*|\d[\w.]*|->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||"
		   r"[-+*/%&|^]=|\.\.\.|.")
WORD = re.compile(r"[A-Za-z_]\w*$")
DIRS = ("DMA_TO_DEVICE", "DMA_FROM_DEVICE", "DMA_BIDIRECTIONAL")
DIR_OF = {"PCI_DMA_TODEVICE": DIRS[0], "PCI_DMA_FROMDEVICE": DIRS[1], "PCI_DMA_BIDIRECTIONAL": DIRS[2],
	  "DMA_MEM_TO_DEV": DIRS[0], "DMA_DEV_TO_MEM": DIRS[1]}

# What each function of the API is, and which of its arguments is what.
# Device, handle or list, size, direction.
MAP = {
	"dma_map_single": ("single", 0, 1, 2, 3), "dma_map_single_attrs": ("single", 0, 1, 2, 3),
	"dma_map_page": ("page", 0, 1, 3, 4), "dma_map_page_attrs": ("page", 0, 1, 3, 4),
	"dma_map_phys": ("phys", 0, 1, 2, 3),
	"dma_map_resource": ("resource", 0, 1, 2, 3), "skb_frag_dma_map": ("page", 0, 1, 3, 4),
}
MAP_SG = {"dma_map_sg": 2, "dma_map_sg_attrs": 2}
MAP_SGT = {"dma_map_sgtable": 2}
UNMAP = {
	"dma_unmap_single": ("single", 0, 1, 2, 3), "dma_unmap_single_attrs": ("single", 0, 1, 2, 3),
	"dma_unmap_page": ("page", 0, 1, 2, 3), "dma_unmap_page_attrs": ("page", 0, 1, 2, 3),
	"dma_unmap_phys": ("phys", 0, 1, 2, 3), "dma_unmap_resource": ("resource", 0, 1, 2, 3),
}
UNMAP_SG = {"dma_unmap_sg": ("sg", 0, 1, 2, 3), "dma_unmap_sg_attrs": ("sg", 0, 1, 2, 3)}
SYNC = {
	"dma_sync_single_for_cpu": ("any", 0, 1, 2, 3), "dma_sync_single_for_device": ("any", 0, 1, 2, 3),
	"dma_sync_single_range_for_cpu": ("any", 0, 1, 3, 4),
	"dma_sync_single_range_for_device": ("any", 0, 1, 3, 4),
}
SYNC_SG = {"dma_sync_sg_for_cpu": ("sg", 0, 1, 2, 3), "dma_sync_sg_for_device": ("sg", 0, 1, 2, 3)}
# dev, size, handle
ALLOC = {
	"dma_alloc_coherent": (0, 1, 2), "dma_alloc_wc": (0, 1, 2), "dma_alloc_attrs": (0, 1, 2),
	"dma_alloc_noncoherent": (0, 1, 2), "dma_alloc_pages": (0, 1, 2),
	"dmam_alloc_coherent": (0, 1, 2), "dmam_alloc_attrs": (0, 1, 2), "dma_pool_alloc": (0, None, 2),
	"dma_pool_zalloc": (0, None, 2),
}
# dev, size, cpu, handle
FREE = {
	"dma_free_coherent": (0, 1, 2, 3), "dma_free_wc": (0, 1, 2, 3), "dma_free_attrs": (0, 1, 2, 3),
	"dma_free_noncoherent": (0, 1, 2, 3), "dma_free_pages": (0, 1, 2, 3), "dmam_free_coherent": (0, 1, 2, 3),
	"dma_pool_free": (0, None, 1, 2),
}
GIVE_BACK = set(UNMAP) | set(UNMAP_SG) | set(FREE) | {"dma_unmap_sgtable", "dmaengine_unmap_put"}
INTERESTING = re.compile(r"\b(dma_(un)?map_|dma_sync_|dma_alloc_|dma_free_|dmam_alloc|dma_pool_|skb_frag_dma_map|"
			 r"dma_mapping_error)")

def squeeze(toks):
	out = ""
	for t in toks:
		if out and WORD.match(t) and (out[-1].isalnum() or out[-1] == "_"):
			out += " "
		out += t
	return out

def clean(text):
	"""Without comments and preprocessor lines, the lines where they were."""
	text = re.sub(r"/\*.*?\*/|/{2}[^\n]*|(" + STRING + ")",
		      lambda m: m.group(1) or "\n" * m.group(0).count("\n") or " ", text, flags=re.S)
	out, skip, more = [], [], False
	for line in text.split("\n"):
		s = line.lstrip()
		if more or s.startswith("#"):
			if not more:
				d = re.match(r"#\s*(\w*)\s*(.*)", s)
				word, rest = d.group(1), d.group(2)
				if word.startswith("if"):
					skip.append(rest.strip() == "0" and word == "if")
				elif word in ("else", "elif") and skip:
					skip[-1] = not skip[-1]
				elif word == "endif" and skip:
					skip.pop()
			more = s.endswith(chr(92))
			out.append("")
		else:
			out.append("" if any(skip) else line)
	return "\n".join(out)

def tokens(text):
	toks, line = [], 1
	for m in TOKEN.finditer(text):
		t = m.group(0)
		if t.isspace():
			line += t.count("\n")
		else:
			toks.append((t, line))
	return toks

def closing(ts, i):
	"""Where the bracket at i closes."""
	depth = 0
	while i < len(ts):
		t = ts[i]
		if t in "([{":
			depth += 1
		elif t in ")]}":
			depth -= 1
			if not depth:
				return i
		i += 1
	return len(ts) - 1

def split(ts, sep=","):
	out, last, depth = [], [], 0
	for t in ts:
		depth += (t in "([{") - (t in ")]}")
		if t == sep and not depth:
			out.append(last)
			last = []
		else:
			last.append(t)
	if last or out:
		out.append(last)
	return out

def strip_parens(ts):
	while len(ts) > 1:
		if ts[0] == "(" and closing(ts, 0) == len(ts) - 1:
			ts = ts[1:-1]
		elif ts[0] in ("unlikely", "likely", "WARN_ON", "WARN_ON_ONCE") and ts[1] == "(" and closing(ts, 1) == len(ts) - 1:
			ts = ts[2:-1]
		else:
			break
	return ts

class Node:
	__slots__ = ("kind", "toks", "line", "succ", "calls_", "sets_", "under", "text_", "inner")

	def __init__(self, kind, toks=(), line=0):
		self.kind, self.toks, self.line, self.succ = kind, list(toks), line, []
		self.calls_ = self.sets_ = self.text_ = None
		self.under, self.inner = (), None

	def get_text(self):
		if self.text_ is None:
			self.text_ = squeeze(self.toks)
		return self.text_

	def get_calls(self):
		if self.calls_ is None:
			self.calls_ = list(calls_in(self.toks))
		return self.calls_

	def get_sets(self):
		"""What it assigns: (left, operator, right as tokens)."""
		if self.sets_ is None:
			self.sets_ = assignments(self.toks)
		return self.sets_

	text, calls, sets = property(get_text), property(get_calls), property(get_sets)

def calls_in(ts):
	for i in range(len(ts) - 1):
		if ts[i + 1] == "(" and WORD.match(ts[i]) and ts[i] not in ("if", "while", "for", "switch", "sizeof", "return"):
			end = closing(ts, i + 1)
			yield ts[i], [a for a in split(ts[i + 2:end])]

ASSIGN = ("=", "+=", "-=", "|=", "&=", "^=")

def assignments(ts):
	out = []
	depth = 0
	for part in split(ts):
		ops = []
		depth = 0
		for i, t in enumerate(part):
			depth += (t in "([{") - (t in ")]}")
			if t in ASSIGN and not depth:
				ops.append(i)
		if not ops:
			continue
		right = part[ops[-1] + 1:]
		start = 0
		for o in ops:
			left = part[start:o]
			start = o + 1
			if len(left) > 1 and WORD.match(left[0]) and (WORD.match(left[1]) or left[1] == "*"):
				cut = left.index("[") if "[" in left else len(left)
				left = [w for w in left[:cut] if WORD.match(w)][-1:]
			elif left and left[0] == "*" and out and len(left) == 2:
				left = left[1:]		# int *a = x, *b = y
			out.append((squeeze(left), part[o], right))
	# if ((x = f()) < 0), and the like
	i = 0
	while i < len(ts):
		if ts[i] == "(":
			end = closing(ts, i)
			inner = ts[i + 1:end]
			if "=" in inner and (i == 0 or not WORD.match(ts[i - 1]) or ts[i - 1] in ("if", "unlikely", "likely", "while")):
				k = inner.index("=")
				if all(WORD.match(w) or w in ("->", ".", "[", "]", "*") or w.isdigit() for w in inner[:k]) and k:
					d = 0
					stop = len(inner)
					for j in range(k + 1, len(inner)):
						d += (inner[j] in "([{") - (inner[j] in ")]}")
						if d < 0:
							stop = j
							break
					out.append((squeeze(inner[:k]), "=", inner[k + 1:stop]))
		i += 1
	return out

class Function:
	def __init__(self, name, params, body, lines, line):
		self.name, self.params, self.line = name, params, line
		self.ts, self.lines = body, lines
		self.param_names = [([w for w in p if WORD.match(w)] or [""])[-1] if "(" not in p else "" for p in params]
		self.types, self.local, self.arrays, self.static, self.pointers = {}, set(), set(), set(), set()
		self.structs_on_stack = set()
		self.graph_ = None
		for p, n in zip(params, self.param_names):
			self.declare(p, n)
		self.local_names()

	def declare(self, p, n):
		if "*" in p:
			self.pointers.add(n)
		words = [w for w in p if WORD.match(w) and w not in ("const", "volatile", "__user", "__iomem", "static", "register")]
		if words[:1] in (["struct"], ["union"]) and len(words) > 1:
			self.types[n] = words[1]

	def local_names(self):
		ts = self.ts
		i, start = 0, 0
		while i < len(ts):
			t = ts[i]
			if t in ("{", "}", ";"):
				part = ts[start:i]
				if t == ";" and self.is_decl(part):
					self.decl(part)
				elif t == "{" and part and "=" in part and self.is_decl(part):
					end = closing(ts, i)
					while end < len(ts) and ts[end] != ";":
						end += 1
					self.decl(ts[start:end])
					i = end
				start = i + 1
			i += 1

	def is_decl(self, p):
		while p and p[0] in ("static", "const", "volatile", "register", "unsigned", "signed"):
			if len(p) > 1 and p[0] in ("unsigned", "signed"):
				return True
			p = p[1:]
		if len(p) < 2 or not WORD.match(p[0]) or p[0] in ("return", "goto", "else", "case", "break", "do"):
			return False
		if p[0] in ("struct", "union", "enum"):
			return True
		j = 1
		while j < len(p) and p[j] == "*":
			j += 1
		return j < len(p) and bool(WORD.match(p[j])) and (j + 1 == len(p) or p[j + 1] in ("=", ",", "[", "__aligned", "____cacheline_aligned") or WORD.match(p[j + 1]) is not None)

	def decl(self, p):
		static = "static" in p
		parts = split(p)
		first = parts[0]
		eq = first.index("=") if "=" in first else len(first)
		head = first[:eq]
		cut = head.index("[") if "[" in head else len(head)
		names = [w for w in head[:cut] if WORD.match(w) and w not in ("const", "__aligned", "____cacheline_aligned", "__maybe_unused")]
		if not names:
			return
		tag = names[1] if names[0] in ("struct", "union") and len(names) > 2 else None
		todo = [(names[-1], head)]
		for q in parts[1:]:
			eq = q.index("=") if "=" in q else len(q)
			cut = q.index("[") if "[" in q else eq
			w = [x for x in q[:min(cut, eq)] if WORD.match(x)]
			if w:
				todo.append((w[-1], q[:eq]))
		for n, h in todo:
			self.local.add(n)
			if static:
				self.static.add(n)
			if tag:
				self.types[n] = tag
			pointer = "*" in h
			if pointer:
				self.pointers.add(n)
			if "[" in h and not pointer:
				self.arrays.add(n)
			if tag and not pointer:
				self.structs_on_stack.add(n)
			if not pointer and not static and n not in self.arrays:
				self.structs_on_stack.add(n)

	def get_graph(self):
		if self.graph_ is None:
			self.graph_ = Graph(self.ts, self.lines)
		return self.graph_

	graph = property(get_graph)

class Graph:
	"""A node for each statement and each part of a condition."""
	def __init__(self, ts, lines):
		self.ts, self.lines = ts, lines
		self.nodes, self.labels, self.gotos = [], {}, []
		tree, i = self.block(0)
		self.exit = self.node("exit", (), lines[-1] if lines else 0)
		self.brk, self.cont, self.cases = [], [], []
		self.entry = self.build(tree, self.exit, ())
		for n, name in self.gotos:
			n.succ = [self.labels.get(name, self.exit)]

	def node(self, kind, toks, line, under=()):
		n = Node(kind, toks, line)
		n.under = under
		self.nodes.append(n)
		return n

	def until(self, i, stop=";"):
		depth = 0
		while i < len(self.ts):
			t = self.ts[i]
			if t == stop and not depth:
				return i
			depth += (t in "([{") - (t in ")]}")
			if depth < 0:
				return i
			i += 1
		return len(self.ts)

	def block(self, i):
		out = []
		while i < len(self.ts) and self.ts[i] != "}":
			s, j = self.statement(i)
			if j <= i:
				j = i + 1
			if s:
				out.append(s)
			i = j
		return ("block", out), i + 1

	def statement(self, i):
		ts = self.ts
		t, line = ts[i], self.lines[i]
		if t == ";":
			return None, i + 1
		if t == "{":
			return self.block(i + 1)
		nxt = ts[i + 1] if i + 1 < len(ts) else ""
		if t == "if" and nxt == "(":
			end = closing(ts, i + 1)
			then, j = self.statement(end + 1) if end + 1 < len(ts) else (None, end + 1)
			other = None
			if j < len(ts) and ts[j] == "else":
				other, j = self.statement(j + 1)
			return ("if", ts[i + 2:end], then, other, line), j
		if t in ("while", "switch") and nxt == "(":
			end = closing(ts, i + 1)
			body, j = self.statement(end + 1)
			return (t, ts[i + 2:end], body, line), j
		if t == "for" and nxt == "(":
			end = closing(ts, i + 1)
			body, j = self.statement(end + 1)
			parts = split(ts[i + 2:end], ";")
			parts += [[]] * (3 - len(parts))
			return ("for", parts[0], parts[1], parts[2], body, line), j
		if t == "do":
			body, j = self.statement(i + 1)
			if j < len(ts) and ts[j] == "while":
				end = closing(ts, j + 1)
				return ("do", ts[j + 2:end], body, line), end + 2
			return body, j
		if t == "return":
			j = self.until(i)
			return ("return", ts[i + 1:j], line), j + 1
		if t == "goto":
			return ("goto", nxt, line), i + 3
		if t in ("break", "continue"):
			return (t, line), i + 2
		if t == "case":
			j = self.until(i, ":")
			return ("case", line), j + 1
		if t == "default" and nxt == ":":
			return ("default", line), i + 2
		if WORD.match(t) and nxt == ":" and ts[i + 2:i + 3] != [":"]:
			return ("label", t), i + 2
		if WORD.match(t) and nxt == "(":
			end = closing(ts, i + 1)
			after = ts[end + 1] if end + 1 < len(ts) else ";"
			if after == "{" or ("for_each" in t and after != ";") or "foreach" in t and after != ";":
				body, j = self.statement(end + 1)
				return ("loop", ts[i:end + 1], body, line), j
			if t in ("scoped_guard", "guard") and after != ";":
				return self.statement(end + 1)
		j = self.until(i)
		return ("expr", ts[i:j], line), j + 1

	def cond(self, ts, line, yes, no, under):
		ts = strip_parens(ts)
		for sep, first in (("||", True), ("&&", False)):
			parts = split(ts, sep)
			if len(parts) > 1:
				entry = None
				for p in reversed(parts):
					if entry is None:
						entry = self.cond(p, line, yes, no, under)
					elif first:
						entry = self.cond(p, line, yes, entry, under)
					else:
						entry = self.cond(p, line, entry, no, under)
				return entry
		ts, flip = plain_cond(ts)
		if flip:
			yes, no = no, yes
		if ts and split(strip_parens(ts), "||")[1:] or split(strip_parens(ts), "&&")[1:]:
			return self.cond(ts, line, yes, no, under)
		n = self.node("cond", ts, line, under)
		n.succ = [yes, no]
		return n

	def build(self, s, nxt, under):
		if s is None:
			return nxt
		k = s[0]
		if k == "block":
			for x in reversed(s[1]):
				nxt = self.build(x, nxt, under)
			return nxt
		if k == "expr":
			n = self.node("stmt", s[1], s[2], under)
			n.succ = [nxt]
			return n
		if k == "return":
			n = self.node("return", s[1], s[2], under)
			n.succ = []
			return n
		if k == "if":
			text, flip = cond_text(s[1])
			yes = self.build(s[2], nxt, under + (((text, not flip),) if text else ()))
			no = self.build(s[3], nxt, under + (((text, flip),) if text else ()))
			return self.cond(s[1], s[4], yes, no, under)
		if k == "goto":
			n = self.node("stmt", (), s[2], under)
			self.gotos.append((n, s[1]))
			return n
		if k == "label":
			n = self.node("stmt", (), 0, under)
			n.succ = [nxt]
			self.labels[s[1]] = n
			return n
		if k in ("while", "for", "loop", "do"):
			first = len(self.nodes)
			head = self.node("stmt", (), 0, under)
			self.brk.append(nxt)
			if k == "for":
				inc = self.node("stmt", s[3], s[5], under)
				inc.succ = [head]
				self.cont.append(inc)
				body = self.build(s[4], inc, under)
				test = self.cond(s[2], s[5], body, nxt, under) if s[2] else body
				head.succ = [test]
				entry = self.node("stmt", s[1], s[5], under)
				entry.succ = [head]
			elif k == "do":
				infinite = s[1] in (["1"], ["true"])
				test = head if infinite else self.cond(s[1], s[3], head, nxt if s[1] != ["0"] else nxt, under)
				if s[1] == ["0"]:
					test = nxt
				self.cont.append(test)
				head.succ = [self.build(s[2], test, under)]
				entry = head
			else:
				self.cont.append(head)
				body = self.build(s[2], head, under)
				if k == "loop":
					mid = self.node("loop", s[1], s[3], under)
					mid.succ = [body, nxt]
					head.succ = [mid]
				else:
					infinite = s[1] in (["1"], ["true"])
					head.succ = [body] if infinite else [self.cond(s[1], s[3], body, nxt, under)]
				entry = head
			self.brk.pop()
			self.cont.pop()
			head.inner = self.nodes[first:]
			return entry
		if k == "switch":
			self.brk.append(nxt)
			self.cases.append(([], []))
			self.build(s[2], nxt, under)
			cases, default = self.cases.pop()
			self.brk.pop()
			n = self.node("switch", s[1], s[3], under)
			n.succ = cases + (default or [nxt])
			return n
		if k in ("case", "default"):
			n = self.node("stmt", (), 0, under)
			n.succ = [nxt]
			if self.cases:
				self.cases[-1][0 if k == "case" else 1].append(n)
			return n
		if k in ("break", "continue"):
			n = self.node("stmt", (), s[1], under)
			to = self.brk if k == "break" else self.cont
			n.succ = [to[-1] if to else nxt]
			return n
		return nxt

def plain_cond(ts):
	"""A condition without !, == NULL and the like, and whether that turned it."""
	flip = False
	while True:
		ts = strip_parens(ts)
		if ts[:1] == ["!"] and (len(ts) < 3 or not split(ts, "==")[1:] and not split(ts, "<")[1:] and not split(ts, "!=")[1:] and not split(ts, "&")[1:]):
			ts, flip = ts[1:], not flip
			continue
		if len(ts) > 2 and ts[-2] in ("==", "!=") and ts[-1] in ("NULL", "0", "false"):
			flip ^= ts[-2] == "=="
			ts = ts[:-2]
			continue
		if len(ts) > 2 and ts[1] in ("==", "!=") and ts[0] in ("NULL", "0"):
			flip ^= ts[1] == "=="
			ts = ts[2:]
			continue
		if "!=" in ts and len(split(ts, "!=")) == 2 and not split(ts, "&&")[1:] and not split(ts, "||")[1:]:
			a, b = split(ts, "!=")
			return a + ["=="] + b, not flip
		return ts, flip

def cond_text(ts):
	ts = strip_parens(ts)
	if split(ts, "||")[1:] or split(ts, "&&")[1:]:
		return None, False
	ts, flip = plain_cond(ts)
	return squeeze(ts), flip

ATTR = re.compile(r"__aligned|cacheline_aligned|IIO_DECLARE_DMA|DMA_MINALIGN|__dma_from_device_group")

def uncast(ts):
	ts = strip_parens(ts)
	while len(ts) > 2 and ts[0] == "(":
		end = closing(ts, 0)
		inner = ts[1:end]
		if end + 1 < len(ts) and inner and all(WORD.match(w) or w == "*" for w in inner) and \
		   (WORD.match(ts[end + 1]) or ts[end + 1] in ("(", "&", "*")) and \
		   ("*" in inner or inner[0] in ("struct", "unsigned", "void", "const", "__force") or
		    re.match(r"(__)?(be|le|u|s)(8|16|32|64)$|\w+_t$|int$|long$|char$|__iomem$", inner[-1])):
			ts = strip_parens(ts[end + 1:])
		else:
			break
	return ts

SWAP = re.compile(r"cpu_to_[bl]e\d+p?$|[bl]e\d+_to_cpup?$|READ_ONCE$|lower_32_bits$|min(_t)?$")

def unwrap(ts):
	ts = uncast(ts)
	while len(ts) > 3 and ts[1] == "(" and SWAP.match(ts[0]) and closing(ts, 1) == len(ts) - 1:
		ts = uncast(ts[2:-1])
	return ts

UNMAP_ADDR = re.compile(r"\bdma_unmap_(?:addr|len)(_set)?\s*\(\s*(&?)\s*([^(),]+?)\s*,(\s*)(\w+)\s*([,)])")

def spelled_out(text):
	"""The fields behind dma_unmap_addr() and the like."""
	def field(m):
		if bool(m.group(1)) != (m.group(6) == ","):
			return m.group(0)
		return m.group(3) + ("." if m.group(2) else "->") + m.group(5) + m.group(4) + (" = (" if m.group(1) else "")
	return UNMAP_ADDR.sub(field, text)

class File:
	def __init__(self, path):
		self.path = path
		raw = open(path, errors="replace").read()
		self.raw = raw
		self.structs = {}
		self.iio = re.search(r"#\s*include\s+<linux/iio/", raw)
		for inc in re.findall(r"^\s*#\s*include\s+\x22([^\x22]+)\x22", raw, re.M):
			h = os.path.join(os.path.dirname(path), inc)
			if os.path.isfile(h):
				self.read_structs([t for t, _ in tokens(clean(open(h, errors="replace").read()))])
		both = tokens(spelled_out(clean(raw)))
		self.ts = [t for t, _ in both]
		self.lines = [n for _, n in both]
		self.funcs = {}
		before = set(self.structs)
		self.read_structs(self.ts)
		self.own = {s for s in self.structs if s not in before}
		self.read_functions()
		self.gather()

	def read_structs(self, ts):
		for i in range(len(ts) - 2):
			if ts[i] in ("struct", "union"):
				j = i + 1
				while j < len(ts) and ts[j] in ("__packed", "__aligned"):
					j += 1
				if WORD.match(ts[j]) and ts[j + 1:j + 2] == ["{"]:
					end = closing(ts, j + 1)
					self.structs[ts[j]] = self.fields(ts[j + 2:end])

	def fields(self, ts):
		"""name, tag of its type, pointer, array, is it kept apart, tokens"""
		out, apart = [], False
		for part in split(ts, ";"):
			if not part:
				continue
			if any(ATTR.search(w) for w in part):
				apart = True
			if "{" in part:
				a = part.index("{")
				e = closing(part, a)
				names = [w for w in part[e + 1:] if WORD.match(w) and not ATTR.search(w)]
				inner = self.fields(part[a + 1:e])
				tag = part[1] if a > 1 else None
				if names:
					tag = tag or "anonymous %s" % names[0]
					self.structs.setdefault(tag, inner)
					out.append((names[0], tag, False, "[" in part[e + 1:], apart, part))
				else:
					out += [(n, t, p, r, ap or apart, tk) for n, t, p, r, ap, tk in inner]
				continue
			if part[0].startswith("__dma_from_device_group"):
				# may have swallowed the next field
				continue
			tag = None
			words = [w for w in part if w not in ("const", "volatile")]
			if words[0] in ("struct", "union") and len(words) > 1:
				tag = words[1]
			for k, q in enumerate(split(part)):
				if "(" in q and "*" in q and not any(ATTR.search(w) for w in q):
					m = [q[x + 2] for x in range(len(q) - 2) if q[x] == "(" and q[x + 1] == "*"]
					if m:
						out.append((m[0], None, True, False, apart, q))
					continue
				cut = len(q)
				for x, w in enumerate(q):
					if x and (w == "[" or w == ":" or ATTR.search(w)):
						cut = x
						break
				names = [w for w in q[:cut] if WORD.match(w)]
				if names:
					out.append((names[-1], tag, "*" in q[:cut], "[" in q, apart, q))
		return out

	def field(self, tag, name):
		for f in self.structs.get(tag, ()):
			if f[0] == name:
				return f
		return None

	def read_functions(self):
		ts, lines = self.ts, self.lines
		i, start = 0, 0
		while i < len(ts):
			t = ts[i]
			if t == ";":
				start = i + 1
			elif t == "{":
				end = closing(ts, i)
				head = ts[start:i]
				if "(" in head and "=" not in head and head[0] not in ("struct", "union", "enum") or \
				   "(" in head and "=" not in head and head[-1] == ")":
					k = head.index("(")
					# attributes in front: __printf(1, 2) static int f(...)
					while True:
						e = closing(head, k)
						if "(" in head[e + 1:] and WORD.match(head[e + 1]) and head[e + 1] not in ("__releases", "__acquires", "__must_hold"):
							k = e + 1 + head[e + 1:].index("(")
							continue
						break
					if k and WORD.match(head[k - 1]):
						params = split(head[k + 1:closing(head, k)])
						f = Function(head[k - 1], params, ts[i + 1:end], lines[i + 1:end + 1], lines[i])
						f.is_static = "static" in head[:k]
						self.funcs[f.name] = f
				elif "(" not in head and "=" not in head or head[:1] in (["struct"], ["union"], ["enum"], ["typedef"]):
					pass
				i = end
				if ts[i + 1:i + 2] != [";"]:
					start = i + 1
			i += 1

	# What a variable or a field is known by: its function and its name, or the type
	# that it is in and its name.
	def names(self, fn, ts):
		ts = uncast(ts)
		while ts and ts[0] in ("&", "*"):
			ts = uncast(ts[1:])
		out, depth = [], 0
		for t in ts:
			if t in "([":
				depth += 1
			elif t in ")]":
				depth -= 1
			elif not depth:
				if t in ("+", "-"):
					break
				if WORD.match(t) or t in ("->", "."):
					out.append(t)
		return [w for w in out if w not in ("->", ".")]

	def type_of(self, fn, names):
		tag = fn.types.get(names[0]) if fn else None
		for n in names[1:]:
			f = self.field(tag, n) if tag else None
			tag = f[1] if f else None
		return tag

	def key(self, fn, ts):
		names = self.names(fn, ts)
		if not names:
			return None
		if len(names) == 1:
			n = names[0]
			return (fn.name, n) if n in fn.local or n in fn.param_names else ("", n)
		tag = self.type_of(fn, names[:-1])
		if tag in (None, "sg_table", "scatterlist") or tag.startswith("anonymous"):
			if len(names) > 2:
				return ("%s." % (self.type_of(fn, names[:-2]) or names[-3]), names[-2], names[-1])
			return (fn.name + ":" if tag else "", names[-2], names[-1])
		return (tag, names[-1])

	def gather(self):
		self.stores, self.callers, self.back, self.maps = {}, {}, [], {}
		self.sgmaps, self.allocs, self.freed = {}, {}, {}
		self.returns, self.api = {}, []
		for fn in self.funcs.values():
			if not fn.ts:
				continue
			for n in fn.graph.nodes:
				if not n.toks:
					continue
				if n.kind == "return":
					self.returns.setdefault(fn.name, []).append(n)
				for l, op, r in n.sets:
					k = self.key(fn, WORDS(l))
					if k:
						self.stores.setdefault(k, []).append((fn, r, n, op))
				for c, a in n.calls:
					if c in self.funcs:
						self.callers.setdefault(c, []).append((fn, a, n))
					if "dma" in c or c in FREES:
						self.api.append((fn, n, c, a))
		for fn, n, c, a in self.api:
			left = None
			for l, op, r in n.sets:
				u = uncast(r)
				if u[:2] == [c, "("]:
					left = l
			if c in MAP and len(a) > MAP[c][4]:
				kind, d, b, s, r = MAP[c]
				m = dict(kind=kind, fn=fn, node=n, call=c, dev=a[d], buf=a[b], size=a[s], dir=a[r], left=left)
				if left:
					self.maps.setdefault(self.key(fn, WORDS(left)), []).append(m)
			elif c in MAP_SG and len(a) > 3:
				m = dict(kind="sg", fn=fn, node=n, call=c, dev=a[0], buf=a[1], size=a[2], dir=a[3], left=left)
				self.sgmaps.setdefault(self.key(fn, a[1]), []).append(m)
			elif c in MAP_SGT and len(a) > 2:
				m = dict(kind="sgt", fn=fn, node=n, call=c, dev=a[0], buf=a[1], size=None, dir=a[2], left=left)
				self.sgmaps.setdefault(self.key(fn, a[1]), []).append(m)
			elif c in ALLOC and len(a) > 2:
				d, s, h = ALLOC[c]
				m = dict(kind="alloc", fn=fn, node=n, call=c, dev=a[d], size=a[s] if s is not None else None,
					 handle=a[h], left=left, dir=a[3] if c in ("dma_alloc_noncoherent", "dma_alloc_pages") else None, buf=None)
				self.allocs.setdefault(self.key(fn, a[h]), []).append(m)
				if left:
					self.stores.setdefault(self.key(fn, WORDS(left)), [])
			elif c in UNMAP or c in UNMAP_SG or c in SYNC or c in SYNC_SG:
				kind, d, h, s, r = (UNMAP.get(c) or UNMAP_SG.get(c) or SYNC.get(c) or SYNC_SG.get(c))
				if len(a) > r:
					self.back.append(dict(kind=kind, fn=fn, node=n, call=c, dev=a[d], handle=a[h], size=a[s], dir=a[r]))
			elif c == "dma_unmap_sgtable" and len(a) > 2:
				self.back.append(dict(kind="sgt", fn=fn, node=n, call=c, dev=a[0], handle=a[1], size=None, dir=a[2]))
			elif c in FREE and len(a) > FREE[c][3]:
				d, s, v, h = FREE[c]
				self.back.append(dict(kind="free", fn=fn, node=n, call=c, dev=a[d], handle=a[h], cpu=a[v],
						      size=a[s] if s is not None else None,
						      dir=a[4] if c in ("dma_free_noncoherent", "dma_free_pages") and len(a) > 4 else None))
		self.releasers = set()
		more = True
		direct = {}
		for fn in self.funcs.values():
			direct[fn.name] = {c for n in fn.graph.nodes for c, a in n.calls} if fn.ts else set()
		self.direct = direct
		while more:
			more = False
			for f, cs in direct.items():
				if f not in self.releasers and (cs & GIVE_BACK or cs & self.releasers):
					self.releasers.add(f)
					more = True
		# What each function gives back, itself or by others, by its last name.
		self.given_back, self.addressed = {}, set()
		for fn in self.funcs.values():
			if not fn.ts:
				continue
			for n in fn.graph.nodes:
				for c, a in n.calls:
					if c in GIVE_BACK:
						self.given_back.setdefault(fn.name, set()).update(t for x in a for t in x)
					elif not c.startswith("dma"):
						for x in a:
							if x[:1] == ["&"] and len(x) > 1:
								self.addressed.add(self.key(fn, x))
		for _ in range(3):
			for name, cs in direct.items():
				for c in cs & set(self.given_back):
					self.given_back.setdefault(name, set()).update(self.given_back[c])
		self.mappers = {f for f, cs in direct.items() if cs & (set(MAP) | set(MAP_SG) | set(MAP_SGT) | set(ALLOC))}

	# All values that an expression may have, in tokens, or None if one is not in sight.
	def values(self, fn, ts, deep=4, seen=()):
		ts = unwrap(ts)
		if not ts:
			return None
		q = split(ts, "?")
		if len(q) == 2:
			ab = split(q[1], ":")
			if len(ab) == 2:
				a, b = self.values(fn, ab[0], deep, seen), self.values(fn, ab[1], deep, seen)
				return a + b if a and b else None
			return None
		if len(ts) == 1 and (ts[0] in DIRS or ts[0] in DIR_OF or ts[0][0].isdigit() or re.match(r"[A-Z][A-Z0-9_]+$", ts[0])):
			return [(fn, ts)]
		if deep and len(ts) > 2 and WORD.match(ts[0]) and ts[1] == "(" and ts[0] in self.funcs and closing(ts, 1) == len(ts) - 1:
			out = []
			for n in self.returns.get(ts[0], []):
				v = self.values(self.funcs[ts[0]], n.toks, deep - 1, seen)
				if not v:
					return None
				out += v
			return out or None
		if not deep or not all(WORD.match(t) or t in ("->", ".", "[", "]", "*", "&") or t.isdigit() for t in ts):
			return None
		k = self.key(fn, ts)
		if k is None or k in seen or k in self.addressed:
			return None
		out = []
		for g, r, n, op in self.stores.get(k, []):
			if op != "=":
				return None
			v = self.values(g, r, deep - 1, seen + (k,))
			if not v:
				return None
			out += v
		if len(k) == 2 and k[0] == fn.name and k[1] in fn.param_names:
			if not fn.is_static or not self.callers.get(fn.name):
				return None
			i = fn.param_names.index(k[1])
			for g, a, n in self.callers[fn.name]:
				v = self.values(g, a[i], deep - 1, seen + (k,)) if i < len(a) else None
				if not v:
					return None
				out += v
		return out or None

	def dirs(self, fn, ts):
		v = self.values(fn, ts) if ts else None
		if not v:
			return None
		out = {DIR_OF.get(t[0], t[0]) if len(t) == 1 else None for f, t in v}
		return out if out <= set(DIRS) else None

	# The mappings that may be behind a handle, or None.
	def origins(self, fn, ts, deep=4, seen=()):
		ts = unwrap(ts)
		k = self.key(fn, ts)
		if k is None or k in seen or k in self.addressed:
			return None
		out = list(self.maps.get(k, [])) + list(self.allocs.get(k, []))
		for g, r, n, op in self.stores.get(k, []):
			r = unwrap(r)
			if not r or r[0] in MAP or len(r) == 1 and r[0] in ("0", "NULL", "DMA_MAPPING_ERROR") or r[0] in ("~", "-"):
				continue
			if op != "=" or not deep:
				return None
			got = self.origins(g, r, deep - 1, seen + (k,)) if all(WORD.match(t) or t in ("->", ".", "[", "]", "&", "*") or t.isdigit() for t in r) else None
			if not got:
				return None
			out += got
		if len(k) == 2 and k[0] == fn.name and k[1] in fn.param_names:
			if not fn.is_static or not self.callers.get(fn.name) or not deep:
				return None
			i = fn.param_names.index(k[1])
			for g, a, n in self.callers[fn.name]:
				got = self.origins(g, a[i], deep - 1, seen + (k,)) if i < len(a) else None
				if not got:
					return None
				out += got
		return out

	def counted(self, fn, ts, deep=4, seen=()):
		"""Is this what dma_map_sg() returned, in every case?"""
		ts = unwrap(ts)
		if ts and ts[0] in MAP_SG:
			return True
		if len(ts) > 2 and ts[1] == "(" and ts[0] in self.funcs and deep and closing(ts, 1) == len(ts) - 1:
			rs = [n for n in self.returns.get(ts[0], []) if not re.match(r"-|0$|ERR", n.text)]
			return bool(rs) and all(self.counted(self.funcs[ts[0]], n.toks, deep - 1, seen) for n in rs)
		k = self.key(fn, ts) if ts else None
		if k is None or k in seen or not deep or any(t in ("(", "+", "?") for t in ts):
			return False
		if len(k) == 3 and k[2] == "nents" and self.sgmaps.get(self.key(fn, [t for t in ts[:-2]])):
			return any(m["kind"] == "sgt" for m in self.sgmaps[self.key(fn, ts[:-2])])
		st = [(g, r) for g, r, n, op in self.stores.get(k, []) if unwrap(r)[:1] not in (["0"], ["-"]) and op == "="]
		if len(k) == 2 and k[0] == fn.name and k[1] in fn.param_names:
			i = fn.param_names.index(k[1])
			if fn.is_static:
				st += [(g, a[i]) for g, a, n in self.callers.get(fn.name, []) if i < len(a)]
			own = [1 for g, r, n, op in self.stores.get(k, [])]
			if own and len(own) == len(self.stores.get(k, [])):
				st = [(g, r) for g, r, n, op in self.stores[k]] if all(unwrap(r)[:1][0] in MAP_SG for g, r, n, op in self.stores[k] if unwrap(r)) else st
		return bool(st) and all(self.counted(g, r, deep - 1, seen + (k,)) for g, r in st)

	def subst(self, fn, ts, deep=3):
		"""With its local variables that are set once in place."""
		ts = uncast(ts)
		if deep and len(ts) == 1 and WORD.match(ts[0]) and ts[0] in fn.local and ts[0] not in fn.param_names:
			st = self.stores.get((fn.name, ts[0]), [])
			if len(st) == 1 and st[0][3] == "=":
				return self.subst(fn, st[0][1], deep - 1)
		return ts

FREES = {"kfree": 0, "kvfree": 0, "vfree": 0, "kfree_skb": 0, "dev_kfree_skb": 0, "dev_kfree_skb_any": 0,
	 "dev_kfree_skb_irq": 0, "dev_consume_skb_any": 0, "consume_skb": 0, "free_page": 0, "free_pages": 0, "__free_page": 0, "__free_pages": 0,
	 "put_page": 0, "kfree_sensitive": 0, "kzfree": 0, "sg_free_table": 0, "kmem_cache_free": 1, "mempool_free": 0,
	 "skb_free_frag": 0, "napi_consume_skb": 0, "devm_kfree": 1, "dma_pool_free": 1, "dma_pool_destroy": 0,
	 "free_netdev": 0, "ieee80211_free_txskb": 1}

def WORDS(text):
	return [m.group(0) for m in TOKEN.finditer(text) if not m.group(0).isspace()]

class Checks:
	def __init__(self, f):
		self.f, self.said, self.shared = f, {}, set()

	def say(self, line, what, fn, msg):
		self.said.setdefault((line, what), (line, what, fn, msg))

	def run(self):
		self.compare()
		self.paths()
		self.memory()
		return sorted(self.said.values(), key=lambda s: (s[0], s[1]))

	# ---- facts against facts

	def compare(self):
		f = self.f
		for b in f.back:
			self.sg_back(b) if b["kind"] in ("sg", "sgt") else self.single_back(b)
		self.results()
		self.errors()
		self.untested()
		self.never()
		self.unmapped()
		self.devices()
		self.engine()
		self.owners()
		self.unused_dirs()

	PHYSICAL = ("virt_to_phys", "virt_to_bus", "__pa", "page_to_phys", "virt_to_dma", "slow_virt_to_phys")

	def single_back(self, b):
		f, fn = self.f, b["fn"]
		for v in self.PHYSICAL if b["kind"] == "any" else ():
			if v in b["handle"] and v not in f.funcs and not re.search(r"#\s*define\s+%s\b" % v, f.raw):
				self.say(b["node"].line, "sync", fn.name, "%s() of a physical address: %s() gives no bus address" % (b["call"], v))
				return
		got = f.origins(fn, b["handle"])
		if not got:
			return
		c, line = b["call"], b["node"].line
		kinds = {m["kind"] for m in got}
		name = squeeze(b["handle"])
		if b["kind"] in ("single", "page", "phys", "resource"):
			if kinds == {"alloc"}:
				self.say(line, "kind", fn.name, "%s() of %s, which %s() allocated" % (c, name, got[0]["call"]))
				return
			if b["kind"] not in kinds and kinds <= {"single", "page"}:
				self.say(line, "kind", fn.name, "%s() of %s, which has %s()" % (c, name, got[0]["call"]))
		if b["kind"] == "free" and kinds and "alloc" not in kinds:
			self.say(line, "kind", fn.name, "%s() of %s, which has %s()" % (c, name, got[0]["call"]))
			return
		if b["kind"] == "any" and kinds == {"alloc"} and all(m["call"] not in ("dma_alloc_noncoherent", "dma_alloc_pages") for m in got):
			self.say(line, "sync", fn.name, "%s() of coherent memory" % c)
			return
		self.direction(b, got)
		if b["size"] is not None and b["kind"] != "any":
			self.size(b, got)
		self.device(b, got)

	def sg_back(self, b):
		f, fn = self.f, b["fn"]
		c, line = b["call"], b["node"].line
		got = f.sgmaps.get(f.key(fn, b["handle"]), [])
		if b["kind"] == "sg" and len(b["size"]) and self.is_count(b, got):
			self.say(line, "count", fn.name, "%s() with the count that dma_map_sg() returned" % c)
		k = f.key(fn, b["handle"])
		if not got and len(k) == 2 and k[0] == fn.name and k[1] in fn.param_names and fn.is_static:
			i = fn.param_names.index(k[1])
			for g, a, n in f.callers.get(fn.name, []):
				m = f.sgmaps.get(f.key(g, a[i]), []) if i < len(a) else []
				if not m:
					return
				got = got + m
		if got:
			self.direction(b, got)
			self.device(b, got)

	def is_count(self, b, got):
		f, fn, size = self.f, b["fn"], unwrap(b["size"])
		if any(m["left"] != squeeze(size) and m["size"] and squeeze(m["size"]) == squeeze(size) for m in got if m["fn"] is fn):
			return False
		if f.counted(fn, size):
			return True
		text = squeeze(size)
		mine = [m for m in got if m["fn"] is fn and m["kind"] == "sg"]
		# The variable it was given by, overwritten
		if mine and size[:1] and len(size) == 1 and size[0] in fn.local and any(m["left"] == text for m in mine) and \
		   not any(squeeze(m["size"]) == text for m in mine):
			return True
		return bool(mine) and all(m["left"] == text for m in mine) and \
			not any(n.line > mine[0]["node"].line and r[:1] != [mine[0]["call"]] for g, r, n, op in f.stores.get(f.key(fn, size), []) if g is fn)

	def direction(self, b, got):
		f, fn = self.f, b["fn"]
		if b["dir"] is None:
			return
		mine = f.dirs(fn, b["dir"])
		theirs = set()
		for m in got:
			d = f.dirs(m["fn"], m["dir"]) if m["dir"] else None
			if not d:
				theirs = None
				break
			theirs |= d
		c, line = b["call"], b["node"].line
		if mine and theirs and not mine & theirs:
			if "sync" in c and theirs == {"DMA_BIDIRECTIONAL"}:
				return
			self.say(line, "direction", fn.name, "%s() with %s of what has %s" % (c, " or ".join(sorted(mine)), " or ".join(sorted(theirs))))
			return
		# what it was told, and what it takes for granted
		if theirs is None and len(b["dir"]) == 1 and b["dir"][0] in DIRS and all(self.told(fn, m) for m in got):
			self.say(line, "direction", fn.name, "%s() with %s of what has %s" % (c, b["dir"][0], squeeze(got[0]["dir"])))
			return
		# the same condition the other way around
		a = split(unwrap(f.subst(fn, b["dir"])), "?")
		if len(a) == 2 and got:
			for m in got:
				o = split(unwrap(f.subst(m["fn"], m["dir"])), "?") if m["dir"] else []
				if len(o) != 2:
					return
				ca, negated_here = plain_cond(a[0])
				co, negated = plain_cond(o[0])
				x, y = [squeeze(strip_parens(p)) for p in split(a[1], ":")][:2], [squeeze(strip_parens(p)) for p in split(o[1], ":")][:2]
				if self.same(fn, ca, m["fn"], co) and len(x) == len(y) == 2:
					if (x == y) == (negated_here == negated) or set(x) != set(y):
						return
				else:
					return
			self.say(line, "direction", fn.name, "%s() with the direction the other way around" % c)

	def told(self, fn, m):
		"""Is it mapped here as a parameter says, which nothing else asks for?"""
		d = m["dir"] or ()
		return m["fn"] is fn and len(d) == 1 and d[0] in fn.param_names and (fn.name, d[0]) not in self.f.stores and \
			not any(n.kind in ("cond", "switch") and d[0] in n.toks for n in fn.graph.nodes)

	def same(self, f1, a, f2, b):
		if f1 is f2:
			return squeeze(a) == squeeze(b)
		w = lambda ts: [t for t in ts if WORD.match(t)][-1:]
		return len(a) > 1 and w(a) == w(b) and [t for t in a if not WORD.match(t)] == [t for t in b if not WORD.match(t)]

	CLOSED = re.compile(r"(sizeof\((struct |union )?\w+\)|[A-Z][A-Z0-9_]*|\d\w*|[-+*/()<>|])+")

	def plain(self, t):
		t = re.sub(r"sizeof\((__)?[usbl]e?(8|16|32|64)\)", lambda m: str(int(m.group(2)) >> 3), t)
		return re.sub(r"[() ]", "", t)

	def size(self, b, got):
		f, fn = self.f, b["fn"]
		c, line = b["call"], b["node"].line
		mine = squeeze(f.subst(fn, b["size"]))
		theirs = {squeeze(f.subst(m["fn"], m["size"])) for m in got if m["size"]}
		if not theirs:
			return
		closed = lambda t: not re.search(r"->|\.|\[", t) and self.CLOSED.fullmatch(t)
		if mine == "0" and "0" not in theirs:
			self.say(line, "size", fn.name, "%s() of length 0" % c)
			return
		if closed(mine) and all(closed(t) for t in theirs):
			p = self.plain(mine)
			if all(self.plain(t) != p and bool(re.search("[A-Za-z]", p)) == bool(re.search("[A-Za-z]", self.plain(t))) for t in theirs):
				self.say(line, "size", fn.name, "%s() of %s, but it has %s" % (c, mine, " or ".join(sorted(theirs))))
			return
		k = f.key(fn, b["size"]) if "+" not in b["size"] else None
		st = {squeeze(uncast(r)) for g, r, n, op in f.stores.get(k, [])} if k and len(k) == 2 and k[0] != fn.name else set()
		if len(st) == 1:
			s = st.pop()
			for t in theirs:
				if re.fullmatch(re.escape(s) + r"\+[A-Z]\w+|[A-Z]\w+\+" + re.escape(s), t) and len(theirs) == 1:
					self.say(line, "size", fn.name, "%s() of %s, but it has %s" % (c, mine, t))
					return
		# In one function: nothing ties one size to the other.
		if all(m["fn"] is fn for m in got) and b["kind"] != "free":
			ms = {squeeze(uncast(m["size"])) for m in got if m["size"]} | theirs
			if mine in ms or squeeze(uncast(b["size"])) in ms:
				return
			words = set(w for t in ms for w in re.findall(r"[A-Za-z_]\w*", t))
			own = set(re.findall(r"[A-Za-z_]\w*", mine + " " + squeeze(b["size"])))
			if own & words - {"sizeof", "struct"}:
				return
			for w in own | words:
				for g, r, n, op in f.stores.get((fn.name, w), []):
					if set(r) & (words | own):
						return
			for n in fn.graph.nodes:
				for l, op, r in n.sets:
					lw, rw = set(WORDS(l)), set(r)
					if lw & own and rw & words or lw & words and rw & own:
						return
			if all(re.fullmatch(r"[\w.>\[\]()\-]+", t) for t in ms | {mine}):
				self.say(line, "size", fn.name, "%s() of %s, but it has %s" % (c, mine, " or ".join(sorted(theirs))))

	# ---- devices

	NO_DMA = {"net_device": ("dev",), "spi_device": ("dev",), "i2c_client": ("dev",), "i2c_adapter": ("dev",),
		  "mmc_host": ("class_dev",), "Scsi_Host": ("shost_gendev", "shost_dev"), "usb_gadget": ("dev",)}

	def device_class(self, fn, ts, deep=3):
		"""Whose device it is, as far as the text says so."""
		f = self.f
		ts = uncast(ts)
		text = squeeze(ts)
		if "dma_async_device_register" in f.raw or "dmaenginem_async_device_register" in f.raw:
			return None
		if "dmaengine_get_dma_device" in text or re.search(r"(chan\w*|[rt]x|ch)(\[\w+\])?->device->dev$", text):
			return "DMA engine"
		if re.search(r"(->|\.)sysdev$", text):
			return "sysdev"
		if re.search(r"(->|\.)parent$", text):
			p = f.names(fn, ts)
			return "own" if len(p) > 2 and f.type_of(fn, p[:-2]) == "net_device" else "parent"
		names = f.names(fn, ts)
		if not names or any(t == "(" for t in ts):
			return None
		if ts[0] == "&" and len(names) > 1:
			tag = f.type_of(fn, names[:-1])
			if tag in self.NO_DMA and names[-1] in self.NO_DMA[tag]:
				return tag
			if tag in ("platform_device", "pci_dev", "amba_device", "virtio_device"):
				return "own"
			if len(names) == 2 and names[0] in ("pdev", "pcidev", "pci_dev") and names[1] == "dev":
				return "own"
			if names[-2] in ("pdev", "pcidev", "pci_dev") and names[-1] == "dev":
				return "own"
			return None
		if len(names) > 1 and names[-1] == "dev" and f.type_of(fn, names[:-1]) == "dma_device":
			return "DMA engine"
		if not deep:
			return None
		k = f.key(fn, ts)
		out = set()
		for g, r, n, op in f.stores.get(k, []):
			out.add(self.device_class(g, r, deep - 1))
		if len(k) == 2 and k[0] == fn.name and k[1] in fn.param_names:
			if not fn.is_static or not f.callers.get(fn.name):
				return None
			i = fn.param_names.index(k[1])
			for g, a, n in f.callers[fn.name]:
				out.add(self.device_class(g, a[i], deep - 1) if i < len(a) else None)
		return out.pop() if len(out) == 1 else None

	SAYS = {"DMA engine": "the device of the DMA engine", "own": "the device itself", "parent": "the parent", "sysdev": "sysdev"}

	def device_text(self, fn, ts):
		return self.SAYS.get(self.device_class(fn, ts)) or squeeze(ts)

	def device(self, b, got):
		fn = b["fn"]
		mine = self.device_class(fn, b["dev"])
		if not mine:
			# a member of one structure against another
			k = self.f.key(fn, b["dev"])
			ks = {self.f.key(m["fn"], m["dev"]) for m in got}
			cl = {self.device_class(m["fn"], m["dev"]) for m in got}
			if len(cl) == 1 and cl == {"DMA engine"} and k and len(k) == 2 and not self.f.stores.get(k) and re.search(r"->dev$|\.dev$", squeeze(b["dev"])):
				self.say(b["node"].line, "device", fn.name, "%s() for %s of what the DMA engine has" % (b["call"], squeeze(b["dev"])))
			return
		theirs = {self.device_class(m["fn"], m["dev"]) for m in got}
		if None in theirs:
			if mine == "DMA engine" and theirs == {None} and all(re.search(r"->dev$|\.dev$", squeeze(m["dev"])) for m in got):
				self.say(b["node"].line, "device", fn.name, "%s() for the device of the DMA engine of what %s has" % (b["call"], squeeze(got[0]["dev"])))
			return
		if mine not in theirs:
			self.say(b["node"].line, "device", fn.name, "%s() for %s of what was given for %s" %
				 (b["call"], self.device_text(fn, b["dev"]), self.device_text(got[0]["fn"], got[0]["dev"])))

	def devices(self):
		f = self.f
		for fn, n, c, a in f.api:
			if c in MAP or c in MAP_SG or c in MAP_SGT or c in ALLOC and "pool" not in c:
				cl = self.device_class(fn, a[0]) if a else None
				if cl in self.NO_DMA:
					self.say(n.line, "nodma", fn.name, "%s() for the device of a struct %s, which does no DMA" % (c, cl))

	# The address is used by the DMA engine, so it has to be one of the engine.
	ENGINE = {"dmaengine_prep_slave_single": (1,), "dmaengine_prep_slave_sg": (1,), "dmaengine_prep_dma_cyclic": (1,),
		  "dmaengine_prep_dma_memcpy": (1, 2)}

	def engine(self):
		f = self.f
		for fn, n, c, a in f.api:
			for i in self.ENGINE.get(c, ()):
				if i >= len(a):
					continue
				got = f.sgmaps.get(f.key(fn, a[i]), []) if c.endswith("_sg") else f.origins(fn, a[i])
				# a list that is mapped where it is given away may have other users
				for m in [m for m in got or () if m["fn"] is fn] or got or ():
					if m["kind"] != "resource" and self.clients(m["fn"], m["dev"]):
						self.say(m["node"].line, "engine", m["fn"].name, "%s() for %s of what %s() gives to a DMA engine" %
							 (m["call"], squeeze(m["dev"]), c))

	def clients(self, fn, ts, deep=3):
		"""Is this the device of a driver that has the channel from somebody else?"""
		f = self.f
		ts = f.subst(fn, ts)
		text = squeeze(ts)
		if re.search(r"dma|chan|engine|parent|sysdev", text) or "dma_async_device_register" in f.raw or "dmaenginem_async_device_register" in f.raw:
			return False
		if re.fullmatch(r"&\w*(pdev|pci_dev|pcidev|spi|client)(->|\.)dev", text):
			return True
		k = f.key(fn, ts)
		if k is None or not deep or not re.fullmatch(r"&?[\w>.\-]*\b\w*dev", text):
			return False
		st = [self.clients(g, r, deep - 1) for g, r, n, op in f.stores.get(k, [])]
		if len(k) == 2 and k[0] == fn.name and k[1] in fn.param_names:
			i = fn.param_names.index(k[1])
			st += [self.clients(g, a[i], deep - 1) if i < len(a) else False for g, a, n in f.callers.get(fn.name, [])]
			return all(st) and (bool(st) or not fn.is_static)
		return bool(st) and all(st)

	# ---- results that are tested wrongly

	def results(self):
		f = self.f
		for fn in f.funcs.values():
			if not f.direct.get(fn.name, set()) & (set(MAP_SG) | set(MAP_SGT) | set(MAP)):
				continue
			last, given = {}, {}
			zero_is_fine = any(n.text == "0" for n in f.returns.get(fn.name, []))
			for n in sorted(fn.graph.nodes, key=lambda n: n.line):
				if n.kind == "cond":
					t = n.text
					m = re.fullmatch(r"(.*?)(<|<=|>=)0", t)
					if m:
						v = m.group(1)
						hit = last.get(v)
						for c in MAP_SG:
							if v.startswith(c + "(") or re.match(r"\(?[\w>.\-]+=%s\(" % c, v):
								hit = c
						if hit in MAP_SG and m.group(2) == "<":
							self.say(n.line, "test", fn.name, "%s() returns 0 if it fails, nothing below" % hit)
						elif hit in MAP_SG and m.group(2) == "<=" and zero_is_fine and n.succ[0].kind == "return" and squeeze(strip_parens(n.succ[0].toks)) == v:
							self.say(n.line, "test", fn.name, "%s() returns 0 if it fails, and so does this function" % hit)
						if hit in MAP and m.group(2) == "<":
							self.say(n.line, "test", fn.name, "%s() is tested with dma_mapping_error(), not as a number" % hit)
					elif last.get(t) in MAP_SG and zero_is_fine and n.succ[1].kind == "return" and squeeze(n.succ[1].toks) == t:
						self.say(n.line, "test", fn.name, "%s() returns 0 if it fails, and so does this function" % last[t])
					elif "==" in t and last.get(t.split("==")[0]) in MAP_SG and given.get(t.split("==")[0]) == t.split("==")[1] and \
					     t.split("==")[1] != "1" and self.gives_up(n.succ[1]):
						self.say(n.line, "test", fn.name, "%s() may return less than it was given" % last[t.split("==")[0]])
					elif t.startswith("IS_ERR") and last.get(t[t.find("(") + 1:-1]) in MAP_SG:
						self.say(n.line, "test", fn.name, "%s() returns 0 if it fails" % last[t[t.find("(") + 1:-1]])
					elif last.get(t) in MAP_SGT or t.split("(")[0] in MAP_SGT:
						pass
				for l, op, r in n.sets:
					u = uncast(r)
					last.pop(l, None)
					if u and (u[0] in MAP_SG or u[0] in MAP_SGT or u[0] in MAP) and u[1:2] == ["("]:
						last[l] = u[0]
						a = list(calls_in(u))[0][1]
						given[l] = squeeze(a[2]) if len(a) > 2 else None

	def gives_up(self, n):
		for _ in range(6):
			if n.kind == "return":
				return ERROR.match(n.text) is not None
			if any(r[:1] == ["-"] for l, op, r in n.sets):
				return True
			if not n.succ or n.kind == "cond":
				return False
			n = n.succ[0]
		return False

	# dma_mapping_error() of something else than what was mapped.
	def errors(self):
		f = self.f
		for fn, n, c, a in f.api:
			if c != "dma_mapping_error" or len(a) < 2:
				continue
			k = f.key(fn, a[1])
			u = unwrap(a[1])
			if not k or any(t in ("(", "+") for t in u) or (len(k) == 2 and k[0] == "" or k[1] in fn.param_names and k[0] == fn.name):
				continue
			if u[:1] == ["*"]:
				continue
			if u[:1] == ["&"]:
				self.say(n.line, "test", fn.name, "dma_mapping_error() of an address of a variable")
				continue
			if f.stores.get(k) or f.maps.get(k) or f.allocs.get(k):
				continue
			if any(u2 and squeeze(u2) == "&" + squeeze(u) for x in fn.graph.nodes for c2, a2 in x.calls for u2 in a2):
				continue
			here = [m for ms in f.maps.values() for m in ms if m["fn"] is fn and m["node"].line <= n.line]
			if here:
				self.say(n.line, "test", fn.name, "dma_mapping_error() of %s, which nobody maps" % squeeze(a[1]))

	# A mapping that nobody tests, where others are tested.
	def untested(self):
		f = self.f
		for ms in f.maps.values():
			for m in ms:
				fn, left = m["fn"], m["left"]
				if not left or left.startswith("*") or "dma_mapping_error" not in f.direct[fn.name]:
					continue
				last = [w for w in WORDS(re.sub(r"\[.*?\]", "", left)) if WORD.match(w)][-1:]
				if not last:
					continue
				last = last[0]
				names, ok = {last}, False
				for n in fn.graph.nodes:
					for l, op, r in n.sets:
						if last in r and n.line >= m["node"].line:
							names |= {w for w in WORDS(re.sub(r"\[.*?\]", "", l)) if WORD.match(w)}
				for n in fn.graph.nodes:
					if n.kind == "return" and names & set(n.toks) or "DMA_MAPPING_ERROR" in n.toks:
						ok = True
					for c, a in n.calls:
						w = {t for x in a for t in x}
						if "mapping_error" in c and names & w or n.kind == "cond" and names & w or \
						   c in f.funcs and names & w and any("mapping_error" in x for x in f.direct[c]):
							ok = True
				if not ok:
					self.say(m["node"].line, "test", fn.name, "nobody tests what %s() returned" % m["call"])

		for ms in f.sgmaps.values():
			for m in ms:
				fn, n, left = m["fn"], m["node"], m["left"]
				if n.kind != "stmt" or left is None and n.toks[:1] != [m["call"]] or left and left.startswith("*"):
					continue
				words = set()
				if left:
					last = [w for w in WORDS(re.sub(r"\[.*?\]", "", left)) if WORD.match(w)][-1]
					words = {last}
					for x in fn.graph.nodes:
						for l, op, r in x.sets:
							if last in r:
								words |= {w for w in WORDS(re.sub(r"\[.*?\]", "", l)) if WORD.match(w)}
				if not any(x.kind in ("cond", "return", "switch", "loop") and words & set(x.toks) for x in fn.graph.nodes) and \
				   not any(c in f.funcs and words & {t for y in a for t in y} for x in fn.graph.nodes for c, a in x.calls) and \
				   not (left and len(WORDS(left)) > 1):
					self.say(n.line, "test", fn.name, "nobody tests what %s() returned" % m["call"])

	# The address of something else is unmapped, or synced.
	def unmapped(self):
		f = self.f
		for b in f.back:
			if b["kind"] not in ("single", "page", "resource", "any"):
				continue
			fn, h = b["fn"], unwrap(b["handle"])
			k = f.key(fn, h)
			names = f.names(fn, h)
			if not k or "(" in h or "[" in h or len(names) < 2 or h[:1] in (["*"], ["&"]):
				continue
			if f.stores.get(k) or f.maps.get(k) or f.allocs.get(k) or k in f.addressed:
				continue
			tag = f.type_of(fn, names[:-1])
			if tag == "resource" or tag in f.own and f.field(tag, names[-1]) and not re.search(r"memcpy\(|memset\(", "") and f.maps:
				self.say(b["node"].line, "unmapped", fn.name, "%s() of %s, which nothing maps" % (b["call"], squeeze(h)))

	# Nothing in the file gives it back.
	def never(self):
		f = self.f
		back = set()
		for fn, n, c, a in f.api:
			if c in GIVE_BACK or "free" in c or "unmap" in c:
				back |= {t for x in a for t in x}
		for fn in f.funcs.values():
			for n in fn.graph.nodes if fn.ts else ():
				for c, a in n.calls:
					if re.search(r"free|unmap|release|destroy|cleanup|devm_add_action|put", c) and c not in FREES:
						back |= {t for x in a for t in x}
		whole = {c for cs in f.direct.values() for c in cs}
		for fs, what in ((f.allocs, "frees"), (f.maps, "unmaps")):
			for k, ms in fs.items():
				m = ms[0]
				if not k or len(k) != 2 or k[0] not in f.own or m["call"].startswith("dmam_") or m["kind"] in ("resource", "phys"):
					continue
				names = {k[1]}
				if m["left"]:
					names |= set(re.findall(r"[A-Za-z_]\w*", re.sub(r"\[.*?\]", "", m["left"]))[-1:])
				for fn in f.funcs.values():
					for n in fn.graph.nodes if fn.ts else ():
						for l, op, r in n.sets:
							if names & set(r):
								names |= set(re.findall(r"[A-Za-z_]\w*", re.sub(r"\[.*?\]", "", l))[-1:])
				if not names & back and ("devm_kzalloc" in whole or "devm_kzalloc_obj" in whole or re.search(r"\.remove\b|_exit\(", f.raw)) and \
				   not any(names & {t for y in a for t in y} and not PURE.match(c) and c not in ("memset", "memcpy") and not c.startswith("dma") \
					   for fn in f.funcs.values() if fn.ts for n in fn.graph.nodes for c, a in n.calls):
					self.say(m["node"].line, "never", m["fn"].name, "%s() of %s, and nothing %s it" % (m["call"], k[1], what))

	# Memory that goes back by another way than it came.
	def owners(self):
		f = self.f
		made = {}
		for ms in f.allocs.values():
			for m in ms:
				if m["left"] and m["left"] not in ("return",):
					made.setdefault(f.key(m["fn"], WORDS(m["left"])), []).append(m)
		def maker(fn, ts):
			k = f.key(fn, ts)
			ms = made.get(k)
			if not ms or ts[:1] == ["&"]:
				return None
			for g, r, n, op in f.stores.get(k, []):
				u = uncast(r)
				if not (u and (u[0] in ALLOC or u == ["NULL"])):
					return None
			return {m["call"] for m in ms}
		for fn, n, c, a in f.api:
			if any("[" in x for x in a):
				continue
			if c in FREE and len(a) > FREE[c][2]:
				how = maker(fn, a[FREE[c][2]])
				if how and all(h.startswith("dmam_") for h in how) and c.startswith("dma_"):
					self.say(n.line, "owner", fn.name, "%s() of memory of %s(), which is freed again" % (c, sorted(how)[0]))
				elif how and not any(("pool" in h) == ("pool" in c) for h in how):
					self.say(n.line, "owner", fn.name, "%s() of memory of %s()" % (c, sorted(how)[0]))
				elif how and not any(("noncoherent" in h) == ("noncoherent" in c) for h in how):
					self.say(n.line, "owner", fn.name, "%s() of memory of %s()" % (c, sorted(how)[0]))
				elif not how:
					k = f.key(fn, a[FREE[c][2]])
					st = [uncast(r) for g, r, x, op in f.stores.get(k, [])] if k else []
					st = [r for r in st if r != ["NULL"]]
					if st and all(r and re.match(r"(devm_)?k[mzc]alloc|kmemdup$|__get_free_page", r[0]) for r in st):
						self.say(n.line, "owner", fn.name, "%s() of memory of %s()" % (c, st[0][0]))
			elif c in ("kfree", "kvfree", "vfree", "devm_kfree", "free_pages", "kfree_sensitive") and len(a) > FREES[c]:
				how = maker(fn, a[FREES[c]])
				if how:
					self.say(n.line, "owner", fn.name, "%s() of memory of %s()" % (c, sorted(how)[0]))

	# A direction that something is mapped with, and never unmapped.
	def unused_dirs(self):
		f = self.f
		back = {}
		for b in f.back:
			if b["kind"] in ("sg", "sgt") and f.names(b["fn"], b["handle"])[:1] and \
			   f.names(b["fn"], b["handle"])[0] in b["fn"].param_names and len(f.names(b["fn"], b["handle"])) == 1:
				return
			if b["kind"] in ("sg", "sgt") and "sync" not in b["call"]:
				back.setdefault(f.key(b["fn"], b["handle"]), []).append(b)
		for k, ms in f.sgmaps.items():
			bs = back.get(k)
			if not bs or not k or len(k) == 2 and not k[0]:
				continue
			have = [f.dirs(b["fn"], b["dir"]) for b in bs]
			if None in have:
				continue
			have = set().union(*have)
			for m in ms:
				d = f.dirs(m["fn"], m["dir"])
				if d and len(d) == 1 and not d & have and len(ms) > 1:
					self.say(m["node"].line, "direction", m["fn"].name, "%s() with %s, and nowhere unmapped so" % (m["call"], sorted(d)[0]))

	# ---- paths

	def paths(self):
		f = self.f
		for m in [m for ms in f.maps.values() for m in ms] + [m for ms in f.sgmaps.values() for m in ms] + \
			 [m for ms in f.allocs.values() for m in ms if not m["call"].startswith("dmam_")]:
			if m["left"] or m["kind"] in ("sg", "sgt"):
				Walk(self, m).leak()
				Walk(self, m).failed()
		self.helpers()
		self.order()

	# Who fails after a helper has mapped or allocated: a probe, or a function that
	# nobody in the file calls and that frees something else on its way out.
	def helpers(self):
		f = self.f
		for m in [m for ms in list(f.allocs.values()) + list(f.maps.values()) + list(f.sgmaps.values()) for m in ms]:
			k = f.key(m["fn"], m["handle"] if m["kind"] == "alloc" else m["buf"] if m["kind"] in ("sg", "sgt") else WORDS(m["left"] or ""))
			if not k or k[0] == m["fn"].name or m["call"].startswith(("dmam_", "dma_pool_")) or not m["fn"].is_static or \
			   any(c.startswith("devm_add_action") for c in f.direct[m["fn"].name]):
				continue
			for fn, a, n in f.callers.get(m["fn"].name, ()):
				if f.callers.get(fn.name) or not m["left"]:
					continue
				exits = Exits(fn, "probe" in fn.name)
				Called(exits, self, m, fn, n).leak()
				if exits.said:
					self.say(*min(exits.said))

	# Unmapped when it is free already.
	def order(self):
		f = self.f
		bufs = {}
		for k, ms in f.maps.items():
			for m in ms:
				kb = f.key(m["fn"], m["buf"])
				names = f.names(m["fn"], m["buf"])
				if names:
					bufs.setdefault(k, set()).add((kb, tuple(names)))
		for fn in f.funcs.values():
			d = f.direct.get(fn.name, set())
			if not d & set(FREES) or not d & (GIVE_BACK | set(SYNC)):
				continue
			for n in fn.graph.nodes:
				if n.kind != "stmt":
					continue
				for c, a in n.calls:
					if c in FREES and len(a) > FREES[c] and n.toks[0] == c:
						self.after_free(fn, n, c, a[FREES[c]], bufs)

	def after_free(self, fn, n, c, what, bufs):
		f = self.f
		gone = f.names(fn, what)
		if not gone or "(" in what:
			return
		text = squeeze(uncast(what)).lstrip("&")
		index = set(re.findall(r"\w+", text))
		seen, todo = set(), list(n.succ)
		kgone = f.key(fn, what)
		while todo:
			x = todo.pop()
			if id(x) in seen or len(seen) > 400:
				continue
			seen.add(id(x))
			for c2, a2 in x.calls:
				spec = UNMAP.get(c2) or UNMAP_SG.get(c2)
				h = a2[spec[2]] if spec and len(a2) > 2 else None
				if c2 == "dma_unmap_sgtable" and len(a2) > 1:
					h = a2[1]
				if c2 in FREE and len(a2) > FREE[c2][3]:
					h = a2[FREE[c2][3]]
				if h is None:
					continue
				ht = squeeze(uncast(h)).lstrip("&")
				if ht == text or re.match(re.escape(text) + r"(->|\.|\[)", ht):
					if c in ("sg_free_table",) or ht != text:
						self.say(x.line, "order", fn.name, "%s() after %s(%s)" % (c2, c, text))
						return
				kh = f.key(fn, h)
				for kb, names in bufs.get(kh, ()) if "[" not in h else ():
					if c2 in UNMAP and kb is not None and (kb == kgone or list(names[:len(gone)]) == gone and len(names) > len(gone) and len(gone) > 0 and kh[0] == fn.name):
						self.say(x.line, "order", fn.name, "%s() after %s(%s)" % (c2, c, text))
						return
			stop = False
			for l, op, r in x.sets:
				if l == text or l == gone[0] or f.key(fn, WORDS(l)) in bufs:
					stop = True
			if any(y == [gone[0]] and c2.startswith("list_") for c2, a2 in x.calls for y in a2):
				stop = True
			if changed(x) & index or any(WORD.match(t) and "for_each" in t for t in x.toks[:1]) and set(x.toks) & index:
				stop = True
			if not stop:
				todo += x.succ

	# ---- memory that must not be mapped

	SINKS = {"dma_map_single": 1, "dma_map_single_attrs": 1, "sg_init_one": 1, "sg_set_buf": 1, "usb_control_msg": 6, "usb_bulk_msg": 2,
		 "usb_interrupt_msg": 2, "usb_fill_bulk_urb": 3, "usb_fill_int_urb": 3, "usb_fill_control_urb": 4,
		 "spi_write": 1, "spi_read": 1, "sdio_memcpy_fromio": 1, "sdio_memcpy_toio": 2, "sdio_readsb": 1,
		 "sdio_writesb": 2, "hid_hw_raw_request": 2, "hid_hw_output_report": 1, "usb_get_descriptor": 3,
		 "usb_fill_iso_urb": 3}
	# regmap copies what it reads over SPI, not what it writes.
	REGMAP = {"regmap_bulk_write": 2, "regmap_raw_write": 2, "regmap_noinc_write": 2}

	def on_stack(self, fn, ts):
		ts = uncast(ts)
		if not ts:
			return None
		if ts[0] == "&":
			v = uncast(ts[1:])
			if v and WORD.match(v[0]) and v[0] in fn.structs_on_stack | fn.arrays and v[0] not in fn.static and "->" not in v:
				if v[0] in fn.arrays or v[0] in fn.types and "." in v or len(v) == 1 or v[0] in fn.arrays:
					if len(v) > 1 and "[" in v and v[0] not in fn.arrays and "." not in v:
						return None
					return v[0]
			return None
		v = ts
		# one name may be an array in one block and a pointer in another
		if WORD.match(v[0]) and v[0] in fn.arrays - fn.static - fn.pointers and (len(v) == 1 or v[1] == "+"):
			return v[0]
		return None

	def memory(self):
		f = self.f
		iio = f.iio
		spi = iio and re.search(r"regmap_init_spi|REGMAP_SPI", f.raw)
		for fn in f.funcs.values():
			if not fn.ts:
				continue
			ins = None
			for n in fn.graph.nodes:
				for c, a in n.calls:
					i = self.SINKS.get(c)
					if i is None and spi:
						i = self.REGMAP.get(c)
					if i is None or len(a) <= i or c == "spi_write" and not iio:
						continue
					v = self.on_stack(fn, a[i])
					if v:
						if c in ("usb_control_msg",) and len(a) > 7 and squeeze(a[7]) == "0":
							continue
						if c in ("sg_init_one", "sg_set_buf") and not self.reaches_device(fn):
							continue
						self.say(n.line, "stack", fn.name, "%s() of %s, which is on the stack" % (c, v))
					else:
						self.embedded(fn, n, c, a, i)
				for l, op, r in n.sets:
					m = re.search(r"(^|\.|->)([rt]x_buf)$", l)
					if m and op == "=":
						self.spi_buf(fn, n, m.group(2), r)
			self.spi_init(fn)

	def reaches_device(self, fn):
		d = self.f.direct[fn.name]
		return any(re.match(r"dma_map_sg|virtqueue_add|dmaengine_prep|mmc_wait_for_req", c) for c in d)

	def spi_init(self, fn):
		"""struct spi_transfer t = { .tx_buf = ... }"""
		for n in fn.graph.nodes:
			ts = n.toks
			if "spi_transfer" not in ts:
				continue
			for i in range(len(ts) - 3):
				if ts[i] == "." and ts[i + 1] in ("tx_buf", "rx_buf") and ts[i + 2] == "=":
					j, d = i + 3, 0
					while j < len(ts) and (d or ts[j] not in (",", "}")):
						d += (ts[j] in "([") - (ts[j] in ")]")
						j += 1
					self.spi_buf(fn, n, ts[i + 1], ts[i + 3:j])

	def spi_buf(self, fn, n, which, r):
		if "spi_" not in self.f.raw or not re.search(r"\bspi_(sync|async|message)", self.f.raw):
			return
		if which == "tx_buf" and not self.f.iio:
			return
		v = self.on_stack(fn, r)
		if v:
			self.say(n.line, "stack", fn.name, "%s of an SPI transfer is %s, which is on the stack" % (which, v))
		else:
			self.inside(fn, n, "an SPI transfer", r, "spi")

	def embedded(self, fn, n, c, a, i):
		way = None
		if c.startswith("dma_map_single") and len(a) > 3:
			d = self.f.dirs(fn, a[3])
			if d and "DMA_TO_DEVICE" not in d:
				way = "in"
		elif c == "usb_control_msg":
			way = "in" if "usb_rcvctrlpipe" in squeeze(a[1]) else None
		elif c in ("usb_bulk_msg", "usb_interrupt_msg"):
			way = "in" if "usb_rcv" in squeeze(self.f.subst(fn, a[1])) else None
		elif c == "sg_init_one" and any("virtqueue_add_inbuf" in x or x == "virtqueue_add_sgs" for x in self.f.direct[fn.name]):
			if "virtqueue_add_sgs" not in self.f.direct[fn.name] or re.search(r"res|in\b|status|evt|event", squeeze(a[0])):
				way = "in"
		elif c == "spi_read" or c == "spi_write" and self.f.iio:
			way = "spi"
		elif c in ("usb_fill_bulk_urb", "usb_fill_int_urb") and "usb_rcv" in squeeze(self.f.subst(fn, a[2])):
			way = "in"
		if way:
			self.inside(fn, n, c + "()", a[i], way)

	def points(self, fn, names):
		tag = self.f.type_of(fn, names[:-1])
		fl = self.f.field(tag, names[-1]) if tag else None
		return fl and fl[2] and not fl[3]

	def inside(self, fn, n, how, ts, way, deep=3):
		f = self.f
		ts = uncast(ts)
		amp = ts[:1] == ["&"]
		names = f.names(fn, ts)
		if "(" in ts or not names or deep < 0:
			return
		if len(names) == 1:
			if amp:
				return
			if names[0] in fn.param_names:
				i = fn.param_names.index(names[0])
				for g, a, x in f.callers.get(fn.name, []) if fn.is_static else ():
					if i < len(a):
						self.inside(g, x, how, a[i], way, deep - 1)
			else:
				s = f.subst(fn, ts)
				if s != ts:
					self.inside(fn, n, how, s, way, deep - 1)
			return
		# the field that lies in the object itself
		for i in range(1, len(names)):
			tag = f.type_of(fn, names[:i])
			fl = f.field(tag, names[i]) if tag else None
			if not fl:
				return
			last = i == len(names) - 1
			if not last and fl[2]:
				continue	# through a pointer: another object
			if last and not fl[3] and not amp:
				if fl[2]:	# a pointer: to what?
					for g, r, x, op in f.stores.get(f.key(fn, ts), []):
						if r[:1] == ["&"]:
							self.inside(g, x, how, r, way, deep - 1)
				return
			if fl[2] and not fl[3]:
				return
			if any(self.points(fn, names[:j + 1]) for j in range(i + 1, len(names) - amp)):
				continue
			owner = f.structs[tag]
			at = owner.index(fl)
			if at == 0 or fl[2] and fl[3]:
				return		# the whole of it, or an array of pointers
			apart = fl[4]
			old = False
			if apart:
				marks = [t for x in owner[:at + 1] for t in x[5]]
				if way == "spi" and f.iio and "____cacheline_aligned" in marks and "IIO_DMA_MINALIGN" not in marks and "ARCH_DMA_MINALIGN" not in marks:
					old = True
				if not old:
					return
			if len(owner) < 2:
				return
			if i + 1 < len(names) and any(ATTR.search(t) for t in fl[5]) and not old:
				return
			others = [x for x in owner if x is not fl and not x[3]]
			if not others:
				continue
			if (tag, fl[0]) in self.shared:
				return
			self.shared.add((tag, fl[0]))
			if old:
				self.say(n.line, "inside", fn.name, "%s gets %s.%s, which is aligned to a cache line only, not to what DMA wants" % (how, tag, fl[0]))
			else:
				self.say(n.line, "inside", fn.name, "%s gets %s.%s, which shares cache lines with %s" % (how, tag, fl[0], others[0][0] if others[0] is not fl else others[-1][0]))
			return


def changed(n):
	out = set()
	for l, op, r in n.sets:
		w = re.findall(r"[A-Za-z_]\w*", l)
		out |= set(w[-1:]) if w else set()
		if len(w) == 1:
			out.add(w[0])
	ts = n.toks
	for i, t in enumerate(ts):
		if t in ("++", "--"):
			if i + 1 < len(ts) and WORD.match(ts[i + 1]):
				out.add(ts[i + 1])
			if i and WORD.match(ts[i - 1]):
				out.add(ts[i - 1])
	if n.kind == "loop":
		out |= {a[0] for c, args in n.calls for a in args if len(a) == 1}
	return out

PURE = re.compile(r"writel|writeq|writeb|writew|iowrite|__raw_write|regmap_write|cpu_to_|_to_cpu|lower_32|upper_32|dmaengine_prep_|device_prep|"
		  r"dma_mapping_error|dma_sync|dev_(err|dbg|warn|info)|pr_|WARN|BUG|printk|netdev_|IS_ALIGNED|min|max|sg_dma|wait_for|"
		  r"readl|ioread|likely|unlikely|memcpy|sizeof|put_unaligned|dma_map_|ARRAY_SIZE|PTR_ERR|IS_ERR")
LETS_GO = re.compile(r"free|release|unmap|destroy|cleanup|clean|put|exit|fini|remove|teardown|stop|abort|terminate|complete|giveback|"
		     r"done|kill|reset|shutdown|uninit|unint|deinit|disable|close|finish|undo|drop|recycle|purge|flush|callback|error|fail|handle|"
		     r"queue|submit|send|post|devm_add_action|unregister|detach|unwind|rollback|xmit|enqueue|del\b|delete")
ERROR = re.compile(r"-?E(?!INPROGRESS|IOCBQUEUED)[A-Z]{2,}\b|NULL$|ERR_PTR|PTR_ERR|ERR_CAST|false$|-1$|BLK_STS_\w+|NETDEV_TX_BUSY|SCSI_MLQUEUE|FAILED$")

class Walk:
	"""The paths from a mapping on."""
	def __init__(self, checks, m):
		self.checks, self.m, self.f, self.fn = checks, m, checks.f, m["fn"]
		self.node = m["node"]
		self.isg = m["kind"] in ("sg", "sgt")
		if m["kind"] == "alloc":
			self.held = squeeze(uncast(m["handle"])).lstrip("&")
			self.result = m["left"]
		else:
			self.held = squeeze(uncast(m["buf"])) if self.isg else m["left"]
			self.result = m["left"]
		self.held = self.held.lstrip("&*")
		self.words = set(re.findall(r"[A-Za-z_]\w*", self.held))
		last = re.findall(r"[A-Za-z_]\w*", re.sub(r"\[.*?\]", "", self.held))
		self.last = last[-1] if last else ""
		self.local = bool(re.fullmatch(r"\w+", self.held)) and self.held in self.fn.local
		self.root = last[0] if last else ""
		if m["kind"] == "alloc":
			r = re.findall(r"[A-Za-z_]\w*", re.sub(r"\[.*?\]", "", self.result))
			self.vlast = r[-1] if r else ""
			self.local = self.local and bool(re.fullmatch(r"\w+", self.result)) and self.result in self.fn.local
		if self.isg:
			self.local = self.local and self.held not in self.fn.pointers
		self.alias = set()
		if self.isg:
			self.alias = set(self.f.names(self.fn, self.f.subst(self.fn, m["buf"]))[-1:]) - {self.last}
		self.buf = squeeze(uncast(m["buf"])) if m["buf"] else None
		self.goods = set()
		if self.result:
			for n in self.fn.graph.nodes:
				for l, op, r in n.sets:
					if squeeze(uncast(r)) == self.result:
						self.goods.add(l)
		self.inner_ = {}
		self.direct = set(self.fn.graph.nodes and [c for n in self.fn.graph.nodes for c, a in n.calls])

	# Does this edge say that it was mapped, or that it was not?
	def outcome(self, n, alias):
		"""index of the successor on which it failed, or None"""
		t = n.text
		m = self.m
		if m["kind"] == "alloc":
			if t == self.result or t.startswith(self.result + "=") or n is self.node:
				return 1
			if re.match(r"IS_ERR(_OR_NULL)?\(%s\)" % re.escape(self.result), t):
				return 0
			return None
		if m["kind"] == "sgt":
			if n is self.node and t.split(")")[-1] in ("", "<0"):
				return 0
			if self.result and t in (self.result, self.result + "<0"):
				return 0
			return None
		if m["kind"] == "sg":
			if n is self.node:
				return 0 if re.search(r"(<=?\d|<\w+)$", t) else 1
			if not self.result:
				return None
			if t == self.result:
				return 1
			if t.startswith(self.result) and re.match(r"(<=?|==0|<1)", t[len(self.result):]):
				return 0
			if t.startswith(self.result + ">") or re.match(re.escape(self.result) + r"==[\w>.\-]+$", t):
				return 1
			return None
		if self.last in n.toks and ("dma_mapping_error" in t or any(
			self.last in {x for y in a for x in y} and (re.search(r"map\w*_(check|err|fail)|mapping_error|dma_error", c) or
			"dma_mapping_error" in self.f.direct.get(c, ())) for c, a in n.calls)):
			return 0
		if t in alias or re.sub(r"<0$", "", t) in alias:
			return 0
		if t.endswith("==DMA_MAPPING_ERROR") and t.startswith(self.held):
			return 0
		return None

	def lets_go(self, n, escaped):
		f = self.f
		for c, a in n.calls:
			words = {t for x in a for t in x}
			if c in GIVE_BACK:
				if self.alias & words:
					return True
				if self.last in words or self.m["kind"] == "alloc" and self.vlast in words:
					return True
				if escaped and not self.isg and c in UNMAP and self.m["kind"] in ("single", "page"):
					return True
				if self.isg and c in ("dma_unmap_sg", "dma_unmap_sg_attrs", "dma_unmap_sgtable") and self.root in words and self.last in words:
					return True
				continue
			if c in f.releasers:
				if self.last in words or c not in f.mappers or not f.direct[c] & GIVE_BACK:
					return True
				continue
			if c in f.funcs:
				if self.last in words and LETS_GO.search(c):
					return True
				continue
			if PURE.match(c):
				continue
			if LETS_GO.search(c) and (self.root in words or escaped or self.isg and self.root in words) and not re.match(r"complete_all$|put_device|reset_control|of_node_put|clk_|kfree$|kfree_skb|dev_kfree|kfree_|pm_runtime|free_irq|queue_work|mod_timer", c):
				return True
			if self.held in [squeeze(uncast(x)).lstrip("&") for x in a] and not c.startswith("dma_"):
				if c.startswith("dma_async") or LETS_GO.search(c):
					return True
		return False

	def escapes(self, n):
		for l, op, r in n.sets:
			if self.last in r and not (r and r[0] in ("dma_mapping_error",)) and (re.search(r"->|\.|\[|^\*", l) or l not in self.fn.local):
				return True
			if self.m["kind"] == "alloc" and self.vlast in r and re.search(r"->|\.|\[|^\*", l):
				return True
		for c, a in n.calls:
			if PURE.match(c) or c in GIVE_BACK or c in ALLOC:
				continue
			if any(self.last in x for x in a) or self.m["kind"] == "alloc" and any(self.vlast in x for x in a):
				return True
		return False

	def caller_cares(self):
		"""Somebody who calls this function gives back, or may."""
		f = self.f
		cs = f.callers.get(self.fn.name, [])
		if not cs:
			return not self.fn.is_static or False
		for g, a, n in cs:
			if f.direct[g.name] & (f.releasers | GIVE_BACK):
				return True
			if any(LETS_GO.search(c) and c not in ("kfree", "dev_kfree_skb") and c not in f.funcs for c in f.direct[g.name] if re.search(r"unmap|free|cleanup|release|destroy|remove", c) and "kfree" not in c):
				return True
			if not g.is_static:
				return True
			for h, b, x in f.callers.get(g.name, []):
				if f.direct[h.name] & (f.releasers | GIVE_BACK):
					return True
		return False

	def caller_frees(self):
		"""Somebody who calls this function has it given back if it fails."""
		f, seen, todo = self.f, set(), [self.fn.name]
		for _ in range(3):
			more = []
			for name in todo:
				for g, a, n in f.callers.get(name, []):
					if self.given_after(n, name):
						return True
					if g.name not in seen:
						seen.add(g.name)
						more.append(g.name)
			todo = more
		return False

	def given_after(self, n, name):
		"""On the way that is taken when the call at n has failed."""
		f = self.f
		var = next((l for l, op, r in n.sets if name in r), None)
		todo, seen, failed = [n], set(), False
		while todo and len(seen) < 200:
			x = todo.pop()
			if id(x) in seen:
				continue
			seen.add(id(x))
			for c, a in x.calls:
				if x is not n and (self.last in f.given_back.get(c, ()) or c in GIVE_BACK and any(self.last in y for y in a)):
					return True
			if x.kind == "cond" and not failed and (x is n or var and re.fullmatch(re.escape(var) + r"(<0)?", x.text)):
				failed = True
				todo = [x.succ[0]]
			else:
				todo += x.succ
		return False

	def leak(self):
		f, fn, m = self.f, self.fn, self.m
		if not self.local and "comedi_driver" in f.raw:
			return		# its core calls detach() if attach() fails
		if not self.held or m["kind"] == "alloc" and not self.result:
			return
		own = any(c in GIVE_BACK and (self.last in {t for x in a for t in x}) for n in fn.graph.nodes for c, a in n.calls)
		somewhere = own or bool(f.releasers)
		if self.result and "*" == self.result[0] or self.node.kind == "return":
			return
		cares = None
		start = self.node
		todo = []
		base = frozenset(start.under)
		vals = frozenset()
		for s in self.successes(start, base):
			todo.append((s, base, vals, False, frozenset(), False, False))
		if start.kind == "stmt" and not self.local:
			pass
		seen = set()
		steps = 0
		while todo:
			state = todo.pop()
			n, known, vals, escaped, alias, tested, again = state
			key = (id(n), known, vals, escaped, alias, tested, again)
			if key in seen:
				continue
			seen.add(key)
			steps += 1
			if steps > 3000:
				return
			if n is start:
				if again:
					continue
				if self.words & self.moved or self.isg:
					if self.local and not self.isg:
						continue
					# another one of its kind; the ones before are still mapped
					again, tested = True, False
					todo += [(s, known, vals, True, alias, tested, again) for s in n.succ]
				continue
			if n.kind == "exit":
				self.report_exit(n, None, vals, escaped, own, known)
				continue
			if self.lets_go(n, escaped):
				continue
			if n.inner and start not in n.inner:
				if id(n) not in self.inner_:
					self.inner_[id(n)] = any(self.lets_go(x, True) for x in n.inner) or \
						any(c in GIVE_BACK for x in n.inner for c, a in x.calls) and not self.local
				if self.inner_[id(n)]:
					continue
			if n.kind == "return":
				if n.toks and self.last in n.toks or m["kind"] == "alloc" and self.vlast in n.toks:
					continue
				if m["kind"] != "alloc" and self.m["buf"] and n.toks and set(n.toks) & set(f.names(fn, m["buf"])[:1]) and not self.isg:
					continue
				self.report_exit(n, n.toks, vals, escaped, own, known)
				continue
			ch = changed(n)
			if n.kind == "stmt" and n.toks:
				if self.local and any(l == self.held for l, op, r in n.sets):
					continue
				if not self.local and any(l.lstrip("*&") == self.held for l, op, r in n.sets):
					continue
				if not escaped and self.escapes(n):
					escaped = True
				for l, op, r in n.sets:
					u = uncast(r)
					if "dma_mapping_error" in r and self.last in r:
						alias = alias | {l}
					elif l in alias:
						alias = alias - {l}
					v = dict(vals)
					v.pop(l, None)
					t = squeeze(u)
					if re.match(r"-E(?!INPROGRESS|IOCBQUEUED)[A-Z]+$|-\d+$|PTR_ERR\(|ERR_PTR\(|BLK_STS_(?!OK)", t):
						v[l] = "err"
					elif t in ("0", "NULL", "NETDEV_TX_OK", "BLK_STS_OK", "false"):
						v[l] = "zero"
					elif t in v:
						v[l] = v[t]
					vals = frozenset(v.items())
			if ch:
				known = frozenset((t, y) for t, y in known if not ch & set(re.findall(r"[A-Za-z_]\w*", t)))
				for w in ch:
					v = dict(vals)
					if w in v and not any(l == w for l, op, r in n.sets):
						v.pop(w)
						vals = frozenset(v.items())
			if self.words & ch and not self.local:
				self.moved |= self.words & ch
				if not again:
					again, escaped = False, True
			if n.kind == "cond" and any(self.lets_go(x, escaped) for x in self.first(n.succ[0])):
				continue	# a guard that says whether it is mapped
			if n.kind == "cond":
				fail = self.outcome(n, alias)
				if fail is not None and not (again and tested is None):
					if again and not tested:
						tested = True
						for i, s in enumerate(n.succ):
							v = vals
							todo.append((s, known, v, escaped, alias, tested, again))
						continue
					if not again:
						todo.append((n.succ[1 - fail], known, vals, escaped, alias, True, again))
						continue
				for i, s in self.edges(n, known, vals):
					k2 = known if len(known) > 12 else known | {(n.text, i == 0)}
					v2 = vals
					b = re.fullmatch(r"([\w>.\-]+?)(<0|<=0|!=0)?", n.text)
					if b and i == 0 and not (n.text in dict(vals)):
						v2 = frozenset(dict(vals, **{b.group(1): "err" if b.group(2) else "nz"}).items())
					elif b and i == 1 and not b.group(2):
						v2 = frozenset(dict(vals, **{b.group(1): "zero"}).items())
					am = re.match(r"\(?([\w>.\-]+)=[^=]", n.text)
					if am:
						v2 = frozenset(dict(v2, **{am.group(1): "err" if i == 0 else "zero"}).items())
					todo.append((s, k2, v2, escaped, alias, tested, again))
				continue
			for s in n.succ:
				todo.append((s, known, vals, escaped, alias, tested, again))

	moved, helper = frozenset(), False

	def first(self, n):
		"""What comes next at once, a few statements of it."""
		out = []
		while n.kind == "stmt" and n.toks and len(out) < 3:
			out.append(n)
			n = n.succ[0]
		return out

	def edges(self, n, known, vals, good=True):
		v = dict(vals)
		t = n.text
		if good:
			# what is mapped has an address, a count and a buffer
			g = re.sub(r">0$", "", t)
			if g in (self.held, self.result) or g in self.goods or self.m["kind"] in ("single", "page") and g == self.buf:
				return [(0, n.succ[0])]
		e = re.fullmatch(r"(.+)==([A-Z]\w+)", t)
		if e:
			for kt, ky in known:
				k = re.fullmatch(r"(.+)==([A-Z]\w+)", kt)
				if ky and k and k.group(1) == e.group(1) and k.group(2) != e.group(2):
					return [(1, n.succ[1])]
		for kt, ky in known:
			if kt == t:
				return [(0 if ky else 1, n.succ[0 if ky else 1])]
		b = re.fullmatch(r"([\w>.\-]+?)(<0)?", t)
		if b and b.group(1) in v:
			if v[b.group(1)] == "nz" and b.group(2):
				return list(enumerate(n.succ))
			i = 0 if v[b.group(1)] in ("err", "nz") else 1
			return [(i, n.succ[i])]
		return list(enumerate(n.succ))

	def successes(self, n, known):
		if n.kind == "cond":
			fail = self.outcome(n, frozenset())
			if fail is not None:
				return [n.succ[1 - fail]]
		return n.succ

	def report_exit(self, n, toks, vals, escaped, own, known):
		f, fn, m = self.f, self.fn, self.m
		v = dict(vals)
		t = squeeze(strip_parens(toks)) if toks is not None else ""
		state = v.get(t)
		if t in fn.pointers and state in ("nz", "zero"):
			state = "err" if state == "zero" else None
		if state == "nz" and not re.fullmatch(r"(\w*(ret|rc|err|error|rval|retval|status|res|result)\w*|r|e)", t):
			state = None
		bad = toks is not None and (ERROR.match(t) is not None or state in ("err", "nz") or t.startswith("dev_err_probe"))
		if not bad:
			if toks is not None and t and state != "zero" and t != "0":
				return
			# A way out that says nothing is wrong: only if nobody else can know.
			if not (own and self.local and not escaped):
				return
			self.checks.say(n.line, "leak", fn.name, "%s is still mapped here, since %s() in line %d" % (self.held, m["call"], self.node.line))
			return
		if own and escaped and self.local and self.caller_cares():
			return
		if own and not self.local and self.caller_frees():
			return
		if not own and not (self.local and not escaped):
			if not f.releasers and m["kind"] != "alloc":
				return
			if self.caller_cares():
				return
		if not own and m["kind"] == "alloc" and not self.local and not self.helper and not f.callers.get(fn.name) and \
		   not re.search(r"probe|open|alloc_chan|buf_init|init_one|create|prep", fn.name):
			return		# whoever calls it by a pointer may give it back
		if not own and m["kind"] == "alloc" and not self.freed_somewhere() and not (self.local and not escaped):
			return
		what = "allocated" if m.get("was", m["kind"]) == "alloc" else "mapped"
		self.checks.say(n.line, "leak", fn.name, "%s is still %s here, since %s() in line %d" % (self.held, what, m["call"], self.node.line))

	def freed_somewhere(self):
		f = self.f
		k = f.key(self.fn, WORDS(self.result))
		for b in f.back:
			if b["kind"] == "free" and (f.key(b["fn"], b["cpu"]) == k or f.key(b["fn"], b["handle"]) == f.key(self.fn, self.m["handle"])):
				return True
		return False

	# What was not mapped is unmapped.
	def failed(self):
		f, fn, m = self.f, self.fn, self.m
		# dma_free_coherent() takes no address for nothing to do.
		if not self.held or self.result and self.result[0] == "*" or m["kind"] == "alloc":
			return
		start = self.node
		base = frozenset(start.under)
		todo = [(start, base, frozenset(), frozenset(), False)]
		seen, steps = set(), 0
		first = True
		while todo:
			n, known, vals, alias, failed = todo.pop()
			key = (id(n), known, vals, alias, failed)
			if key in seen:
				continue
			seen.add(key)
			steps += 1
			if steps > 1500:
				return
			if n is start and not first:
				continue
			if failed:
				for c, a in n.calls:
					spec = UNMAP.get(c) or UNMAP_SG.get(c)
					h = a[spec[2]] if spec and len(a) > 2 else a[1] if c == "dma_unmap_sgtable" and len(a) > 1 else None
					if h is not None and squeeze(uncast(h)).lstrip("&") == self.held and n is not start:
						self.checks.say(n.line, "failed", fn.name, "%s() of %s, whose %s() in line %d has failed" % (c, self.held, m["call"], start.line))
						return
			if n.kind in ("return", "exit"):
				continue
			ch = changed(n)
			if not (n is start and first):
				if self.words & ch or any(l.lstrip("*&") == self.held or m["kind"] == "alloc" and l == self.result for l, op, r in n.sets):
					continue
				if ch:
					known = frozenset((t, y) for t, y in known if not ch & set(re.findall(r"[A-Za-z_]\w*", t)))
			for l, op, r in n.sets:
				if "dma_mapping_error" in r and self.last in r:
					alias = alias | {l}
				v = dict(vals)
				v.pop(l, None)
				t = squeeze(uncast(r))
				if re.match(r"-E[A-Z]+$|-\d+$", t):
					v[l] = "err"
				elif t in ("0", "NULL"):
					v[l] = "zero"
				vals = frozenset(v.items())
			was_first, first = first, False
			if n.kind == "cond":
				fail = self.outcome(n, alias)
				if fail is not None and not failed:
					todo.append((n.succ[fail], known, vals, alias, True))
					continue
				if failed and (n.text == self.held or self.result and n.text == self.result):
					# 0, or no address: who tests it, knows
					if m["kind"] in ("single", "page"):
						continue
					todo.append((n.succ[1] if m["kind"] != "sgt" else n.succ[0], known, vals, alias, failed))
					continue
				if failed and fail is not None:
					todo.append((n.succ[fail], known, vals, alias, failed))
					continue
				for i, s in self.edges(n, known, vals, False):
					k2 = known if len(known) > 12 else known | {(n.text, i == 0)}
					todo.append((s, k2, vals, alias, failed))
				continue
			for s in n.succ:
				todo.append((s, known, vals, alias, failed))

class Exits:
	"""What one of several ways out is enough for."""
	def __init__(self, fn, any_way):
		self.fn, self.any_way, self.said = fn, any_way, []

	def say(self, line, what, fn, text):
		if self.any_way or any(x.line == line and self.frees(x) for x in self.fn.graph.nodes if x.kind in ("return", "exit")):
			self.said.append((line, what, fn, text))

	def frees(self, way):
		todo, seen = [way], set()
		while todo:
			x = todo.pop()
			if any(c in FREES for c, a in x.calls):
				return True
			seen.add(id(x))
			todo += [y for y in self.fn.graph.nodes if x in y.succ and y.kind == "stmt" and id(y) not in seen]
		return False

class Called(Walk):
	"""The paths from a call of the function that mapped or allocated."""
	helper = True

	def __init__(self, exits, checks, m, fn, node):
		left = next((l for l, op, r in node.sets if m["fn"].name in r), None)
		Walk.__init__(self, checks, m)
		self.checks = exits
		self.m = dict(m, fn=fn, node=node, left=left, kind="alloc", was=m["kind"], buf=None, call=m["fn"].name)
		self.fn, self.node, self.result, self.local = fn, node, left or "-", False
		self.held = self.root = self.last
		self.vlast, self.words, self.alias, self.buf, self.goods = self.last, {self.last}, set(), None, set()
		self.pointer = any(n.text == "NULL" for n in self.f.returns.get(m["fn"].name, ()))

		# Where its result is tested, before the variable gets another one.
		self.tests, todo = {id(node)}, list(node.succ)
		while todo:
			n = todo.pop()
			if id(n) not in self.tests and not any(l == left for l, op, r in n.sets):
				self.tests.add(id(n))
				todo += n.succ

	def outcome(self, n, alias):
		t = n.text
		if id(n) not in self.tests:
			return None
		if n is self.node or t == self.result:
			return 1 if self.pointer else 0
		return 0 if t in (self.result + "<0", self.result + "<=0", "IS_ERR(%s)" % self.result) else None

	def freed_somewhere(self):
		return any(self.last in b["handle"] for b in self.f.back)

LOOKED = {}

def look(name):
	if LOOKED.get("name") != name:
		LOOKED.clear()
		LOOKED.update(name=name, said=Checks(File(name)).run())
	return LOOKED["said"]

def place(name, line, fn):
	text = open(name, errors="replace").read().split("\n")[line - 1]
	at = [str(line), str(len(text) - len(text.lstrip())), str(line), str(len(text))]
	return coccilib.elems.Location(name, fn, *(at + at))

def here(p):
	return any(int(p[0].line) == s[0] for s in look(cocci.files()[0]))

@depends on context@
statement X;
position p : script:python() { here(p) };
@@

* X@p

@script:python depends on report@
@@
for line, what, fn, text in look(cocci.files()[0]):
	coccilib.report.print_report(place(cocci.files()[0], line, fn), text)

@script:python depends on org@
@@
for line, what, fn, text in look(cocci.files()[0]):
	coccilib.org.print_todo(place(cocci.files()[0], line, fn), text)
