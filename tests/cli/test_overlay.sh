#!/bin/sh
# A site's own rules, facts and parameters: each report says what is not as built in, and how. Nothing is weakened in silence.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

over=$work/over
reports=$work/reports
mkdir "$over"
sed 's/^severity: .*/severity: info/; s/^  - severity: .*/  - severity: info/; s/^message: .*/message: "no longer"/' \
    "$root/rules/olm-approval-manual.yaml" >"$over/olm-approval-manual.yaml"
sed 's/^    value: 3$/    value: 99/' "$root/rules/mig-repeated-failures.yaml" >"$over/mig-repeated-failures.yaml"
cp "$root/rules/node-not-ready.yaml" "$over/node-not-ready.yaml"
"$program" rules new site-a >"$over/site-a.yaml"
printf 'cluster:\n  ocpChannelMinor:\n    help: h\n    value: |\n      "4.13"\n' >"$over/facts.yaml"
expect 1 "an overlay" "$program" --rules "$over" --param mig-running-stuck.factor=9 -o "$reports" --markdown "$reports/report.md" "$sample"
cp "$work/out" "$reports/summary.txt"
says out '^i NOTE +Not judged by the built-in rules alone' "is told by the summary"
for file in report.html junit.xml; do
    for part in 'ocpChannelMinor \(.*over/facts.yaml: value' 'olm-approval-manual \(.*over/olm-approval-manual.yaml: severity warning → info, .*message' \
        'mig-repeated-failures \(.*over/mig-repeated-failures.yaml: params.failures 3 → 99'; do
        grep -qE "$part" "$reports/$file"
        result $? "$file: $part"
    done
done
for part in 'ocpChannelMinor (value)' 'olm-approval-manual (severity warning → info' 'mig-repeated-failures (params.failures 3 → 99' 'node-not-ready;'; do
    grep -qF "$part" "$reports/report.md"
    result $? "report.md: $part"
done
for file in report.html junit.xml; do
    grep -q 'mig-running-stuck.factor (--param: params.factor [0-9]* → 9)' "$reports/$file"
    result $? "$file names the parameter with its old and new value"
    grep -q 'node-not-ready ([^:]*over/node-not-ready.yaml)' "$reports/$file"
    result $? "$file names a file that changes nothing"
    ! grep -q 'site-a (' "$reports/$file"
    result $? "$file: a new rule replaces nothing"
done
[ "$(grep -c '<property name="rules.replaced"' "$reports/junit.xml")" -eq "$(grep -c '<testsuite ' "$reports/junit.xml")" ]
result $? "every suite has the property"
tr -d '\n' <"$reports/report.html" | grep -q 'id="rule-mig-repeated-failures">.*Not as built in: mig-repeated-failures ([^)]*params.failures 3 → 99'
result $? "the finding says that its rule is not as built in"
# json PATTERN NAME: what report.json lists, as one line without spaces at its ends.
json() {
    sed -n '/^      "replaced": \[/,/^      \]/p; /"replaced": \[\]/p' "$reports/report.json" | tr -d '\n' | tr -s ' ' | grep -qE -- "$1"
    result $? "$2"
}
json '"what": "fact".*"what": "rule".*"what": "rule".*"what": "rule".*"what": "parameter"' "report.json lists them in order"
json '"key": "severity", "from": "warning", "to": "info"' "with the level that is lowered"
json '"key": "params.failures", "from": "3", "to": "99"' "and the parameter that is changed"
json '"id": "node-not-ready", "by": "[^"]*", "changes": \[ *\]' "a rule that is the same has no changes"
json '"key": "message", "from": (null|"[^"]*"), "to": "no longer"' "a short text is told"
expect 1 "without an overlay" "$program" --json "$reports/report.json" "$sample"
! grep -q 'built-in rules alone' "$work/out"
result $? "nothing is said"
json '"replaced": \[ *\]' "and nothing is listed"
finish
