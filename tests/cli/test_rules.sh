#!/bin/sh
# The rules: to list, show, lint and test them; a site's own beside and instead of the built-in ones; their parameters.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
trees=$root/testdata/scenarios

expect 0 "list" "$program" rules list
[ "$(wc -l <"$work/out")" -eq "$(find "$root/rules" -maxdepth 1 -name '*-*.yaml' | wc -l)" ]
result $? "list names each rule file"
sort "$work/out" | cmp -s - "$work/out"
result $? "in the order of their ids"
expect 0 "show" "$program" rules show drain-hostpath
says out '^Passes when: ' "show tells the assertion"
expect 0 "edges" "$program" rules show edges
expect 2 "show without an id" "$program" rules show
expect 2 "an unknown rule" "$program" rules show no-such-rule
expect 2 "an unknown word" "$program" rules frobnicate
expect 0 "lint" "$program" rules lint --rules "$root/rules"
[ ! -s "$work/err" ]
result $? "without a word: none is quadratic, asks in a loop or is untested"
expect 0 "test" "$program" rules test --rules "$root/rules"
says out '^rules: [0-9]+ passed, 0 failed$' "test ends with a count"
expect 0 "test of one rule" "$program" rules test --rules "$root/rules" -r olm-approval-manual
expect 3 "rules that are not there" "$program" -q --rules "$work/none" "$trees/healthy"

# rule ID LEVEL WHEN: a site's own rule, one line each.
rule() {
    cat <<END
id: $1
title: A node's name
assertion: nodes are named as they should be
why: Scripts of this site tell nodes by their names.
docs: [https://example.com/names]
severity: $2
scopes: [ocp]
category: version
params:
  letters: {value: 4, type: int, help: fewer letters than these are too few}
each: Node
when: |
  $3
message: "Node {name} is named badly."
tests:
  - name: one
    objects: [{apiVersion: v1, kind: Node, metadata: {name: n}}, {apiVersion: v1, kind: Node, metadata: {name: worker}}]
    expect: {findings: [{object: n, level: $2}], passed: [worker]}
  - name: nodes were not collected
    not_collected: [Node]
    expect: {unknown: [Node]}
END
}

mkdir "$work/site"
rule site-names warning 'self.metadata.name.size() < params.letters' >"$work/site/site-names.yaml"
expect 0 "lint of a site's own rule" "$program" rules lint --rules "$work/site"
expect 0 "test of a site's own rule" "$program" rules test --rules "$work/site" -r site-names
says out '^rules: 2 passed, 0 failed$' "it has two tests"
expect 0 "its own rule passes" "$program" -q --rules "$work/site" --only site-names "$trees/healthy"
expect 0 "with another parameter it warns" "$program" --rules "$work/site" --only site-names --param site-names.letters=40 "$trees/healthy"
says out 'site-names' "and is named in the summary"
expect 1 "where warnings fail it fails" "$program" -q --rules "$work/site" --only site-names --param site-names.letters=40 \
    --fail-on warning --junit "$work/site.xml" "$trees/healthy"
grep -q '<testsuite name="[^"]*site' "$work/site.xml"
result $? "and stands in the suite of the site"
expect 3 "a parameter of the wrong type" "$program" -q --rules "$work/site" --param site-names.letters=many "$trees/healthy"
says err 'letters' "names the parameter"
expect 3 "a parameter that is not there" "$program" -q --param site-names.none=1 --rules "$work/site" "$trees/healthy"

# One that replaces a built-in rule.
mkdir "$work/instead"
rule olm-approval-manual blocker 'self.metadata.name.size() > 0' >"$work/instead/olm-approval-manual.yaml"
expect 1 "a rule instead of a built-in one" "$program" -q --rules "$work/instead" --json "$work/instead.json" "$trees/healthy"
grep -q '"origin": "[^"]*olm-approval-manual.yaml"' "$work/instead.json"
result $? "the report tells its origin"
[ "$(grep -c '^      "id": "olm-approval-manual"' "$work/instead.json")" -eq 1 ]
result $? "it stands once"

# Broken ones: file:line:column, the line and a caret; no reports.
mkdir "$work/broken"
rule site-broken warning "self.metadata.name.startsWth('x')" >"$work/broken/site-broken.yaml"
expect 3 "a misspelt function" "$program" -q -o "$work/never" --rules "$work/broken" "$trees/healthy"
says err '^[^ ]*site-broken\.yaml:13:22: error: unknown function .startsWth., did you mean .startsWith.' "says where and what"
says err '^ +self\.metadata\.name\.startsWth' "shows the line"
says err '^ +\^~~' "and a caret below it"
[ ! -e "$work/never/report.json" ]
result $? "and writes no report"
expect 3 "lint of it" "$program" rules lint --rules "$work/broken"
says err 'site-broken\.yaml:13:22' "says the same"
rule site-broken warning 'true' | sed 's/^severity/severty/' >"$work/broken/site-broken.yaml"
expect 3 "a misspelt key" "$program" -q --rules "$work/broken" "$trees/healthy"
says err 'site-broken\.yaml:6:1: error: .*severty' "says where and what"
printf 'id: site-broken\n  title: [\n' >"$work/broken/site-broken.yaml"
expect 3 "no YAML" "$program" -q --rules "$work/broken" "$trees/healthy"
says err 'site-broken\.yaml' "names the file"
rule site-broken warning 'self.metadata.name == 1 / 0' >"$work/broken/site-broken.yaml"
expect 0 "an error of one rule stops no other" "$program" -q --rules "$work/broken" --json "$work/error.json" "$trees/healthy"
grep -q '"status": "error"' "$work/error.json"
result $? "and stands in the report"
rule site-broken warning 'self.metadata.name.size() > 30' >"$work/broken/site-broken.yaml"
expect 1 "a test that fails" "$program" rules test --rules "$work/broken" -r site-broken
says out '1 passed, 1 failed$' "is counted"
finish
