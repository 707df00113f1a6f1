# Lines "series TAB megabytes TAB CPU seconds TAB peak MB" into an SVG of two panels: how time and memory grow with the archive.
# Series and points keep the order of the input; both axes start at 0, so that a straight line through the corner is linear cost.
function nice(most,    step) {
    step = 10 ^ int(log(most) / log(10))
    if (step > most) step /= 10
    return most / step > 5 ? step * 2 : most / step > 2 ? step : step / 2
}
function x_of(v) { return left + v / x_most * width }
function y_of(v, most) { return top + height - v / most * height }
function text(x, y, anchor, s) { printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, s }
function rule(x1, y1, x2, y2) { printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d2d2d2\"/>\n", x1, y1, x2, y2 }
function axes(title, unit, most,    v, step) {
    text(left, top - 14, "start", title)
    step = nice(most)
    for (v = 0; v <= most * 1.001; v += step) { rule(left, y_of(v, most), left + width, y_of(v, most)); text(left - 8, y_of(v, most) + 4, "end", v " " unit) }
    step = nice(x_most)
    for (v = 0; v <= x_most * 1.001; v += step) text(x_of(v), top + height + 20, "middle", v >= 1000 ? v / 1000 " GB" : v " MB")
}
function draw(s, values, most,    i, line) {
    for (i = 1; i <= points[s]; i++) {
        line = line sprintf("%s%.1f,%.1f", i > 1 ? " " : "", x_of(x[s, i]), y_of(values[s, i], most))
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n", x_of(x[s, i]), y_of(values[s, i], most), colour[s]
    }
    printf "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>\n", line, colour[s], (s > 1 ? " stroke-dasharray=\"" (s > 2 ? "2 3" : "6 4") "\"" : "")
    text(x_of(x[s, points[s]]), y_of(values[s, points[s]], most) - 10, "end", name[s])
}
BEGIN { FS = "\t"; left = 64; top = 40; width = 330; height = 220; colour[1] = "#004d99"; colour[2] = "#b1380b"; colour[3] = "#3d7317" }
{
    if (!($1 in index_of)) { index_of[$1] = ++series; name[series] = $1 }
    s = index_of[$1]; i = ++points[s]
    x[s, i] = $2; cpu[s, i] = $3; peak[s, i] = $4
    if ($2 > x_most) x_most = $2
    if ($3 > cpu_most) cpu_most = $3
    if ($4 > peak_most) peak_most = $4
}
END {
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"860\" height=\"310\" viewBox=\"0 0 860 310\" font-family=\"sans-serif\" font-size=\"12\">"
    print "<title>CPU time and peak memory of a full analysis by the size of the unpacked archive</title>"
    print "<rect width=\"860\" height=\"310\" fill=\"#fff\"/>"
    axes("CPU time, full analysis with all reports", "s", cpu_most * 1.1)
    for (s = 1; s <= series; s++) draw(s, cpu, cpu_most * 1.1)
    left = 500
    axes("Peak memory", "MB", peak_most * 1.2)
    for (s = 1; s <= series; s++) draw(s, peak, peak_most * 1.2)
    print "</svg>"
}
