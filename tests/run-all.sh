#!/bin/sh
# run-all.sh NAME PROGRAM... [-- ARGUMENT...]: runs each program with the arguments, shows the output of those that fail and ends with
# "NAME: N passed, N failed" over the test cases (of cmocka programs) or programs. No program is a failure.
set -u
name=$1
shift
programs=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    programs="$programs $1"
    shift
done
[ $# -gt 0 ] && shift
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0
for program in $programs; do
    case $program in *.sh) run="sh $program" ;; *) run=$program ;; esac
    # $run is two words for a script.
    # shellcheck disable=SC2086
    if $run "$@" >"$log" 2>&1; then
        cases=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
        [ "$cases" -gt 0 ] || cases=$(grep -c '^ok ' "$log")
        if [ "$cases" -eq 0 ]; then
            echo "FAIL $program: it ran no test case"
            failed=$((failed + 1))
        fi
        passed=$((passed + cases))
    else
        echo "FAIL $program (exit $?)"
        tail -n 60 "$log"
        failed=$((failed + 1))
    fi
done
echo "$name: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
