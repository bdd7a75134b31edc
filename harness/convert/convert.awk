# SPDX-License-Identifier: GPL-2.0
# Draft the conversion of one file, the last argument.  The other arguments are the headers
# of its directory that it includes.  Writes $DRAFT, and prints a line "name, kind, line,
# text" for each finding.
#
# A file is read as a sequence of tokens, without preprocessor and grammar.  All arms of an
# #if count, and an #else resets the depth of braces to that of the #if.  Expressions are
# compared as text.  Code that is not certain to be right gets a marker.

BEGIN {
	NC = "DMA_ATTR_NON_CONSISTENT"
	NAME = "[A-Za-z_][A-Za-z_0-9]*"
	MEMBER = "^((->|\\.)" NAME "|\\[[^][]*(\\[[^][]*\\])?[^][]*\\])"
	ASSIGNMENT = "^([-+*/%&|^]|<<|>>)?=$"
	TOKEN = NAME "|\\.?[0-9][A-Za-z_0-9.]*|\" *\"|->|\\+\\+|--|<<=|>>=|<<|>>|&&|\\|\\||[-+*/%&|^<>=!]=|##|[^ \t\r\f\v\\\\]"
	CAST = "^\\((const |volatile |unsigned |signed |struct |union |long |short )*" NAME \
		"( (int|long|char|short|const|volatile|__user|__iomem|__force))*(\\*( ?const)?)*\\)"
	TYPE = "[*]|[( ](__)?[us](int)?(8|16|32|64)(_t)?\\)|void|char|int|long|short|unsigned|_t\\)"
	PHYSICAL = "^(virt_to_(page|phys|bus|pfn)|__pa|C?PHYSADDR|sg_set_buf|sg_init_one|remap_pfn_range" \
		"|vm_iomap_memory|(pci_)?dma_sync_s.*|(arch_|consistent_)sync.*|dmac_.*|outer_.*|dma_(clean|flush|inv).*)$"
	load_rules(ENVIRON["RULES"])
	for (f = 1; f < ARGC; f++) tokenize(ARGV[f], f == ARGC - 1)
	macros()
	for (k = N; k > 0 && !(MAIN[k] && (T[k] in OLD || T[k] in FLAG || T[k] == NC)); k--);
	if (!k) { print "\tcount\t0\t0"; exit }
	header = ARGV[ARGC - 1] ~ /\.h$/
	structures()
	for (k = 1; k <= N; k++) event(k)
	for (f = 1; f <= NA; f++) fact(f)
	for (f = 1; f <= NMAP; f++)
		for (k = 1; k <= NA; k++) if (!COHERENT[k] && touches(MV[f], AI[k])) physical = 1
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

function broken(line, why) {
	print ENVIRON["NAME"] ":" line ": error: " why ": nothing of it was drafted" >"/dev/stderr"
	exit 3
}

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

function tokenize(file, main,   s, raw, within, n, p) {
	incomment = instring = more = macro = drop = dead = depth = parens = ifs = fn = 0; head = N + 1
	while ((getline s < file) > 0) {
		n++; p = 1
		within = incomment || instring
		if (main) { L[n] = s; MIDDLE[n] = within || more }
		if (n == 1) sub(/^\357\273\277/, "   ", s)
		raw = s; s = blank(s)
		if (!more) macro = drop = 0
		if (!more && !within && match(s, /^[ \t]*#[ \t]*[a-z]*/)) {
			p = RLENGTH + 1
			if (main) DIRECTIVE[n] = 1
			directive(n, substr(s, 1, RLENGTH), substr(s, p))
		}
		more = (macro || drop) && (raw ~ /\\\r?$/ || incomment)
		while (!drop && !dead && match(substr(s, p), TOKEN)) {
			p += RSTART - 1 + RLENGTH
			token(substr(s, p - RLENGTH, RLENGTH), n, p - RLENGTH, main)
		}
	}
	close(file)
	if (main) { NL = n; check_end(n) }
}

function directive(n, word, rest,   was) {
	gsub(/[^a-z]/, "", word)
	drop = 1
	if (word ~ /^if/) {
		LEVEL[++ifs] = depth " " parens; VERSION[ifs] = rest ~ /LINUX_VERSION_CODE/
		if (!dead && word == "if" && rest ~ /^[ \t]*\(?0\)?[ \t\r]*$/) dead = ifs
	} else if (word ~ /^el/ && ifs) {
		split(LEVEL[ifs], was, " "); depth = was[1]; parens = was[2]
	} else if (word == "define" && !dead) {
		drop = 0; macro = ++NM; MLINE[macro] = n; MNAME[macro] = N + 1
	}
	if (word ~ /^e[ln]/ && dead == ifs) dead = 0
	if (word == "endif" && ifs) ifs--
}

function token(c, n, col, main,   i) {
	T[++N] = c; TL[N] = n; TC[N] = col; TM[N] = macro; MAIN[N] = main
	if (ident(c)) WHERE[c, ++COUNT[c]] = N
	for (i = 1; i <= ifs; i++) if (VERSION[i]) ARM[N] = 1
	if (macro) { if (head == N) head++; return }
	if (c == "{" && !depth && T[N - 1] ~ /^"/) return	# extern "C"
	if (c == "}" && col == 1 && depth > 1) depth = 1
	if (c ~ /^[{}]$/ && depth < 2) parens = 0
	if (c == "{" && !depth++) { opened = n; fn = new_function() }
	parens += (c == "(") - (c == ")" && parens > 0)
	FN[N] = fn; FEND[fn] = N; INNER[N] = depth || parens
	if (c == "}" && (!depth || !--depth)) fn = 0
	if (c ~ /^[;}]$/ && !depth) head = N + 1
}

# The number of the function that begins with the brace at N, or 0.
function new_function(   i, n) {
	if (is_function(head, N)) {
		n = ++NF
		HEAD[n] = head; BODY[n] = N
		FNAME[n] = T[(T[N - 1] == ")" ? mate(N - 1, -1) : head + 1) - 1]
		if (FNAME[n] in OLD && !ARM[N]) OWN[FNAME[n]] = 1
	}
	for (i = head; i < N; i++) if (!TM[i]) FN[i] = n
	return n + 0
}

function is_function(a, b,   i, call) {
	for (i = a; i < b; i++) {
		if (T[i] ~ /^(=|typedef)$/) return 0
		if (T[i] == "(" && i > a) call = 1
	}
	return call && T[b - 2] !~ /^(struct|union|enum)$/ && !(ident(T[b - 1]) && T[a] ~ /^(struct|union|enum)$/)
}

function check_end(n) {
	if (incomment) broken(n, "the file ends inside a comment")
	if (ifs) broken(n, "an #if has no #endif")
	if (depth) broken(opened, "the file ends inside these braces")
	if (parens || !TM[N] && (T[N] ~ /^([[,=(|&+*<-]|->)$/ || two_words(N)))
		broken(n, "the file ends inside a declaration")
}
function two_words(k) { return TC[k] > 1 && ident(T[k]) && ident(T[k - 1]) && T[k - 1] !~ /^[A-Z_0-9]*$/ }

function ident(s) { return s ~ /^[A-Za-z_]/ }

# One deeper, one less deep, or neither?
function nest(c) { return c ~ /^[[({]$/ ? 1 : c ~ /^[])}]$/ ? -1 : 0 }

# The bracket that closes the one at k (step 1), or opens it (step -1).
function mate(k, step,   j, d) {
	for (j = k; j > 0 && j <= N && TM[j] == TM[k]; j += step) {
		d += step * nest(T[j])
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
		d += nest(T[j])
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
	for (i = TL[a]; i <= TL[b]; i++)
		s = s "\n" substr(i < TL[b] ? L[i] : substr(L[i], 1, TC[b] + length(T[b]) - 1), i > TL[a] ? 1 : TC[a])
	if (s ~ /\/\//) return text(a, b)
	s = substr(s, 2)
	gsub(/[ \t]*\\?\r?\n[ \t]*/, " ", s)
	return s
}

# -- expressions, as text() gives them

# Without the parentheses and casts around it.
function bare(s,   i, d, cast) {
	for (;;) {
		d = 0
		for (i = 1; i <= length(s) && s ~ /^\(/; i++) if (!(d += nest(substr(s, i, 1)))) break
		cast = match(s, CAST) ? substr(s, 1, RLENGTH) : ""
		if (s ~ /^\(/ && i >= length(s)) s = substr(s, 2, length(s) - 2)
		else if (cast ~ TYPE && substr(s, length(cast) + 1) ~ /^[A-Za-z_(&*0-9]/) {
			if (cast ~ /__user/) usercast = 1
			s = substr(s, length(cast) + 1)
		} else return s
	}
}

# Where the offset of a sum begins, or 0.
function sum(s,   i, d, c) {
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		d += nest(c)
		if (!d && i > 1 && c ~ /[-+]/ && substr(s, i, 2) !~ /->|\+\+|--/ && substr(s, i - 1, 1) !~ /[-+(,*&]/) return i
	}
	return 0
}
function base(s,   i) { s = bare(s); return (i = sum(s)) ? base(substr(s, 1, i - 1)) : s }
function place(s) { s = base(s); return s ~ /^&/ ? bare(substr(s, 2)) : s }

# Splits an lvalue into its variable, members and indices: their number, or 0.
function parts(s, C,   n) {
	if (match(s, "^\\(" NAME "\\)(->|\\.|\\[)")) { sub(/\)/, "", s); s = substr(s, 2) }
	if (!match(s, "^" NAME) || s ~ /^(NULL|sizeof|return)$/) return 0
	do { C[++n] = substr(s, 1, RLENGTH); s = substr(s, RLENGTH + 1) } while (match(s, MEMBER))
	return s == "" ? n : 0
}
function join(C, a, b,   s) { for (; a <= b; a++) s = s C[a]; return s }
function last(s) { sub(/^.*(->|[.:])/, "", s); return s }
function stem(s) { return substr(s, 1, length(s) - length(last(s))) }

# The structure that C[1..n] is or points to.
function type(fn, C, n,   t, i) {
	t = variable(scope(fn, C[1]), C[1])
	for (i = 2; i <= n + 1; i++) {
		while (t in ALIAS) t = ALIAS[t]
		if (i <= n && C[i] !~ /^\[/) t = t in STRUCT ? variable("struct " t, last(C[i])) : ""
	}
	return t == "?" ? "" : t
}

# What an lvalue is wherever it is written: structure.member, function:variable, ?.member,
# with [] behind it for an element.
function key(fn, s,   C, n, t, at) {
	for (n = parts(place(s), C); C[n] ~ /^\[/; n--) at = at "[]"
	if (!n) return ""
	if (n == 1) return scope(fn, C[1]) ":" C[1] at
	t = type(fn, C, n - 1)
	return (t == "" ? "?" : t) "." last(C[n]) at
}
function same(a, b) {
	if (a == b || a !~ /\./ || b !~ /\./ || (a b) !~ /\?/) return a == b
	return last(a) == last(b)
}
# Is one of the keys in the list a one of those in b?
function touches(a, b,   x, y, i, j) {
	split(a, x, "\n"); split(b, y, "\n")
	for (i in x) for (j in y) if (x[i] != "" && same(x[i], y[j])) return 1
	return 0
}

# -- what the files declare

# The type of a variable of a function, of the file (0), or of a member of "struct TAG":
# a tag, "?" for several, "" for none.  DECL[] is where it is declared.
function variable(where, v,   i, j, a, b, t, tag) {
	if ((where, v) in VT) return VT[where, v]
	a = 1; b = N
	if (where ~ /^struct/) { a = STRUCT[substr(where, 8)]; b = mate(a, 1) }
	else if (where) { a = HEAD[where]; b = FEND[where] }
	for (i = 1; i <= COUNT[v]; i++) {
		j = WHERE[v, i]
		if (j < a || j > b || TM[j] || where == "0" && INNER[j]) continue
		if ((tag = declared(j, where)) == "") continue
		DECL[where, v] = j
		t = t == "" || t == tag ? tag : "?"
	}
	return VT[where, v] = t
}

# The type with which the token at j is declared, or "".
function declared(j,   i) {
	if (T[j + 1] !~ /^[])=;,:[]$/ || T[j - 1] ~ /^(->|\.)$/) return ""
	for (i = j - 1; i > 0; i--) {
		if (T[i] == "]") i = mate(i, -1)
		else if (T[i] !~ /^([*,]|const|volatile|__user|__iomem)$/ && !(ident(T[i]) && T[i + 1] ~ /^[,[]$/)) break
	}
	if (!ident(T[i]) || T[i] ~ /^(return|goto|else|case|do|sizeof|break|continue)$/ || T[i + 1] == ",") return ""
	if (i > 1 && T[i - 1] !~ /^(struct|union|enum|const|static|volatile|register|extern|inline)$/ &&
	    T[i - 1] !~ /^(unsigned|signed|long|[;{}:(,])$/) return ""
	if (T[i - 1] ~ /^[(,]$/ && j > BODY[FN[j]] && T[i - 2] != "for") return ""
	if (text(i, j) ~ /__user/) USER[j] = 1
	return T[i]
}

function scope(fn, v) { return fn && variable(fn, v) != "" ? fn : 0 }
function static(v,   j) {
	if (variable(0, v) == "") return 0
	for (j = DECL[0, v]; j > 0 && T[j] !~ /^([;}]|static)$/; j--);
	return T[j] == "static"
}

# Is v a parameter of the function or macro at k?
function parameter(k, v,   n) {
	if (!TM[k]) return scope(FN[k], v) && DECL[FN[k], v] < BODY[FN[k]]
	if (CALLED[TM[k]]) for (n = arguments(MNAME[TM[k]]); n > 0; n--) if (arg(n) == v) return 1
	return 0
}

function structures(   k, j, n, tag) {
	for (k = 1; k <= N; k++) {
		if (TM[k] || T[k] !~ /^(struct|union)$/) continue
		for (j = k + 1; ident(T[j]) || T[j] == "(" && T[j - 1] == "__attribute__"; j++)
			if (T[j] == "(") j = mate(j, 1)
		tag = j == k + 1 ? "at " k : T[j - 1]
		if (T[j] != "{" || !mate(j, 1)) continue
		STRUCT[tag] = j
		if (MAIN[k]) DEFINED[tag] = 1
		for (n = k; n < mate(j, 1); n++) if (T[n] == "union") UNION[tag] = 1
		for (; T[k - 1] == "typedef" && n <= N && T[n] != ";"; n++) if (ident(T[n])) ALIAS[T[n]] = tag
	}
}

# Names of the flag, and of old functions, that are macros of their own.
function macros(   m, k, e, s, times) {
	for (m = 1; m <= NM; m++) {
		k = MNAME[m]
		times[T[k]]++
		for (e = k; TM[e + 1] == m; e++) if (T[e + 1] ~ ASSIGNMENT || T[e + 1] ~ /^(\+\+|--|&)$/) WRITES[T[k]] = 1
		s = bare(text(k + 1, e))
		CALLED[m] = T[k + 1] == "(" && TC[k + 1] == TC[k] + length(T[k])
		if (CALLED[m] && T[k] in OLD && !ARM[k]) OWN[T[k]] = 1
		if (s == NC) FLAG[T[k]] = m
		if (GONE[s]) OTHER[T[k]] = s
	}
	for (s in times) if (times[s] > 1) { delete FLAG[s]; delete OTHER[s] }
}

# -- what is written to

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

# Is the variable or member at k set there, or may be, but to nothing?  VALUE is what "=" sets.
function written(k,   a, e, d) {
	VALUE = ""
	if (T[k + 1] ~ /^(->|\.|\[|\()$/ || !(a = lvalue(k)) || T[a - 1] == "*" && !operand(a - 2)) return 0
	if (T[k + 1] == "=") {
		for (e = k + 2; e - k < 99 && TM[e] == TM[k] && (d += nest(T[e])) >= 0 && (d || T[e] !~ /^[;,]$/); e++);
		VALUE = bare(text(k + 2, e - 1))
		return VALUE !~ /^([A-Za-z_0-9>.-]+=)*(NULL|0|~0|DMA_MAPPING_ERROR)$/
	}
	if (T[k + 1] ~ ASSIGNMENT || T[k + 1] ~ /^(\+\+|--)$/ || T[a - 1] ~ /^(\+\+|--|&)$/ && !operand(a - 2)) return 1
	if (T[a - 1] !~ /^[(,]$/ || T[k + 1] !~ /^[,)]$/) return 0
	if (T[k + 2] ~ ASSIGNMENT || T[a - 2] == "&" && !operand(a - 3)) return 1
	for (e = a - 1; e > 0 && T[e] !~ /^[;{}(]$/; e--) if (T[e] ~ /^[])]$/) e = mate(e, -1)
	return T[e - 1] ~ /^(swap|xchg|cmpxchg|WRITE_ONCE|rcu_assign_pointer|get_user)$/ || T[e - 1] in WRITES
}

# Tokens that set what has a key, but for the allocations that are known.
function writers(k,   v, i, j, a, out) {
	if (k in WRITERS) return WRITERS[k]
	v = last(k)
	for (i = 1; i <= COUNT[v]; i++) {
		j = WHERE[v, i]
		if (KNOWN[j] || !written(j)) continue
		a = lvalue(j)
		if (same(T[a] == "." ? "?." v : key(FN[j] + 0, text(a, j)), k)) out = out j " "
	}
	return WRITERS[k] = out
}

# -- calls: allocations A, frees F, mappings M

function name_of(k) { return T[k] in OTHER ? OTHER[T[k]] : T[k] }

function is_declaration(k) {
	if (TM[k] && MNAME[TM[k]] == k) return 1
	if (T[k + 2] T[k + 3] T[k + 4] ~ /^(const)?struct(device|pci_dev)/ && T[k + 4] ~ /^[*a-z]/) return 1
	return ident(T[k - 1]) && T[k - 1] !~ /^(return|else|do|case)$/ && !TM[k]
}

function event(k,   name, n, i, C) {
	name = name_of(k)
	if (T[k] == "{" && T[k - 1] ~ /^[=)]$/) initialiser(k)
	if (T[k + 1] != "(" || is_declaration(k) || name in OWN) return
	if (name ~ PHYSICAL || name ~ /cache/ && name !~ /^kmem_cache/) physical = 1
	if (name ~ /^(_*copy_from_user.*|memcpy|memmove)$/ && arguments(k) == 3) {
		if ((n = parts(place(arg(1)), C)) == 1 && name ~ /user/) COPIED[FN[k] + 0, C[1]] = 1
		SPOILED[type(FN[k] + 0, C, n)] = "copied at " lines(k)
	}
	if (name !~ /^(dmam?|pci)_/) return
	if ((n = arguments(k)) < 0 && MAIN[k] && OLD[name] && !TM[k]) {
		for (i = k; i < N && T[i] != ";"; i++) if (DIRECTIVE[TL[i] - 1]) return
		broken(TL[k], "the call of " T[k] "() has no end")
	}
	if (name ~ /^(dmam?|pci)_z?alloc_(attrs|(non)?(coherent|consistent))$/ && n >= 3) {
		A[k] = ++NA; AK[NA] = k
		AKIND[NA] = kind(name, n); COHERENT[NA] = AKIND[NA] ~ /^as/
		AD[NA] = arg(1) (name ~ /^pci_/ ? "->dev" : "")
		i = bare(arg(3))
		AH[NA] = arg(3) ~ /^\(.*\*\)/ ? "" : i ~ /^&/ ? bare(substr(i, 2)) : "*" i
		HTOKEN[NA] = AE[3]
		AV[NA] = target(k); VTOKEN[NA] = TARGET
	} else if (name ~ /^(dmam?|pci)_free_(attrs|(non)?(coherent|consistent))$/ && n >= 4) {
		FK[++NFREE] = k; FKIND[NFREE] = kind(name, n)
		FI[NFREE] = key(FN[k], arg(3)) "\n" key(FN[k], arg(4))
	} else if (name ~ /^(dma|pci)_map_single/ && n >= 3) {
		MK[++NMAP] = k; MV[NMAP] = key(FN[k], arg(2)); MH[NMAP] = target(k)
	}
}

# The kind of an allocation or free of n arguments: "" if it is one of the old ones.
function kind(name, n) {
	if (name ~ /_(coherent|consistent)$/) return "as coherent memory"
	if (name ~ /_attrs$/) return is_flag(arg(n)) ? "" : "with " arg(n)
	return n == 5 ? "with " arg(name ~ /free/ ? 5 : 4) : ""
}

# What the result of the call at k is stored in.
function target(k,   j, o) {
	for (j = k - 1; T[j] == ")" && (o = mate(j, -1)) && bare(text(o, j) "x") == "x"; j = o - 1);
	if (T[j] != "=" || !(o = lvalue(j - 1))) return ""
	TARGET = j - 1
	return text(o, j - 1)
}

# An initialiser of a structure without names, at its brace, may set anything.
function initialiser(k,   C, j, t, s) {
	j = T[k - 1] == ")" ? mate(k - 1, -1) + 1 : lvalue(k - 2)
	if (T[k - 1] == "=") t = type(FN[k] + 0, C, parts(text(j, k - 2), C))
	else if (T[j] ~ /^(struct|union)$/) t = k == j + 3 || T[j + 2] == "[" ? T[j + 1] : ""
	else t = k == j + 2 ? T[j] : ""
	while (t in ALIAS) t = ALIAS[t]
	s = text(k, mate(k, 1)); gsub(/NULL/, "", s)
	if (!(t in STRUCT) || s ~ /^[{]+[.[]/ || s !~ /[A-Za-z_]/) return
	SPOILED[s ~ /[{].*[{]/ ? "*" : t] = "set by position at " lines(k)
}

# -- facts: the bus address FACT and the device FDEV that stand beside a pointer

function fact(i,   fn, C, n, k, st, h) {
	fn = FN[AK[i]] + 0
	AI[i] = key(fn, AV[i]) "\n" key(fn, AH[i]) stored(fn, AV[i]) stored(fn, AH[i])
	k = key(fn, AV[i])
	if (k ~ /^(\?.*)?$|\]$/ || TM[AK[i]]) return
	st = stem(AV[i])
	h = substr(AH[i], length(st) + 1)
	if (st h != AH[i] || h !~ "^" NAME "$" || st == "" && scope(fn, h) ":" != stem(k)) h = "!"
	KNOWN[VTOKEN[i]] = 1
	if (h != "!") KNOWN[HTOKEN[i]] = 1
	note_fact(i, k, h, beside(st, AD[i], k ~ /^0:/ ? 0 : fn))
}

# Where else what is stored in a variable of the function goes.
function stored(fn, v,   i, j, a, out) {
	for (i = 1; v != "" && i <= COUNT[v]; i++) {
		j = WHERE[v, i]
		if (FN[j] == fn && T[j - 1] == "=" && T[j + 1] == ";" && (a = lvalue(j - 2))) out = out "\n" key(fn, text(a, j - 2))
	}
	return out
}

# The device, as a member of what the stem "@" names, or as it is if that can be seen everywhere.
function beside(st, dev, fn,   and) {
	and = sub(/^&/, "", dev) ? "&" : ""
	if (st != "" && index(dev, st) == 1) return and "@" substr(dev, length(st) + 1)
	return st == "" && fn || static(dev) && !scope(fn, dev) ? and dev : ""
}

function note_fact(i, k, h, dev,   hk) {
	if (!(k in FACT)) { FACT[k] = h; FDEV[k] = dev }
	if (FACT[k] != h) FACT[k] = "!"
	if (FDEV[k] != dev) FDEV[k] = ""
	hk = HANDLE[k] = stem(k) h
	if (hk in OWNER && OWNER[hk] != k) SHARED[hk] = 1
	OWNER[hk] = k
	BY[k] = BY[k] i " "
}

# Are its allocations coherent: 0 none, 1 all, 2 some?  ALLOCATED says where.
function coherent(k,   a, n, i, c, at) {
	n = split(BY[k], a, " ")
	for (i = 1; i <= n; i++) if (COHERENT[a[i]]) { c++; at = at AK[a[i]] " " }
	ALLOCATED = lines(at)
	return c == 0 ? 0 : c == n ? 1 : 2
}

# Is s a pointer with a fact?  Then KEY, PTR, BUS, DEV, and why it is not certain: DOUBT.
function exact(fn, s,   C, n, k) {
	if (!(n = parts(s, C)) || (fn, C[1]) in COPIED && n > 1) return 0
	k = key(fn, s)
	if (!(k in FACT)) return 0
	KEY = k; PTR = s; BUS = ""; DEV = FDEV[k]; INSIDE = 0
	if (FACT[k] != "!" && !(HANDLE[k] in SHARED)) BUS = stem(s) FACT[k]
	sub(/@/, stem(s), DEV)
	DOUBT = doubt(fn, C, n, s, k)
	return 1
}
function doubt(fn, C, n, s, k,   i, t, w) {
	if ((w = writers(k) writers(HANDLE[k])) != "") return "set at " lines(w) " as well"
	for (i = 1; i < n; i++) {
		t = type(fn, C, i)
		if (t in UNION) return last(C[i + 1]) " is in a union"
		if (t in SPOILED || "*" in SPOILED) return t " is " SPOILED[t in SPOILED ? t : "*"]
	}
	if (header) return "this is a header"
	if (n > 1 && !(t in DEFINED)) return "the structure is not of this file"
	if (k ~ /^0:/ && !(static(s) && static(FACT[k]))) return s " is not static"
	if (n == 1 && k !~ /^0:/ && DECL[fn, s] < BODY[fn]) return s " is a parameter"
	return ""
}

# Does s point into a buffer with a fact?
function find(fn, s,   t, i, C, n, c) {
	t = bare(s)
	if (t ~ /[?|]|==|&&/) return 0
	if (exact(fn, t)) return 1
	if ((i = sum(t))) return INSIDE = find(fn, substr(t, 1, i - 1))
	n = t ~ /^&/ ? parts(bare(substr(t, 2)), C) : 0
	for (c = n - 1; c > 0; c--) if (exact(fn, join(C, 1, c))) {
		for (i = c + 2; i <= n && C[i] ~ /^\./; i++);
		return INSIDE = i > n
	}
	return 0
}

# -- words for the comments and the report; @line@ becomes the line of the draft

function lines(tokens,   a, n, i, j, m, l, out) {
	n = split(tokens, a, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && a[j - 1] + 0 > a[j] + 0; j--) { l = a[j]; a[j] = a[j - 1]; a[j - 1] = l }
	for (i = 1; i <= n; i++) {
		l = MAIN[a[i]] ? "@" TL[a[i]] "@" : "an include"
		if (index(out, l) == 0 && ++m <= 6) out = out (m > 1 ? ", " : "") l
	}
	return out (m > 6 ? " and more" : "")
}

# What is no pair with the allocation or free of these, or "".  A kind is one of two only if
# both do the one and the other.
function odd_pair(ids, free, given,   i, k, a, f, out) {
	HALVES = ""
	for (i = 1; i <= NA; i++) {
		if ((k = touches(AI[i], ids))) HALVES = HALVES i " "
		if (k || given && AV[i] AKIND[i] == "") a[AKIND[i]] = a[AKIND[i]] AK[i] " "
	}
	for (i = 1; i <= NFREE; i++) if (touches(FI[i], ids)) f[FKIND[i]] = f[FKIND[i]] FK[i] " "
	if (free && !("" in a)) out = "no allocation names it"
	for (k in a) if (free && k != "" && (!("" in a) || !(k in f))) out = "allocated at " lines(a[k]) ", but " k
	for (k in f) if (!free && k != "" && !(k in a)) out = "freed at " lines(f[k]) ", but " k
	return out
}

# Why an address has no bus address.
function no_bus(k, s,   fn, t, C, n, w, i, j, v, out, by) {
	fn = FN[k] + 0; usercast = 0; t = base(s); n = parts(place(s), C); v = C[1]
	w = FNAME[fn] ~ /ioctl/ && v ~ /^args?$/
	if (w || usercast || scope(fn, v) && DECL[fn, v] in USER || n > 1 && (fn, v) in COPIED)
		return "refused, a user pointer: no sync takes one, pin its pages and map them"
	if (n == 1 && scope(fn, v) && (t ~ /^&/ || T[DECL[fn, v] + 1] == "[")) return v " is on the stack: no DMA to there"
	if (t ~ /skb/ || type(fn, C, n > 1 ? n - 1 : 1) == "sk_buff") return "of an skb: map it"
	for (i = 1; i <= NMAP; i++)
		if (MH[i] != "" && touches(MV[i], key(fn, t))) return "mapped at " lines(MK[i]) " to " MH[i]
	if (n == 1 && parameter(k, v)) {
		w = TM[k] ? T[MNAME[TM[k]]] : FNAME[fn]
		for (i = 1; i <= COUNT[w]; i++) {
			j = WHERE[w, i]
			if (T[j + 1] == "(" && MAIN[j] && FN[j] != fn && MNAME[TM[j]] != j) { out = out j " "; by = j + 1 }
		}
		out = out == "" ? "" : ", passed at " lines(out) (out ~ / ./ ? "" : " in " source(by, mate(by, 1)))
		return v " is a parameter" out
	}
	if (s ~ /\+\+|--/) return "it moves something, and is not to be said twice"
	if (!n || t ~ /^&/) return "not seen to be in a buffer of this file"
	w = key(fn, t); v = w ~ /\]$/ ? "one of an array, " : ""
	out = v == "" ? writers(w) : ""
	for (i = 1; i <= NA; i++) if (touches(AI[i], w)) out = out AK[i] " "
	if (out == "") return v "not set in this file"
	by = written(out + 0) && match(VALUE, "^" NAME "\\(") ? " by " substr(VALUE, 1, RLENGTH) ")" : ""
	return (v == "" ? "set at " : v "allocated at ") lines(out) (out ~ / ./ ? "" : by)
}

# -- edits

function edit(a, b, s) { edit_at(TL[a], TC[a], TL[b], TC[b] + length(T[b]) - 1, s) }
function edit_at(l, c, l2, c2, s) { NE++; EL[NE] = l; EC[NE] = c; EL2[NE] = l2; EC2[NE] = c2; ET[NE] = s }

# A comment above the statement at k.
function comment(k, s,   j) {
	for (j = k - 1; j > 0 && !TM[k] && !TM[j] && MAIN[j] && T[j] !~ /^[;{}]$/; j--)
		if (T[j] T[j + 1] == ",." || T[j] == ":" && TL[j + 1] > TL[j]) break
	for (j = TM[k] ? MLINE[TM[k]] : TL[j + 1]; MIDDLE[j]; j--);
	if (index("; " NOTE[j] ";", "; " s ";") == 0) NOTE[j] = NOTE[j] (NOTE[j] == "" ? "" : "; ") s
}

function report(kind, k, s) {
	gsub(/ \(used at @[0-9]+@\)|@/, "", s)
	print ENVIRON["NAME"] "\t" kind "\t" TL[k] "\t" s (ARM[k] ? " (in an arm for some kernels)" : "")
}

# A decision of the call that is rewritten: the report, the comment, and the marker.
function mark(kind, s,   m) {
	MARKS++
	comment(CALL, s); report(kind, CALL, T[CALL] "(): " s)
	m = "DMA_DECIDE_" toupper(kind)
	gsub(/ /, "_", m); sub(/-/, "", m)
	return m
}

function width(s,   i, n) {
	for (i = 1; i <= length(s); i++) n += substr(s, i, 1) == "\t" ? 8 - n % 8 : 1
	return n
}

# name(arguments) in place of what stands from k to end, broken at 80 columns.
function call(k, end, name, n, V,   s, i, col, at, new, pad) {
	s = name "("
	for (i = 1; i <= n; i++) s = s V[i] (i < n ? ", " : ")")
	at = width(substr(L[TL[k]], 1, TC[k] - 1))
	if (TM[k] || at + length(s) + length(L[TL[end]]) - TC[end] <= 80) return s
	col = at + length(name) + 1
	if (col > 48) { match(L[TL[k]], /^[ \t]*/); col = width(substr(L[TL[k]], 1, RLENGTH)) + 16 }
	pad = sprintf("%" col % 8 "s", "")
	for (i = 8; i <= col; i += 8) pad = "\t" pad
	new = (L[TL[k]] ~ /\r$/ ? "\r\n" : "\n") pad
	s = name "("; at += length(s)
	for (i = 1; i <= n; i++) {
		if (i > 1 && at + length(V[i]) > 78) { s = s new; at = col }
		else if (i > 1) s = s " "
		s = s V[i] (i < n ? "," : ")"); at += length(V[i]) + 2
	}
	return s
}

function direction(s) {
	s = bare(s)
	sub(/^PCI_/, "", s); sub(/_TODEVICE/, "_TO_DEVICE", s); sub(/_FROMDEVICE/, "_FROM_DEVICE", s)
	return s
}

# The device s, unless it is another member than that of the allocations listed; given if it is none.
function device(s, list, given,   a, n, i, out, other) {
	if (null(s)) s = ""
	n = split(list, a, " ")
	for (i = 1; i <= n; i++) {
		if (!null(AD[a[i]])) out = out (out == "" ? "" : ", ") AD[a[i]] " at @" TL[AK[a[i]]] "@"
		if (!alike(s, AD[a[i]])) other = 1
	}
	if (s != "" && !other) return s
	if (s == "" && !null(given)) return given
	if (s == "") return mark("device", "no device so far" (out == "" ? "" : ", allocated for " out))
	return mark("device", "for " s ", but allocated for " out)
}

# Is it nothing, or a variable that is set to nothing, and to nothing else?
function null(s,   i, j, n) {
	s = bare(s)
	for (i = 1; i <= COUNT[s]; i++) {
		j = WHERE[s, i]
		if (T[j - 1] ~ /^(->|\.)$/) continue
		if (written(j) || parameter(j, s)) return 0
		if (T[j + 1] == "=") n = 1
	}
	return n || s ~ /^(NULL|0|)$/
}

# What another variable has in the same place is taken for the same device.
function alike(a, b) { a = tail(a); b = tail(b); return a == "" || b == "" || a == b }
function tail(s) { sub(/^&?[A-Za-z_0-9]+(->|\.)?/, "", s); return s }

function effects(s) {
	gsub(/sizeof ?\(/, "", s)
	return s ~ /\+\+|--|[^=!<>]=[^=]|[A-Za-z_0-9] ?\(/
}

# Why nothing is needed in place of the sync at k, or "".
function redundant(k, virt, size, dir, dev,   end, b) {
	if (effects(virt size)) return ""
	arguments(k); end = CLOSE + 1
	if (KEY != "" && DOUBT == "" && coherent(KEY) == 1) return "coherent memory, allocated at " ALLOCATED
	if (TM[k] || T[end] != ";") return ""
	for (b = k - 2; b > 0 && T[b] !~ /^[;{}]$/; b--);
	if (map_beside(k, b + 1, k, virt, size, dir, dev) || map_beside(k, end + 1, N, virt, size, dir, dev))
		return "beside " T[BESIDE] "() at " lines(BESIDE)
	return ""
}

# Is the statement that begins at start, and ends before end, a map or unmap of just this buffer?
function map_beside(k, start, end, virt, size, dir, dev,   fn, j, n, i, h) {
	for (j = start; T[j] !~ /^((dma|pci)_(un)?map_single|[;{}])$/ && j < end; j++);
	if (arguments(j) != 4 || T[CLOSE + 1] != ";" || CLOSE + 1 >= end) return 0
	if (text(start, j - 1) !~ /^(return|(dma_addr_t )?[][A-Za-z_0-9>.-]+=)?(\([a-z_0-9 ]+\))?$/) return 0
	if (bare(arg(3)) != bare(size) || direction(arg(4)) != dir || dev !~ /^(NULL)?$/ && arg(1) != dev) return 0
	BESIDE = j; fn = FN[k] + 0; h = arg(2)
	for (i = TL[j < k ? j : k]; i <= TL[j < k ? k : j]; i++) if (DIRECTIVE[i]) return 0
	if (T[j] !~ /unmap/) return bare(h) == bare(virt)
	for (i = 1; i <= NMAP; i++) if (touches(key(FN[MK[i]] + 0, MH[i]), key(fn, h))) {
		if (!touches(MV[i], key(fn, virt))) return 0
		n = 1
	}
	if (n) return 1
	# One pointer and one bus address that the function gets are those of one buffer.
	for (i = HEAD[fn]; i < BODY[fn]; i++) if (T[i] == "dma_addr_t") n++
	return n == 1 && variable(fn, h) == "dma_addr_t" && parameter(k, h) && parameter(k, bare(virt))
}

function remove(k, end, why,   p) {
	p = T[k - 1]
	if (TM[k] || T[end + 1] != ";" || p !~ /^([;{}):]|else|do)$/) edit(k, end, "(void)0")
	else {
		edit(k, end + 1, p ~ /^[;{}]$/ ? "" : p == ":" ? ";" : "{ }")
		VANISH[NE] = p ~ /^[;{}]$/
	}
	report("removed", k, T[k] "(): " why)
}

# -- the rules

function is_flag(s) { s = bare(s); return s == NC || s in FLAG }

# Is the call of n arguments one to rewrite?
function wanted(name, n) {
	return (name, n) in RULE && (ARGS[name, n] !~ /FLAG/ || is_flag(arg(n)))
}

# Rewrites the call at k.  What the new call wants is in v[], by its name in the rules, and as
# the tokens say it in t[].
function rewrite(k, name, n,   fn, v, t, a, V, i, new, args, end, odd) {
	fn = FN[k] + 0; end = CLOSE; CALL = k; MARKS = 0; KEY = ""
	split(ARGS[name, n], a, " ")
	for (i = 1; i <= n; i++) { v[a[i]] = source(AS[i], AE[i]); t[a[i]] = arg(i) }
	new = RULE[name, n]; sub(/^=/, "", new)
	if (new ~ /free/) odd = odd_pair(key(fn, t["virt"]) "\n" key(fn, t["bus"]), 1, parameter(k, bare(t["virt"])))
	else if (k in A) odd = odd_pair(AI[A[k]], 0)
	if (OLD[name] == 1 && new ~ /_noncoherent/ && quiet() && odd !~ /with |no allocation/) {
		sub(/sgtable_noncoherent/, "sgtable", new); sub(/noncoherent/, "coherent", new); sub(/, dir/, "", new)
		comment(k, "nothing here syncs: coherent memory will do")
		report("coherent", k, T[k] "(): nothing here syncs")
	}
	args = new; sub(/\(.*/, "", new); sub(/^[^(]*\(/, "", args); sub(/\)$/, "", args)
	if ("pdev" in v) v["dev"] = null(v["pdev"]) ? "" : "&" (v["pdev"] ~ /[^A-Za-z_0-9>.-]/ ? "(" v["pdev"] ")" : v["pdev"]) "->dev"
	if (t["dir"] ~ /DMA_/) v["dir"] = direction(t["dir"])
	if ("gfp" in v && args ~ /dir/) v["gfp"] = gfp(v["gfp"])
	if (args ~ /bus/ && !("bus" in v)) {
		if ((new = sync(k, end, fn, v, t, new)) == "") { remove(k, end, WHY); CLOSE = end; return 0 }
	} else {
		v["dev"] = device(v["dev"], new ~ /free/ ? HALVES : "")
		if (args ~ /dir/) v["dir"] = odd == "" ? "DMA_BIDIRECTIONAL" : mark("direction", odd)
	}
	n = split(args, a, ", ")
	for (i = 1; i <= n; i++) V[i] = a[i] in v ? v[a[i]] : a[i]
	edit(k, end, call(k, end, new, n, V))
	CLOSE = end
	return MARKS
}

# The gfp flags s: not for a zone, which the mask of the device decides.
function gfp(s) {
	gsub(/ *\| *((__)?GFP_DMA(32)?|__GFP_HIGHMEM|__GFP_COMP)/, "", s)
	if (s ~ /^DMA_/) return mark("gfp", "the old call has a direction for flags")
	return s ~ /GFP_DMA|HIGHMEM|COMP/ ? mark("gfp", "a zone, which the mask of the device decides now") : s
}

# The new name of the sync at k, or "" if it goes; fills v[].
function sync(k, end, fn, v, t, new,   c) {
	# a macro has parameters, and to say an address twice must not do a thing twice
	if (TM[k] || !fn || effects(t["virt"]) || !find(fn, t["virt"])) KEY = ""
	if ((WHY = redundant(k, t["virt"], t["size"], v["dir"], t["dev"])) != "") return ""
	v["bus"] = bus(k, fn, v["virt"], t["virt"])
	v["dev"] = device(v["dev"], KEY == "" ? "" : BY[KEY], KEY != "" && DOUBT == "" ? DEV : "")
	if (v["dir"] == "DMA_NONE") v["dir"] = mark("direction", "none so far")
	if (new != "SYNC") return new
	c = KEY != "" && DOUBT == "" ? coherent(KEY) : 0
	if (c) return mark("hand-over", "coherent at " ALLOCATED (c == 2 ? ", not all" : ", but the call does more"))
	if (v["dir"] == "DMA_TO_DEVICE") return "dma_sync_single_for_device"
	return mark("hand-over", "who is next, CPU or device" next_use(end, t["virt"]) "?")
}

# Nothing in the file, and what shares a header with it, syncs or takes physical addresses.
function quiet() { return !physical && ENVIRON["SYNCED"] == "" }

function bus(k, fn, virt, t,   s) {
	if (KEY == "") return mark("bus address", no_bus(k, t)) "(" virt ")"
	if (BUS == "" || DOUBT != "") {
		s = coherent(KEY) == 1 ? "coherent at " ALLOCATED : BUS == "" ? "not one for all of " PTR : BUS
		return mark("bus address", s (DOUBT == "" ? "" : ", but " DOUBT)) "(" virt ")"
	}
	if (!INSIDE) return BUS
	if (variable(scope(fn, PTR), PTR) ~ /^(void|char|u8)$/ && t ~ /^[A-Za-z_0-9]+\+[A-Za-z_0-9]+$/)
		return BUS " + " substr(t, index(t, "+") + 1)
	s = sum(t) ? "(" virt ")" : virt
	return BUS " + (" (s ~ /^\(void \*\)/ ? "" : "(void *)") s " - (void *)" PTR ")"
}

function next_use(end, s,   C, n, i) {
	for (n = parts(place(s), C); n && C[n] ~ /^\[/; n--);
	for (i = end + 1; n && i <= FEND[FN[end]]; i++) if (T[i] == last(C[n])) return " (used at @" TL[i] "@)"
}

# What stands for the flag where no call is rewritten: nothing, or a marker.
function flag(k,   j, s, i) {
	for (j = k; j > 1 && T[j] !~ /^[;{}]$/; j--)
		if (T[j] ~ /^(dma|pci)_(un)?map_[a-z]+_attrs$/) s = "it means nothing to a mapping"
	if (quiet() && T[k - 1] !~ /^([=!]=|case)$/ && T[k + 1] !~ /^[=!]=$/) s = "nothing here syncs: coherent memory will do"
	j = TM[k] ? T[MNAME[TM[k]]] : ""
	if (j in FLAG && !header && !(j in LEFT)) s = "not used any more"
	if (s != "") { comment(k, s); report("coherent", k, NC ": " s); CERTAIN++; return "0" }
	for (i = 1; i <= NA; i++) if (T[AK[i]] ~ /_attrs$/ && MAIN[AK[i]] && !DONE[AK[i]]) s = s AK[i] " "
	s = "0 for coherent memory without syncs, or dma_alloc_noncoherent()" (s == "" ? "" : " at " lines(s))
	comment(k, s); report("flag", k, NC ": " s)
	return "DMA_DECIDE_FLAG"
}

# The flag at k as a word of its own; with the "|" beside it if it goes.
function lone_flag(k,   s) {
	s = flag(k)
	if (s != "0") edit(k, k, s)
	else if (T[k + 1] == "|" && TM[k + 1] == TM[k]) edit_at(TL[k], TC[k], TL[k + 2], TC[k + 2] - 1, "")
	else if (T[k - 1] == "|" && TM[k - 1] == TM[k])
		edit_at(TL[k - 2], TC[k - 2] + length(T[k - 2]), TL[k], TC[k] + length(NC) - 1, "")
	else edit(k, k, s)
}

# The attributes of before 4.8, a structure, as the word that they are since; the last token
# of what was changed.
function attributes(k,   n, p, s, j) {
	if (T[k] == "struct" && T[k + 1] == "dma_attrs") {
		n = T[k + 2] == "*"
		edit(k, k + 1 + n, n ? "unsigned long " : "unsigned long")
		return k + 1 + n
	}
	if (T[k + 1] != "(" || T[k] !~ /^(DEFINE_DMA_ATTRS|init_dma_attrs|dma_[sg]et_attr|dma_.*_attrs)$/ ||
	    (n = arguments(k)) < 1) return 0
	if (T[k] ~ /^dma_.*_attrs$/) {
		for (j = AS[n]; j <= AE[n]; j++)
			if (T[j] == "&" && (variable(FN[k], T[j + 1]) ~ /^(dma_attrs|\?)$/ || T[j + 1] arg(n) ~ /attrs/)) edit(j, j, "")
			else if (T[j] == "NULL") edit(j, j, "0")
		return 0
	}
	p = arg(n); sub(/^&/, "", p)
	if (T[AS[1]] == NC) SEEN++
	s = T[AS[1]] == NC ? flag(AS[1]) : source(AS[1], AE[1])
	if (T[k] == "DEFINE_DMA_ATTRS") s = "unsigned long " p " = 0"
	else if (T[k] == "init_dma_attrs") s = p " = 0"
	else s = T[k] == "dma_set_attr" ? p " |= " s : "(" p " & " s ")"
	edit(k, CLOSE, s)
	return CLOSE
}

# What cannot be read is replaced by a marker.
function unread(kind, k, note, said) {
	SEEN++
	edit(k, k, "DMA_DECIDE_" toupper(kind))
	comment(k, note); report(kind, k, said)
}

function convert(   k, name, n, j, skip, old_attributes) {
	for (k = 1; k <= N; k++) {
		if (T[k] ~ /^(DEFINE_DMA_ATTRS|dma_attrs|dma_set_attr)$/) old_attributes = 1
		if (T[k] in FLAG && k != MNAME[TM[k]] && k > skip) LEFT[T[k]] = 1
		if (T[k + 1] == "(" && MAIN[k] && (name = name_of(k)) in OLD && wanted(name, arguments(k))) {
			DONE[k] = 1
			skip = CLOSE
		}
	}
	for (k = skip = 1; k <= N; k++) {
		if (!MAIN[k] || k <= skip) continue
		if (old_attributes && (j = attributes(k))) { skip = j; continue }
		if (T[k] == NC && k != MNAME[TM[k]]) { SEEN++; lone_flag(k) }
		name = name_of(k)
		if (!(name in OLD) || name in OWN || is_declaration(k)) continue
		if (T[k + 1] != "(") {
			if (GONE[name] && T[k] == name)
				unread("name", k, name "() by its name: the new call takes a bus address", name "() by its name only")
			continue
		}
		n = arguments(k)
		for (j = TL[k]; n > 0 && !TM[k] && j <= TL[CLOSE]; j++) if (DIRECTIVE[j]) n = -1
		if (n >= 0 && wanted(name, n)) {
			j = rewrite(k, name, n); skip = CLOSE
			if (OLD[name] == 1) { SEEN++; CERTAIN += !j }
		} else if (GONE[name] || name ~ /_noncoherent$/ && n != 5) {
			unread("call", k, "not the arguments of " name "(), or an #if inside: write it anew",
				T[k] "(): not its arguments, or an #if inside")
		}
	}
	print "\tcount\t" SEEN + 0 "\t" CERTAIN + 0
	return SEEN
}

# The draft, in chunks of one or more lines; where[] is the line that a line became.
function output(   i, e, o, first, buf, c, j, n, a, cr, m, s, where, bom, gone) {
	e = o = 1
	for (i = 1; i <= NL; i++) {
		first = i; buf = ""; c = 1; gone = 0
		while (e <= NE && EL[e] == i) {
			buf = buf substr(L[i], c, EC[e] - c) ET[e]
			if (VANISH[e]) gone = 1
			i = EL2[e]; c = EC2[e] + 1; e++
		}
		buf = buf substr(L[i], c)
		if (gone && buf ~ /^[ \t\r]*$/) { where[i] = o; continue }
		bom = sub(/^\357\273\277/, "", buf) ? "\357\273\277" : ""
		cr = L[first] ~ /\r$/ ? "\r" : ""
		match(buf, /^[ \t]*/); c = substr(buf, 1, RLENGTH)
		for (j = first; j <= i; j++) {
			n = j in NOTE ? wrap(NOTE[j], c, a) : 0
			for (s = 1; s <= n; s++) { chunk[++m] = bom a[s] cr; noted[m] = 1; bom = "" }
			o += n
		}
		for (j = first; j <= i; j++) where[j] = o
		chunk[++m] = bom buf
		o += 1 + gsub(/\n/, "\n", buf)
	}
	for (i = 1; i <= m; i++) {
		s = chunk[i]
		while (noted[i] && match(s, /@[0-9]+@/))
			s = substr(s, 1, RSTART - 1) where[substr(s, RSTART + 1, RLENGTH - 2) + 0] substr(s, RSTART + RLENGTH)
		printf "%s%s", s, i < m || ENVIRON["NEWLINE"] ? "\n" : "" >ENVIRON["DRAFT"]
	}
}

# A comment of at most two lines.
function wrap(s, pad, a,   w, i, l) {
	split(s, w, " ")
	a[l = 1] = pad "/*"
	for (i = 1; i in w; i++) {
		if (width(a[l] " " w[i]) > 96) {
			if (l == 2) { a[2] = a[2] " ..."; break }
			a[++l] = pad " *"
		}
		a[l] = a[l] " " w[i]
	}
	a[l] = a[l] " */"
	return l
}
