#!/bin/sh
# Poor surroundings: little memory, few files, closed streams, nothing in the environment, others at work, sudden death. Single failing
# calls: tests/faults.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
healthy=$root/testdata/scenarios/healthy
tar -C "$sample" -cf "$work/a.tar" .
gzip -nc "$work/a.tar" >"$work/a.tar.gz"
expect 1 "unharmed" "$program" -o "$work/whole" "$work/a.tar.gz"
cp "$work/out" "$work/summary"
# whole FOLDER NAME: the reports are those of the unharmed run.
whole() {
    for file in report.html junit.xml report.json; do
        same "$work/whole/$file" "$1/$file" "$2: $file is whole"
    done
}
# untouched FOLDER NAME: nothing has a final name.
untouched() {
    [ -z "$(find "$1" -name report.html -o -name junit.xml -o -name report.json 2>/dev/null)" ]
    result $? "$2: nothing has a final name"
}

for streams in '0<&-' '1>&-' '2>&-' '0<&- 1>&- 2>&-'; do
    eval "\"\$program\" -o \"\$work/closed\" \"\$work/a.tar.gz\" >\"\$work/out\" 2>\"\$work/err\" $streams"
    status=$?
    case $streams in *1*) [ $status -eq 3 ] ;; *) [ $status -eq 1 ] ;; esac
    result $? "closed $streams (exit $status)"
    whole "$work/closed" "closed $streams"
    rm -r "$work/closed"
done
timeout 20 "$program" - 0<&- >"$work/out" 2>"$work/err"
[ $? -eq 3 ]
result $? "standard input, closed, as the input"
{ "$program" "$work/a.tar.gz" 2>"$work/err"; echo $? >"$work/status"; } | true
[ "$(cat "$work/status")" -eq 3 ] || [ "$(cat "$work/status")" -eq 1 ]
result $? "a reader that goes away ends nothing by a signal"

expect 1 "an empty environment" env -i "$program" -o "$work/bare" "$work/a.tar.gz"
whole "$work/bare" "an empty environment"
expect 1 "an environment of nonsense" env -i HOME=/nonexistent TMPDIR=/nonexistent LC_ALL=xx_YY.ZZ TZ=:/nonexistent LANGUAGE=zz \
    XML_CATALOG_FILES=/nonexistent COLUMNS=0 "$program" -o "$work/nonsense" "$work/a.tar.gz"
whole "$work/nonsense" "an environment of nonsense"
mkdir "$work/gone"
(cd "$work/gone" && rmdir "$work/gone" && "$program" -o "$work/cwd" "$work/a.tar.gz" >"$work/out" 2>"$work/err")
whole "$work/cwd" "a working folder that is gone"

for files in 4 5 6 8 10 14 20; do
    rm -rf "$work/few"
    sh -c "ulimit -n $files && exec \"\$@\"" sh "$program" -o "$work/few" "$healthy" >"$work/out" 2>"$work/err"
    status=$?
    case $status in
    0 | 4) ! grep -q '"verdict": "ready"' "$work/few/report.json" || ! grep -q '"truncated": true' "$work/few/report.json" ;;
    3) grep -q 'error: ' "$work/err" ;;
    127) true ;; # too few for the loader of libraries
    1) grep -q 'LeakSanitizer has encountered' "$work/err" ;; # too few for a sanitizer, after the error
    *) false ;;
    esac
    result $? "$files open files (exit $status)"
    [ $status -ne 3 ] || untouched "$work/few" "$files open files"
done
if ! "$program" --version 2>/dev/null | grep -q . || nm "$program" 2>/dev/null | grep -q __asan_init; then
    echo "ok - a sanitizer needs all memory"
else
    for memory in 20000 40000 60000 80000 120000; do
        rm -rf "$work/small"
        # shellcheck disable=SC2016
        sh -c 'ulimit -v "$1" && shift && exec "$@"' sh $memory "$program" --jobs 1 -o "$work/small" "$work/a.tar.gz" >"$work/out" 2>"$work/err"
        status=$?
        case $status in
        1) true ;;
        3 | 127) [ -s "$work/err" ] ;;
        134) grep -q '^virtready: out of memory$' "$work/err" ;;
        *) false ;;
        esac
        result $? "$memory KB of memory (exit $status)"
        [ $status -eq 1 ] || ! grep -q '^Written' "$work/out"
        result $? "$memory KB: nothing is claimed"
    done
fi

touch "$work/file"
expect 3 "the output folder is a file" "$program" -o "$work/file" "$work/a.tar.gz"
says err "error: cannot make the folder" "and is named"
mkdir "$work/report.html"
expect 3 "a folder has the report's name" "$program" --html "$work/report.html" "$work/a.tar.gz"
[ -z "$(find "$work" -maxdepth 1 -name '*.tmp')" ]
result $? "nothing is left beside it"
expect 3 "a folder that is not there" "$program" --html "$work/not/there.html" "$work/a.tar.gz"
mkdir "$work/links"
echo precious >"$work/precious"
ln -s "$work/precious" "$work/links/report.html"
expect 1 "a link has the report's name" "$program" --html "$work/links/report.html" "$work/a.tar.gz"
grep -q precious "$work/precious"
result $? "what it leads to is not touched"

# Two at once, many times over: each report is one of the two, whole.
for round in 1 2 3; do
    "$program" -q -o "$work/both" "$work/a.tar.gz" >/dev/null 2>"$work/err" &
    "$program" -q -o "$work/both" "$work/a.tar.gz" >/dev/null 2>"$work/err2"
    wait
    whole "$work/both" "two at once, $round"
done
[ "$(find "$work/both" -type f | wc -l)" -eq 3 ]
result $? "and nothing else"

# Killed at any time: what has a final name is whole.
for delay in 0.02 0.05 0.1 0.15 0.2 0.25 0.3 0.35 0.4; do
    rm -rf "$work/killed"
    "$program" -q -o "$work/killed" "$work/a.tar.gz" >/dev/null 2>&1 &
    pid=$!
    sleep $delay
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    broken=0
    for file in report.html junit.xml report.json; do
        [ ! -e "$work/killed/$file" ] || cmp -s "$work/whole/$file" "$work/killed/$file" || broken=1
    done
    [ $broken -eq 0 ] && [ -z "$(find "$work/killed" -type f ! -name '*.tmp' ! -name report.html ! -name junit.xml ! -name report.json 2>/dev/null)" ]
    result $? "killed after $delay s"
done
for name in "$work/killed"/report.html.1.0.tmp "$work/killed"/report.html.1.1.tmp; do
    mkdir -p "$work/killed"
    echo old >"$name"
done
expect 1 "into a folder with what others left" "$program" -q -o "$work/killed" "$work/a.tar.gz"
whole "$work/killed" "what others left"
finish
