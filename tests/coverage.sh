#!/bin/sh
# coverage.sh FOLDER [LEAST]: line coverage of analyzer/ by layer, from the .gcda files of a run; the files below 90 % and the functions
# with the most lines that no test reached. Fails below LEAST percent.
set -eu
build=$1
least=${2:-92}
list=$(mktemp)
trap 'rm -f "$list"' EXIT
# One line for each file, "file PATH HIT ALL", and for each function, "function PATH:NAME MISSED ALL".
for object in $(find "$build/analyzer" -name '*.gcda' | sort); do
    source=${object#"$build/"}
    gcov -n -f -o "$object" "$object" 2>/dev/null | awk -v RS= -v source="${source%.gcda}.c" '
        { match($0, /executed:[0-9.]*% of [0-9]*/); split(substr($0, RSTART + 9, RLENGTH), part, /% of /); hit = part[1] * part[2] / 100 }
        /^File .analyzer\/[a-z]*\/[a-z_0-9]*\.c/ { match($0, /analyzer\/[a-z_0-9\/]*\.c/); print "file", substr($0, RSTART, RLENGTH), hit, part[2] }
        /^Function / { split($0, name, "\047"); print "function", source ":" name[2], part[2] - hit, part[2] }'
done >"$list"
awk '$1 == "function" && $3 >= 4 { printf "  %-60s %3d of %3d lines\n", $2, $3 + 0.5, $4 }' "$list" | sort -u | sort -k2,2nr -k1,1 | head -n 40
awk -v least="$least" '
    $1 == "file" { if ($3 > best[$2]) best[$2] = $3; all[$2] = $4 }
    END {
        for (file in all) {
            split(file, part, "/")
            hit[part[2]] += best[file]; lines[part[2]] += all[file]; total += all[file]; got += best[file]
            if (best[file] < 0.9 * all[file]) printf "  %-40s %5.1f %% of %d\n", file, 100 * best[file] / all[file], all[file] | "sort"
        }
        close("sort")
        while ((getline layer < "analyzer/LAYERS") > 0)
            if (lines[layer]) printf "%-12s %5.1f %% of %d lines\n", layer, 100 * hit[layer] / lines[layer], lines[layer]
        printf "%-12s %5.1f %% of %d lines\n", "analyzer", 100 * got / total, total
        if (100 * got < least * total) { printf "coverage: below %s %%\n", least; exit 1 }
    }' "$list"
