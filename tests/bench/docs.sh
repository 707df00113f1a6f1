#!/bin/sh
# docs.sh FOLDER: puts what `make bench` left in FOLDER between the marks of docs/performance.md.
set -eu
work=$1
page=docs/performance.md
awk -v work="$work" '
    /^<!-- end -->$/ { inside = 0 }
    !inside { print }
    /^<!-- [a-z]+ -->$/ && $2 != "end" {
        inside = 1
        fence = $2 == "table" || $2 == "machine" ? "" : "```"
        if (fence) print fence
        file = work "/" $2 ($2 == "table" ? ".md" : ".txt")
        while ((getline line < file) > 0) print line
        if (fence) print fence
    }' "$page" >"$work/page.md"
cp "$work/page.md" "$page"
cp "$work/growth.svg" docs/performance.svg
