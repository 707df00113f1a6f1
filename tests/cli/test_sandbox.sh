#!/bin/sh
# The process gives up what it does not need, and everything that people do still works. What is refused: tests/unit/cli/test_sandbox.c.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

expect 1 "contained" "$program" -v -o "$work/in" "$sample"
says err '^virtready: note: (contained by (Landlock [0-9]+ and )?seccomp|not contained).* \[sandbox\]$' "told by --verbose"
expect 1 "without --verbose" "$program" -q "$sample"
! grep -q sandbox "$work/err"
result $? "and only there"
expect 1 "not contained" "$program" --no-sandbox -v -o "$work/out-of" "$sample"
says err '^virtready: note: not contained: --no-sandbox \[sandbox\]$' "told by --verbose"
grep -q '"contained": true,' "$work/in/report.json" && grep -q '"contained": false,' "$work/out-of/report.json"
result $? "report.json tells what was asked for"
same "$work/in/junit.xml" "$work/out-of/junit.xml" "junit.xml is the same"
sed -i 's/"contained": false,/"contained": true,/' "$work/out-of/report.json"
same "$work/in/report.json" "$work/out-of/report.json" "and all else is the same"
tar -C "$sample" -cf "$work/a.tar" .
split -b 200k "$work/a.tar" "$work/part."
ln -s "$work/a.tar" "$work/link.tar"
ln -s "$sample" "$work/link"
mkdir "$work/dir"
for input in "$work/a.tar" "$work/part.aa" "$work/link.tar" "$work/link"; do
    expect 1 "an input that is there by another way: ${input##*/}" "$program" -q "$input"
done
expect 1 "standard input" "$program" -q - <"$work/a.tar"
expect 1 "standard input by name" "$program" -q /dev/stdin <"$work/a.tar"
mkfifo "$work/fifo"
cat "$work/a.tar" >"$work/fifo" &
expect 1 "a FIFO" "$program" -q "$work/fifo"
(cd "$work/dir" && expect 1 "relative names" "$program" -q --html report.html ../a.tar && [ -s report.html ])
result $? "relative names"
expect 1 "rules and templates of a site" "$program" -q -o "$work/site" --rules "$root/rules" --templates "$root/templates" "$sample"
mkfifo "$work/taken"
cat "$work/taken" >"$work/given" &
expect 1 "a FIFO as output" "$program" -q --json "$work/taken" "$sample"
wait
grep -q '"schema"' "$work/given"
result $? "it got the report"
expect 0 "explain" "$program" explain drain-hostpath "$work/a.tar"
expect 0 "eval" "$program" eval 'true' "$work/a.tar"
if command -v strace >/dev/null && strace true 2>/dev/null; then
    strace -f -e trace=openat,open -o "$work/trace" "$program" -q -o "$work/in" "$work/a.tar" >/dev/null 2>&1
    # What another thread interrupts stands in two lines.
    awk '/<unfinished/ { held[$1] = $0; next } /resumed>/ { $0 = held[$1] $0 }
        /a\.tar"/ && !/O_PATH/ { inside = 1 } inside && / = [0-9]+$/ && !/a\.tar"|\/in\/|\.gcda"/ { print; bad = 1 }
        END { exit bad || !inside }' "$work/trace" >"$work/out"
    result $? "no other file is opened once the first input is"
fi
finish
