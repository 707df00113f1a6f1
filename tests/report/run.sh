#!/bin/sh
# run.sh PROGRAM GENERATOR FOLDER [FOCUS]: the tests of the reports in a real browser. Everything is made in FOLDER, so that the source tree
# stays clean: the npm packages, the pages, the screenshots. FOCUS is a part of the names of the test files to run, for work on one of them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
mkdir -p "$3"
folder=$(cd "$3" && pwd)
VIRTREADY=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
GENERATOR=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
export VIRTREADY GENERATOR SOURCE="$root" FOLDER="$folder" FOCUS="${4:-}"

for tool in node npm chromium pdftotext xmllint; do
    command -v "$tool" >/dev/null || { sh "$root/tests/install-packages.sh" --report; break; }
done
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$folder/"
# npm writes this file last: it stands only where the installation was whole.
if ! cmp -s "$here/package-lock.json" "$folder/node_modules/.installed"; then
    (cd "$folder" && npm ci --no-progress --loglevel=error)
    cp "$here/package-lock.json" "$folder/node_modules/.installed"
fi
rm -rf "$folder"/*.mjs "$folder/pages" "$folder/shots"
cp "$here"/*.mjs "$folder/"
cd "$folder"
# One process for all: one browser, and each page is made once.
exec node --test-reporter=./reporter.mjs all.mjs
