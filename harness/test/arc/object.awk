# SPDX-License-Identifier: GPL-2.0
#
# Compare the accesses of each function to auxiliary registers with the list in WANT, see
# harness/test/arc-object.  The disassembly is on standard input:
# gawk -f object.awk WANT asm/cache.h cache.c -

# 0x48, 72 and dc_ctrl are the same register.
function register(s,   n)
{
	gsub(/^[^[]*\[|\].*/, "", s)
	n = s ~ /^[0-9]/ ? strtonum(s) : of_name[toupper(s)]
	return n in of_number ? of_number[n] : "?" s
}

# The header's names for some bits of a register, each after a sign.
function bits(r, set, sign,   i, s)
{
	for (i = 1; i <= nbits; i++) {
		if (index(bit_name[i], r "_") != 1 || !and(set, bit_mask[i]))
			continue
		s = s sign substr(bit_name[i], length(r) + 2)
		set = and(set, compl(bit_mask[i]))
	}
	return set ? s sprintf("%s%#x", sign, set) : s
}

function emit(what)
{
	did[fn, ++n[fn]] = what
	at[fn, n[fn]] = pc
}

# A branch if a bit is set, back to where the register was read.
function poll(bit,   last)
{
	last = n[fn]
	if (did[fn, last] ~ /^lr:/ && at[fn, last] == target)
		did[fn, last] = "poll" substr(did[fn, last], 3) \
				bits(substr(did[fn, last], 4), 2 ^ bit, ":")
}

function emit_call()
{
	emit(call "(" (call ~ /^slc_op/ ? of_op[value["r2"]] : "") ")")
	call = ""
}

function access(r,   reg)
{
	reg = register(args)
	if (op == "lr") {
		emit("lr:" reg)
		holds[r] = reg
		set[r] = clear[r] = 0
	} else if (holds[r] == reg) {
		emit("sr:" reg bits(reg, set[r], "+") bits(reg, clear[r], "-"))
	} else {
		emit("sr:" reg)
	}
}

# What becomes of a register's value until it is written back.
function change(r, by)
{
	if (op ~ /^bset/)
		set[r] = or(set[r], 2 ^ by)
	else if (op ~ /^bclr/)
		clear[r] = or(clear[r], 2 ^ by)
	else if (op ~ /^or/)
		set[r] = or(set[r], by)
	else
		delete holds[r]
}

function instruction(   a)
{
	split(args, a, ",")
	if (pc == loop_end) {
		emit(")")
		loop_end = ""
	}
	if (op == "clri" || op == "flag.ne")
		emit("off")
	else if (op == "seti" || op == "flag")
		emit("on")
	else if (op == "lp") {
		emit("loop(")
		loop_end = target
	} else if ((op == "lr" || op == "sr") && args !~ /status32/)
		access(a[1])
	else if (op ~ /^bbit1/)
		poll(strtonum(a[2]))
	else if (op ~ /^btst/)
		tested = strtonum(a[2])
	else if (op ~ /^bne/)
		poll(tested)
	else if (op ~ /^mov_?s?$/ && a[2] ~ /^[0-9]/)
		value[a[1]] = strtonum(a[2])
	else if (op !~ /^(st|push|b|j|cmp|tst)/ || op ~ /^b(set|clr)/)
		change(a[1], a[1] == a[2] ? strtonum(a[3]) : 0)
}

FILENAME ~ /\.want$/ {
	names[++nwant] = $1
	$1 = ""
	want[nwant] = substr($0, 2)
	next
}

FILENAME ~ /\.[hc]$/ {
	if ($1 == "#define" && $2 ~ /^ARC_(REG|AUX)_/ && $3 ~ /^0x/) {
		sub(/^ARC_(REG|AUX)_/, "", $2)
		of_name[$2] = strtonum($3)
		of_number[strtonum($3)] = $2
	} else if ($1 == "#define" && $2 ~ /^OP_/) {
		of_op[strtonum($3)] = $2
	} else if ($1 == "#define" && $2 ~ /^(DC|SLC)_CTRL_/ && $2 !~ /_MSK$/) {
		bit_name[++nbits] = $2
		bit_mask[nbits] = strtonum($3)
	}
	next
}

/^[0-9a-f]+ <.*>:/ {
	fn = $2
	gsub(/[<>:]/, "", fn)
	found[fn] = 1
	delete holds
	delete value
	next
}

# An instruction, with its relocation at the end of the line.
/^ *[0-9a-f]+:\t/ {
	pc = $1
	sub(":", "", pc)
	op = $2
	args = $3
	target = symbol = $0
	sub(/.*;/, "", target)
	sub(/ .*/, "", target)
	gsub(/.*<|[+>].*/, "", symbol)
	if ($(NF - 1) ~ /R_ARC_S/)
		symbol = $NF

	was = call
	instruction()
	# a call takes place after what is in its delay slot
	if (was != "")
		emit_call()
	if (op ~ /^bl?(\.d)?$/ && symbol != fn) {
		call = symbol
		if (op !~ /\.d$/)
			emit_call()
	}
}

END {
	for (i = 1; i <= nwant; i++) {
		f = names[i]
		does = ""
		for (j = 1; j <= n[f]; j++)
			does = does (j > 1 ? " " : "") did[f, j]
		if (!found[f])
			why = "no such function in the object"
		else if (does != want[i])
			why = "does " does ", not " want[i]
		else
			why = ""
		print f, why == "" ? "PASS" : "FAIL " why
		bad += why != ""
	}
	exit bad > 0
}
