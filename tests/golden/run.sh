#!/bin/sh
# run.sh [--renew] PROGRAM [CASE]: runs the program for each folder here and compares, byte by byte, the files that are there:
# report.json, junit.xml, report.html, report.md, summary.txt, stderr, status. `args` holds the words of the command line, told from the top of the
# checkout. A file that is not there is not compared: begin a case with empty ones and --renew. No case is a failure.
set -u
renew=
if [ "$1" = --renew ]; then
    renew=1
    shift
fi
program=$1
only=${2:-}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
for args in "$here"/*/args; do
    case=$(dirname "$args")
    name=$(basename "$case")
    [ -z "$only" ] || [ "$only" = "$name" ] || continue
    rm -rf "$work/out"
    note=
    [ ! -e "$case/report.md" ] || note="--markdown $work/out/report.md"
    # The words stand in the file as a shell would split them.
    # shellcheck disable=SC2046,SC2086
    "$program" -o "$work/out" $note $(cat "$args") >"$work/summary" 2>"$work/stderr"
    status=$?
    mkdir -p "$work/out"
    sed "s|$work/out|OUT|g" "$work/summary" >"$work/out/summary.txt"
    # What contained the process is the kernel's to say, and what took how long the clock's; how many values were needed to keep
    # what is asked for depends on how they were read.
    sed -E '/\[sandbox\]$/d; /^ *[0-9]+\.[0-9] ms /d; s/ objects kept, with [0-9]+ values$/ objects kept/' "$work/stderr" >"$work/out/stderr"
    # The digest of all rules says nothing about this case, and changes with any of their comments.
    digest=$(sed -n '/^    "rules": {/,/}/s/.*"sha256": "\([0-9a-f]*\)".*/\1/p' "$work/out/report.json" 2>/dev/null)
    [ -z "$digest" ] || sed -i "s/$digest/RULES/g" "$work"/out/report.*
    echo "$status" >"$work/out/status"
    for expected in "$case"/*; do
        file=$(basename "$expected")
        [ "$file" != args ] || continue
        if cmp -s "$expected" "$work/out/$file"; then
            passed=$((passed + 1))
        else
            diff -u "$expected" "$work/out/$file" | head -n 60
            if [ -n "$renew" ]; then
                cp "$work/out/$file" "$expected"
            else
                echo "FAIL golden $name/$file; if it is meant: make golden FOCUS=$name"
                failed=$((failed + 1))
            fi
        fi
    done
done
echo "golden: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && { [ "$passed" -gt 0 ] || [ -n "$renew" ]; }
