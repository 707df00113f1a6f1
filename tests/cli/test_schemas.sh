#!/bin/sh
# What the program writes of every archive of the golden tests is valid: the results document (through a style sheet that only copies) by
# results.rng, junit.xml by junit.rng; and each has the cases of all others.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$root" || exit 1
copy=$work/templates
mkdir "$copy"
cp templates/*.* "$copy"
cat >"$copy/report.xsl" <<'EOF'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="xml" encoding="UTF-8"/>
<xsl:template match="/" priority="9"><xsl:copy-of select="results"/></xsl:template>
</xsl:stylesheet>
EOF
names() { sed -n 's/.*<testcase .*name="\([^"]*\)".*/\1/p' "$1" | LC_ALL=C sort; }
for args in tests/golden/*/args; do
    case=$(basename "$(dirname "$args")")
    # The words stand in the file as a shell would split them.
    # shellcheck disable=SC2046
    "$program" -q --templates "$copy" --html "$work/results.xml" --junit "$work/junit.xml" $(cat "$args") >"$work/out" 2>"$work/err"
    xmllint --noout --nonet --relaxng templates/results.rng "$work/results.xml" 2>"$work/err"
    result $? "$case: the results document is valid"
    xmllint --noout --nonet --relaxng templates/junit.rng "$work/junit.xml" 2>"$work/err"
    result $? "$case: junit.xml is valid"
    names "$work/junit.xml" >"$work/names"
    [ -e "$work/first" ] || cp "$work/names" "$work/first"
    same "$work/first" "$work/names" "$case: the cases are those of all archives"
done
[ "$(wc -l <"$work/names")" -eq "$(find rules -maxdepth 1 -name '*.yaml' ! -name facts.yaml ! -name gather.yaml | wc -l)" ]
result $? "one case for each rule"
finish
