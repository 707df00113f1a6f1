#!/bin/sh
# An archive full of what breaks pages, test files, notes and terminals, through the whole program: every report stays valid, and shows what was
# there without obeying it.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

command -v xmllint >/dev/null || sh "$root/tests/install-packages.sh"
dirty=$work/dirty
cp -r "$root/testdata/scenarios/hostpath-4.14" "$dirty"
chmod -R u+w "$dirty"
# Escapes that a YAML reader turns into the characters themselves; what a file cannot hold as text stands in it raw.
evil='\\e[31m\\0\\x07\\u202Egnp.exe\\u2066\\uFFFE\\uFFFF]]>--><script>alert(1)</script><b onclick=x>@everyone #1 ```|[a](http://a.example)\&lt;'
find "$dirty" -name '*.yaml' -exec grep -lE 'infrastructureName: |reason: DisksNotLiveMigratable|name: hostpath-csi' {} + | while read -r file; do
    sed -i "s~^\\( *infrastructureName:\\) .*~\\1 \"x$evil\"~; s~reason: DisksNotLiveMigratable~reason: \"DisksNotLiveMigratable$evil\"~" "$file"
done
grep -rq 'u202Egnp' "$dirty"
result $? "the archive holds it"
raw=$(find "$dirty" -name '*.yaml' | LC_ALL=C sort | head -n 1)
printf '# \377\033[31m\357\277\276\001\n' >>"$raw"
"$program" -o "$work/reports" --markdown "$work/reports/report.md" "$dirty" >"$work/reports.txt" 2>"$work/reports.err"
status=$?
[ "$status" -le 1 ] || [ "$status" -eq 4 ]
result $? "it is judged (exit $status)"
cp "$work/reports.txt" "$work/reports/summary.txt"
cp "$work/reports.err" "$work/reports/stderr.txt"
for file in report.html junit.xml report.json report.md summary.txt stderr.txt; do
    iconv -f UTF-8 -t UTF-8 "$work/reports/$file" >/dev/null 2>"$work/err"
    result $? "$file is UTF-8"
    ! LC_ALL=C tr -d '\11\12\40-\377' <"$work/reports/$file" | grep -q .
    result $? "$file has no control character"
    ! grep -qE "$(printf '\342\200\256|\342\201\246|\357\277\276|\357\277\277')" "$work/reports/$file"
    result $? "$file has no direction and no character that XML forbids"
done
grep -q 'U+202E' "$work/reports/report.html"
result $? "the page shows what was there"
xmllint --noout --nonet --relaxng "$root/templates/junit.rng" "$work/reports/junit.xml" 2>"$work/err"
result $? "junit.xml is valid"
! grep -q '<script>alert' "$work/reports/report.html"
result $? "the page has no script of the archive's"
# The backticks are of Markdown.
# shellcheck disable=SC2016
! sed 's/`[^`]*`//g' "$work/reports/report.md" | grep -q '@everyone'
result $? "the note mentions nobody"
finish
