#!/bin/sh
# Where VMs could go, from an archive to the drains of the report: held, tight, and room.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

mg=$work/mg
nodes=$mg/cluster-scoped-resources/core/nodes
vmis=$mg/namespaces/a/kubevirt.io/virtualmachineinstances
mkdir -p "$nodes" "$vmis"

node() { # NAME MEMORY LABELS
    cat >"$nodes/$1.yaml" <<YAML
apiVersion: v1
kind: Node
metadata: {name: $1, uid: n-$1, labels: {kubevirt.io/schedulable: "true"$3}}
status:
  allocatable: {memory: $2, cpu: "16", pods: "250"}
  conditions: [{type: Ready, status: "True"}]
YAML
}

vmi() { # NAME NODE MEMORY SPEC
    cat >"$vmis/$1.yaml" <<YAML
apiVersion: kubevirt.io/v1
kind: VirtualMachineInstance
metadata: {namespace: a, name: $1, uid: v-$1, creationTimestamp: "2026-07-01T00:00:00Z"}
spec: {evictionStrategy: LiveMigrate, $4domain: {memory: {guest: $3}}}
status: {phase: Running, nodeName: $2, conditions: [{type: LiveMigratable, status: "True"}]}
YAML
}

node w1 32Gi ', zone: a'
node w2 32Gi ''
node w3 8Gi ''
vmi pinned w1 1Gi 'nodeSelector: {zone: a}, '
vmi large w2 20Gi ''
vmi fill w1 20Gi ''
vmi small w3 1Gi ''

# drain NODE PATTERN NAME: of the last report.
drain() {
    tr -d '\n' <"$work/out.d/report.json" | grep -oE "\"node\": *\"$1\", *\"pool\".*" | sed 's/"tight": *\([a-z]*\).*/"tight": \1/' >"$work/out"
    says out "$2" "$3"
}

expect 0 "a VM is asked" "$program" eval 'self.placement().nodes' --on VirtualMachineInstance/a/small \
    --collected Node --collected VirtualMachineInstance "$mg"
says out '^w1$' "the nodes that fit"
expect 0 "another one" "$program" eval 'self.placement().answer + ": " + self.placement().detail' --on VirtualMachineInstance/a/pinned \
    --collected Node --collected VirtualMachineInstance "$mg"
says out '^impossible: it has no label zone=a$' "and why it cannot"

# A ClusterVersion tells the path, which drains every node.
mkdir -p "$mg/cluster-scoped-resources/config.openshift.io/clusterversions"
cat >"$mg/cluster-scoped-resources/config.openshift.io/clusterversions/version.yaml" <<'YAML'
apiVersion: config.openshift.io/v1
kind: ClusterVersion
metadata: {name: version}
spec: {channel: stable-4.17, clusterID: 1b2c}
status: {desired: {version: 4.17.3}, history: [{state: Completed, version: 4.17.3, completionTime: "2026-06-01T00:00:00Z"}]}
YAML
"$program" --quiet -o "$work/out.d" --now 2026-07-02T06:00:00Z --collected Node --collected VirtualMachineInstance \
    --collected VirtualMachineInstanceMigration --collected KubeVirt --collected Pod --collected PersistentVolumeClaim \
    --collected PersistentVolume "$mg" >"$work/out" 2>"$work/err"
drain w1 '"outcome": *"held".*No other node could take it: its node selector or node affinity does not match' "no other node has the label: held"
drain w2 '"tight": *true' "a VM that fits on no other node now: tight"
drain w3 '"outcome": *"finishes".*"tight": *false' "room elsewhere: finishes"
finish
