#!/bin/sh
# Clusters before and in an update, as `oc get -o yaml` shows them: what oc adm upgrade status and recommend would call a concern is found, at its
# level, and nothing else is.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root" || exit 1

# finds SCENARIO "RULE LEVEL …" [OPTION...]: the rules that found something, but for what was not gathered.
finds() {
    scenario=$1
    want=$2
    shift 2
    rm -rf "$work/reports"
    "$program" -o "$work/reports" --skip mustgather-incomplete "$@" "testdata/scenarios/updates-$scenario" >"$work/out" 2>"$work/err"
    got=$(awk -F'"' '/"id":/ { id = $4 } /"status": "failed"/ { failed = 1 } failed && /"level":/ { print id, $4; failed = 0 }' \
        "$work/reports/report.json" | xargs)
    [ "$got" = "$want" ] || echo "found: $got" >>"$work/err"
    [ "$got" = "$want" ]
    result $? "$scenario${*:+ ($*)}: $want"
}

# tells PATTERN: a message, a name or a value in the report just made.
tells() {
    grep -qE -- "$1" "$work/reports/report.json"
    result $? "$scenario tells $1"
}

finds settled ""
finds paused-pool "eus-pool-left-paused warning ver-ocp-update-incomplete info"
finds degraded "ver-ocp-update-incomplete blocker ver-operator-degraded blocker ver-operator-unavailable blocker"
tells 'etcd is degraded since 2026-07-01T10:05:00Z .EtcdMembers_UnhealthyMembers.'
tells 'kube-apiserver is degraded'
tells 'monitoring is not available since 2026-07-01T10:07:00Z'
finds early "ver-ocp-update-incomplete info ver-previous-update-incomplete warning"
finds single-node "ver-channel-blocks-path warning ver-ocp-update-incomplete info ver-operator-degraded warning"
finds alerts "alerts-firing blocker ver-ocp-update-incomplete blocker ver-ocp-upgradeable-false blocker ver-update-alerts warning"
tells 'No update of OpenShift is under way, but OpenShift 4.16.9 reports that it fails'
tells 'Alert ClusterOperatorDown .namespace openshift-cluster-version, name monitoring. fires since'
tells 'Alert PodDisruptionBudgetAtLimit .* may hold up drains'
tells '"path": "alerts.json"'
! grep -q "$(printf '\033')" "$work/reports/report.json" "$work/reports/report.html" "$work/reports/junit.xml"
result $? "texts of alerts move no cursor"
! grep -q '<script>steal' "$work/reports/report.html"
result $? "texts of alerts are no markup"
finds conditional "ver-admin-ack-missing blocker ver-conditional-update-risk warning ver-ocp-upgradeable-false blocker"
tells '4.13.38 is not recommended for this cluster .SlowNodeBoot., the newest one that is recommended is 4.13.30'
finds conditional "ver-admin-ack-missing info" --target 4.12.50
finish
