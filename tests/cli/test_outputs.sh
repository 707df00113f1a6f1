#!/bin/sh
# Where reports go, and what happens when they cannot.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

expect 1 "a folder of reports" "$program" -o "$work/reports" "$sample"
for file in report.html junit.xml report.json; do
    [ -s "$work/reports/$file" ]
    result $? "$file is there"
done
[ "$(find "$work/reports" -type f | wc -l)" -eq 3 ]
result $? "and nothing else"
expect 1 "a folder in a new folder" "$program" -o "$work/new/deep" "$sample"
[ -s "$work/new/deep/report.json" ]
result $? "made with its parents"
expect 1 "again into the same folder" "$program" -o "$work/reports" "$sample"
expect 1 "quiet" "$program" -q "$sample"
[ "$(wc -l <"$work/out")" -eq 1 ]
result $? "quiet is one line"
expect 1 "a note beside them" "$program" --markdown "$work/note.md" -o "$work/reports" "$sample"
says out "note.md" "its file is named"
[ "$(wc -m <"$work/note.md")" -le 4000 ]
result $? "it has at most 4,000 characters"
mv "$work/note.md" "$work/reports/report.md"
for option in --json --html --junit --markdown; do
    expect 3 "a full disk: $option" "$program" $option /dev/full "$sample"
    says err '/dev/full: error: cannot write' "names the file: $option"
    expect 1 "$option to standard output" "$program" $option - "$sample"
    case $option in --json) file=report.json ;; --html) file=report.html ;; --junit) file=junit.xml ;; *) file=report.md ;; esac
    cp "$work/out" "$work/piped"
    same "$work/piped" "$work/reports/$file" "$option: standard output holds the report alone"
    "$program" $option - "$sample" >/dev/full 2>"$work/err"
    [ $? -eq 3 ]
    result $? "$option to a full standard output"
    "$program" $option - "$sample" >&- 2>"$work/err"
    [ $? -eq 3 ]
    result $? "$option to a closed standard output"
done
"$program" "$sample" >/dev/full 2>"$work/err"
[ $? -eq 3 ]
result $? "a full standard output"
"$program" "$sample" >&- 2>"$work/err"
[ $? -eq 3 ]
result $? "a closed standard output"
for words in 'rules list' 'rules show drain-hostpath' --help --version; do
    # shellcheck disable=SC2086
    "$program" $words >/dev/full 2>"$work/err"
    [ $? -eq 3 ]
    result $? "a full standard output: $words"
done
"$program" "$sample" 2>&- >"$work/out"
[ $? -eq 1 ]
result $? "a closed standard error"
"$program" -q -o "$work/nowhere" "$sample" >/dev/full 2>"$work/err"
[ -s "$work/nowhere/report.json" ] && [ -s "$work/nowhere/report.html" ]
result $? "the reports are written although the summary cannot be"
expect 1 "reports over older ones" "$program" -q --json "$work/reports/report.json" "$sample"
[ "$(find "$work/reports" -type f | wc -l)" -eq 4 ]
result $? "and nothing is left beside them"
if shm=$(mktemp -d /dev/shm/virtready-test.XXXXXX 2>"$work/err"); then
    expect 1 "reports into shared memory" "$program" -q -o "$shm" "$sample"
    same "$shm/report.json" "$work/reports/report.json" "which is a folder as any other"
    rm -r "$shm"
fi
expect 3 "a folder that cannot be made" "$program" -o /proc/none/x "$sample"
expect 3 "templates that are not there" "$program" -o "$work/t" --templates "$work/none" "$sample"
mkdir "$work/site"
echo 'id: [' >"$work/site/rule.yaml"
expect 3 "mistakes in rules and in templates" "$program" -o "$work/t" --rules "$work/site" --templates "$work/site" "$sample"
grep -q '\[rule-shape\]' "$work/err" && grep -q '\[template\]' "$work/err"
result $? "both are told"
cat >"$work/site/report.xsl" <<'END'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><xsl:apply-templates select="/"/></xsl:template>
</xsl:stylesheet>
END
for file in report.css report.js junit.xsl; do
    cp "templates/$file" "$work/site/$file"
done
expect 3 "a style sheet without an end" "$program" -q -o "$work/endless" --html "$work/endless.html" --templates "$work/site" "$sample"
[ "$(grep -c 'report.xsl: error: style sheet refused' "$work/err")" -eq 1 ]
result $? "is told of once"
[ -f "$work/endless/report.json" ] && [ ! -e "$work/endless/report.html" ] && [ ! -e "$work/endless.html" ]
result $? "and what does not need it is written"
if [ "$(id -u)" -ne 0 ]; then
    mkdir "$work/locked"
    chmod 500 "$work/locked"
    expect 3 "a folder without permission" "$program" -o "$work/locked" "$sample"
    touch "$work/secret.tar"
    chmod 000 "$work/secret.tar"
    expect 3 "an input without permission" "$program" "$work/secret.tar"
fi
"$program" --color auto "$sample" >"$work/out" 2>&1
! grep -q "$(printf '\033')" "$work/out"
result $? "no colour when piped"
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    # tty NAME SETTING...: whether there is colour on a terminal with these settings of the environment.
    tty() {
        env -u NO_COLOR "$@" script -qec "'$program' '$sample'" /dev/null </dev/null >"$work/out"
        grep -q "$(printf '\033\[[0-9;]*m')" "$work/out"
    }
    tty TERM=xterm
    result $? "colour on a terminal"
    ! tty TERM=xterm NO_COLOR=1
    result $? "none with NO_COLOR"
    tty TERM=xterm NO_COLOR=
    result $? "an empty NO_COLOR is none"
    ! tty TERM=dumb
    result $? "none on a terminal that is dumb"
    # links NAME SETTING...: whether rule ids lead into the page.
    links() {
        env -u NO_COLOR -u FORCE_HYPERLINK "$@" script -qec "'$program' -o '$work/a b' '$sample'" /dev/null </dev/null >"$work/out"
        grep -q "$(printf '\033\\]8;;file://.*/a%%20b/report.html#rule-olm-approval-manual\033')" "$work/out"
    }
    links TERM=xterm
    result $? "links on a terminal"
    links TERM=xterm NO_COLOR=1
    result $? "also without colour"
    ! links TERM=dumb
    result $? "none on a terminal that is dumb"
    ! links TERM=xterm FORCE_HYPERLINK=0
    result $? "none if they are switched off"
    # On a terminal nothing is wider than it.
    for columns in 60 80 120; do
        script -qec "stty cols $columns; '$program' --color never '$sample'" /dev/null </dev/null | tr -d '\r' >"$work/out"
        ! grep -vE '^ +(\$ | )' "$work/out" | grep -qE "^.{$((columns + 1))}"
        result $? "at most $columns columns"
    done
fi
FORCE_HYPERLINK=1 "$program" -o "$work/reports" "$sample" >"$work/out" 2>&1
grep -q "$(printf '\033\\]8;;file://')" "$work/out"
result $? "links on demand"
"$program" -o "$work/reports" "$sample" >"$work/out" 2>&1
! grep -q "$(printf '\033')" "$work/out"
result $? "no links when piped"
"$program" --color never "$sample" >"$work/out" 2>&1
! grep -q "$(printf '\033')" "$work/out"
result $? "no colour on demand"
"$program" --color always "$sample" >"$work/out" 2>&1
grep -q "$(printf '\033')" "$work/out"
result $? "colour on demand"
finish
