# Lines of `measure` into a table in Markdown: medians by archive and tool, and the ratios that performance is judged by. The
# baseline is the faster of tar on all cores and tar pinned to one; on one core it is the pinned one.
function median(key,    i, j, n, v, t) {
    n = runs[key]
    for (i = 1; i <= n; i++) v[i] = wall[key, i]
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j - 1] > v[j]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return n ? v[int((n + 1) / 2)] : 0
}
function best(a, b) { return !a ? b : !b ? a : a < b ? a : b }
function ratio(a, b) { return a && b ? sprintf("%.2f", a / b) : "-" }
function secs(t) { return t ? sprintf(t < 1 ? "%.3f" : "%.2f", t) : "-" }
BEGIN {
    FS = "\t"
    print "| archive | MB gz | full, s | one core, s | best `tar -tzf`, s | `bsdtar` | `gzip -dc` | `igzip -dc` | full / tar | one core / tar | full / igzip | CPU, s | peak, MB |"
    print "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
}
{
    if (!(($1) in bytes)) order[++archives] = $1
    bytes[$1] = $2
    key = $1 SUBSEP $3
    wall[key, ++runs[key]] = $4
    if ($3 == "full") { cpu[$1] = runs[key] == 1 || $5 < cpu[$1] ? $5 : cpu[$1]; if ($6 > peak[$1]) peak[$1] = $6 }
}
END {
    for (a = 1; a <= archives; a++) {
        name = file = order[a]
        sub(/.*\//, "", name)
        sub(/\.tar\.gz$/, "", name)
        full = median(file SUBSEP "full"); one = median(file SUBSEP "full-1")
        tar = best(median(file SUBSEP "tar"), median(file SUBSEP "tar-1")); igzip = median(file SUBSEP "igzip")
        printf "| %s | %.1f | %s | %s | %s | %s | %s | %s | %s | %s | %s | %.2f | %d |\n", name, bytes[file] / 1e6, secs(full), secs(one),
            secs(tar), secs(median(file SUBSEP "bsdtar")), secs(median(file SUBSEP "gzip")), secs(igzip), ratio(full, tar),
            ratio(one, best(median(file SUBSEP "tar-1"), 0)), ratio(full, igzip), cpu[file], peak[file] / 1024
    }
}
