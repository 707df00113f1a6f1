#!/bin/sh
# Every field of an object that code names stands in a table of what is asked for (asked.c): what
# does not is not kept, and so would never be found. By words, since code follows paths in pieces.
# Left out: what looks at documents before they are kept, and values that are no objects.
set -eu
# Below fields that are asked for as a whole.
whole='matchExpressions matchFields matchLabels operator values labelSelector namespaceSelector
    namespaces topologyKey effect enabled policy claimRequest deviceName dedicatedCpuPlacement
    isolateEmulatorThread cpuAllocationRatio memoryOvercommit nodeSelectors useEmulation sev snp
    supplementalPoolThreadCount hugepages pageSize limits overcommitGuestOverhead guestCurrent'
# Labels, which are asked for as a whole too; values; facts.
labels='created-by migrationJobUID vm node-role control-plane master worker'
values='arm64 virt-launcher operators coreos com node runStrategy cause reason'
bad=0
tables=$(mktemp)
trap 'rm -f "$tables"' EXIT
{
    cat analyzer/*/asked.c
    echo "$whole" "$labels" "$values"
} | tr -c 'A-Za-z0-9_-' '\n' | sort -u >"$tables"
for file in analyzer/graph/*.c analyzer/readiness/*.c analyzer/report/*.c; do
    case $file in
    */asked.c | */graph/read.c | */graph/listed.c | */graph/unfold.c | */graph/alerts.c | */report/catalogue.c) continue ;;
    esac
    for word in $(tr '\n' ' ' <"$file" |
        grep -oE '(value_get|value_path|adjacency_field|text_at|is_true|quantity)\([^;{]*' |
        grep -oE '"[a-z][A-Za-z0-9./_-]*"' | tr -d '"' | sort -u); do
        for key in $(echo "$word" | tr './' '  '); do
            grep -qxF -e "$key" "$tables" || { echo "$file: '$key' of \"$word\" is in no asked.c"; bad=1; }
        done
    done
done
exit $bad
