#!/bin/sh
# Writes the files named on the command line as one C table (base/embedded.h) to standard output. Rule files lose everything from
# their line "tests:" on: tests are for authors, not for the binary.
set -eu
export LC_ALL=C

echo '/* Made by analyzer/embed.sh. */'
echo '#include "base/embedded.h"'
i=0
for file in $(printf '%s\n' "$@" | sort); do
    echo "static const unsigned char data_${i}[] = {"
    case $file in
    rules/*.yaml) awk '/^tests:/ { exit } { print }' "$file" ;;
    *) cat "$file" ;;
    esac | od -An -v -tu1 | sed 's/  */,/g; s/^,//; s/$/,/'
    echo '0};'
    i=$((i + 1))
done
echo 'const struct embedded_file embedded_files[] = {'
i=0
for file in $(printf '%s\n' "$@" | sort); do
    echo "{\"$file\", (const char *)data_$i, sizeof data_$i - 1},"
    i=$((i + 1))
done
echo '{0, 0, 0}};'
echo "const size_t embedded_count = $i;"
cat <<'C'
const struct embedded_file *embedded_find(struct str name) {
    for (size_t i = 0; i < embedded_count; i++)
        if (str_eq(str_of(embedded_files[i].name), name))
            return &embedded_files[i];
    return 0;
}
C
