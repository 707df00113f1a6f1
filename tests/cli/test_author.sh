#!/bin/sh
# The tools for authors of rules: explain, eval, new, doc, mutate, JUnit of tests, the tutorial.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# Explain.
expect 0 "explain a rule" "$program" explain olm-csv-not-succeeded "$sample"
says out "^ +self\.\?status\.\?state\.orValue\(''\)  ->  'UpgradePending'   \(line 84\)$" "a value of the archive with its line"
says out "clusterserviceversions/kubevirt-hyperconverged-operator.v4.12.11.yaml$" "and its member's path"
says out '^  not needed: judged,' "what was not asked"
expect 0 "explain one object" "$program" explain drain-vmi-blocks erp/erp-db-02 "$sample"
says out '^  Finding, blocker: erp/erp-db-02' "its finding"
[ "$(grep -c '^VirtualMachineInstance ' "$work/out")" -eq 1 ]
result $? "no other object"
cp "$work/out" "$work/one"
expect 0 "the object with its kind" "$program" explain drain-vmi-blocks VirtualMachineInstance/erp/erp-db-02 "$sample"
cp "$work/out" "$work/two"
same "$work/one" "$work/two" "is the same object"
expect 0 "the object by name" "$program" explain drain-vmi-blocks erp-db-02 "$sample"
cp "$work/out" "$work/two"
same "$work/one" "$work/two" "is the same object"
expect 0 "the object by --on" "$program" explain drain-vmi-blocks --on erp-db-02 "$sample"
cp "$work/out" "$work/two"
same "$work/one" "$work/two" "is the same object"
expect 2 "no such object" "$program" explain drain-vmi-blocks erp/erp-db-0 "$sample"
says err "did you mean 'erp-db-01'" "names the near one"
expect 2 "no such rule" "$program" explain drain-vmi-block "$sample"
says err "did you mean 'drain-vmi-blocks'" "names the near one"
ocp=$(echo "$sample"/must-gather.local.*/quay-io-*)
expect 0 "explain what is unknown" "$program" explain drain-vmi-blocks "$ocp"
says out 'Objects that were not read: VirtualMachineInstance' "names the kind"
expect 0 "explain as JSON" "$program" explain --json drain-vmi-blocks erp-db-02 "$sample"
says out '^\{"rule": "drain-vmi-blocks", "objects": \[\{"object": \{"kind": "VirtualMachineInstance"' "is JSON"
says out '"pathLine": 109' "with lines"

# Eval.
expect 0 "eval a number" "$program" eval 'objects("Node").size()' "$sample"
says out '^9$' "prints it"
expect 0 "eval a list" "$program" eval 'objects("Node")' "$sample"
says out '^KIND +NAMESPACE +NAME +READ FROM$' "prints a table"
expect 0 "eval maps" "$program" eval 'objects("Node").map(n, {"node": n.metadata.name, "pods": 1})' "$sample"
says out '^osk2-worker-1  1$' "prints their keys as columns"
expect 0 "eval an object" "$program" eval 'self' --on VirtualMachineInstance/erp/erp-db-02 "$sample"
says out '^kind: VirtualMachineInstance$' "prints YAML"
expect 0 "eval as JSON" "$program" eval --json '[1, "a\n"]' "$sample"
says out '^\{"value": \[1, "a\\n"\]\}$' "is JSON"
expect 4 "eval the unknown" "$program" eval 'objects("VirtualMachine").size()' "$ocp"
says out '^unknown: the archive does not hold VirtualMachine$' "names what is missing"
says out '^gather with: oc adm must-gather' "and the command"
expect 1 "eval an error" "$program" eval '1/0' "$sample"
says out '^expression:1:2: error: division by zero$' "with its place"
expect 2 "eval nonsense" "$program" eval 'objects("Nod")' "$sample"
says err "did you mean 'Node'" "names the near kind"
says err '^ +\^$' "with a caret"
expect 2 "eval on nothing" "$program" eval self --on Node/none "$sample"
expect 2 "eval on half a name" "$program" eval self --on Node "$sample"

# What must not be told.
mkdir -p "$work/mg/namespaces/a/core" "$work/mg/cluster-scoped-resources/core"
cat >"$work/mg/namespaces/a/vm.yaml" <<'YAML'
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: {name: vm, namespace: a, uid: u1}
spec:
  template:
    spec:
      volumes:
      - name: init
        cloudInitNoCloud: {userData: "hunter2", networkData: "hunter2"}
      accessCredentials:
      - sshPublicKey: {source: {secret: {secretName: keys}}}
      env:
      - {name: PIN, value: hunter2}
YAML
cp "$work/mg/namespaces/a/vm.yaml" "$work/mg/namespaces/a/core/virtualmachines.yaml"
for secret in 'self' 'self.spec.template.spec.volumes' 'self.spec.template.spec.volumes[0].cloudInitNoCloud.userData' \
    'self.spec.template.spec.volumes.map(v, v.cloudInitNoCloud["userData"])' '"x" + self.spec.template.spec.volumes[0].cloudInitNoCloud.userData' \
    'cel.bind(v, self.spec.template.spec.volumes[0].cloudInitNoCloud, [v.userData])' 'self.spec.template.spec.env[0].value' \
    '{"a": self.spec.template.spec.volumes[0].cloudInitNoCloud.networkData}' 'self.spec.template.spec.env.map(e, e.value)'; do
    for form in '' --json; do
        # shellcheck disable=SC2086
        expect 0 "eval $secret $form" "$program" eval $form "$secret" --on VirtualMachine/a/vm "$work/mg"
        grep -q 'masked' "$work/out" && ! grep -q hunter2 "$work/out"
        result $? "does not tell it"
    done
done
finish
