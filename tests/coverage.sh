#!/bin/sh
# coverage.sh FOLDER [LEAST]: what the .gcda files of a run tell of analyzer/, as the tables of docs/assurance.md: the lines reached by
# folder, and those unreached by the reason that tests/unreached.txt gives. Fails below LEAST percent, for a line without a reason, and
# for a row there that no line needs any more.
set -eu
build=$1
least=${2:-96}
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
# "PATH LINE reached|not PATH:FUNCTION<TAB>TEXT", without "analyzer/", of each line of code; TEXT is the line and the one before it. A line
# that more than one object has, of a header, is reached where one of them reaches it. A function begins where a text without indentation has a '('.
find "$build/analyzer" -name '*.gcda' | while read -r object; do
    gcov -t -o "$object" "$object" 2>/dev/null
done | awk '
    { split($0, part, ":"); text = $0; sub(/^[^:]*:[^:]*:/, "", text) }
    part[2] + 0 == 0 { if (text ~ /^Source:/) { path = substr(text, 8); sub(/^analyzer\//, "", path) } name = ""; next }
    text ~ /^[A-Za-z_].*\(/ && text !~ /;$/ { name = text; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
    { gsub(/[ \t]+/, " ", text); both = before text; before = text }
    path ~ /^\// || part[1] ~ /-/ { next }
    { print path, part[2] + 0, part[1] ~ /#|=/ ? "not" : "reached", path ":" name "\t" both }' |
    LC_ALL=C sort -k1,1 -k2,2n -k3,3r | awk '$1 != path || $2 != line { print; path = $1; line = $2 }' >"$lines"

awk -v least="$least" '
    { split($1, part, "/"); all[part[1]]++; total++; hit[part[1]] += $3 == "reached"; got += $3 == "reached" }
    END {
        print "| folder | lines | reached |\n|---|---|---|"
        while ((getline layer < "analyzer/LAYERS") > 0)
            printf "| `%s/` | %d | %.1f %% |\n", layer, all[layer], 100 * hit[layer] / all[layer]
        printf "| `analyzer/` | %d | %.1f %% |\n\n", total, 100 * got / total
        if (100 * got < least * total) { printf "coverage: below %s %%\n", least; exit 1 }
    }' "$lines"

awk -F '\t' '
    FNR == NR && /^(#|$)/ { next }
    FNR == NR && /^[=~] / { reason = substr($0, 3); rare = /^~/; next }
    FNR == NR && /^[^\t]*\*[^\t]*$/ { print "tests/unreached.txt: takes in too much: " $0; bad = 1 }
    FNR == NR { place[++rows] = "^(" $1 ")$"; text[rows] = $2; of[rows] = reason; may[rows] = rare; row[rows] = $0; next }
    {
        split($1, part, " ")
        if (part[3] != "not") next
        for (i = 1; i <= rows && !(part[4] ~ place[i] && $2 ~ text[i]); i++) continue
        if (i > rows) { printf "no reason: analyzer/%s:%d %s:%s\n", part[1], part[2], part[4], $2; bad = 1; next }
        used[i] = 1
        if (!count[of[i]]++) { order[++reasons] = of[i]; example[of[i]] = part[4] }
        debt += of[i] ~ /^not tested yet/
        total++
    }
    END {
        for (i = 1; i <= rows; i++) if (!used[i] && !may[i]) { print "tests/unreached.txt: no line needs " row[i]; bad = 1 }
        print "| lines | why no test reaches them | for example |\n|---|---|---|"
        for (i = 1; i <= reasons; i++) for (k = i; k > 1 && count[order[k]] > count[order[k - 1]]; k--) {
            swap = order[k]; order[k] = order[k - 1]; order[k - 1] = swap
        }
        for (i = 1; i <= reasons; i++) printf "| %d | %s | `%s` |\n", count[order[i]], order[i], example[order[i]]
        printf "| %d | all; of them not tested yet: %d | |\n", total, debt
        exit bad
    }' tests/unreached.txt "$lines"
