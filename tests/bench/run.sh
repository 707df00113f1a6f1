#!/bin/sh
# run.sh PROGRAM GENERATOR FOLDER [RUNS]: wall time and peak memory of a full analysis with all reports beside `tar -tzf` and
# `igzip -dc`, interleaved in one run, as medians and ratios. Only the ratios mean anything on another machine.
set -eu
program=$1
generator=$2
work=$3
runs=${4:-7}
mkdir -p "$work"

archive() { # NAME VMS LOG_MB NODES
    [ -s "$work/$1.tar.gz" ] || "$generator" "$2" "$3" "$4" 1 | gzip -1 -n >"$work/$1.tar.gz"
}

# "seconds kilobytes" of one command; its output goes nowhere. 1 and 4 are verdicts, not failures.
measure() {
    status=0
    /usr/bin/time -q -o "$work/time" -f '%e %M' "$@" >"$work/log" 2>&1 || status=$?
    case $status in
    0 | 1 | 4) tail -n 1 "$work/time" ;;
    *) echo "$* failed with $status" >&2; tail -n 5 "$work/log" >&2; exit 1 ;;
    esac
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

bench() { # NAME
    file=$work/$1.tar.gz
    rm -f "$work"/*.times "$work"/*.rss
    for _ in $(seq "$runs"); do
        measure "$program" -q -o "$work/reports" "$file" >"$work/one"
        cut -d' ' -f1 "$work/one" >>"$work/full.times"
        cut -d' ' -f2 "$work/one" >>"$work/full.rss"
        measure tar -tzf "$file" | cut -d' ' -f1 >>"$work/tar.times"
        measure taskset -c 1 tar -tzf "$file" | cut -d' ' -f1 >>"$work/tar1.times"
        if command -v igzip >/dev/null; then
            measure igzip -dc "$file" | cut -d' ' -f1 >>"$work/igzip.times"
        fi
    done
    for what in full tar tar1 igzip; do
        [ ! -s "$work/$what.times" ] || printf '%s %s\n' "$what" "$(median "$work/$what.times")"
    done | awk -v name="$1" -v mb="$(($(wc -c <"$file") / 1000000))" -v rss="$(median "$work/full.rss")" '
        { t[$1] = $2 }
        END {
            best = t["tar"] < t["tar1"] ? t["tar"] : t["tar1"]
            printf "%-8s %4d MB gz  full %6.2f s  tar -tzf %6.2f s  ratio %.2f", name, mb, t["full"], best, t["full"] / best
            if (t["igzip"]) printf "  igzip %6.2f s  ratio %.2f", t["igzip"], t["full"] / t["igzip"]
            printf "  peak %d MB\n", rss / 1024
        }'
}

if ! command -v taskset >/dev/null || [ ! -x /usr/bin/time ]; then
    echo "bench needs taskset (util-linux) and GNU time (package time)" >&2
    exit 1
fi
archive small 150 60 6
archive logs 150 1600 6
archive large 3000 1600 60
for name in small logs large; do bench "$name"; done
