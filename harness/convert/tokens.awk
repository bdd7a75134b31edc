# SPDX-License-Identifier: GPL-2.0
# C as a sequence of tokens, without preprocessor and grammar.
# All arms of an #if are read, and an #else goes back to the braces that were open at its #if.
# Of a token k, T is the text, START the place in the file, and LINE the line.  MAIN: it is in
# the file itself, not in a header.  MACRO: the first token of the definition that it is in.
# TOP: the first token of the function, or of whatever is at the top level; BODY: the first
# brace of that.  PARENS: those around it.  DIRECTIVES: how many are before it.  VERSION: it is
# in an arm for some kernels.

BEGIN {
	COMMENT = "/\\*([^*]|\\*+[^*/])*\\**/?|//(\\\\\r?\n|[^\n])*"
	STRING = "\"(\\\\\r?\n|\\\\[^\n]|[^\"\\\\\n])*\"?|'(\\\\[^\n]|[^'\\\\\n])+'"
	LINES = "\\\\\r?\n|\n(\357\273\277)?[ \t]*(#[ \t]*[a-z]*)?"
	WORD = "[A-Za-z_][A-Za-z_0-9]*|\\.?[0-9][A-Za-z_0-9.]*"
	OPERATOR = "->|\\+\\+|--|<<=|>>=|<<|>>|&&|\\|\\||[-+*/%&|^<>=!]=|##|[^ \t\n\r\f\v\\\\]"
	TOKEN = COMMENT "|" STRING "|" LINES "|" WORD "|" OPERATOR
	NEST["("] = NEST["["] = NEST["{"] = 1
	NEST[")"] = NEST["]"] = NEST["}"] = -1
	RS = "^$"	# read files whole
}

# -- reading

function tokenize(text, main,   n, i, c, at, piece, space, directive) {
	braces = parens = dead = ifs = macro = top = line = 0
	n = patsplit("\n" text, piece, TOKEN, space)
	for (i = 1; i <= n; i++) {
		c = piece[i]
		at += length(space[i - 1])
		if (c ~ /^\n/) {
			macro = 0
			directive = c ~ /#/
			if (directive) read_directive(c, rest_of_line(text, at + length(c)))
		} else if (c ~ /^\/\*/ && c !~ /^\/\*.*\*\/$/ && main) {
			broken(line, "the file ends inside a comment")
		} else if (c !~ /^(\/[*\/]|\\)/ && !dead && (macro || !directive)) {
			add_token(c, at, main, at == 1 || substr(text, at - 1, 1) == "\n")
		}
		at += length(piece[i])
		line += gsub(/\n/, "\n", piece[i])
	}
	if (main) check_end()
}

function rest_of_line(text, at) {
	return gensub(/[\r\n].*/, "", 1, substr(text, at, 1000))
}

function read_directive(word, rest,   m) {
	gsub(/[^a-z]/, "", word)
	directives++
	if (word ~ /^if/) {
		open_braces[++ifs] = braces
		open_parens[ifs] = parens
		for_version[ifs] = for_version[ifs - 1] || rest ~ /LINUX_VERSION_CODE/
		if (word == "if" && rest ~ /^[ \t]*\(?0\)?[ \t]*(\/[*\/].*)?$/ && !dead)
			dead = ifs
	} else if (word ~ /^(else|elif|endif)$/ && ifs) {
		if (dead == ifs) dead = 0
		braces = word == "endif" ? braces : open_braces[ifs]
		parens = word == "endif" ? parens : open_parens[ifs]
		if (word == "endif") ifs--
	} else if (word == "define" && !dead) {
		macro = N + 1
		match(rest, /^[ \t]*([A-Za-z_0-9]*\(?)(.*)/, m)
		gsub(/^[ \t(]+|[ \t)]+$/, "", m[2])
		DEFINED[m[1]] = m[1] in DEFINED ? "several" : m[2]
	}
}

function add_token(c, at, main, first) {
	T[++N] = c
	START[N] = at
	LINE[N] = line
	MAIN[N] = main
	MACRO[N] = macro
	PARENS[N] = parens
	DIRECTIVES[N] = directives
	VERSION[N] = for_version[ifs] > 0
	if (c ~ /^[A-Za-z_]/) WHERE[c, ++COUNT[c]] = N
	if (macro || c == "{" && !braces && T[N - 1] ~ /^"/) return	# extern "C" {
	if (c == "}" && first && braces > 1) braces = 1
	if (c ~ /^[{}]$/ && braces < 2) parens = 0
	TOP[N] = top = top ? top : N
	if (!braces && !parens) OUTSIDE[c] = 1
	if (c == "{" && !(top in BODY)) BODY[top] = N
	if (c == "{" && !braces++) opened = line
	parens += (c == "(") - (c == ")" && parens > 0)
	if (c == "}" && braces) braces--
	if (c ~ /^[;}]$/ && !braces) top = 0
}

function check_end() {
	if (ifs) broken(line - 1, "an #if has no #endif")
	if (braces) broken(opened, "the file ends inside these braces")
	if (parens || N && !MACRO[N] && T[N] !~ /^([;}),]|[A-Z_0-9]+)$/)
		broken(line - 1, "the file ends inside a declaration")
}

function broken(at, why) {
	print ENVIRON["NAME"] ":" at ": error: " why ": nothing of it was drafted" >"/dev/stderr"
	exit 3
}

# -- what tokens say

# The bracket that closes the one at k, or 0.
function mate(k,   j, depth) {
	for (j = k; j <= N; j++) {
		if (MACRO[k] && !MACRO[j]) return 0
		if (MACRO[k] != MACRO[j]) continue
		depth += T[j] in NEST ? NEST[T[j]] : 0
		if (!depth) return j
		if (T[j] == ";" && depth == 1) return 0
	}
	return 0
}

# The number of arguments of the call at k, or 0.  They are from FIRST to LAST, and CLOSE ends it.
function arguments(k,   j, n, depth) {
	CLOSE = T[k + 1] == "(" ? mate(k + 1) : 0
	if (!CLOSE) return 0
	FIRST[n = 1] = k + 2
	for (j = k + 2; j < CLOSE; j++) {
		depth += T[j] in NEST ? NEST[T[j]] : 0
		if (T[j] == "," && !depth) {
			LAST[n++] = j - 1
			FIRST[n] = j + 1
		}
	}
	LAST[n] = CLOSE - 1
	return n
}

function argument(i) {
	return words(FIRST[i], LAST[i])
}

# The tokens from a to b, with spaces only where they must be.
function words(a, b,   s, j) {
	for (j = a; j <= b; j++)
		s = s (j > a && T[j - 1] ~ /\w$/ && T[j] ~ /^[A-Za-z_0-9"]/ ? " " : "") T[j]
	return s
}

# The same as it was written, in one line.
function written(a, b,   s) {
	s = substr(TEXT, START[a], START[b] + length(T[b]) - START[a])
	if (s ~ /\/\//) return words(a, b)
	gsub(/[ \t]*\\?\r?\n[ \t]*/, " ", s)
	return s
}
