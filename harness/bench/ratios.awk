# SPDX-License-Identifier: GPL-2.0
# Draw a chart of the ratios to the base, from lines "board,operation,...,ratio".  Each
# operation that matters to a driver has a bar for each board.  The line is at 1.00, and
# shorter bars are cheaper.
BEGIN {
	FS = ","
	n = split("alloc_4096:allocate 4 KiB|alloc_65536:allocate 64 KiB|alloc_1048576:allocate 1 MiB|" \
		  "sync_for_device_to_1500:for_device, 1500 bytes|sync_for_cpu_from_1500:for_cpu, 1500 bytes|" \
		  "map_unmap_from_4096:map and unmap 4 KiB|receive_1500:receive 1500 bytes|" \
		  "sg_map_unmap_16_64_adjacent:map a list of 16 entries", group, "|")
	boards = split("arm_virt_v7 arm_versatile_v5 arm64_smmuv3 mips_malta_24kc parisc_b160l", board, " ")
	split("#1b5e9c #6fa8dc #7f7f7f #d98c00 #3f8f4f", colour, " ")
	one = 260; left = 175; bar = 9; gap = 14
}

$NF + 0 > 0 { ratio[$1, $2] = $NF }

function text(x, y, s, more) { printf "<text x=\"%d\" y=\"%d\" %s>%s</text>\n", x, y, more, s }

END {
	row = boards * bar + gap
	height = 40 + n * row + 20
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"700\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">\n", height
	print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
	for (b = 1; b <= boards; b++) {
		x = 10 + (b - 1) * 138
		printf "<rect x=\"%d\" y=\"10\" width=\"10\" height=\"10\" fill=\"%s\"/>\n", x, colour[b]
		text(x + 15, 19, board[b])
	}
	for (g = 1; g <= n; g++) {
		split(group[g], op, ":")
		y = 36 + (g - 1) * row
		text(left - 8, y + boards * bar / 2 + 4, op[2], "text-anchor=\"end\"")
		for (b = 1; b <= boards; b++) {
			r = ratio[board[b], op[1]]
			if (!r)
				continue
			w = (r > 1.9 ? 1.9 : r) * one
			at = y + (b - 1) * bar
			printf "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n", left, at, w, bar - 1, colour[b]
			text(left + w + 4, at + bar - 1, sprintf("%.2f", r), "font-size=\"9\"")
		}
	}
	printf "<line x1=\"%d\" y1=\"30\" x2=\"%d\" y2=\"%d\" stroke=\"black\"/>\n", left + one, left + one, height - 20
	text(left + one, height - 6, "1.00: the base", "text-anchor=\"middle\"")
	print "</svg>"
}
