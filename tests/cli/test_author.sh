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
expect 0 "explain a pool as JSON" "$program" explain --json eus-pools-not-paused worker "$sample"
says out '"expression": "self.metadata.name", [^{]*"value": "worker", [^{]*"pathLine": 10,' "with lines"

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

expect 1 "an error about it" "$program" eval '{}[self.spec.template.spec.volumes[0].cloudInitNoCloud.userData]' --on VirtualMachine/a/vm "$work/mg"
! grep -q hunter2 "$work/out"
result $? "does not tell it"

expect 0 "of more than is kept" "$program" eval 'lists.range(70000).map(i, self.spec.template.spec.volumes[0].cloudInitNoCloud).map(c, c.userData)[69999]' \
    --on VirtualMachine/a/vm "$work/mg"
! grep -q hunter2 "$work/out"
result $? "does not tell it"

# A new rule.
expect 0 "a new rule" "$program" rules new site-vm-owner
says out '^id: site-vm-owner$' "has its id"
! grep -q '@' "$work/out"
result $? "and nothing left to fill in"
mkdir "$work/site"
expect 0 "a new rule in a folder" "$program" rules new site-vm-owner --rules "$work/site"
says out '/site/site-vm-owner.yaml$' "names the file"
expect 0 "lints" "$program" rules lint --rules "$work/site"
[ ! -s "$work/err" ]
result $? "without a warning"
expect 0 "passes its tests" "$program" rules test --rules "$work/site" -r site-vm-owner
says out '^rules: 4 passed, 0 failed$' "all four"
expect 0 "its tests notice every change" "$program" rules mutate --rules "$work/site" -r site-vm-owner
expect 2 "is not written over" "$program" rules new site-vm-owner --rules "$work/site"
expect 2 "a built-in id" "$program" rules new drain-hostpath
for id in Upper a/b ../x '' -x x-; do
    expect 2 "no id: '$id'" "$program" rules new -- "$id"
done
expect 0 "the new rule judges" "$program" explain --rules "$work/site" site-vm-owner vm "$work/mg"
says out '^  Finding, warning: a/vm has no label owner' "a finding"
says out 'absent from line' "shows where the field is not"

# JUnit of tests.
expect 0 "tests as JUnit" "$program" rules test --rules "$work/site" -r site-vm-owner --junit "$work/rules.xml"
[ "$(grep -c '<testcase classname="rules.site-vm-owner"' "$work/rules.xml")" -eq 4 ]
result $? "a case for each"
sed -e 's/name: a VM with one/name: "<\&]]>\\u0001"/' -e 's/passed: \[a\/vm\]/passed: ["a\/<vm>"]/' "$work/site/site-vm-owner.yaml" >"$work/x"
mv "$work/x" "$work/site/site-vm-owner.yaml"
expect 1 "a failing test" "$program" rules test --rules "$work/site" -r site-vm-owner --junit "$work/rules.xml"
expect 0 "is well-formed" xmllint --noout "$work/rules.xml"
grep -q 'tests="4" failures="1"' "$work/rules.xml"
result $? "and counted"
expect 1 "JUnit to standard output" "$program" rules test --rules "$work/site" -r site-vm-owner --junit -
cp "$work/out" "$work/stdout.xml"
same "$work/rules.xml" "$work/stdout.xml" "is the same and alone"
expect 3 "a full disk" "$program" rules test --rules "$work/site" --junit /dev/full

# Mutants: a test that looks at nothing lets them live.
cat >"$work/site/site-vm-owner.yaml" <<'YAML'
id: site-vm-owner
title: t
severity: info
scopes: [cnv]
category: workload
each: VirtualMachine
where: |
  self.metadata.namespace != 'x' || true
when: |
  self.metadata.name == 'bad' && self.?spec.hasValue()
message: m
tests:
  - name: one
    objects: [{apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: bad, namespace: a}, spec: {}}]
    expect: {findings: [{object: a/bad}]}
YAML
expect 1 "mutants survive" "$program" rules mutate --rules "$work/site" --fail-on info
says out "^SURVIVED site-vm-owner .*site-vm-owner.yaml:10\): in info, dropped: self.metadata.name == 'bad'$" "names the operand"
says out '^mutants: 4 killed, 6 survived; of 1 rules 1 have survivors$' "counts them"
expect 1 "no rule to try" "$program" rules mutate --rules "$work/site"

# The catalogue.
expect 0 "a page of all rules" "$program" rules doc
says out '^### olm-csv-not-succeeded$' "a section for each"
says out 'Data used:.*ClusterServiceVersion' "with its data"
finish
