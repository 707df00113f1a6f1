# Reads analyzer/LAYERS, then C files: a file may include its own folder and those before it in the list.
FILENAME == "analyzer/LAYERS" { rank[$1] = FNR; next }
/^#include "/ {
    split(FILENAME, own, "/")
    split($2, parts, /["\/]/)
    if (!(parts[2] in rank)) {
        print FILENAME ":" FNR ": '" parts[2] "' is no layer"
        bad = 1
    } else if (rank[parts[2]] > rank[own[2]]) {
        print FILENAME ":" FNR ": " own[2] " may not include " parts[2]
        bad = 1
    }
}
END { exit bad }
