#!/bin/sh
# compare.sh PROGRAM GENERATOR FOLDER REVISION: builds an earlier revision beside this one and counts the instructions of both over the
# same archive. Counts do not depend on what else the machine does; more than 2 % above the earlier count is a slowdown (exit 1).
set -eu
program=$1 generator=$2 work=$3
base=$(git rev-parse --short "$4")
limit=2
mkdir -p "$work"
[ -s "$work/compare.tar.gz" ] || "$generator" 150 8 6 1 | gzip -n >"$work/compare.tar.gz"
if [ ! -x "$work/$base/build/release/virtready" ]; then
    rm -rf "${work:?}/$base"
    mkdir -p "$work/$base"
    git archive "$base" | tar -xf - -C "$work/$base"
    make -s -C "$work/$base" BUILD=build VARIANT=release all >/dev/null
fi

counted() { # PROGRAM: instructions in user space, of the processor's counter or, where there is none, of callgrind
    status=0
    # Valgrind needs more memory than the sandbox leaves it. A revision without a sandbox knows no such option.
    free=--no-sandbox
    "$1" "$free" --version >/dev/null 2>&1 || free=--color=never
    if perf stat -x, -e instructions:u true 2>&1 | grep -q '^[0-9]'; then
        perf stat -x, -o "$work/count" -e instructions:u "$1" "$free" -q -o "$work/reports" "$work/compare.tar.gz" >/dev/null 2>&1 || status=$?
        count=$(awk -F, '/instructions/ { print $1 }' "$work/count")
    else
        valgrind --tool=callgrind --callgrind-out-file=/dev/null "$1" "$free" -q -o "$work/reports" "$work/compare.tar.gz" >"$work/count" 2>&1 || status=$?
        count=$(awk '/Collected/ { print $NF }' "$work/count")
    fi
    case $status/$count in 0/[1-9]* | 1/[1-9]* | 4/[1-9]*) ;; *) echo "$1 failed with $status" >&2; exit 1 ;; esac
    echo "$count"
}

before=$(counted "$work/$base/build/release/virtready")
after=$(counted "$program")
awk -v base="$base" -v before="$before" -v after="$after" -v limit="$limit" 'BEGIN {
    change = (after - before) * 100 / before
    printf "%s: %.1f million instructions; now %.1f million: %+.2f %%\n", base, before / 1e6, after / 1e6, change
    exit change > limit
}'
