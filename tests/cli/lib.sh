#!/bin/sh
# shellcheck disable=SC2034
# Helpers of the tests in this folder; the program is $1. Each check prints "ok N - …" or "not ok N - …"; the last line is `finish`.
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
sample=$root/testdata/sample
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
n=0
bad=0

result() { # STATUS-OF-CHECK NAME
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        [ ! -s "$work/out" ] || head -n 15 "$work/out"
        [ ! -s "$work/err" ] || head -n 15 "$work/err"
        bad=$((bad + 1))
    fi
}

# expect STATUS NAME COMMAND...: runs it, keeps its output in $work/out and $work/err.
expect() {
    want=$1
    name=$2
    shift 2
    "$@" >"$work/out" 2>"$work/err"
    got=$?
    [ "$got" -eq "$want" ]
    result $? "$name (exit $got, expected $want)"
}

# says FILE PATTERN NAME: the last output (out or err) matches an extended regular expression.
says() {
    grep -qE -- "$2" "$work/$1"
    result $? "$3"
}

same() { # FILE FILE NAME
    cmp "$1" "$2" >"$work/out" 2>&1
    result $? "$3"
}

finish() {
    [ "$bad" -eq 0 ]
    exit $?
}
