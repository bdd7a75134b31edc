# SPDX-License-Identifier: GPL-2.0
# The draft of one file, the last argument: what is not certain to be right is a marker.
# The other arguments are the headers of its directory that it includes.
# Writes $DRAFT, and prints a line "name, kind, line, text" for each finding.  A variable is
# known by its name and function, a member by its name alone.

BEGIN {
	FLAG = "DMA_ATTR_NON_CONSISTENT"
	QUIET = "nothing here syncs: coherent memory will do"
	CHOICE = "0 for coherent memory, or dma_alloc_noncoherent() and syncs"
	ALLOCATION = "^(dmam?|pci)_z?alloc_(attrs|(non)?(coherent|consistent))$"
	FREE = "^(dmam?|pci)_free_(attrs|(non)?(coherent|consistent))$"
	# Functions of these names are gone, others have new arguments.
	GONE = "^(dma_cache_.*|dma_.*_nonconsistent|pci_.*_noncoherent)$"
	# Who calls these syncs, or may need memory that is not coherent.
	SYNCS = "^(virt_to_(page|phys|bus|pfn)|__pa|C?PHYSADDR|sg_(set_buf|init_one)" \
		"|remap_pfn_range|vm_iomap_memory|(pci_)?dma_(map|sync)_s.*|pci_map_s.*" \
		"|(arch_|consistent_)sync.*|dmac_.*|outer_.*|dma_(clean|flush|inv).*|.*cache.*)$"
	LVALUE = "[A-Za-z_]\\w*((->|\\.)[A-Za-z_]\\w*|\\[[^][]*\\])*"
	CAST = "\\([A-Za-z_0-9 ]+\\**\\)"
	OLD[FLAG] = 1
	load_rules(ENVIRON["RULES"])
	for (i = 1; i < ARGC; i++) {
		TEXT = ""
		getline TEXT < ARGV[i]
		if (TEXT ~ /DEFINE_DMA_ATTRS|struct dma_attrs|dma_set_attr/)
			TEXT = without_structure(TEXT)
		tokenize(TEXT, i == ARGC - 1)
	}
	quiet = ENVIRON["SYNCED"] == ""
	newline = TEXT ~ /\r\n/ ? "\r\n" : "\n"
	for (k = 1; k <= N; k++)
		if (is_own(k)) OWN[T[k]] = 1
	for (k = 1; k <= N; k++)
		if (is_call(k)) read_call(k)
	for (k = 1; k <= N; k++)
		if (MAIN[k]) k = convert(k)
	print ENVIRON["NAME"] "\tcount\t" calls + 0 "\t" certain + 0
	if (calls) write_draft()
	exit
}

function load_rules(file,   text, lines, i, row, w, n) {
	getline text < file
	for (i = split(text, lines, "\n"); i > 0; i--) {
		if (lines[i] ~ /^#/ || split(lines[i], row, /  +/) < 3) continue
		n = split(row[2], w, " ")
		OLD[row[1]] = !sub(/^=/, "", row[3])
		HAS[row[1], n] = row[2]
		WANTS[row[1], n] = row[3]
	}
}

# The attributes of before 4.8, a structure, as the word that they are since.
function without_structure(s) {
	s = gensub(/\<DEFINE_DMA_ATTRS\((\w+)\)/, "unsigned long \\1 = 0", "g", s)
	s = gensub(/\<init_dma_attrs\(&?([^()]*)\)/, "\\1 = 0", "g", s)
	s = gensub(/\<dma_set_attr\((\w+), *&?([^()]*)\)/, "\\2 |= \\1", "g", s)
	s = gensub(/\<dma_get_attr\((\w+), *&?([^()]*)\)/, "(\\2 \\& \\1)", "g", s)
	s = gensub(/\<struct dma_attrs \*?/, "unsigned long ", "g", s)
	s = gensub(/(\<dma_\w+_attrs\([^;]*)&([A-Za-z_0-9>.-]*attrs\>)/, "\\1\\2", "g", s)
	return gensub(/(\<dma_\w+_attrs\([^;]*)\<NULL((\s*#\w+)*\s*\))/, "\\10\\2", "g", s)
}

# -- what the files have

# Does the driver define a function or macro of an old name, for all kernels, at k?
function is_own(k) {
	if (!(T[k] in OLD) || VERSION[k] || !arguments(k)) return 0
	return MACRO[k] ? MACRO[k] == k : BODY[TOP[k]] == CLOSE + 1
}

# Arguments follow, and it is no declaration.
function is_call(k) {
	if (T[k + 1] != "(" || T[k] !~ /^[A-Za-z_]/ || T[k] in OWN || MACRO[k] == k) return 0
	if (T[k - 1] ~ /^[A-Za-z_]/ && T[k - 1] !~ /^(return|else|do|case)$/) return MACRO[k] > 0
	return words(k + 2, k + 5) !~ /^(const )?struct (device|pci_dev)\>/
}

function read_call(k,   n, m) {
	if (T[k] ~ SYNCS && T[k] !~ /^kmem_cache/) quiet = 0
	n = arguments(k)
	if (T[k] ~ FREE && n >= 4) add_buffer(k, n, argument(3), argument(4))
	if (T[k] !~ ALLOCATION || n < 3) return
	match(words(k - 20, k - 1), "(" LVALUE ")=(" CAST ")*$", m)
	add_buffer(k, n, m[1], argument(3))
}

# An allocation or free of n arguments.  The old ones have no KIND.
function add_buffer(k, n, virt, bus,   last) {
	AT[++buffers] = k
	last = argument(n)
	if (T[k] ~ /_(coherent|consistent)$/) KIND[k] = " as coherent memory"
	else if (T[k] ~ /_attrs$/) KIND[k] = is_flag(last) ? "" : " with " last
	else KIND[k] = n < 5 ? "" : " with " argument(T[k] ~ FREE ? 5 : 4)
	DEVICE[k] = argument(1) (T[k] ~ /^pci_/ ? "->dev" : "")
	BUS[k] = gensub(/^&+/, "", 1, bus)
	virt = VIRT_NAME[k] = name_of(k, virt)
	bus = name_of(k, bus)
	NAMES[k] = virt == "" || bus == "" ? k : virt FS bus
}

function is_flag(s) {
	gsub(/^\(+|\)+$/, "", s)
	return s == FLAG || s in DEFINED && DEFINED[s] == FLAG
}

# The variable, member or element that an expression begins with.
function variable(s) {
	while (match(s, "^(" CAST "[A-Za-z_0-9(&*]|[(&*].)")) s = substr(s, RLENGTH)
	return match(s, "^" LVALUE) ? substr(s, 1, RLENGTH) : ""
}

# What is the same for all uses of a variable, and of members of a name.
function name_of(k, s,   name) {
	s = variable(s)
	sub(/(\[[^][]*\])+$/, "", s)
	name = gensub(/.*(->|\.)/, "", 1, s)
	if (name != s) return "." name
	return name == "" || name in OUTSIDE ? name : name " of " TOP[k]
}

# The function or macro that k is in, up to its parameters.
function head(k) {
	if (MACRO[k]) return T[MACRO[k]] "(" words(MACRO[k] + 2, mate(MACRO[k] + 1))
	return words(TOP[k], k < BODY[TOP[k]] ? k : BODY[TOP[k]])
}

function is_parameter(k, s) {
	return s ~ /^\w+$/ && head(k) ~ ("[(,* ]" s "[])[,]")
}

# Where k is: that is true of the draft as well, a line is not.
function where(k,   m) {
	return match(head(k), /(\w+)\(/, m) ? m[1] "()" : "the file"
}

# A list with an element more, if it has not.
function join(list, s, between) {
	if (index(between list between, between s between)) return list
	return list (list == "" ? "" : between) s
}

# -- what is not certain

function report(kind, k, note) {
	note = T[k] ": " note (VERSION[k] ? " (in an arm for some kernels)" : "")
	print ENVIRON["NAME"] "\t" kind "\t" LINE[k] "\t" note
}

# A finding, and the comment above the statement or macro of the token k.
function comment(kind, k, note,   at) {
	report(kind, k, note)
	at = MACRO[k] ? line_of(START[MACRO[k]]) : START[begin(k)]
	NOTE[at] = join(NOTE[at], note, "; ")
	if (!(at in UNTIL)) UNTIL[at] = at
}

# Where the statement of the token k begins, or what follows a label.
function begin(k) {
	while (k > 1 && MAIN[k - 1] && !MACRO[k - 1] && T[k - 1] !~ /^[{}]$/ &&
	       (T[k - 1] != ";" || PARENS[k - 1]) && (T[k - 1] != ":" || LINE[k] == LINE[k - 1])) k--
	return k
}

# Where the line begins that has this place.
function line_of(at) {
	while (at > 1 && substr(TEXT, at - 1, 1) != "\n") at--
	return at
}

# A decision about the call at k: its marker.
function mark(kind, k, note) {
	marks++
	comment("DMA_DECIDE_" kind, k, note)
	return "DMA_DECIDE_" kind
}

# What the allocations and frees say of the buffer of the call at k.  WHY an allocation or free has
# no pair, or "".  ODD calls of the same names are none of the old ones, COHERENT of these coherent.
# MANY allocations fill a variable or member of this name, WITH which bus address, and for which
# DEVICES.  OTHER: one of these is not dev, but the same member of another may be it.
function find(k, virt, dev,   i, b, wrapper, made, its) {
	MANY = OTHER = ODD = COHERENT = 0
	WHY = DEVICES = WITH = ""
	wrapper = is_parameter(k, variable(virt))	# beside that of the allocation
	virt = name_of(k, virt)
	sub(/^&?\w+(->|\.)?/, "", dev)
	for (i = 1; i <= buffers; i++) {
		b = AT[i]
		if (NAMES[b] == NAMES[k] && KIND[b] != "") {
			if (!ODD++) WHY = "but " T[b] "() in " where(b) KIND[b]
			COHERENT += KIND[b] ~ /coherent/
		}
		if (T[b] !~ ALLOCATION) continue
		made += NAMES[b] == NAMES[k] || wrapper && VIRT_NAME[b] == ""
		if (virt == "" || VIRT_NAME[b] != virt) continue
		its = gensub(/^&?\w+(->|\.)?/, "", 1, DEVICE[b])
		if (dev != "" && its != "" && its != dev) OTHER = 1
		if (++MANY > 3) continue
		DEVICES = join(DEVICES, DEVICE[b] " in " where(b), ", ")
		WITH = join(WITH, "with " BUS[b] " in " where(b) KIND[b], ", ")
	}
	if (k in KIND && !made && !ODD) WHY = "no allocation of these names"
}

# The device, unless it may be none, or an allocation has another.
function device(k, s,   why) {
	if (OTHER) why = "for " s
	if (s ~ /^\w+$/ && TEXT ~ ("[^>.A-Za-z_0-9]" s "[ \t]*=[ \t]*(\\w+[ \t]*=[ \t]*)?NULL"))
		why = s " may be NULL"
	if (s ~ /^(0|NULL|&NULL->dev)?$/) why = "no device so far"
	return why ? mark("DEVICE", k, why (MANY ? ", allocated for " DEVICES : "")) : s
}

# What the file says of the bus address of a sync that ends at end, which is never certain.
function bus(k, end, virt,   v, before, m, i, sets) {
	v = gensub(/\W.*/, "", 1, variable(virt))
	before = virt " " (TOP[k] ? substr(TEXT, START[TOP[k]], START[k] - START[TOP[k]]) : "")
	if (v != "" && before ~ ("(__user[ *)(]*|copy_from_user\\(&)" v "\\>") ||
	    v ~ /^args?$/ && where(k) ~ /ioctl\w*\(\)/)
		return "refused, a user pointer: no sync takes one, pin its pages and map them"
	if (match(words(end + 1, end + 9), /^;[^;]*\<(dma_(un)?map_single)\(/, m))
		return m[1] "() is next: it does this for its buffer"
	if (MANY) return "allocated " WITH
	if (variable(virt) == v && is_parameter(k, v)) return v " is a parameter"
	v = gensub(/^\.| of .*/, "", "g", name_of(k, virt))
	for (i = 1; i <= COUNT[v]; i++)
		if (T[WHERE[v, i] + 1] == "=" && T[WHERE[v, i] + 2] != "NULL")
			sets = join(sets, where(WHERE[v, i]), ", ")
	return sets ? v " is set in " sets : "no allocation of this name"
}

# Which call makes a sync needless that ends at end, or "": the statement before or after it
# maps or unmaps the same.
function beside(k, end, t,   j, s) {
	if (MACRO[k] || PARENS[k] || T[k - 1] !~ /^[;{}]$/ || T[end + 1] != ";") return ""
	s = gensub(/\<sizeof\(/, "", "g", t["dev"] " " t["virt"] " " t["len"])
	if (s ~ /\+\+|--|[^=!<>]=[^=]|\w\(/) return ""
	for (j = k - 1; j > 1 && T[j - 1] !~ /^[;{}]$/; j--);
	s = maps(k, end + 2, t)
	return s ? s : maps(k, j, t)
}

# Is the statement that begins at first a map or unmap of just this?  A pointer and a bus
# address that a function gets are of the same buffer, if it gets nothing else but a device.
function maps(k, first, t,   j, s, m) {
	for (j = first; j < N && T[j] !~ /^[;{}]$/; j++);
	if (DIRECTIVES[first] != DIRECTIVES[k] || DIRECTIVES[j] != DIRECTIVES[k]) return ""
	s = words(first, j)
	sub("^(dma_addr_t )?" LVALUE "=", "", s)
	if (s == "dma_map_single(" t["dev"] "," t["virt"] "," t["len"] "," t["dir"] ");")
		return "dma_map_single()"
	if (!is_parameter(k, t["virt"]) || head(k) ~ /(dma_addr_t.*){2}|([*[].*){3}/) return ""
	match(head(k), /dma_addr_t (\w+)[,)]/, m)
	if (s != "dma_unmap_single(" t["dev"] "," m[1] "," t["len"] "," t["dir"] ");") return ""
	s = "\\<(" t["virt"] "|" m[1] ")([-+]?=[^=]|\\+\\+|--)"
	return words(BODY[TOP[k]], k) ~ s ? "" : "dma_unmap_single()"
}

# -- the rules

# Converts what is at k.  Returns its last token.
function convert(k,   n, j) {
	if (T[k] == FLAG && MACRO[k] != k) flag(k)
	if (!(T[k] in OLD) || T[k] in OWN) return k
	if (T[k + 1] != "(" && T[k] ~ GONE)
		edit(k, mark("NAME", k, "by its name: the new call takes a bus address"))
	if (!is_call(k)) return k
	n = arguments(k)
	for (j = k; j < N && T[j] != ";"; j++);
	if (!n && !MACRO[k] && DIRECTIVES[j] == DIRECTIVES[k])
		broken(LINE[k], "the call of " T[k] "() has no end")
	if (n && !MACRO[k] && DIRECTIVES[k] != DIRECTIVES[CLOSE]) n = 0
	if (HAS[T[k], n] ~ / NC$/ && !is_flag(argument(n))) return k
	if ((T[k], n) in WANTS) return rewrite(k, n)
	if (T[k] ~ GONE || T[k] ~ /_noncoherent$/ && n != 5)
		edit(k, mark("CALL", k, "without its arguments, or with an #if inside"))
	return k
}

# Rewrites the call of n arguments at k.
function rewrite(k, n,   end, w, i, t, new, wants, why, dir) {
	end = CLOSE
	split(HAS[T[k], n], w, " ")
	for (i = 1; i <= n; i++) {
		t[w[i]] = argument(i)
		new[w[i]] = written(FIRST[i], LAST[i])
	}
	wants = WANTS[T[k], n]
	if (wants ~ /^SYNC/ && (why = beside(k, end, t))) return drop(k, end, why)
	if ("pdev" in t) new["dev"] = "&" t["pdev"] "->dev"
	find(k, t["virt"], new["dev"])
	if (quiet && wants ~ /_noncoherent/ && (WHY == "" || ODD && ODD == COHERENT)) {
		sub(/_noncoherent/, wants ~ /sgtable/ ? "" : "_coherent", wants)
		sub(/ dir\>/, "", wants)
		comment("coherent", k, QUIET)
	}
	new["dev"] = device(k, new["dev"])
	if (wants ~ / bus\>/ && !("bus" in t))
		new["bus"] = mark("BUS_ADDRESS", k, bus(k, end, t["virt"])) "(" new["virt"] ")"
	if ("dir" in t) {
		sub(/^PCI_/, "", t["dir"])
		dir = gensub(/([OM])DEVICE$/, "\\1_DEVICE", 1, t["dir"])
		# a CPU that does not speculate keeps its lines after DMA_TO_DEVICE
		new["dir"] = dir ~ /^DMA_(TO|FROM)_DEVICE$/ ? "DMA_BIDIRECTIONAL" : dir
		new["SYNC"] = "dma_sync_single_for_device"
		if (wants ~ /^SYNC/ && dir != "DMA_TO_DEVICE")
			new["SYNC"] = mark("HANDOVER", k, "CPU or device? was " dir)
	} else if (wants ~ / dir\>/) {
		new["dir"] = WHY == "" ? "DMA_BIDIRECTIONAL" : mark("DIRECTION", k, WHY)
		if (t["gfp"] ~ /DMA|HIGHMEM|COMP/)
			new["gfp"] = mark("GFP", k, "no zone: the mask of the device decides")
	}
	replace(k, end, wants, new)
	return end
}

# The flag where no call is rewritten: it goes if nothing syncs, or is a marker.
function flag(k) {
	if (!quiet || T[k - 1] " " T[k + 1] ~ /^case|[=!]=/)
		return edit(k, mark("FLAG", k, CHOICE))
	comment("coherent", k, QUIET)
	if (T[k + 1] == "|") edit(k, "", START[k], START[k + 2])
	else if (T[k - 1] == "|" && T[k - 2] != FLAG)
		edit(k, "", START[k - 2] + length(T[k - 2]), START[k] + length(FLAG))
	else edit(k, "0")
}

# The sync from k to end goes, with its lines if nothing else is in them.
function drop(k, end, why,   from, to) {
	report("removed", k, why " beside it does the same")
	from = line_of(START[k])
	to = START[end + 1] + 1
	if (substr(TEXT, from, START[k] - from) !~ /[^ \t]/ &&
	    match(substr(TEXT, to, 100), /^[ \t]*\r?\n/)) edit(k, "", from, to + RLENGTH)
	else edit(k, "", START[k], to)
	return end + 1
}

# -- the text of the draft

# What is old at k becomes s, in place of itself, or of all from one place to before another.
function edit(k, s, from, to) {
	if (!from) to = (from = START[k]) + length(T[k])
	NEW[from] = s
	UNTIL[from] = to
	calls += OLD[T[k]]
	certain += OLD[T[k]] && !marks
	marks = 0
}

# The call of a row, with the texts of its words, in place of what stands from k to end, broken
# at 80 columns.
function replace(k, end, row, text,   n, args, before, column, at, all, i, limit, pad, gap, s) {
	before = substr(TEXT, line_of(START[k]), START[k] - line_of(START[k]))
	all = width(before) + width(rest_of_line(TEXT, START[end] + 1)) - 2
	n = split(row, args, " ")
	for (i = 1; i <= n; i++) {
		if (args[i] in text) args[i] = text[args[i]]
		all += length(args[i]) + 2
	}
	limit = MACRO[k] || all <= 80 ? all : 77
	s = args[1] "("
	at = column = width(before s)
	if (column > 48) column = width(gensub(/[^ \t].*/, "", 1, before)) + 16
	pad = newline gensub(/ {8}/, "\t", "g", sprintf("%" column "s", ""))
	for (i = 2; i <= n; i++) {
		gap = i == 2 ? "" : at + length(args[i]) > limit ? pad : " "
		at = (gap == pad ? column : at + length(gap)) + length(args[i]) + 1
		s = s gap args[i] (i < n ? "," : ")")
	}
	edit(k, s, START[k], START[end] + 1)
}

function width(s,   i, n) {
	for (i = 1; i <= length(s); i++)
		n += substr(s, i, 1) == "\t" ? 8 - n % 8 : 1
	return n
}

# The text after the edits, with the comments.
function write_draft(   n, i, order, at) {
	n = asorti(UNTIL, order, "@ind_num_desc")
	for (i = 1; i <= n; i++) {
		at = order[i]
		TEXT = substr(TEXT, 1, at - 1) note(at) NEW[at] substr(TEXT, UNTIL[at])
	}
	printf "%s", TEXT >ENVIRON["DRAFT"]
}

# The comment at a place.
function note(at,   pad, room, s) {
	if (!(at in NOTE)) return ""
	pad = newline gensub(/[^ \t].*/, "", 1, rest_of_line(TEXT, line_of(at)))
	room = width(pad) < 50 ? 94 - width(pad) : 44
	s = gensub("(.{1," room "})( |$)", "\\1" pad " * ", "g", NOTE[at])
	return "/* " substr(s, 1, length(s) - length(pad) - 3) " */" pad
}
