#!/bin/sh
# All checks that need no run of the program's tests. BUILD is the folder of one variant, CPPFLAGS those of the build.
set -u
export LC_ALL=C.UTF-8
passed=0 failed=0
check() { # NAME COMMAND...
    name=$1
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
    else
        echo "lint $name:"
        echo "$output" | head -n 40
        failed=$((failed + 1))
    fi
}
need() {
    command -v "$1" >/dev/null || sh tests/install-packages.sh --lint
}
need clang-format
need shellcheck
need ctags
need xmllint

# $CPPFLAGS is a list of words.
# shellcheck disable=SC2086
headers() {
    for header in $(git ls-files 'analyzer/*.h'); do
        echo "#include \"${header#analyzer/}\"" | ${CC:-cc} $CPPFLAGS -std=c17 -fsyntax-only -xc - || return 1
    done
}
formatted() { git ls-files '*.c' '*.h' | xargs clang-format --dry-run -Werror; }
layers() { git ls-files 'analyzer/*.[ch]' | xargs awk -f tests/lint/layers.awk analyzer/LAYERS; }
words() { awk -f tests/lint/words.awk templates/words.en.yaml templates/words.[!e]*.yaml templates/report*.xsl analyzer/report/*.[ch] analyzer/cli/*.c; }
shells() { git ls-files '*.sh' .ci/run | xargs shellcheck; }
templates() { git ls-files 'templates/*.xsl' 'templates/*.rng' | xargs xmllint --noout --nonet; }
# Comments may name what is banned.
no_document() { ! sed 's/<!--.*-->//; /<!--/,/-->/d' templates/*.xsl | grep -nE 'document\(|generate-id|xsl:sort|format-number|disable-output-escaping'; }
places() { ! git grep -nIE '(^|[^.a-z])/(work|tmp|root|home)/' -- README.md CHANGELOG.md docs analyzer rules templates; }
unfinished() { ! git grep -nIE '\b(TODO|FIXME|XXX|HACK)\b' -- analyzer rules templates tests Makefile ':!tests/lint/run.sh'; }

check layers layers
check headers headers
check words words
check sentences sh tests/lint/sentences.sh
check sizes sh tests/lint/sizes.sh
check foreign sh tests/lint/foreign.sh
check asked sh tests/lint/asked.sh
check format formatted
check shell shells
check templates templates
check stylesheets no_document
check places places
check unfinished unfinished
check rules "$BUILD/virtready" rules lint --rules rules
documented() {
    "$BUILD/virtready" rules doc --rules rules | cmp -s - docs/rules.md || { echo "docs/rules.md is not current: make docs"; return 1; }
}
check documented documented
echo "lint: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
