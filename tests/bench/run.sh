#!/bin/sh
# run.sh PROGRAM GENERATOR MEASURE FOLDER [ARCHIVE...]: makes the archives, measures a full analysis with all reports beside the tools
# that only list or inflate, interleaved, and prints a table of medians and ratios, one of where the time goes, and how the cost grows.
# Only the ratios mean anything on another machine. ROUNDS=n (7), ONLY="small large" for some of the archives, GROWTH= for no growth.
set -eu
program=$1 generator=$2 measure=$3 work=$4
shift 4
here=$(dirname "$0")
mkdir -p "$work"

archive() { # NAME VMS LOG_MB NODES; the seed is fixed
    [ -s "$work/$1.size" ] && return
    "$generator" "$2" "$3" "$4" 1 | gzip -n >"$work/$1.tar.gz"
    gzip -dc "$work/$1.tar.gz" | wc -c >"$work/$1.size"
}

stages() { # ARCHIVE: the program's own account of one run
    status=0
    "$program" --verbose -q -o "$work/reports" "$1" 2>"$work/account" >/dev/null || status=$?
    [ "$status" -le 4 ] && sed '/\[sandbox\]$/d' "$work/account"
}

machine() {
    awk -F': *' '/^model name/ { print $2; exit }' /proc/cpuinfo
    echo "$(nproc) cores, $(awk '/^MemTotal/ { printf "%d GB", $2 / 1e6 }' /proc/meminfo), $(uname -sr), $("$program" --version | head -n 1)"
}

growth() {
    # Logs grow with a cluster as well: machines alone make an archive dearer by the byte, since less and less of it is only inflated.
    for vms in 150 1500 3000 6000 10000; do
        archive "whole-$vms" "$vms" "$((vms / 10))" "$((vms / 50 + 3))"
        point "larger clusters" "whole-$vms"
    done
    for vms in 150 1500 3000 6000 10000; do
        archive "vms-$vms" "$vms" 60 "$((vms / 50 + 3))"
        point "more virtual machines" "vms-$vms"
    done
    for logs in 60 800 1600; do
        archive "logs-$logs" 150 "$logs" 6
        point "more logs" "logs-$logs"
    done
}

point() { # SERIES NAME
    "$measure" 3 full "$program" "$work/reports" "$work/$2.tar.gz" |
        awk -F'\t' -v OFS='\t' -v series="$1" -v size="$(cat "$work/$2.size")" '
            NR == 1 || $5 < cpu { cpu = $5 } $6 > peak { peak = $6 }
            END { print series, size / 1e6, cpu, peak / 1024 }'
}

files=
while read -r name vms logs nodes; do
    case " ${ONLY:-$name} " in *" $name "*) ;; *) continue ;; esac
    archive "$name" "$vms" "$logs" "$nodes"
    files="$files $work/$name.tar.gz"
done <<ROWS
tiny 40 24 4
small 150 60 6
medium 800 500 20
large 3000 1900 60
huge 10000 400 200
ROWS
machine | paste -sd';' | sed 's/;/; /g' | tee "$work/machine.txt"
echo
# Names that this script made, and none of them with a space.
# shellcheck disable=SC2086
"$measure" "${ROUNDS:-7}" all "$program" "$work/reports" $files "$@" >"$work/runs.tsv"
awk -f "$here/table.awk" "$work/runs.tsv" | tee "$work/table.md"
for file in $files "$@"; do
    echo
    echo "where the time goes, $(basename "$file"):"
    stages "$file" | tee "$work/stages.$(basename "$file" .tar.gz)"
done
if [ "${GROWTH-yes}" ]; then
    growth >"$work/growth.tsv"
    awk -f "$here/plot.awk" "$work/growth.tsv" >"$work/growth.svg"
    [ ! -e "$work/stages.large" ] || cp "$work/stages.large" "$work/stages.txt"
    echo
    awk -F'\t' '
        { cost = $3 * 1e3 / $2; if (!first[$1]) first[$1] = cost
          printf "%-22s %6d MB %7.2f s CPU %6.2f ns/byte (%.2f) %5d MB peak\n", $1, $2, $3, cost, cost / first[$1], $4 }' "$work/growth.tsv" |
        tee "$work/growth.txt"
fi
