#!/bin/sh
# coverage.sh FOLDER: line coverage of analyzer/ by layer, from the .gcda files of a run; a list of the files below 90 %.
set -eu
build=$1
for object in $(find "$build/analyzer" -name '*.gcda' | sort); do
    gcov -n -o "$object" "$object" 2>/dev/null | awk -v RS= '/^File .analyzer\/[a-z]*\/[a-z_]*\.c/ {
        match($0, /analyzer\/[a-z_\/]*\.c/); file = substr($0, RSTART, RLENGTH)
        match($0, /executed:[0-9.]*% of [0-9]*/); split(substr($0, RSTART + 9, RLENGTH), part, /% of /)
        print file, part[1] * part[2] / 100, part[2]
    }'
done | sort | awk '
    { if ($2 > best[$1]) best[$1] = $2; all[$1] = $3 }
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
    }'
