#!/bin/sh
# A foreign library's header stands in one .c file each and in no header.
set -eu
bad=0
check() { # PATTERN FILE...
    pattern=$1
    shift
    for file in $(git grep -lE "#include <($pattern)" -- 'analyzer/*' || true); do
        case " $* " in
        *" $file "*) ;;
        *) echo "$file: includes <$pattern>, which belongs in: $*"; bad=1 ;;
        esac
    done
}
check 'linux/|sys/prctl|sys/syscall' analyzer/cli/sandbox.c
check 'archive' analyzer/bundle/reader.c
check 'isa-l|igzip_lib|crc|zlib' analyzer/bundle/inflate.c
check 'nettle/' analyzer/base/digest.c
check 'yaml\.h' analyzer/document/yaml_reader.c
check 'json' analyzer/document/json_reader.c analyzer/report/json_out.c
check 'pcre2' analyzer/cel/regex.c
check 'libxslt|libexslt' analyzer/report/xslt.c
check 'libxml' analyzer/report/element.c analyzer/report/xslt.c
exit $bad
