#!/bin/sh
# Every bound of --help-limits is reached once: that is told by its name, on standard error and in report.json, and nothing reads as fine.
# A bound without a row here fails.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
healthy=$root/testdata/scenarios/healthy
: >"$work/tested"

tested() { # NAME...
    printf '%s\n' "$@" >>"$work/tested"
}

# reach NAME VALUE INPUT... [OPTION...]: the analysis tells it and is not "ready". VALUE "-": it is fixed.
reach() {
    name=$1
    value=$2
    shift 2
    tested "$name"
    rm -rf "$work/reports"
    [ "$value" = - ] || set -- --limit "$name=$value" "$@"
    "$program" -v -o "$work/reports" "$@" >"$work/out" 2>"$work/err"
    got=$?
    grep -q "(limit $name)" "$work/err" || grep -qs "(limit $name)" "$work/reports/report.json"
    result $? "$name is told"
    [ "$got" -ne 0 ] && [ "$got" -ne 2 ] && [ "$got" -lt 5 ]
    result $? "$name: not fine (exit $got)"
    [ ! -e "$work/reports/report.json" ] || grep -q "(limit $name)" "$work/reports/report.json"
    result $? "$name is in report.json"
}

# answers NAME COMMAND...: what it prints names the bound.
answers() {
    name=$1
    shift
    tested "$name"
    "$@" >"$work/out" 2>"$work/err"
    grep -q "(limit $name)" "$work/out" "$work/err"
    result $? "$name is told"
}

# with FILE: a copy of the healthy tree in $work/with, and the path for a new file in its gather.
gather=$(cd "$healthy" && echo must-gather.local.*/registry*)
with() {
    rm -rf "$work/with"
    cp -r "$healthy" "$work/with"
    mkdir -p "$work/with/$gather/namespaces/x/crs/virtualmachineinstances.kubevirt.io"
    file=$work/with/$gather/namespaces/x/crs/virtualmachineinstances.kubevirt.io/$1
}
vmi() { # NAME
    printf 'apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata:\n  name: %s\n  namespace: x\n' "$1"
}
repeat() { # TEXT COUNT
    awk -v text="$1" -v count="$2" 'BEGIN { for (i = 0; i < count; i++) printf "%s", text }'
}

tar -C "$healthy" -cf "$work/h.tar" .
gzip -nc "$work/h.tar" >"$work/h.tar.gz"
mkdir "$work/case"
cp "$work/h.tar.gz" "$work/case"
tar -C "$work/case" -cf "$work/case.tar" .

# Inputs
reach inputs 1 "$healthy" "$work/h.tar"
reach input-bytes 4K "$work/h.tar"
reach input-bytes 64K "$work/h.tar.gz"
reach ratio 2 "$work/h.tar.gz" --limit ratio-from=64K
expect 0 "ratio-from keeps small inputs out" "$program" -q --limit ratio=2 "$work/h.tar.gz"
tested ratio-from
reach members 10 "$healthy"
reach members 10 "$work/h.tar.gz"
reach member-bytes 1K "$work/h.tar"
reach path-bytes 64 "$healthy"
reach path-depth 4 "$healthy"
reach path-depth 4 "$work/h.tar"
reach nesting 1 "$work/case.tar"
cat "$work/h.tar" "$work/case.tar" | gzip -nc >"$work/joined.tar.gz"
reach joined 1 "$work/joined.tar.gz"

# Documents
reach document-bytes 1K "$healthy"
reach depth 8 "$healthy"
reach nodes 100 "$healthy"
reach scalar-bytes 64 "$healthy"
with a.yaml
{ vmi a; printf 'spec: {a: &a [1, 2], b: *a}\n'; } >"$file"
reach aliases 0 "$work/with"
{ vmi a; printf 'spec:\n  %s: 1\n' "$(repeat k 100)"; } >"$file"
reach key-bytes 64 "$work/with"
{ vmi a; echo ---; vmi b; echo ---; vmi c; } >"$file"
reach documents 1 "$work/with"
{ vmi a; printf 'b: }\n---\n'; vmi b; printf 'b: }\n---\n'; vmi c; } >"$file"
reach broken-documents 1 "$work/with"
reach member-warnings 1 "$work/with"
{ vmi a; printf 'spec: {a: "\377\376\375"}\n'; vmi b; } >"$file"
reach broken-bytes 1 "$work/with"

# Graph
reach resources 10 "$healthy"
reach list-objects 1 "$healthy"
reach reading-steps 10 "$work/h.tar.gz"
with a.yaml
awk 'BEGIN { for (i = 0; i < 1001; i++) print "---\napiVersion: a.b/v1\nkind: K" i "\nmetadata: {name: a}" }' >"$file"
reach kinds 1000 "$work/with"
reach kept-bytes 4K "$healthy"
reach damaged 1 "$root/testdata/scenarios/damaged"
reach edges 10 "$root/testdata/sample"
reach edge-steps 10 "$root/testdata/sample"
for number in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
    : >"$(dirname "$file")/$number.yaml"
done
reach diagnostics 10 "$work/with"
with a.yaml
vmi "$(repeat n 600)" >"$file"
reach name-bytes - "$work/with"

# Expressions
reach expr-steps 100 "$healthy"
answers expr-scratch "$program" eval --limit expr-scratch=64K 'lists.range(70000).size()' "$healthy"
answers regex-steps "$program" eval --limit regex-steps=100 "'$(repeat a 40)b'.matches('(a|aa)+c|(a|aa)+$')" "$healthy"
answers regex-depth "$program" eval --limit regex-depth=10 "'$(repeat ab 40)xc'.matches('(a|b|ab)*c')" "$healthy"
answers expr-bytes "$program" eval "1 + $(repeat '1 + ' 20000) 1" "$healthy"
answers expr-depth "$program" eval "$(repeat '(' 300)1$(repeat ')' 300)" "$healthy"
answers regex-bytes "$program" eval "'a'.matches('$(repeat a 5000)')" "$healthy"

# Rules
reach findings 1 "$root/testdata/sample"
answers explain-nodes "$program" explain --limit explain-nodes=100 drain-vmi-blocks "$root/testdata/sample"
mkdir "$work/rules" "$work/long"
(cd "$work/rules" && awk 'BEGIN { for (i = 0; i < 2001; i++) { name = "r" i ".yaml"; print "" >name; close(name) } }')
answers rules "$program" rules lint --rules "$work/rules"
repeat '# comment
' 150000 >"$work/long/a.yaml"
answers rule-bytes "$program" rules lint --rules "$work/long"

mkdir "$work/deep"
awk 'BEGIN { print "cluster:\n  f0:\n    help: h\n    value: |\n      1"
    for (i = 1; i < 80; i++) print "  f" i ":\n    help: h\n    value: |\n      facts.f" i - 1 }' >"$work/deep/facts.yaml"
answers fact-depth "$program" eval --rules "$work/deep" facts.f79 "$healthy"

# Placement
reach placement-nodes 1 "$root/testdata/sample"
reach placement-steps 1 "$root/testdata/sample"

# Reports
reach report-bytes 1K "$healthy"

# Nothing is judged by how much is shown: where something is left out stands "and 7 more". Too many columns are told as terms.
tested chain-links message-bytes field-bytes placement-columns placement-listed excerpt-lines excerpt-line-bytes case-objects \
    template-bytes xslt-depth
"$program" --help-limits | sed -n 's/^\(page-[a-z-]*\): .*/\1/p' >>"$work/tested"

# What only unit tests reach is named there.
"$program" --help-limits >"$work/out" 2>"$work/err"
sed -n 's/^\([a-z-]*\): .*/\1/p' "$work/out" >"$work/names"
[ "$(wc -l <"$work/names")" -gt 50 ]
result $? "--help-limits lists them"
while read -r name; do
    grep -qx "$name" "$work/tested" ||
        grep -rqE "LIMIT_$(echo "$name" | tr a-z- A-Z_)\b|limits->$(echo "$name" | tr - _)\b|limit $name" "$root/tests/unit"
    result $? "limit $name has a test"
done <"$work/names"
expect 2 "an unknown limit" "$program" --limit membrs=1 "$healthy"
says err "did you mean 'members'" "names the near one"
expect 2 "a limit out of range" "$program" --limit depth=1000 "$healthy"
says err 'limit depth takes 8 to 128' "names the range"

# What was set is shown.
"$program" -q -o "$work/set" --limit depth=100 --limit member-bytes=1M "$healthy" >/dev/null 2>&1
tr -d ' \n' <"$work/set/report.json" | grep -q '"limits":\[{"name":"member-bytes","value":1048576,"default":268435456,"unit":"bytes"},{"name":"depth",'
result $? "report.json has the bounds that were set"
grep -q 'member-bytes: 1 MiB (otherwise 256 MiB)' "$work/set/report.html"
result $? "the page has them"
"$program" -q -o "$work/set" --limit depth=128 "$healthy" >/dev/null 2>&1
! grep -q '"limits"' "$work/set/report.json"
result $? "a bound set to what it is anyway is none"
finish
