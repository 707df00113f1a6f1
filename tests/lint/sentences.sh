#!/bin/sh
# Translated sentences of the program itself (`program:` in rules/i18n/*/facts.yaml): the texts between their {holes} stand in a string of analyzer/. What
# placement and proofs may append, " (estimated)" and " ({root})", does not count.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git ls-files 'analyzer/*.[ch]' 'analyzer/*.inc' | xargs cat | sed -E ':a;/"$/{N;s/"\n[[:space:]]*"//;ta}' >"$work/strings"
sed -n '/^program:/,$p' rules/i18n/*/facts.yaml | sed -nE 's/^  "(([^"\\]|\\.)*)": .*/\1/p' |
    sed -E 's/ \(estimated\)$//; s/ \(\{root\}\)$//; s/\{[^}]*\}/\n/g' | sed '/^ *$/d' >"$work/texts"
[ -s "$work/texts" ] || { echo "no sentences found"; exit 1; }
bad=0
while IFS= read -r text; do
    grep -qF -- "$text" "$work/strings" || { echo "rules/i18n: the program does not say '$text' any more"; bad=1; }
done <"$work/texts"
exit $bad
