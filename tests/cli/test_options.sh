#!/bin/sh
# The command line: help, version, usage errors, every exit status.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

expect 0 "help" "$program" --help
[ "$(wc -l <"$work/out")" -le 24 ]
result $? "help fits 24 lines"
[ "$(awk '{ if (length($0) > 80) n++ } END { print n + 0 }' "$work/out")" -eq 0 ]
result $? "help fits 80 columns"
sed -n 2p "$work/out" >"$work/second"
grep -q 'virtready -o' "$work/second"
result $? "help begins with an example"
expect 0 "version" "$program" --version
says out 'rules of' "version tells the rules'"
expect 2 "no words" "$program"
says err 'no archive given' "says what is missing"
expect 2 "unknown option" "$program" --nonsense x
says err "unknown option '--nonsense'" "names the unknown option"
expect 2 "option without value" "$program" x --html
says err '^virtready: error: --html needs a value' "names the option that lacks a value"
expect 2 "bad level" "$program" --fail-on=sometimes x
expect 2 "bad time" "$program" --now yesterday x
expect 2 "an unknown language" "$program" --lang fr x
says err "lang does not take 'fr'" "names the language"
expect 2 "flag with a value" "$program" --quiet=yes x
expect 2 "markdown without a file" "$program" --markdown
expect 2 "explain without a rule" "$program" explain
expect 2 "explain without an archive" "$program" explain drain-hostpath
expect 2 "eval without an archive" "$program" eval 1
says err "eval 'EXPR' ARCHIVE" "says how"
expect 2 "new without an id" "$program" rules new
expect 2 "rules without a word" "$program" rules
expect 2 "unknown rule" "$program" rules show olm-approval-manuel
says err "did you mean 'olm-approval-manual'" "names the near one"
expect 0 "one rule" "$program" rules show olm-approval-manual
expect 0 "edges" "$program" rules show edges
expect 0 "list" "$program" rules list
expect 3 "no such file" "$program" "$work/none.tar.gz"
[ "$(wc -l <"$work/err")" -eq 1 ]
result $? "one line says why"
expect 1 "blockers" "$program" "$sample"
expect 0 "fail-on never" "$program" --fail-on never --unknown skip "$sample"
expect 2 "target behind" "$program" --target 4.11 "$sample"
expect 3 "unknown parameter" "$program" --param no-such-rule.x=1 "$sample"
expect 0 "only rules that pass" "$program" -q --only eus-master-pool-paused "$sample"
ocp=$(echo "$sample"/must-gather.local.*/quay-io-*)
expect 4 "only what cannot be told" "$program" -q --only drain-vmi-blocks "$ocp"
expect 0 "the same, skipped" "$program" -q --unknown=skip --only drain-vmi-blocks "$ocp"
finish
