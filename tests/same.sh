#!/bin/sh
# same.sh PROGRAM...: the same input gives the same bytes, in every surrounding and from every build. All reports and the summary of the
# first program's plain run are what the others must give; one line for each surrounding, by its name and the sum of all its bytes.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
tar -C "$root/testdata/sample" --sort=name --owner=0 --group=0 --mtime=@0 -cf - . | gzip -n >"$work/sample.tar.gz"

# sum COMMAND...: of everything it writes for each input, with its exit status.
sum() {
    rm -rf "$work/reports"
    for input in "$work/sample.tar.gz" "$root/testdata/scenarios/damaged" "$root/testdata/scenarios/plain"; do
        "$@" -o "$work/reports" --markdown "$work/reports/note.md" "$input" >"$work/reports.txt" 2>"$work/reports.err"
        echo "$?"
        cat "$work/reports/report.html" "$work/reports/junit.xml" "$work/reports/report.json" "$work/reports/note.md" \
            "$work/reports.txt" "$work/reports.err"
    done 2>&1 | sha256sum | cut -c1-64
}
# like NAME COMMAND...: gives what the first one gave.
like() {
    name=$1
    shift
    got=$(sum "$@")
    if [ "$got" = "$expected" ]; then
        passed=$((passed + 1))
    else
        echo "FAIL $name: $got, not $expected"
        failed=$((failed + 1))
    fi
}

first=$1
expected=$(sum "$first")
if [ ! -s "$work/reports/report.html" ] || [ ! -s "$work/reports/note.md" ]; then
    echo "FAIL $first writes no reports"
    exit 1
fi
like "the same again" "$first"
for setting in LC_ALL=C LC_ALL=ja_JP.UTF-8 LC_ALL=tr_TR.UTF-8 LANG=de_DE.ISO-8859-1 TZ=Asia/Tokyo TZ=America/St_Johns TZ=:nonsense \
    COLUMNS=40 HOME=/nonexistent MALLOC_PERTURB_=165 MALLOC_ARENA_MAX=1; do
    like "$setting" env "$setting" "$first"
done
like "an empty environment" env -i "$first"
for jobs in 1 2 3 8; do like "--jobs $jobs" "$first" --jobs $jobs; done
if "$first" --yaml=strict -q "$work/sample.tar.gz" >/dev/null 2>&1 || [ $? -ne 2 ]; then
    like "--yaml=strict" "$first" --yaml=strict
fi
shift
for program in "$@"; do like "$program" "$program"; done
echo "same: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
