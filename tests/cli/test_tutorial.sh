#!/bin/sh
# The examples of rules/README.md and templates/README.md: files (```yaml file=NAME) are written, then commands (```console) run in their order. A line "…" of an
# expected output stands for any lines, "…" at a line's end for the rest of it.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir "$work/bin" "$work/my-rules" "$work/my-facts" "$work/my-i18n" "$work/wrong"
ln -s "$program" "$work/bin/virtready"
ln -s "$sample" "$work/must-gather"
ln -s "$root/templates" "$work/templates"
cat "$root/rules/README.md" "$root/templates/README.md" >"$work/all.md"
PATH=$work/bin:$PATH
cd "$work" || exit 1
awk -v dir="$work" '
    /^```(yaml|xml) file=/ { sub(/^```[a-z]* file=/, ""); file = dir "/" $0; next }
    /^```/ { file = ""; next }
    file != "" { print >file; next }
' "$work/all.md"
# One file of a command, one of its output, for each.
awk -v dir="$work" '
    /^```console/ { inside = 1; next }
    /^```/ { inside = 0; next }
    inside && /^\$ / { n++; command = sprintf("%s/%03d.command", dir, n); expected = sprintf("%s/%03d.expected", dir, n)
        print substr($0, 3) >command; close(command); printf "" >expected; next }
    inside { print >expected }
' "$work/all.md"
# Is the output (second file) what the first one says?
compare() {
    awk '
        NR == FNR { want[++n] = $0; next }
        { got[++m] = $0 }
        function like(w, g) {
            if (w ~ /…$/) { sub(/…$/, "", w); return substr(g, 1, length(w)) == w }
            return w == g
        }
        function fits(i, j,    k) {
            if (i > n) return j > m
            if (want[i] == "…") { for (k = j; k <= m + 1; k++) if (fits(i + 1, k)) return 1; return 0 }
            return j <= m && like(want[i], got[j]) && fits(i + 1, j + 1)
        }
        END { exit !fits(1, 1) }
    ' "$1" "$2"
}
for command in "$work"/*.command; do
    sh "$command" >"$work/out" 2>&1
    cp "$work/out" "$work/got"
    compare "${command%.command}.expected" "$work/got"
    result $? "$(cut -c 1-100 "$command")"
done
[ "$n" -ge 10 ]
result $? "there are examples"
finish
