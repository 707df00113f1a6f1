#!/bin/sh
# Where reports go, and what happens when they cannot.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

expect 1 "a folder of reports" "$program" -o "$work/reports" "$sample"
for file in report.html junit.xml report.json; do
    [ -s "$work/reports/$file" ]
    result $? "$file is there"
done
[ "$(find "$work/reports" -type f | wc -l)" -eq 3 ]
result $? "and nothing else"
expect 1 "again into the same folder" "$program" -o "$work/reports" "$sample"
expect 1 "JSON to standard output" "$program" --json - "$sample"
cp "$work/out" "$work/stdout.json"
same "$work/stdout.json" "$work/reports/report.json" "standard output holds the report alone"
expect 1 "quiet" "$program" -q "$sample"
[ "$(wc -l <"$work/out")" -eq 1 ]
result $? "quiet is one line"
expect 3 "a full disk" "$program" --json /dev/full "$sample"
says err '/dev/full: error: cannot write' "names the file"
"$program" "$sample" >/dev/full 2>"$work/err"
[ $? -eq 3 ]
result $? "a full standard output"
"$program" "$sample" >&- 2>"$work/err"
[ $? -eq 3 ]
result $? "a closed standard output"
expect 3 "a folder that cannot be made" "$program" -o /proc/none/x "$sample"
expect 3 "templates that are not there" "$program" -o "$work/t" --templates "$work/none" "$sample"
if [ "$(id -u)" -ne 0 ]; then
    mkdir "$work/locked"
    chmod 500 "$work/locked"
    expect 3 "a folder without permission" "$program" -o "$work/locked" "$sample"
    touch "$work/secret.tar"
    chmod 000 "$work/secret.tar"
    expect 3 "an input without permission" "$program" "$work/secret.tar"
fi
NO_COLOR=1 "$program" --color auto "$sample" >"$work/out" 2>&1
! grep -q "$(printf '\033')" "$work/out"
result $? "no colour when piped"
"$program" --color always "$sample" >"$work/out" 2>&1
grep -q "$(printf '\033')" "$work/out"
result $? "colour on demand"
finish
