#!/bin/sh
# Every exit status, over clusters whose answer is known; how --fail-on, --unknown and the choice of rules change it.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
trees=$root/testdata/scenarios

expect 0 "ready" "$program" -q "$trees/healthy"
says out '^virtready: Ready: 0 blockers, 0 warnings' "and says so"
expect 0 "ready with warnings" "$program" -q "$trees/warnings"
expect 1 "warnings, where warnings fail" "$program" -q --fail-on=warning "$trees/warnings"
expect 0 "nothing to tell, where warnings fail" "$program" -q --fail-on=warning "$trees/healthy"
expect 1 "an info, where infos fail" "$program" -q --fail-on info "$trees/single-node"
expect 0 "an info, where warnings fail" "$program" -q --fail-on warning "$trees/single-node"
expect 1 "not ready" "$program" -q "$trees/hostpath-4.14"
expect 0 "not ready, where nothing fails" "$program" -q --fail-on=never "$trees/hostpath-4.14"
says out '^virtready: Not yet: 1 blocker' "the verdict stays"
expect 4 "cannot tell" "$program" -q "$trees/ocp-only"
expect 4 "cannot tell, where nothing fails" "$program" -q --fail-on=never "$trees/ocp-only"
expect 0 "cannot tell, skipped" "$program" -q --unknown=skip "$trees/ocp-only"
says out '^virtready: Cannot tell' "the verdict stays"
expect 4 "cannot tell, and all that is known passes" "$program" -q --fail-on=warning "$trees/damaged"
expect 0 "not installed" "$program" -q "$trees/not-installed"
says out 'not installed' "and says so first"
expect 0 "without the rule that blocks" "$program" -q --skip wl-outdated-vmis,ver-rhel-boundary-launchers-outdated \
    "$trees/hco-v1"
expect 0 "without the tag that blocks" "$program" -q --skip drain "$trees/hostpath-4.13"
expect 1 "only the tag that blocks" "$program" -q --only hostpath "$trees/hostpath-4.13"

# A failed output or input beats what was found; the command line beats all.
expect 3 "a blocker and a full disk" "$program" -q --json /dev/full "$trees/hostpath-4.14"
expect 3 "a blocker and a second input that is not there" "$program" -q "$trees/hostpath-4.14" "$work/none"
expect 2 "a blocker and an unknown option" "$program" -q --none "$trees/hostpath-4.14"
expect 3 "two clusters" "$program" -q "$trees/healthy" "$trees/warnings"
[ "$(wc -l <"$work/err")" -eq 1 ]
result $? "one line says why"

# What the archive cannot tell, the user may.
kinds='Subscription InstallPlan CatalogSource HyperConverged KubeVirt VirtualMachineInstanceMigration
    NetworkAddonsConfig OperatorCondition SSP CDI APIService ClusterOperator'
set --
for kind in $kinds; do
    set -- "$@" --collected "$kind"
done
expect 4 "plain files" "$program" -q "$trees/plain"
expect 0 "plain files, and the kinds stated to be complete" "$program" -q "$@" --skip olm-multiple-operatorgroups,kv-handler-rollout \
    --json "$work/stated.json" "$trees/plain"
[ "$(grep -c '"stated": true' "$work/stated.json")" -eq 12 ]
result $? "the report tells what was stated"

expect 0 "another target" "$program" -q --target 4.16.30 "$trees/healthy"
expect 1 "boundary" "$program" -q --target 4.23 "$trees/hco-v1"
expect 0 "only a release of the same minor" "$program" -q --target 4.22.9 "$trees/hco-v1"
expect 0 "OpenShift Virtualization alone" "$program" -q --target virtualization "$trees/hostpath-4.14"
finish
