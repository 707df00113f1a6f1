#!/bin/sh
# What uploads and gathers do to files: two writers in one, texts that stop in their midst, wrong names, parts that are missing. Whatever is
# lost, nothing reads as fine, and what is lost is named.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
healthy=$root/testdata/scenarios/healthy
gather=$(cd "$healthy" && echo must-gather.local.*/registry*)
tar -C "$healthy" --sort=name -cf "$work/mg.tar" .
gzip -nc "$work/mg.tar" >"$work/mg.tar.gz"
"$program" -q -o "$work/whole" "$work/mg.tar.gz" >/dev/null 2>&1

# judged REPORT: all that is said of each rule.
judged() {
    sed -n '/"rules": \[/,/"diagnostics"/p' "$1"
}
# fresh: a copy of it all in $work/t. rewrite COMMAND...: each ClusterVersion there through a filter.
fresh() {
    rm -rf "$work/t"
    cp -r "$healthy" "$work/t"
    chmod -R u+w "$work/t"
}
rewrite() {
    fresh
    find "$work/t" -path '*/clusterversions*' -name '*.yaml' >"$work/versions"
    while read -r file; do
        "$@" <"$file" >"$work/new" && mv "$work/new" "$file"
    done <"$work/versions"
}
# spoilt NAME FILE: the analysis of $work/t names the file and is not "ready".
spoilt() {
    "$program" -v -o "$work/reports" "$work/t" >"$work/out" 2>"$work/err"
    got=$?
    [ "$got" -eq 4 ] || [ "$got" -eq 1 ] || [ "$got" -eq 3 ]
    result $? "$1: not ready (exit $got)"
    says err "$2" "$1: the file is named"
}

# Two writers whose lines alternate, and one that began once more.
rewrite awk '{ print } NR % 3 == 0 { print "      lastTransitionTime: x\n  - type" } NR % 7 == 0 { print "kind: [" }'
[ -s "$work/versions" ]
result $? "there is a ClusterVersion"
spoilt "lines of two writers" 'versions?\.yaml'
# shellcheck disable=SC2317
twice() {
    cat >"$work/one"
    head -c 700 "$work/one"
    cat "$work/one"
}
rewrite twice
"$program" -v -q "$work/t" >"$work/out" 2>"$work/err"
says err 'versions?\.yaml.*warning' "a beginning and the whole: the file is named"
# There is one ClusterVersion, and it was read whole: nothing is lost, and that is what the verdict says.
says out 'Ready' "a beginning and the whole: nothing is lost"
"$program" -q -o "$work/twice" "$work/t" >/dev/null 2>&1
tr -d ' \n' <"$work/twice/report.json" | grep -qE '"damaged":\[\{[^]]*/(clusterversions|version)\.yaml'
result $? "a beginning and the whole: the page lists the damage"
# A beginning of another object: that one is lost.
fresh
# Names of nodes hold no blanks.
# shellcheck disable=SC2046
set -- $(cd "$work/t" && find . -path '*/core/nodes/*.yaml' -exec basename {} \; | sort -u)
find "$work/t" -path "*/core/nodes/$1" >"$work/nodes"
head -c 700 "$(head -n 1 "$work/nodes")" >"$work/one"
while read -r file; do rm "$file"; done <"$work/nodes"
find "$work/t" -path "*/core/nodes/$2" >"$work/nodes"
while read -r file; do cat "$work/one" "$file" >"$work/new" && mv "$work/new" "$file"; done <"$work/nodes"
spoilt "a beginning of one node before another" "$2"

# Half-written: at some places within lines.
# shellcheck disable=SC2317
stop() {
    cat >"$work/one"
    head -c $(($(wc -c <"$work/one") * $1 / 11)) "$work/one"
}
for part in 2 3 5 7; do
    rewrite stop $part
    spoilt "YAML that stops at $part/11" 'versions?\.yaml'
done
fresh
mkdir -p "$work/t/$gather/cluster-scoped-resources/core"
printf '{"apiVersion":"v1","kind":"NodeList","items":[{"apiVersion":"v1","kind":"Node","metadata":{"name":"x"},"spec":{"unsch' \
    >"$work/t/$gather/cluster-scoped-resources/core/nodes.json"
spoilt "JSON that stops" 'nodes\.json'

# Names say nothing: the same bytes by any name are judged the same.
for name in mg.zip mg.tar mg.yaml mg.log mg mg.7z; do
    cp "$work/mg.tar.gz" "$work/$name"
    "$program" -q -o "$work/named" "$work/$name" >/dev/null 2>&1
    judged "$work/whole/report.json" >"$work/a"
    judged "$work/named/report.json" >"$work/b"
    [ -s "$work/a" ] && cmp -s "$work/a" "$work/b"
    result $? "a tar.gz called $name"
done

# Parts: without the first it is no archive; without another one the rest cannot follow.
split -b $(($(wc -c <"$work/mg.tar.gz") / 5 + 1)) "$work/mg.tar.gz" "$work/part.tar.gz."
set -- "$work"/part.tar.gz.*
expect 0 "all parts" "$program" -q -o "$work/named" "$@"
judged "$work/named/report.json" >"$work/b"
same "$work/a" "$work/b" "parts are judged as the whole"
for missing in ab ac ae; do
    mv "$work/part.tar.gz.$missing" "$work/away"
    "$program" -v -o "$work/named" "$work"/part.tar.gz.a? >"$work/out" 2>"$work/err"
    got=$?
    [ "$got" -eq 4 ] || [ "$got" -eq 3 ] || [ "$got" -eq 1 ]
    result $? "without part $missing: not ready (exit $got)"
    says err 'input-(truncated|damaged)|part of a split file is missing' "without part $missing: that is told"
    mv "$work/away" "$work/part.tar.gz.$missing"
done
rm "$work/part.tar.gz.aa"
expect 3 "without the first part" "$program" "$work/part.tar.gz.ab" "$work/part.tar.gz.ac"
says err 'give the first part' "says which is missing"
finish
