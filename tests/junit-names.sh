#!/bin/sh
# Prints the names of all test cases of junit.xml, from the rule files; with --write, into tests/junit-names.lock. CI compares runs by these
# names: one that changes looks like a test that is gone and another that is new. So a rule that changes its meaning gets a new id.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C

names() {
    for file in rules/*.yaml; do
        awk '
            /^tests:/ { exit }
            /^(id|category|assertion):/ {
                key = $1
                sub(/^[a-z]+:[ ]*/, "")
                gsub(/^["\047]|["\047]$/, "")
                value[key] = $0
            }
            END { if (value["id:"] != "") print "virtready." value["category:"] " " value["id:"] ": " value["assertion:"] }
        ' "$file"
    done | sort
}

if [ "${1-}" = --write ]; then
    names >tests/junit-names.lock
else
    names
fi
