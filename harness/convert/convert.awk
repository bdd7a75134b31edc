# SPDX-License-Identifier: GPL-2.0
# Draft the conversion of one file: the last argument; the others are what it includes of
# its directory.  Writes $DRAFT, and a line "kind, line, text" a finding to the output.
#
# A file is a row of tokens here, without preprocessor and grammar: all arms of an #if
# count, and braces are as deep after an #else as they were at the #if.

BEGIN {
	NC = "DMA_ATTR_NON_CONSISTENT"
	load_rules(ENVIRON["RULES"])
	for (f = 1; f < ARGC; f++) tokenize(ARGV[f], f == ARGC - 1)
	for (k = N; k > 0 && !(MAIN[k] && (T[k] in OLD || T[k] == NC)); k--);
	macros()
	for (j in FLAG) for (n = N; n > k; n--) if (MAIN[n] && T[n] == j) k = n
	if (!k) { print "count\t0\t0"; exit }
	header = ARGV[ARGC - 1] ~ /\.h$/
	structures()
	writes()
	for (k = 1; k <= N; k++) event(k)
	for (f = 1; f <= NA; f++) fact(f)
	for (f = 1; f <= NMAP; f++) for (j = 1; j <= NA; j++) if (!COHERENT[j] && touches(MV[f], AI[j])) physical++
	if (convert()) output()
	exit
}

function load_rules(file,   s, a, w, n) {
	while ((getline s < file) > 0) {
		if (s ~ /^#/ || split(s, a, /\t+/) < 3) continue
		n = split(a[2], w, " ")
		RULE[a[1], n] = a[3]; ARGS[a[1], n] = a[2]
		OLD[a[1]] = a[3] ~ /^=/ ? 2 : 1
		GONE[a[1]] = a[3] !~ /^=/ && a[1] !~ /^dmam?_.*(noncoherent|_attrs)$/
	}
}

function broken(line, why) { print "error\t" line "\t" why; exit 3 }

# -- tokens: text T, line TL, column TC, macro TM, function FN, in the file itself MAIN

# A line without comments, and with nothing in its strings; columns stay.
function blank(s,   out, i, n) {
	for (;;) {
		if (incomment) {
			if (!(i = index(s, "*/"))) return out
			out = out sprintf("%" i + 1 "s", ""); s = substr(s, i + 2); incomment = 0
		}
		if (instring) {
			if (!match(s, /^([^"\\]|\\.)*"/)) { instring = s ~ /\\\r?$/; return out }
			out = out sprintf("%" RLENGTH "s", ""); s = substr(s, RLENGTH + 1); instring = 0
		}
		if (!match(s, /\/\*|\/\/|"|'/)) return out s
		out = out substr(s, 1, RSTART - 1); s = substr(s, RSTART)
		if (s ~ /^\/\//) return out
		if (s ~ /^\/\*/) { incomment = 1; out = out "  "; s = substr(s, 3); continue }
		n = match(s, /^("([^"\\]|\\.)*"|'([^'\\]|\\.)+')/) ? RLENGTH : 1
		if (n == 1 && s ~ /^".*\\\r?$/) { instring = 1; return out "\"" }
		out = out (n > 1 ? sprintf("\"%" n - 2 "s\"", "") : " "); s = substr(s, n + 1)
	}
}

function tokenize(file, main,   s, raw, t, n, p, c, i, word, more, macro, drop, dead, sp, bd, pd, fn, head, level, was, arm, opened) {
	incomment = instring = 0; head = N + 1
	while ((getline s < file) > 0) {
		n++
		if (main) { L[n] = s; MIDDLE[n] = incomment || instring || more }
		if (n == 1) sub(/^\357\273\277/, "   ", s)
		t = incomment || instring
		raw = s; s = blank(s)
		if (!more) macro = drop = 0
		p = 1
		if (!more && !t && match(s, /^[ \t]*#[ \t]*[a-z]*/)) {
			word = substr(s, 1, RLENGTH); gsub(/[^a-z]/, "", word)
			p = RLENGTH + 1; drop = 1
			if (main) DIRECTIVE[n] = 1
			if (word ~ /^if/) {
				level[++sp] = bd " " pd; arm[sp] = s ~ /LINUX_VERSION_CODE/
				if (!dead && word == "if" && substr(s, p) ~ /^[ \t]*\(?0\)?[ \t\r]*$/) dead = sp
			} else if (word ~ /^el/ && sp) {
				split(level[sp], was, " "); bd = was[1]; pd = was[2]
			}
			if (word ~ /^e[ln]/ && dead == sp) dead = 0
			if (word == "endif" && sp) sp--
			if (word == "define" && !dead) { drop = 0; MLINE[macro = ++NM] = n; MNAME[macro] = N + 1 }
		}
		more = (macro || drop) && (raw ~ /\\\r?$/ || incomment)
		while (match(substr(s, p), /[A-Za-z_][A-Za-z_0-9]*|\.?[0-9][A-Za-z_0-9.]*|" *"|->|\+\+|--|<<=|>>=|<<|>>|&&|\|\||[-+*\/%&|^<>=!]=|##|[^ \t\r\f\v\\]/)) {
			p += RSTART - 1 + RLENGTH
			if (drop || dead) continue
			c = T[++N] = substr(s, p - RLENGTH, RLENGTH)
			TL[N] = n; TC[N] = p - RLENGTH; TM[N] = macro; MAIN[N] = main
			for (i = 1; i <= sp; i++) if (arm[i]) ARM[N] = 1
			if (macro) { if (head == N) head++; continue }
			if (c ~ /^[{}]$/) {
				if (c == "{" && !bd && T[N - 1] ~ /^"/) c = ""		# extern "C"
				if (c == "}" && TC[N] == 1 && bd > 1) bd = 1
				if (bd < 2) pd = 0
			}
			if (c == "{" && !bd++) {
				opened = n
				fn = is_function(head, N) ? ++NF : 0
				if (fn) {
					HEAD[fn] = head; BODY[fn] = FEND[fn] = N
					NAME[fn] = T[(T[N - 1] == ")" ? mate(N - 1, -1) : head + 1) - 1]
					if (NAME[fn] in OLD && !ARM[N]) OWN[NAME[fn]] = 1
				}
				for (i = head; i < N; i++) if (!TM[i]) FN[i] = fn
			}
			pd += (c == "(") - (c == ")" && pd > 0)
			FN[N] = fn; FEND[fn] = N
			if (!bd && !pd && ident(c)) OUTER[c] = OUTER[c] N " "
			if (c == "}" && (!bd || !--bd)) fn = 0
			if (c ~ /^[;}]$/ && !bd) head = N + 1
		}
	}
	close(file)
	if (!main) return
	NL = n
	if (incomment) broken(n, "the file ends inside a comment")
	if (sp) broken(n, "an #if has no #endif")
	if (bd) broken(opened, "the file ends inside these braces")
	if (pd || !TM[N] && (T[N] ~ /^([[,=(|&+*<-]|->)$/ || TC[N] > 1 && ident(T[N]) && ident(T[N - 1]) && T[N - 1] !~ /^[A-Z_0-9]*$/))
		broken(n, "the file ends inside a declaration")
}

function is_function(a, b,   i, call) {
	for (i = a; i < b; i++) {
		if (T[i] ~ /^(=|typedef)$/) return 0
		if (T[i] == "(" && i > a) call = 1
	}
	return call && T[b - 2] !~ /^(struct|union|enum)$/ && !(ident(T[b - 1]) && T[a] ~ /^(struct|union|enum)$/)
}

function ident(s) { return s ~ /^[A-Za-z_]/ }

# The bracket that closes the one at k (step 1), or opens it (step -1).
function mate(k, step,   j, d) {
	for (j = k; j > 0 && j <= N && TM[j] == TM[k]; j += step) {
		d += T[j] ~ /^[[({]$/ ? step : T[j] ~ /^[])}]$/ ? -step : 0
		if (!d) return j
		if (T[j] == ";" && d == 1 && step > 0 && T[k] == "(") return 0
	}
	return 0
}

# The arguments of the call at k, from AS[] to AE[], and CLOSE: their number, or -1.
function arguments(k,   j, n, d) {
	if (!(CLOSE = mate(k + 1, 1))) return -1
	if (CLOSE == k + 2) return 0
	AS[n = 1] = k + 2
	for (j = k + 2; j < CLOSE; j++) {
		d += T[j] ~ /^[[({]$/ ? 1 : T[j] ~ /^[])}]$/ ? -1 : 0
		if (T[j] == "," && !d) { AE[n++] = j - 1; AS[n] = j + 1 }
	}
	AE[n] = CLOSE - 1
	return n
}
function arg(i) { return text(AS[i], AE[i]) }

function text(a, b,   s) {
	for (; a <= b; a++) s = s (s ~ /[A-Za-z_0-9]$/ && T[a] ~ /^[A-Za-z_0-9"]/ ? " " : "") T[a]
	return s
}

# The same as it was written, in one line.
function source(a, b,   s, i) {
	for (i = TL[a]; i <= TL[b]; i++) {
		s = s "\n" substr(i < TL[b] ? L[i] : substr(L[i], 1, TC[b] + length(T[b]) - 1), i > TL[a] ? 1 : TC[a])
	}
	if (s ~ /\/\//) return text(a, b)
	s = substr(s, 2)
	gsub(/[ \t]*\\?\r?\n[ \t]*/, " ", s)
	return s
}

# -- expressions, as text() gives them

# Without the parentheses and casts around it.
function bare(s,   i, d) {
	for (;;) {
		d = 0
		for (i = 1; i <= length(s) && s ~ /^\(/; i++) {
			d += substr(s, i, 1) == "(" ? 1 : substr(s, i, 1) == ")" ? -1 : 0
			if (!d) break
		}
		if (s ~ /^\(/ && i >= length(s)) s = substr(s, 2, length(s) - 2)
		else if (match(s, /^\((const |volatile |unsigned |signed |struct |union |long |short )*[A-Za-z_][A-Za-z_0-9]*( (int|long|char|short|const|volatile|__user|__iomem|__force))*(\*( ?const)?)*\)/) &&
			 substr(s, RLENGTH + 1) ~ /^[A-Za-z_(&*0-9]/ &&
			 substr(s, 1, RLENGTH) ~ /[*]|[( ](__)?[us](int)?(8|16|32|64)(_t)?\)|void|char|int|long|short|unsigned|_t\)/) {
			if (substr(s, 1, RLENGTH) ~ /__user/) usercast = 1
			s = substr(s, RLENGTH + 1)
		} else return s
	}
}

# Where the offset of a sum begins, or 0.
function sum(s,   i, d, c) {
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		d += c ~ /[[(]/ ? 1 : c ~ /[])]/ ? -1 : 0
		if (!d && i > 1 && c ~ /[-+]/ && substr(s, i, 2) !~ /->|\+\+|--/ && substr(s, i - 1, 1) !~ /[-+(,*&]/) return i
	}
	return 0
}
function base(s,   i) { s = bare(s); return (i = sum(s)) ? base(substr(s, 1, i - 1)) : s }
function place(s) { s = base(s); return s ~ /^&/ ? bare(substr(s, 2)) : s }

# Splits an lvalue into its variable, members and indices: their number, or 0.
function parts(s, C,   n) {
	if (match(s, /^\([A-Za-z_][A-Za-z_0-9]*\)(->|\.|\[)/)) { sub(/\)/, "", s); s = substr(s, 2) }
	if (!match(s, /^[A-Za-z_][A-Za-z_0-9]*/) || s ~ /^(NULL|sizeof|return)$/) return 0
	do { C[++n] = substr(s, 1, RLENGTH); s = substr(s, RLENGTH + 1) }
	while (match(s, /^((->|\.)[A-Za-z_][A-Za-z_0-9]*|\[[^][]*(\[[^][]*\])?[^][]*\])/))
	return s == "" ? n : 0
}
function join(C, a, b,   s) { for (; a <= b; a++) s = s C[a]; return s }
function member(c) { sub(/^(->|\.)/, "", c); return c }

# C[a..b] without the operator before it and with empty indices, which go to INDEX.
function path(C, a, b,   s, i) {
	INDEX = ""
	for (i = a; i <= b; i++) {
		if (C[i] ~ /^\[/) INDEX = INDEX C[i] "\n"
		s = s (C[i] ~ /^\[/ ? "[]" : i == a ? member(C[i]) : C[i])
	}
	return s
}

# The structure that C[1..n] is or points to.
function type(fn, C, n,   t, i) {
	t = variable(scope(fn, C[1]), C[1])
	for (i = 2; i <= n + 1; i++) {
		while (t in ALIAS) t = ALIAS[t]
		if (i <= n && C[i] !~ /^\[/) t = member_type(t, member(C[i]))
	}
	return t == "?" ? "" : t
}

# What an lvalue is wherever it is written: structure.member, function:variable, ?.member.
function key(fn, C, n,   i, t) {
	for (i = n; C[i] ~ /^\[/; i--);
	if (i == 1) return scope(fn, C[1]) ":" path(C, 1, n)
	t = type(fn, C, i - 1)
	return (t == "" ? "?" : t) "." path(C, i, n)
}
function id(fn, s,   C, n) { n = parts(place(s), C); return n ? key(fn, C, n) : "" }
function same(a, b) {
	if (a == b || a !~ /\./ || b !~ /\./ || (a b) !~ /\?/) return a == b
	sub(/^[^.]*/, "", a); sub(/^[^.]*/, "", b)
	return a == b
}
function touches(a, b,   x, y, i, j, n, m) {
	n = split(a, x, "\n"); m = split(b, y, "\n")
	for (i = 1; i < n; i++) for (j = 1; j < m; j++) if (x[i] != "" && same(x[i], y[j])) return 1
	return 0
}

# -- what the files declare

# The type with which tokens a to b, or outside of braces, declare a name: a tag, "?" for
# several, "" for none.
function declared(a, b, name, scope,   m, j, i, t, n, at) {
	n = b ? b - a + 1 : split(OUTER[name], at, " ")
	for (m = 1; m <= n; m++) {
		j = b ? a + m - 1 : at[m]
		if (T[j] != name || T[j + 1] !~ /^[])=;,:[]$/ || T[j - 1] ~ /^(->|\.)$/ || TM[j]) continue
		for (i = j - 1; i >= a; i--)
			if (T[i] == "]") i = mate(i, -1)
			else if (T[i] !~ /^([*,]|const|volatile|__user|__iomem)$/ && !(ident(T[i]) && T[i + 1] ~ /^[,[]$/)) break
		if (i < a || !ident(T[i]) || T[i] ~ /^(return|goto|else|case|do|sizeof|break|continue)$/ || T[i + 1] == ",") continue
		if (T[i - 1] !~ /^(struct|union|enum|const|static|volatile|register|extern|inline|unsigned|signed|long|[;{}:(,]|)$/ && i > 1) continue
		if (T[i - 1] ~ /^[(,]$/ && j > BODY[FN[j]] && T[i - 2] != "for") continue
		TOKEN[scope, name] = j
		if (text(i, j) ~ /__user/) USER[scope, name] = 1
		t = t == "" || t == T[i] ? T[i] : "?"
	}
	return t
}

# The type of a variable; where it is declared: a function, or 0 for the file.
function variable(fn, v) {
	if (!((fn, v) in VT)) VT[fn, v] = fn ? declared(HEAD[fn], FEND[fn], v, fn) : declared(1, 0, v, 0)
	return VT[fn, v]
}
function scope(fn, v) { return fn && variable(fn, v) != "" ? fn : 0 }
function static(v,   j) {
	if (variable(0, v) == "") return 0
	for (j = TOKEN[0, v]; j > 0 && T[j] !~ /^([;}]|static)$/; j--);
	return T[j] == "static"
}

# The type of a member, of a structure that may be defined in several arms.
function member_type(tag, m,   a, n, i, t, u) {
	if ((tag, m) in MT) return MT[tag, m]
	n = split(STRUCT[tag], a, " ")
	for (i = 1; i <= n; i++) {
		u = declared(a[i], mate(a[i], 1), m, "")
		t = t == "" || u == "" || t == u ? t (t == "" ? u : "") : "?"
	}
	return MT[tag, m] = t
}

# Is a member one of a union?
function unites(tag, m,   a, n, j, d) {
	for (n = split(STRUCT[tag], a, " "); n > 0; n--)
		if (declared(a[n], mate(a[n], 1), m, "") != "") {
			for (j = TOKEN["", m] - 1; T[j] != "{" || d; j--) d += (T[j] == "}") - (T[j] == "{")
			if (T[j - 1] == "union" || T[j - 2] == "union") return 1
		}
	return 0
}

function structures(   k, j, n, tag) {
	for (k = 1; k <= N; k++) {
		if (TM[k] || T[k] !~ /^(struct|union)$/) continue
		for (j = k + 1; ident(T[j]) || T[j] == "(" && T[j - 1] == "__attribute__"; j++) if (T[j] == "(") j = mate(j, 1)
		tag = j == k + 1 ? "struct " k : T[j - 1]
		if (T[j] != "{" || !mate(j, 1)) continue
		STRUCT[tag] = STRUCT[tag] j " "
		if (MAIN[k]) DEFINED[tag] = 1
		for (n = mate(j, 1) + 1; T[k - 1] == "typedef" && n <= N && T[n] != ";"; n++) if (ident(T[n])) ALIAS[T[n]] = tag
	}
}

# Names of the flag, and of old functions, that are macros of their own.
function macros(   m, k, e, s, times) {
	for (m = 1; m <= NM; m++) {
		k = MNAME[m]
		times[T[k]]++
		if (T[k + 1] == "(" && TC[k + 1] == TC[k] + length(T[k])) { CALLED[m] = 1; if (T[k] in OLD && !ARM[k]) OWN[T[k]] = 1; continue }
		for (e = k; TM[e + 1] == m; e++);
		s = bare(text(k + 1, e))
		if (s == NC) FLAG[T[k]] = m
		if (GONE[s]) OTHER[T[k]] = s
	}
	for (s in times) if (times[s] > 1) { delete FLAG[s]; delete OTHER[s] }
}

# -- what is written to: lvalue WS, its key WK, the value WR, by address WA, at token WT

function operand(k) { return ident(T[k]) && T[k] !~ /^(return|case|else|do|sizeof)$/ || T[k] ~ /^([])]|[0-9].*)$/ }

# The first token of the lvalue that ends at k.
function lvalue(k) {
	for (; k > 0; k -= 2) {
		while (T[k] == "]") k = mate(k, -1) - 1
		if (T[k] == ")") { k = mate(k, -1); if (ident(T[k - 1])) return 0 }
		else if (!ident(T[k])) return 0
		if (T[k - 1] !~ /^(->|\.)$/) return k
		if (T[k - 2] ~ /^[{,]$/) return k - 1
	}
	return 0
}

function write(k, a, b, value, address,   C, n) {
	if (!a || T[a - 1] == "*" && !operand(a - 2)) return
	if (T[a] == ".") { n = 2; C[1] = "?"; C[2] = text(a, b) }
	else if (!(n = parts(text(a, b), C))) { if (TM[k]) WRITES[T[MNAME[TM[k]]]] = 1; return }
	NW++
	WF[NW] = FN[k] + 0; WS[NW] = text(a, b); WR[NW] = value; WA[NW] = address; WT[NW] = k
	WK[NW] = key(FN[k] + 0, C, n)
}

function writes(   k, j, d, e) {
	for (k = 2; k < N; k++) {
		if (T[k] ~ /^(<<|>>|[-+*\/%&|^])?=$/ && T[k] !~ /^(==|<=|>=|!=)$/) {
			d = 0
			for (e = k + 1; e <= N && TM[e] == TM[k]; e++) {
				d += T[e] ~ /^[[({]$/ ? 1 : T[e] ~ /^[])}]$/ ? -1 : 0
				if (d < 0 || !d && T[e] ~ /^[;,]$/) break
			}
			write(k, lvalue(k - 1), k - 1, T[k] != "=" ? "" : e - k > 99 ? "?" : bare(text(k + 1, e - 1)), 0)
		} else if (T[k] ~ /^(\+\+|--)$/ && operand(k - 1)) {
			write(k, lvalue(k - 1), k - 1, "", 0)
		} else if ((T[k] == "&" || T[k] ~ /^(\+\+|--)$/) && !operand(k - 1) && ident(T[k + 1])) {
			for (j = k + 1; T[j + 1] ~ /^(->|\.|\[)$/ && j; j = T[j + 1] == "[" ? mate(j + 1, 1) : j + 2);
			write(k, k + 1, j, "", T[k] == "&")
		} else if ((T[k] ~ /^(swap|xchg|cmpxchg|WRITE_ONCE|rcu_assign_pointer|get_user)$/ || T[k] in WRITES) && T[k + 1] == "(") {
			for (j = arguments(k); j > 0; j--) write(k, AS[j], AE[j], "", 1)
		}
	}
}

# -- calls: syncs S, allocations A, frees F, mappings M

function name_of(k) { return T[k] in OTHER ? OTHER[T[k]] : T[k] }

function is_declaration(k) {
	if (TM[k] && MNAME[TM[k]] == k) return 1
	return T[k + 2] T[k + 3] T[k + 4] ~ /^(const)?struct(device|pci_dev)/ && T[k + 4] ~ /^[*a-z]/ || ident(T[k - 1]) && T[k - 1] !~ /^(return|else|do|case)$/ && !TM[k]
}

function direction(s) {
	s = bare(s); sub(/^PCI_DMA_/, "DMA_", s); sub(/^DMA_TODEVICE$/, "DMA_TO_DEVICE", s)
	sub(/^DMA_FROMDEVICE$/, "DMA_FROM_DEVICE", s)
	return s
}

function event(k,   name, n, i, w, C) {
	name = name_of(k)
	if (T[k] == "{" && T[k - 1] ~ /^[=)]$/) positions(k)
	if (T[k + 1] != "(") return
	if (name ~ /cache|^(virt_to_(page|phys|bus|pfn)|__pa|C?PHYSADDR|sg_set_buf|sg_init_one|remap_pfn_range|vm_iomap_memory|(pci_)?dma_sync_s.*|(arch_|consistent_)sync.*|dmac_.*|outer_.*|dma_(clean|flush|inv).*)$/ && name !~ /^kmem_cache/ && !is_declaration(k) && !(name in OWN)) physical++
	if (name ~ /^(_*copy_from_user.*|memcpy|memmove)$/ && arguments(k) == 3) {
		n = parts(place(arg(1)), C); w = type(FN[k] + 0, C, n)
		if (name ~ /user/) { if (n == 1) COPIED[FN[k] + 0, C[1]] = 1; SPOILED[w] = "copied from user space at " lines(TL[k]) }
		else { n = parts(place(arg(2)), C); if (!n || type(FN[k] + 0, C, n) != w) SPOILED[w] = "copied at " lines(TL[k]) }
	}
	if (name !~ /^(dmam?|pci)_/ || is_declaration(k) || name in OWN) return
	if ((n = arguments(k)) < 0 && MAIN[k] && OLD[name] && !TM[k]) {
		for (i = k; i < N && T[i] != ";"; i++) if (DIRECTIVE[TL[i] - 1]) return
		broken(TL[k], "the call of " T[k] "() has no end")
	}
	if (name ~ /^(dmam?|pci)_z?alloc_(attrs|(non)?(coherent|consistent))$/ && n >= 3) {
		AK[++NA] = k; A[k] = NA
		AKIND[NA] = kind(name, n); COHERENT[NA] = AKIND[NA] ~ /^as/
		AD[NA] = arg(1) (name ~ /^pci_/ ? "->dev" : "")
		i = bare(arg(3)); AH[NA] = arg(3) ~ /^\(.*\*\)/ ? "" : i ~ /^&/ ? bare(substr(i, 2)) : "*" i
		AT[NA] = target(k)
		for (w = 1; w <= NW; w++) if (WA[w] && WT[w] > k && WT[w] < CLOSE) OK[w] = 1
	} else if (name ~ /^(dmam?|pci)_free_(attrs|(non)?(coherent|consistent))$/ && n >= 4) {
		FK[++NFREE] = k; FKIND[NFREE] = kind(name, n)
		FI[NFREE] = id(FN[k], arg(3)) "\n" id(FN[k], arg(4)) "\n"
	} else if (name ~ /^(dma|pci)_map_single/ && n >= 3) {
		MK[++NMAP] = k; MV[NMAP] = id(FN[k], arg(2)) "\n"; MH[NMAP] = target(k)
	}
}

# An initialiser of a structure without names, at its brace, may set anything.
function positions(k,   C, j, n, t, s) {
	j = T[k - 1] == ")" ? mate(k - 1, -1) + 1 : lvalue(k - 2)
	if (T[k - 1] == "=") t = (n = parts(text(j, k - 2), C)) ? type(FN[k] + 0, C, n) : "*"
	else t = T[j] ~ /^(struct|union)$/ && (k == j + 3 || T[j + 2] == "[") ? T[j + 1] : k == j + 2 ? T[j] : ""
	while (t in ALIAS) t = ALIAS[t]
	s = text(k, mate(k, 1)); gsub(/NULL/, "", s)
	if ((t == "*" || STRUCT[t] != "") && s !~ /^[{]+[.[]/ && s ~ /[A-Za-z_]/) SPOILED[s ~ /[{].*[{]/ ? "*" : t] = "set by position at " lines(TL[k])
}

# What the result of the call at k is stored in; marks the write.
function target(k,   j, o, w) {
	for (j = k - 1; T[j] == ")" && (o = mate(j, -1)) && bare(text(o, j) "x") == "x"; j = o - 1);
	if (T[j] != "=" || !(o = lvalue(j - 1))) return ""
	for (w = 1; w <= NW; w++) if (WT[w] == j) OK[w] = 1
	return text(o, j - 1)
}

# Is v a parameter of the function or macro at k?
function parameter(k, v,   fn) {
	fn = FN[k] + 0
	if (TM[k] && CALLED[TM[k]]) for (fn = arguments(MNAME[TM[k]]); fn > 0 && arg(fn) != v; fn--);
	return TM[k] ? CALLED[TM[k]] && fn > 0 : fn && variable(fn, v) != "" && TOKEN[fn, v] < BODY[fn]
}

# -- facts: the bus address FACT and device FDEV that stand beside a pointer

# The names that a variable has: itself, and what its function stores it in.
function names(fn, s, out, by,   w, n) {
	out[n = 1] = s; by[1] = 0
	for (w = 1; w <= NW; w++) if (WF[w] == fn && WR[w] == s && WS[w] != s) { out[++n] = WS[w]; by[n] = w }
	return n
}
# Does one allocation set it, and nothing else in its function?
function once(fn, s, h,   i, n) {
	for (i = 1; i <= NW; i++) if (WF[i] == fn && WS[i] == s && !OK[i] && (WA[i] || WR[i] !~ /^(NULL|0)$/)) return 0
	for (i = 1; i <= NA; i++) if (FN[AK[i]] + 0 == fn && s == (h ? AH[i] : AT[i])) n++
	return n == 1
}

function fact(i,   fn, P, H, C, D, pw, hw, n, m, a, b, c, np, nh, best, x, p, h) {
	fn = FN[AK[i]] + 0
	n = AT[i] == "" ? 0 : names(fn, AT[i], P, pw)
	m = names(fn, AH[i], H, hw)
	for (a = 1; a <= n; a++) AI[i] = AI[i] id(fn, P[a]) "\n"
	for (b = 1; b <= m; b++) AI[i] = AI[i] id(fn, H[b]) "\n"
	if (n && !once(fn, AT[i], 0)) n = 1
	if (!once(fn, AH[i], 1)) m = 1
	for (a = 1; a <= n; a++) {
		if (!(np = parts(P[a], C)) || TM[AK[i]]) continue
		if (np == 1) { note_fact(i, key(fn, C, 1), H[1], static(AD[i]) || scope(fn, C[1]) ? AD[i] : "", 0, pw[a]); continue }
		best = 0
		for (b = 1; b <= m; b++) {
			nh = parts(H[b], D)
			for (c = 0; c < np - 1 && c < nh - 1 && C[c + 1] == D[c + 1]; c++);
			if (c > best) { best = c; x = b }
		}
		for (c = best ? best : np - 1; c > 1 && C[c] ~ /^\[/ && C[c + 1] ~ /^\[/; c--);
		if (type(fn, C, c) == "") continue
		p = path(C, c + 1, np); b = INDEX
		h = best ? path(D, c + 1, parts(H[x], D)) : "!"
		if (best && INDEX != b) h = "!"
		note_fact(i, type(fn, C, c) "." p, h, beside(fn, C, c, AD[i]), pw[a], best ? hw[x] : 0)
	}
}

# A device as a member of the structure C[1..c], or a variable of the file.
function beside(fn, C, c, dev,   D, n, i, and) {
	and = sub(/^&/, "", dev) ? "&" : ""
	n = parts(dev, D)
	for (i = 1; i <= c && D[i] == C[i]; i++);
	if (n > c && i > c) return and "@" path(D, c + 1, n)
	return n == 1 && static(dev) && !scope(fn, dev) ? and dev : ""
}

function note_fact(i, k, h, dev, w1, w2,   hk) {
	if (!(k in FACT)) { FACT[k] = h; FDEV[k] = dev }
	if (FACT[k] != h) FACT[k] = "!"
	hk = k; sub(/[^.:]*$/, "", hk); hk = HANDLE[k] = hk h
	if (hk in OWNER && OWNER[hk] != i && !((hk, k) in OWNS)) SHARED[hk] = 1
	OWNER[hk] = i; OWNS[hk, k] = 1
	if (FDEV[k] != dev) FDEV[k] = ""
	BY[k] = BY[k] i " "
	if (w1) OK[w1] = 1
	if (w2) OK[w2] = 1
}

# Lines that write to the pointer, or its bus address, and are none of the allocations.
function foreign(k,   w, hk, h, out) {
	h = FACT[k]; hk = k; sub(/[^.:]*$/, "", hk); sub(/^.*(->|\.)/, "", h)
	for (w = 1; w <= NW; w++)
		if (!OK[w] && (WR[w] !~ /^(NULL|0|~0|DMA_MAPPING_ERROR)$/ || WA[w]) && (same(WK[w], k) || same(WK[w], hk h))) out = out TL[WT[w]] " "
	return out
}

# How many of its allocations are coherent: 0 none, 1 all, 2 some.
function coherent(k,   a, n, i, c) {
	n = split(BY[k], a, " ")
	for (i = 1; i <= n; i++) c += COHERENT[a[i]]
	return c == 0 ? 0 : c == n ? 1 : 2
}
function allocated(k, c,   a, n, i, out) {
	n = split(BY[k], a, " ")
	for (i = 1; i <= n; i++) if (COHERENT[a[i]] >= c) out = out TL[AK[a[i]]] " "
	return lines(out)
}

# Is s a pointer with a fact?  Then KEY, PTR, BUS, DEV, and why it is not certain: DOUBT.
function exact(fn, s,   C, n, c, k, i, w, at, op, f) {
	n = parts(s, C)
	if (n > 1 && (fn, C[1]) in COPIED) return 0
	for (c = n - 1; n && c >= (n > 1); c--) {
		k = c ? type(fn, C, c) "." path(C, c + 1, n) : key(fn, C, 1)
		if (!(k in FACT)) continue
		KEY = k; PTR = s; BUS = FACT[k]; DEV = FDEV[k]; DOUBT = INSIDE = ""
		split(INDEX, at, "\n")
		for (i = 1; c && (w = index(BUS, "[]")); i++) BUS = substr(BUS, 1, w - 1) at[i] substr(BUS, w + 2)
		op = join(C, 1, c) substr(C[c + 1], 1, C[c + 1] ~ /^-/ ? 2 : 1)
		if (c) sub(/@/, op, DEV)
		BUS = BUS == "!" || HANDLE[k] in SHARED ? "" : c ? op BUS : BUS
		if (c && !(type(fn, C, c) in DEFINED)) DOUBT = "the structure is not of this file"
		if (!c && k ~ /^0:/ && !static(s)) DOUBT = s " is not static"
		if (!c && k !~ /^0:/ && TOKEN[fn, s] < BODY[fn]) DOUBT = s " is a parameter"
		if (!c && BUS ~ /[^A-Za-z_0-9*]/) DOUBT = "seen by a local name only"
		if (header) DOUBT = "this is a header"
		for (i = 1; i < n; i++) {
			w = type(fn, C, i)
			if (unites(w, member(C[i + 1]))) DOUBT = member(C[i + 1]) " is in a union"
			if (w in SPOILED || STRUCT[w] != "" && "*" in SPOILED) DOUBT = w " is " SPOILED[w in SPOILED ? w : "*"]
		}
		w = BUS; sub(/^.*(->|\.)/, "", w); sub(/\[.*/, "", w)
		if (c && unites(type(fn, C, c), w)) DOUBT = w " is in a union"
		if ((f = foreign(k)) != "") DOUBT = "set at " lines(f) " as well"
		return 1
	}
	return 0
}

# Does s point into a buffer with a fact?  Also by way of a local that is set once.
function find(fn, s, deep,   t, i, C, n, c, w, v, x) {
	t = bare(s)
	if (t ~ /[?|]|==|&&|<|>[^A-Za-z_]/) return 0
	if (exact(fn, t)) return 1
	if ((i = sum(t))) return find(fn, substr(t, 1, i - 1), deep) ? INSIDE = 1 : 0
	if (t ~ /^&/) {
		n = parts(bare(substr(t, 2)), C)
		for (i = 3; i <= n && C[i] ~ /^\./; i++);
		for (c = n - 1; c > 0; c--) if (exact(fn, join(C, 1, c))) {
			for (i = c + 2; i <= n && C[i] ~ /^\./; i++);
			return INSIDE = i > n
		}
		if (n < 2 || i <= n || C[2] !~ /^(->|\[)/) return 0
		t = C[1]
	}
	if (deep || !scope(fn, t) || TOKEN[fn, t] < BODY[fn]) return 0
	for (w = 1; w <= NW; w++) if (WF[w] == fn && WS[w] == t && (WA[w] || WR[w] != "")) { v = v == "" && !WA[w] ? WR[w] : "?"; x = w }
	if (v == "" || !find(fn, v, 1)) return 0
	for (w = 1; w <= NW; w++) {
		i = WS[w]; sub(/^.*(->|\.)/, "", i)
		if (WF[w] == fn && TOKEN[fn, WS[w]] != WT[w] - 1 && !OK[w] && w != x && (" " PTR " ") ~ ("[^A-Za-z_0-9]" i "[^A-Za-z_0-9]")) DOUBT = i " changes"
	}
	for (w = HEAD[fn]; w <= FEND[fn]; w++) if (T[w] ~ /for_each/ && T[w + 1] == "(")
		for (i = arguments(w); i > 0; i--) if (index(PTR, arg(i)) == 1) DOUBT = arg(i) " changes"
	return INSIDE = 1
}

# -- words for the comments and the report; @line@ becomes the line of the draft

function lines(s,   a, n, i, j, m, out) {
	n = split(s, a, " ")
	for (i = 2; i <= n; i++) for (j = i; j > 1 && a[j - 1] + 0 > a[j] + 0; j--) { m = a[j]; a[j] = a[j - 1]; a[j - 1] = m }
	m = 0
	for (i = 1; i <= n; i++) if (index(out, "@" a[i] "@") == 0 && ++m <= 6) out = out (m > 1 ? ", " : "") "@" a[i] "@"
	gsub(/@0@/, "an include", out)
	return out (m > 6 ? " and more" : "")
}

function line(k) { return (MAIN[k] ? TL[k] : 0) " " }

# What is no pair with the allocation or free of these, or "".  A kind is one of two only if
# both do the one and the other.
function odd_pair(ids, free, given,   i, k, a, f, out) {
	HALVES = ""
	for (i = 1; i <= NA; i++) {
		if ((k = touches(AI[i], ids))) HALVES = HALVES i " "
		if (k || given && AT[i] AKIND[i] == "") a[AKIND[i]] = a[AKIND[i]] line(AK[i])
	}
	for (i = 1; i <= NFREE; i++) if (touches(FI[i], ids)) f[FKIND[i]] = f[FKIND[i]] line(FK[i])
	if (free && !("" in a)) out = "no allocation names it"
	for (k in a) if (free && k != "" && (!("" in a) || !(k in f))) out = "allocated at " lines(a[k]) ", but " k
	for (k in f) if (!free && k != "" && !(k in a)) out = "freed at " lines(f[k]) ", but " k
	return out
}

# The kind of an allocation or free of n arguments: "" if it is one of the old ones.
function kind(name, n) {
	if (name ~ /_(coherent|consistent)$/) return "as coherent memory"
	if (name ~ /_attrs$/) return flags(arg(n)) ~ /pure|silent/ ? "" : "with " arg(n)
	return n == 5 ? "with " arg(name ~ /free/ ? 5 : 4) : ""
}

# Why an address has no bus address.
function no_bus(k, s,   fn, t, C, n, w, out, i, v, by) {
	fn = FN[k] + 0; usercast = 0; t = base(s); n = parts(place(s), C)
	if (usercast || scope(fn, C[1]) && USER[fn, C[1]] || NAME[fn] ~ /ioctl/ && C[1] ~ /^args?$/ || n > 1 && (fn, C[1]) in COPIED)
		return "refused, a user pointer: no sync takes one, pin its pages and map them"
	if (!fn && !TM[k]) return "the braces around it are odd"
	if (s ~ /\+\+|--/) return "it moves something, and is not to be said twice"
	if (!n) return match(t, /^[A-Za-z_0-9]+\(/) ? "what " substr(t, 1, RLENGTH) ") gives" : "not in a buffer of this file"
	if (n == 1 && scope(fn, C[1]) && (t ~ /^&/ || T[TOKEN[fn, C[1]] + 1] == "[")) return C[1] " is on the stack: no DMA to there"
	if (t ~ /skb/ || type(fn, C, n > 1 ? n - 1 : 1) == "sk_buff") return "of an skb: map it"
	for (i = 1; i <= NMAP; i++) if (MH[i] != "" && touches(MV[i], id(fn, t) "\n")) return "mapped at " lines(TL[MK[i]]) " to " MH[i]
	if (parameter(k, C[1]) && n == 1) {
		v = TM[k] ? T[MNAME[TM[k]]] : NAME[fn]
		for (w = 1; w <= N; w++) if (T[w] == v && T[w + 1] == "(" && MAIN[w] && FN[w] != fn && MNAME[TM[w]] != w) { out = out TL[w] " "; by = w + 1 }
		return C[1] " is a parameter" (out == "" ? "" : ", passed at " lines(out)) (out ~ /^[0-9]+ $/ ? " in " source(by, mate(by, 1)) : "")
	}
	if (t ~ /^&/) return "not in a buffer of this file"
	v = key(fn, C, n)
	for (w = 1; w <= NW; w++) if (MAIN[WT[w]] && !WA[w] && same(WK[w], v) && WR[w] !~ /^(NULL|0|)$/) {
		out = out TL[WT[w]] " "
		by = match(WR[w], /^[A-Za-z_][A-Za-z_0-9]*\(/) ? " by " substr(WR[w], 1, RLENGTH) ")" : ""
	}
	return out == "" ? "not set in this file" : "set at " lines(out) (out ~ /^[0-9]+ $/ ? by : "")
}

# -- edits

function edit(a, b, s) { NE++; EL[NE] = TL[a]; EC[NE] = TC[a]; EL2[NE] = TL[b]; EC2[NE] = TC[b] + length(T[b]) - 1; ET[NE] = s }

# A comment above the statement at k.
function comment(k, s,   j) {
	for (j = k - 1; j > 0 && !TM[k] && !TM[j] && MAIN[j] && T[j] !~ /^[;{}]$/ && T[j] T[j + 1] != ",." && !(T[j] == ":" && TL[j + 1] > TL[j]); j--);
	for (j = TM[k] ? MLINE[TM[k]] : TL[j + 1]; MIDDLE[j]; j--);
	if (index("; " NOTE[j] ";", "; " s ";") == 0) NOTE[j] = NOTE[j] (NOTE[j] == "" ? "" : "; ") s
}

function report(kind, k, s) {
	gsub(/ \(used at @[0-9]+@\)|@/, "", s)
	print kind "\t" TL[k] "\t" s (ARM[k] ? " (in an arm for some kernels)" : "")
}
function mark(kind, s) { MARKS = MARKS kind "\t" s "\n" }

function width(s,   i, n) {
	for (i = 1; i <= length(s); i++) n += substr(s, i, 1) == "\t" ? 8 - n % 8 : 1
	return n
}
function indent(n,   s) { for (; n >= 8; n -= 8) s = s "\t"; for (; n > 0; n--) s = s " "; return s }

# name(arguments) in place of what stands from k to end, broken at 80 columns.
function call(k, end, name, n, V,   s, i, col, at, eol) {
	s = name "("
	at = width(substr(L[TL[k]], 1, TC[k] - 1))
	for (i = 1; i <= n; i++) s = s V[i] (i < n ? ", " : ")")
	if (TM[k] || at + length(s) + length(L[TL[end]]) - TC[end] <= 80) return s
	col = at + length(name) + 1
	if (col > 48) { match(L[TL[k]], /^[ \t]*/); col = width(substr(L[TL[k]], 1, RLENGTH)) + 16 }
	eol = L[TL[k]] ~ /\r$/ ? "\r\n" : "\n"
	s = name "("; at += length(s)
	for (i = 1; i <= n; i++) {
		if (i > 1 && at + length(V[i]) > 78) { sub(/ $/, "", s); s = s eol indent(col); at = col }
		s = s V[i] (i < n ? ", " : ")"); at += length(V[i]) + 2
	}
	return s
}

function gfp(s,   a, n, i, out) {
	if (s !~ /GFP_DMA|HIGHMEM|COMP/ || bare(s) ~ /[?&~(]/) return s
	n = split(bare(s), a, / *\| */)
	for (i = 1; i <= n; i++) if (a[i] !~ /^((__)?GFP_DMA(32)?|__GFP_HIGHMEM|__GFP_COMP)$/) out = out (out == "" ? "" : " | ") a[i]
	return out == "" ? "0" : out
}

# The device s, unless it is another member than that of the allocations listed; given if it is none.
function device(s, list, given,   a, n, i, out, other) {
	if (null(s)) s = ""
	n = split(list, a, " ")
	for (i = 1; i <= n; i++) {
		if (AD[a[i]] !~ /^(NULL|0)$/) out = out (out == "" ? "" : ", ") AD[a[i]] " at @" TL[AK[a[i]]] "@"
		if (!alike(s, AD[a[i]])) other = 1
	}
	if (s != "" && !other) return s
	if (s == "" && !null(given)) return given
	mark("device", s != "" ? "for " s ", but allocated for " out : "no device so far" (out == "" ? "" : ", allocated for " out))
	return "DMA_DECIDE_DEVICE"
}
# Is it nothing, or a variable that is never set to anything else?
function null(s,   w, n) {
	s = bare(s)
	for (w = 1; w <= NW; w++) if (WS[w] == s) { if (WA[w] || WR[w] !~ /^([A-Za-z_0-9>.-]+=)*(NULL|0)$/ || parameter(WT[w], s)) return 0; n = 1 }
	return n || s ~ /^(NULL|0|)$/
}
# Two members of structures are alike if one is the end of the other, seen from another variable.
function alike(a, b,   x, y, v, w) {
	gsub(/[&.]|->/, " ", a); gsub(/[&.]|->/, " ", b); sub(/^ /, "", a); sub(/^ /, "", b)
	if (!(x = index(a, " ")) || !(y = index(b, " ")) || a == b) return 1
	v = substr(a, x); w = substr(b, y)
	return substr(a, 1, x) != substr(b, 1, y) && (substr(v, length(v) - length(w) + 1) == w || substr(w, length(w) - length(v) + 1) == v)
}

function effects(s) {
	gsub(/sizeof ?\(/, "", s)
	return s ~ /\+\+|--|[^=!<>]=[^=]|[A-Za-z_0-9] ?\(/
}

# Why nothing is needed in place of a sync, or "".
function redundant(k, virt, size, dir, dev,   j, b, s) {
	if (effects(virt size)) return ""
	arguments(k)
	if (KEY != "" && DOUBT == "" && coherent(KEY) == 1) return "coherent memory, allocated at " allocated(KEY, 1)
	if (TM[k] || T[CLOSE + 1] != ";") return ""
	s = CLOSE + 2
	for (b = k - 2; T[k - 1] == ";" && b > 0 && T[b] !~ /^[;{}]$/; b--);
	for (j = b + 1; j <= N && (j < s || T[j] !~ /^[;{}]$/); j++)
		if (map_beside(k, j, j < k ? b + 1 : s, virt, size, dir, dev)) return "beside " T[j] "() at " lines(TL[j])
	return ""
}

# Is there, in the statement that begins at start, a map or unmap of just this buffer?
function map_beside(k, j, start, virt, size, dir, dev,   fn, n, i, v, h) {
	if (T[j] !~ /^(dma|pci)_(un)?map_single$/ || text(start, j - 1) !~ /^(return|(dma_addr_t )?[][A-Za-z_0-9>.-]+=)?(\([a-z_0-9 ]+\))?$/ || arguments(j) != 4) return 0
	for (i = TL[k < j ? k : j]; i <= TL[k < j ? j : k]; i++) if (DIRECTIVE[i]) return 0
	if (bare(arg(3)) != bare(size) || direction(arg(4)) != dir || dev !~ /^(NULL)?$/ && arg(1) != dev) return 0
	if (T[j] !~ /unmap/) return bare(arg(2)) == bare(virt)
	fn = FN[k] + 0; h = id(fn, arg(2)) "\n"
	for (i = 1; i <= NMAP; i++) if (touches(id(FN[MK[i]] + 0, MH[i]) "\n", h)) { if (!touches(MV[i], id(fn, virt) "\n")) return 0; v = 1 }
	for (i = HEAD[fn]; i < BODY[fn]; i++) if (T[i] == "dma_addr_t") n++
	return v || n == 1 && variable(fn, arg(2)) == "dma_addr_t" && parameter(k, arg(2)) && parameter(k, bare(virt))
}

function remove(k, end, why,   p) {
	p = T[k - 1]
	if (TM[k] || T[end + 1] != ";" || p !~ /^([;{}):]|else|do)$/) edit(k, end, "(void)0")
	else { edit(k, end + 1, p ~ /^[;{}]$/ ? "" : p == ":" ? ";" : "{ }"); VANISH[NE] = p ~ /^[;{}]$/ }
	report("removed", k, T[k] "(): " why)
}

# -- the rules

# "" without the flag, else "pure", "silent" with DMA_ATTR_NO_WARN, "mixed" with others.
function flags(s,   a, n, i, r) {
	n = split(bare(s), a, "|")
	for (i = 1; i <= n; i++) { a[i] = bare(a[i]); r = r (a[i] == NC || a[i] in FLAG ? "n" : a[i] == "DMA_ATTR_NO_WARN" ? "w" : "x") }
	return r !~ /n/ ? "" : r ~ /x/ ? "mixed" : r ~ /w/ ? "silent" : "pure"
}

# Is the call at k, of n arguments, one to rewrite?
function wanted(name, n) {
	return (name, n) in RULE && (ARGS[name, n] !~ /FLAG/ || flags(arg(n)) ~ /pure|silent/)
}

function rewrite(k, name, n,   fn, v, t, a, V, i, s, new, args, end, m) {
	fn = FN[k] + 0; end = CLOSE; MARKS = KEY = ""
	split(ARGS[name, n], a, " ")
	for (i = 1; i <= n; i++) { v[a[i]] = source(AS[i], AE[i]); t[a[i]] = arg(i) }
	new = RULE[name, n]; sub(/^=/, "", new)
	s = new ~ /free/ ? odd_pair(id(fn, t["virt"]) "\n" id(fn, t["bus"]) "\n", 1, parameter(k, bare(t["virt"]))) : A[k] ? odd_pair(AI[A[k]], 0) : ""
	if (OLD[name] == 1 && new ~ /_noncoherent/ && quiet() && s !~ /with |no allocation/) {
		sub(/sgtable_noncoherent/, "sgtable", new); sub(/noncoherent/, "coherent", new); sub(/, dir/, "", new)
		comment(k, "nothing here syncs: coherent memory will do"); report("coherent", k, T[k] "(): nothing here syncs")
	}
	args = new; sub(/\(.*/, "", new); sub(/^[^(]*\(/, "", args); sub(/\)$/, "", args)
	if ("pdev" in v) v["dev"] = bare(v["pdev"]) ~ /^(NULL|0)$/ ? "NULL" : v["pdev"] ~ /^[A-Za-z_0-9>.-]+$/ ? "&" v["pdev"] "->dev" : "&(" v["pdev"] ")->dev"
	if ("dir" in v && direction(t["dir"]) != bare(t["dir"])) v["dir"] = direction(t["dir"])
	if ("gfp" in v && t["gfp"] ~ /^DMA_(TO_DEVICE|FROM_DEVICE|BIDIRECTIONAL)$/ && args ~ /dir/) { v["gfp"] = "DMA_DECIDE_GFP"; mark("gfp", "the old call has a direction for flags") }
	else if ("gfp" in v && new ~ /noncoherent/) v["gfp"] = gfp(v["gfp"])
	if ("gfp" in v && flags(t["FLAG"]) == "silent") v["gfp"] = v["gfp"] " | __GFP_NOWARN"
	if (args ~ /bus/ && !("bus" in v)) {
		# a macro has parameters, and to say an address twice must not do a thing twice
		if (TM[k] || effects(t["virt"]) || !find(fn, t["virt"], 0)) KEY = ""
		if ((s = redundant(k, t["virt"], t["size"], v["dir"], t["dev"])) != "") { remove(k, end, s); CLOSE = end; return 0 }
		v["bus"] = bus(k, fn, v["virt"], t["virt"])
		v["dev"] = device(v["dev"], KEY == "" ? "" : BY[KEY], KEY != "" && DOUBT == "" ? DEV : "")
		if (v["dir"] == "DMA_NONE") { v["dir"] = "DMA_DECIDE_DIRECTION"; mark("direction", "none so far") }
		if (new == "SYNC") {
			s = KEY != "" && DOUBT == "" && (i = coherent(KEY)) ? "coherent at " allocated(KEY, 1) (i == 2 ? ", not all" : ", but the call does more") : v["dir"] == "DMA_TO_DEVICE" ? "" : "who is next, CPU or device" next_use(end, t["virt"]) "?"
			new = s == "" ? "dma_sync_single_for_device" : "DMA_DECIDE_HANDOVER"
			if (s != "") mark("hand-over", s)
		}
	} else {
		v["dev"] = device(v["dev"], new ~ /free/ ? HALVES : "", "")
		if (args ~ /dir/) {
			v["dir"] = s == "" ? "DMA_BIDIRECTIONAL" : "DMA_DECIDE_DIRECTION"
			if (s != "") mark("direction", s)
		}
	}
	n = split(args, a, ", ")
	for (i = 1; i <= n; i++) V[i] = a[i] in v ? v[a[i]] : a[i]
	edit(k, end, call(k, end, new, n, V))
	m = split(MARKS, a, "\n")
	for (i = 1; i < m; i++) { split(a[i], V, "\t"); comment(k, V[2]); report(V[1], k, T[k] "(): " V[2]) }
	CLOSE = end
	return m > 1
}

# Nothing in the file, and what shares a header with it, syncs or takes physical addresses.
function quiet() { return !physical && ENVIRON["SYNCED"] == "" }

function bus(k, fn, virt, t,   s) {
	s = bare(t)
	if (KEY == "" || BUS == "" || DOUBT != "") {
		if (KEY == "") s = no_bus(k, t)
		else s = (coherent(KEY) == 1 ? "coherent at " allocated(KEY, 1) : BUS == "" ? "not one for all of " PTR : BUS) (DOUBT == "" ? "" : ", but " DOUBT)
		mark("bus address", s)
		return "DMA_DECIDE_BUS_ADDRESS(" virt ")"
	}
	if (!INSIDE) return BUS
	if (variable(scope(fn, PTR), PTR) ~ /^(void|char|u8)$/ && t ~ /^[A-Za-z_0-9]+\+[A-Za-z_0-9]+$/) return BUS " + " substr(t, index(t, "+") + 1)
	return BUS " + (" (virt ~ /^\(void \*\)/ ? "" : "(void *)") (sum(t) ? "(" virt ")" : virt) " - (void *)" PTR ")"
}

function next_use(end, s,   C, n, i) {
	for (n = parts(place(s), C); n && C[n] ~ /^\[/; n--);
	for (i = end + 1; n && i <= FEND[FN[end]]; i++) if (T[i] == member(C[n])) return " (used at @" TL[i] "@)"
}

# What stands for the flag where no call is rewritten: nothing, or a marker.
function flag(k,   j, s, i) {
	for (j = k; j > 1 && T[j] !~ /^[;{}]$/; j--) if (T[j] ~ /^(dma|pci)_(un)?map_[a-z]+_attrs$/) s = "it means nothing to a mapping"
	if (quiet() && T[k - 1] !~ /^([=!]=|case)$/ && T[k + 1] !~ /^[=!]=$/) s = "nothing here syncs: coherent memory will do"
	j = TM[k] ? T[MNAME[TM[k]]] : ""
	if (j in FLAG && !header && !(j in LEFT)) s = "not used any more"
	if (s != "") { comment(k, s); report("coherent", k, NC ": " s); CERTAIN++; return "0" }
	for (i = 1; i <= NA; i++) if (T[AK[i]] ~ /_attrs$/ && MAIN[AK[i]] && !DONE[AK[i]]) s = s TL[AK[i]] " "
	s = "0 for coherent memory without syncs, or dma_alloc_noncoherent()" (s == "" ? "" : " at " lines(s))
	comment(k, s); report("flag", k, NC ": " s)
	return "DMA_DECIDE_FLAG"
}

# The attributes of before 4.8, a structure, as the word that they are since.
function attributes(k,   n, p, s, j) {
	if (T[k] == "struct" && T[k + 1] == "dma_attrs") { edit(k, k + 1 + (T[k + 2] == "*"), "unsigned long" (T[k + 2] == "*" ? " " : "")); return k + 1 + (T[k + 2] == "*") }
	if (T[k + 1] != "(" || T[k] !~ /^(DEFINE_DMA_ATTRS|init_dma_attrs|dma_[sg]et_attr|dma_.*_attrs)$/ || (n = arguments(k)) < 1) return 0
	if (T[k] ~ /^dma_.*_attrs$/) {
		for (j = AS[n]; j <= AE[n]; j++)
			if (T[j] == "&" && (variable(FN[k], T[j + 1]) ~ /^(dma_attrs|\?)$/ || T[j + 1] arg(n) ~ /attrs/)) edit(j, j, "")
			else if (T[j] == "NULL") edit(j, j, "0")
		return 0
	}
	p = arg(n); sub(/^&/, "", p)
	if (T[AS[1]] == NC) SEEN++
	s = T[AS[1]] == NC ? flag(AS[1]) : source(AS[1], AE[1])
	s = T[k] == "DEFINE_DMA_ATTRS" ? "unsigned long " p " = 0" : T[k] == "init_dma_attrs" ? p " = 0" : T[k] == "dma_set_attr" ? p " |= " s : "(" p " & " s ")"
	edit(k, CLOSE, s)
	return CLOSE
}

function convert(   k, name, n, j, skip) {
	for (k = 1; k <= N; k++) {
		if (T[k] ~ /^(DEFINE_DMA_ATTRS|dma_attrs|dma_set_attr)$/) old_attributes = 1
		if (T[k] in FLAG && k != MNAME[TM[k]] && k > skip) LEFT[T[k]] = 1
		if (T[k + 1] == "(" && MAIN[k] && (name = name_of(k)) in OLD && wanted(name, arguments(k))) { DONE[k] = 1; skip = CLOSE }
	}
	for (k = skip = 1; k <= N; k++) {
		if (!MAIN[k] || k <= skip) continue
		if (old_attributes && (j = attributes(k))) { skip = j; continue }
		if (T[k] == NC && k != MNAME[TM[k]]) {
			SEEN++; j = flag(k); edit(k, k, j)
			if (j != "0") continue
			if (T[k + 1] == "|" && TM[k + 1] == TM[k]) { EL2[NE] = TL[k + 2]; EC2[NE] = TC[k + 2] - 1; ET[NE] = "" }
			else if (T[k - 1] == "|" && TM[k - 1] == TM[k]) { EL[NE] = TL[k - 2]; EC[NE] = TC[k - 2] + length(T[k - 2]); ET[NE] = "" }
		}
		name = name_of(k)
		if (!(name in OLD) || name in OWN || is_declaration(k)) continue
		if (T[k + 1] != "(") {
			if (!GONE[name] || T[k] != name) continue
			SEEN++; edit(k, k, "DMA_DECIDE_NAME")
			comment(k, name "() by its name: the new call takes a bus address"); report("name", k, name "() by its name only")
			continue
		}
		n = arguments(k)
		for (j = TL[k]; n > 0 && !TM[k] && j <= TL[CLOSE]; j++) if (DIRECTIVE[j]) n = -1
		if (n >= 0 && wanted(name, n)) {
			if (OLD[name] == 1) SEEN++
			j = rewrite(k, name, n); skip = CLOSE
			if (OLD[name] == 1) CERTAIN += !j
		} else if (GONE[name] || name ~ /_noncoherent$/ && n != 5) {
			SEEN++; edit(k, k, "DMA_DECIDE_CALL")
			comment(k, "not the arguments of " name "(), or an #if inside: write it anew"); report("call", k, T[k] "(): not its arguments, or an #if inside")
		}
	}
	print "count\t" SEEN + 0 "\t" CERTAIN + 0
	return SEEN
}

# The draft, in chunks of one or more lines; where[] is the line that a line became.
function output(   i, e, o, first, buf, c, j, n, a, cr, m, s, where, bom) {
	e = o = 1
	for (i = 1; i <= NL; i++) {
		first = i; buf = ""; c = 1; j = 0
		while (e <= NE && EL[e] == i) {
			buf = buf substr(L[i], c, EC[e] - c) ET[e]
			if (VANISH[e]) j = 1
			i = EL2[e]; c = EC2[e] + 1; e++
		}
		buf = buf substr(L[i], c)
		if (j && buf ~ /^[ \t\r]*$/) { where[i] = o; continue }
		bom = sub(/^\357\273\277/, "", buf) ? "\357\273\277" : ""
		cr = L[first] ~ /\r$/ ? "\r" : ""
		match(buf, /^[ \t]*/); c = substr(buf, 1, RLENGTH)
		for (j = first; j <= i; j++) if (j in NOTE) {
			n = wrap(NOTE[j], c, a)
			for (s = 1; s <= n; s++) { chunk[++m] = bom a[s] cr; noted[m] = 1; bom = ""; o++ }
		}
		for (j = first; j <= i; j++) where[j] = o
		chunk[++m] = bom buf
		o += 1 + gsub(/\n/, "\n", buf)
	}
	for (i = 1; i <= m; i++) {
		s = chunk[i]
		while (noted[i] && match(s, /@[0-9]+@/)) s = substr(s, 1, RSTART - 1) where[substr(s, RSTART + 1, RLENGTH - 2) + 0] substr(s, RSTART + RLENGTH)
		printf "%s%s", s, i < m || ENVIRON["NEWLINE"] ? "\n" : "" >ENVIRON["DRAFT"]
	}
}

# A comment of at most two lines.
function wrap(s, pad, a,   w, n, i, l) {
	split(s, w, " ")
	a[l = 1] = pad "/*"
	for (i = 1; i in w; i++) {
		if (width(a[l] " " w[i]) > 96) { if (l == 2) { a[2] = a[2] " ..."; break }; a[++l] = pad " *" }
		a[l] = a[l] " " w[i]
	}
	a[l] = a[l] " */"
	return l
}
