# SPDX-License-Identifier: GPL-2.0
#
# A picture of build/bench/all.csv: a line for each operation, a dot for each board
# where ours stands beside stock, on a logarithmic scale.

BEGIN {
	FS = ","
	split("#1b6ca8 #d1495b #2e8b57 #8e5ea2 #e08e0b #444444 #00a6a6 #a05a2c", color, " ")
	left = 260; width = 560; top = 70; step = 11
	low = log(0.005); high = log(4)
}

NR > 1 && $5 > 0 && $2 !~ /page_size/ {
	if (!($1 in hue)) { boards[++nb] = $1; hue[$1] = color[(nb - 1) % 8 + 1] }
	if (!($2 in row)) { operations[++no] = $2; row[$2] = no }
	dots[++nd] = $1 SUBSEP $2 SUBSEP $3 SUBSEP $4 SUBSEP $5
}

function x(ratio,	l)
{
	l = log(ratio)
	l = l < low ? low : l > high ? high : l
	return left + width * (l - low) / (high - low)
}

END {
	height = top + step * no + 20
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"9\">\n", left + width + 20, height
	print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
	print "<text x=\"10\" y=\"16\" font-size=\"13\">Instructions with the series, as a ratio to those without; left of 1 is less</text>"
	for (i = 1; i <= nb; i++) {
		bx = 10 + (i - 1) % 6 * 135; by = 32 + int((i - 1) / 6) * 13
		printf "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>\n", bx + 4, by, hue[boards[i]], bx + 12, by + 3, boards[i]
	}
	n = split("0.01 0.02 0.05 0.1 0.2 0.5 1 2 4", ticks, " ")
	for (i = 1; i <= n; i++) {
		printf "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\"/>", x(ticks[i]), x(ticks[i]), top - 6, height - 10, ticks[i] == 1 ? "#000" : "#ddd"
		printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", x(ticks[i]), top - 10, ticks[i]
	}
	for (i = 1; i <= no; i++)
		printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", left - 8, top + i * step + 3, operations[i]
	for (i = 1; i <= nd; i++) {
		split(dots[i], d, SUBSEP)
		printf "<circle cx=\"%.1f\" cy=\"%d\" r=\"3\" fill=\"%s\" fill-opacity=\"0.7\"><title>%s %s: %s to %s, %s</title></circle>\n", x(d[5]), top + row[d[2]] * step, hue[d[1]], d[1], d[2], d[3], d[4], d[5]
	}
	print "</svg>"
}
