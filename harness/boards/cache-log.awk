# SPDX-License-Identifier: GPL-2.0
#
# List the executed cache operations, from QEMU's log of the registers at each instruction
# of the first file.  Prints "operation line", and with with_pc=1 also the address of the
# instruction.
function emit(pc)
{
	if (!(pc in ops)) return
	if (cond[pc] == "ne" && psr ~ /Z/) return
	if (cond[pc] == "eq" && psr !~ /Z/) return
	if (cond[pc] == "cc" && psr ~ /C/) return
	print ops[pc], name[pc] == "-" ? "" : r[name[pc]], with_pc ? pc : ""
}
BEGIN {
	word["0005200f"] = word["02a5000b"] = "inv"
	word["0015200f"] = word["0295000b"] = "wback"
	word["0025200f"] = word["02b5000b"] = "wback_inv"
}
FNR == NR { ops[$1] = $2; name[$1] = $3; cond[$1] = $4; next }
# what it is shows when it is translated: Zicbom is patched in at boot
arch == "riscv" && /^0x/ {
	pc = substr($1, 3, length($1) - 3)
	if (name[pc] != "-") ops[pc] = word[$2]
}
arch == "riscv" && $1 == "pc" { pc = $2 }
arch == "riscv" && $1 == "x8/s0" { r["a0"] = $6 }
arch == "riscv" && $1 == "x28/t3" { emit(pc) }
arch == "mips" && /^pc=/ { pc = substr($1, 6) }
arch == "mips" && /^GPR/ { for (i = 2; i < NF; i += 2) r[$i] = $(i + 1) }
arch == "mips" && /^CP0/ { emit(pc) }
arch == "openrisc" && /^PC=/ { pc = substr($1, 4) }
arch == "openrisc" && /^R/ {
	for (i = 1; i <= NF; i++) { split($i, a, "="); n = substr(a[1], 2) + 0; r["r" n] = a[2] }
	if ($1 ~ /^R28/) emit(pc)
}
arch == "arm" && /^R/ {
	for (i = 1; i <= NF; i++) { split($i, a, "="); n = substr(a[1], 2) + 0; r["r" n] = a[2] }
	pc = r["r15"]
}
arch == "arm" && /^PSR/ { psr = $2; emit(pc) }
arch == "m68k" && /^D[0-7] =/ { r[tolower($1)] = $3; r[tolower($4)] = $6 }
arch == "m68k" && /^PC =/ { pc = $3; sub(/^0+/, "", pc); emit(pc) }
arch == "parisc" && /^IA_F/ { split($2, a, ":"); pc = a[2] }
arch == "parisc" && /^GR/ {
	for (i = 1; i < NF; i += 2) { n = substr($i, 3) + 0; r["r" n] = $(i + 1) }
	if ($1 == "GR28") emit(pc)
}
arch == "powerpc" && /^NIP/ { pc = $2 }
arch == "powerpc" && /^GPR/ {
	n = substr($1, 4) + 0
	for (i = 2; i <= NF; i++) r["r" n + i - 2] = substr($i, length($i) - 7)
	if ($1 == "GPR28") emit(pc)
}
arch == "sparc" && /^pc:/ { emit($2) }
