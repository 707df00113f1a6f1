/* Each edge: what it finds, and what it says where the target is not there. "x ?Kind ns/name" is
 * the list x and what is missing of it. */
#include "tree.h"

#include "graph/selector.h"

struct edge_case {
    const char *name, *text;
    const char *kind, *namespace, *object; /* where it starts */
    const char *path, *expected;
    const char *dangling;
};

#define DOC(head) "---\n" head
#define VMI(phase, more)                                                                           \
    DOC("#VirtualMachineInstance kubevirt.io/v1 a vm\n") more "status:\n  phase: " phase "\n"
#define VM DOC("#VirtualMachine kubevirt.io/v1 a vm\n")
#define NODE DOC("#Node v1 - n\n  labels: {kubernetes.io/hostname: n, topology.x/node: t}\n")
#define CLAIM(spec) DOC("#PersistentVolumeClaim v1 a c\n") spec
#define VOLUMES "spec:\n  volumes:\n  - persistentVolumeClaim: {claimName: c}\n"
#define VM_VOLUMES "spec:\n  template:\n    spec:\n      volumes:\n      - dataVolume: {name: c}\n"
#define SUBSCRIPTION(more) DOC("#Subscription operators.coreos.com/v1alpha1 a s\n") more
#define VMIM(phase, more)                                                                          \
    DOC("#VirtualMachineInstanceMigration kubevirt.io/v1 a m\n  uid: mu\n")                        \
    "spec:\n  vmiName: vm\n"                                                                       \
    "status:\n  phase: " phase "\n" more
#define PLAN_OWNER(name)                                                                           \
    "  - {apiVersion: operators.coreos.com/v1alpha1, kind: Subscription, name: " name "}\n"
#define PLAN_OF(name)                                                                              \
    DOC("#InstallPlan operators.coreos.com/v1alpha1 a i\n  ownerReferences:\n") PLAN_OWNER(name)
#define CSV(name) DOC("#ClusterServiceVersion operators.coreos.com/v1alpha1 a " name "\n")

static const struct edge_case cases[] = {
    {"plan",
     SUBSCRIPTION("status:\n  state: UpgradePending\n  installPlanRef: {name: i}\n")
         DOC("#InstallPlan operators.coreos.com/v1alpha1 a i\n"),
     "Subscription", "a", "s", "installplan", "i", NULL},
    {"plan, missing while pending",
     SUBSCRIPTION("status:\n  state: UpgradePending\n  installPlanRef: {name: i}\n"),
     "Subscription", "a", "s", "installplan", " ?InstallPlan a/i", ""},
    {"plan, gone", SUBSCRIPTION("status:\n  state: AtLatestKnown\n  installPlanRef: {name: i}\n"),
     "Subscription", "a", "s", "installplan", "", ""},
    {"plan, backwards",
     SUBSCRIPTION("status:\n  installplan: {name: i}\n")
         DOC("#InstallPlan operators.coreos.com/v1alpha1 a i\n"),
     "InstallPlan", "a", "i", "subscription", "s", NULL},
    {"csv", SUBSCRIPTION("status: {installedCSV: one, currentCSV: two}\n") CSV("one") CSV("two"),
     "Subscription", "a", "s", "csv", "one two", ""},
    {"csv, dangling", SUBSCRIPTION("status: {installedCSV: one, currentCSV: two}\n"),
     "Subscription", "a", "s", "csv", "", "a/one"},
    {"csv of a plan",
     DOC("#InstallPlan operators.coreos.com/v1alpha1 a i\n") "spec:\n"
                                                             "  "
                                                             "clusterServiceVersionNames: "
                                                             "[one, two]\n" CSV("two"),
     "InstallPlan", "a", "i", "csv", "two", ""},
    {"catalog",
     SUBSCRIPTION("spec: {source: c, sourceNamespace: m}\n")
         DOC("#CatalogSource operators.coreos.com/v1alpha1 m c\n"),
     "Subscription", "a", "s", "catalogsource", "c", ""},
    {"catalog, dangling", SUBSCRIPTION("spec: {source: c, sourceNamespace: m}\n"), "Subscription",
     "a", "s", "catalogsource", "", "m/c"},
    {"catalog, backwards",
     SUBSCRIPTION("spec: {source: c, sourceNamespace: m}\n")
         DOC("#CatalogSource operators.coreos.com/v1alpha1 m c\n"),
     "CatalogSource", "m", "c", "subscriptions", "s", NULL},
    {"catalogs whose health is told",
     SUBSCRIPTION("status:\n  catalogHealth:\n  - catalogSourceRef: {name: c, namespace: m}\n"
                  "  - catalogSourceRef: {name: d, namespace: m}\n")
         DOC("#CatalogSource operators.coreos.com/v1alpha1 m c\n"),
     "Subscription", "a", "s", "catalogs", "c ?CatalogSource m/d", ""},
    {"who asked for a plan", SUBSCRIPTION("") PLAN_OF("s") PLAN_OWNER("t"), "InstallPlan", "a", "i",
     "requester", "s", ""},
    {"nobody who asked for a plan is there", PLAN_OF("s"), "InstallPlan", "a", "i", "requester",
     " ?Subscription a/s", ""},
    {"operator group",
     SUBSCRIPTION("") DOC("#OperatorGroup operators.coreos.com/v1 a g\n")
         DOC("#OperatorGroup operators.coreos.com/v1 b h\n"),
     "Subscription", "a", "s", "operatorgroup", "g", ""},
    {"operator condition", CSV("one") DOC("#OperatorCondition operators.coreos.com/v2 a one\n"),
     "ClusterServiceVersion", "a", "one", "operatorcondition", "one", ""},
    {"operator condition, back",
     CSV("one") DOC("#OperatorCondition operators.coreos.com/v2 a one\n"), "OperatorCondition", "a",
     "one", "csv", "one", NULL},

    {"vmi", VM VMI("Running", ""), "VirtualMachine", "a", "vm", "vmi", "vm", ""},
    {"vmi, missing", VM "status: {printableStatus: Running}\n", "VirtualMachine", "a", "vm", "vmi",
     " ?VirtualMachineInstance a/vm", ""},
    {"vmi, of a stopped VM", VM "status: {printableStatus: Stopped}\n", "VirtualMachine", "a", "vm",
     "vmi", "", ""},
    {"vm, by its name", VM VMI("Running", ""), "VirtualMachineInstance", "a", "vm", "vm", "vm", ""},
    {"vm, missing",
     DOC("#VirtualMachineInstance kubevirt.io/v1 a vm\n") "  ownerReferences:\n"
                                                          "  - {apiVersion: "
                                                          "kubevirt.io/v1, kind: "
                                                          "VirtualMachine, name: vm, "
                                                          "controller: true}\n"
                                                          "status: {phase: Running}\n",
     "VirtualMachineInstance", "a", "vm", "vm", " ?VirtualMachine a/vm", ""},
    {"vm, standalone", VMI("Running", ""), "VirtualMachineInstance", "a", "vm", "vm", "", ""},
    {"node", VMI("Running", "") "  nodeName: n\n" NODE, "VirtualMachineInstance", "a", "vm", "node",
     "n", ""},
    {"node, missing", VMI("Running", "") "  nodeName: n\n", "VirtualMachineInstance", "a", "vm",
     "node", " ?Node /n", ""},
    {"node, of a finished VMI", VMI("Failed", "") "  nodeName: n\n", "VirtualMachineInstance", "a",
     "vm", "node", "", ""},
    {"node, backwards", VMI("Running", "") "  nodeName: n\n" NODE, "Node", "", "n", "vmis", "vm",
     NULL},
    {"pods, by uid",
     DOC("#VirtualMachineInstance kubevirt.io/v1 a vm\n  uid: u\n")
         DOC("#Pod v1 a one\n  labels: {kubevirt.io/created-by: u}\n")
             DOC("#Pod v1 a old\n  labels: {kubevirt.io/created-by: before, "
                 "vm.kubevirt.io/name: vm}\n") DOC("#Pod v1 a other\n"),
     "VirtualMachineInstance", "a", "vm", "pods", "one", ""},
    {"pods, by name",
     VMI("Running", "")
         DOC("#Pod v1 a one\n  labels: {kubevirt.io: virt-launcher, vm.kubevirt.io/name: vm}\n")
             DOC("#Pod v1 b two\n  labels: {kubevirt.io: virt-launcher, vm.kubevirt.io/name: "
                 "vm}\n"),
     "VirtualMachineInstance", "a", "vm", "pods", "one", ""},
    {"launcher",
     VMI("Running",
         "") "  nodeName: n\n" NODE DOC("#Pod v1 a one\n  labels: {kubevirt.io: virt-launcher, "
                                        "vm.kubevirt.io/name: "
                                        "vm}\n") "spec: {nodeName: n}\nstatus: {phase: "
                                                 "Running}\n" DOC("#Pod v1 a two\n  labels: "
                                                                  "{kubevirt.io: virt-launcher, "
                                                                  "vm.kubevirt.io/name: "
                                                                  "vm}\n") "spec: {nodeName: "
                                                                           "m}\nstatus: {phase: "
                                                                           "Pending}\n",
     "VirtualMachineInstance", "a", "vm", "launcher", "one", ""},
    {"pod's vmi",
     VMI("Running", "") DOC("#Pod v1 a one\n  labels: {kubevirt.io: virt-launcher, "
                            "vm.kubevirt.io/name: vm}\n"),
     "Pod", "a", "one", "vmi", "vm", NULL},

    {"pvc of a VMI", VMI("Running", VOLUMES) CLAIM(""), "VirtualMachineInstance", "a", "vm", "pvc",
     "c", ""},
    {"pvc of a VMI, missing", VMI("Running", VOLUMES), "VirtualMachineInstance", "a", "vm", "pvc",
     " ?PersistentVolumeClaim a/c", ""},
    {"pvc of a VMI that waits", VMI("Pending", VOLUMES), "VirtualMachineInstance", "a", "vm", "pvc",
     "", "a/c"},
    {"pvc of a VM", VM VM_VOLUMES CLAIM(""), "VirtualMachine", "a", "vm", "pvc", "c", ""},
    {"pvc of a stopped VM, dangling", VM VM_VOLUMES, "VirtualMachine", "a", "vm", "pvc", "", "a/c"},
    {"pvc of a running VM, missing", VM VM_VOLUMES "status: {created: true}\n", "VirtualMachine",
     "a", "vm", "pvc", " ?PersistentVolumeClaim a/c", ""},
    {"pvc of lasting state",
     VMI("Running", "") DOC("#PersistentVolumeClaim v1 a persistent-state-for-vm-x\n  "
                            "labels: {persistent-state-for: vm}\n"),
     "VirtualMachineInstance", "a", "vm", "pvc", "persistent-state-for-vm-x", ""},
    {"memory dump, gone", VMI("Running", "spec:\n  volumes:\n  - memoryDump: {claimName: d}\n"),
     "VirtualMachineInstance", "a", "vm", "pvc", "", ""},
    {"pvc, back to both", VMI("Running", VOLUMES) CLAIM(""), "PersistentVolumeClaim", "a", "c",
     "vmis", "vm", NULL},
    {"pvc, back to VMs", VM VM_VOLUMES CLAIM(""), "PersistentVolumeClaim", "a", "c", "vms", "vm",
     NULL},
    {"data volume", VM VM_VOLUMES DOC("#DataVolume cdi.kubevirt.io/v1beta1 a c\n") CLAIM(""),
     "VirtualMachine", "a", "vm", "datavolume", "c", ""},
    {"data volume, collected as garbage", VM VM_VOLUMES CLAIM(""), "VirtualMachine", "a", "vm",
     "datavolume", "", ""},
    {"claim of a data volume", DOC("#DataVolume cdi.kubevirt.io/v1beta1 a c\n") CLAIM(""),
     "DataVolume", "a", "c", "pvc", "c", ""},
    {"claim of a data volume, dangling",
     DOC("#DataVolume cdi.kubevirt.io/v1beta1 a c\n") "status: {phase: Succeeded}\n", "DataVolume",
     "a", "c", "pvc", "", "a/c"},
    {"network",
     VM "spec: {template: {spec: {networks: [{multus: {networkName: b/net}}]}}}\n" DOC(
         "#NetworkAttachmentDefinition k8s.cni.cncf.io/v1 b net\n"),
     "VirtualMachine", "a", "vm", "nad", "net", ""},
    {"network, dangling",
     VM "spec: {template: {spec: {networks: [{multus: {networkName: net}}]}}}\n", "VirtualMachine",
     "a", "vm", "nad", "", "a/net"},
    {"network, backwards",
     VM "spec: {template: {spec: {networks: [{multus: {networkName: b/net}}]}}}\n" DOC(
         "#NetworkAttachmentDefinition k8s.cni.cncf.io/v1 b net\n"),
     "NetworkAttachmentDefinition", "b", "net", "vms", "vm", NULL},

    {"migration's vmi", VMIM("Running", "") VMI("Running", ""), "VirtualMachineInstanceMigration",
     "a", "m", "vmi", "vm", ""},
    {"migration's vmi, missing", VMIM("Running", ""), "VirtualMachineInstanceMigration", "a", "m",
     "vmi", " ?VirtualMachineInstance a/vm", ""},
    {"migration's vmi, gone", VMIM("Succeeded", ""), "VirtualMachineInstanceMigration", "a", "m",
     "vmi", "", ""},
    {"migrations", VMIM("Failed", "") VMI("Running", ""), "VirtualMachineInstance", "a", "vm",
     "migrations", "m", NULL},
    {"migrations of a VM", VMIM("Failed", "") VM, "VirtualMachine", "a", "vm", "migrations", "m",
     NULL},
    {"target pod",
     VMIM("Scheduling", "") DOC("#Pod v1 a p\n  labels: {kubevirt.io/migrationJobUID: mu}\n"),
     "VirtualMachineInstanceMigration", "a", "m", "targetpod", "p", ""},
    {"target pod, by its name",
     VMIM("Running", "  migrationState: {targetPod: p}\n") DOC("#Pod v1 a p\n"),
     "VirtualMachineInstanceMigration", "a", "m", "targetpod", "p", ""},
    {"source node", VMIM("Running", "  migrationState: {sourceNode: n, targetNode: o}\n") NODE,
     "VirtualMachineInstanceMigration", "a", "m", "sourcenode", "n", ""},
    {"target node, missing",
     VMIM("Running", "  migrationState: {sourceNode: n, targetNode: o}\n") NODE,
     "VirtualMachineInstanceMigration", "a", "m", "targetnode", " ?Node /o", ""},
    {"target node, gone", VMIM("Failed", "  migrationState: {targetNode: o}\n") NODE,
     "VirtualMachineInstanceMigration", "a", "m", "targetnode", "", ""},
    {"source node, told by the VMI",
     VMIM("Running", "")
         VMI("Running", "") "  migrationState: {migrationUid: mu, sourceNode: n}\n" NODE,
     "VirtualMachineInstanceMigration", "a", "m", "sourcenode", "n", ""},

    {"pv",
     CLAIM("spec: {volumeName: v}\nstatus: {phase: Bound}\n") DOC("#PersistentVolume v1 - v\n"),
     "PersistentVolumeClaim", "a", "c", "pv", "v", ""},
    {"pv, missing", CLAIM("spec: {volumeName: v}\nstatus: {phase: Bound}\n"),
     "PersistentVolumeClaim", "a", "c", "pv", " ?PersistentVolume /v", ""},
    {"pv, dangling", CLAIM("spec: {volumeName: v}\nstatus: {phase: Lost}\n"),
     "PersistentVolumeClaim", "a", "c", "pv", "", "v"},
    {"pv, backwards",
     CLAIM("spec: {volumeName: v}\nstatus: {phase: Bound}\n") DOC("#PersistentVolume v1 - v\n"),
     "PersistentVolume", "", "v", "pvc", "c", NULL},
    {"storage class",
     CLAIM("spec: {storageClassName: s}\n") DOC("#StorageClass storage.k8s.io/v1 - s\n"),
     "PersistentVolumeClaim", "a", "c", "storageclass", "s", ""},
    {"storage class, dangling", CLAIM("spec: {storageClassName: s}\n"), "PersistentVolumeClaim",
     "a", "c", "storageclass", "", "s"},
    {"storage class, none", CLAIM("spec: {storageClassName: \"\"}\n"), "PersistentVolumeClaim", "a",
     "c", "storageclass", "", ""},
    {"driver",
     DOC("#StorageClass storage.k8s.io/v1 - s\n") "provisioner: d\n" DOC(
         "#CSIDriver storage.k8s.io/v1 - d\n"),
     "StorageClass", "", "s", "csidriver", "d", ""},
    {"driver in the tree",
     DOC("#StorageClass storage.k8s.io/v1 - s\n") "provisioner: kubernetes.io/aws-ebs\n",
     "StorageClass", "", "s", "csidriver", "", ""},
    {"a path",
     VMI("Running", VOLUMES) CLAIM("spec: {volumeName: v}\nstatus: {phase: Bound}\n")
         DOC("#PersistentVolume v1 - v\n") "spec: {storageClassName: s}\n" DOC(
             "#StorageClass storage.k8s.io/v1 - s\n"),
     "VirtualMachineInstance", "a", "vm", "pvc/pv/storageclass", "s", NULL},
    {"a path that breaks",
     VMI("Running", VOLUMES) CLAIM("spec: {volumeName: v}\nstatus: {phase: Bound}\n"),
     "VirtualMachineInstance", "a", "vm", "pvc/pv/storageclass", " ?PersistentVolume /v", NULL},
    {"node of a volume, by host name",
     DOC("#PersistentVolume v1 - v\n") "spec: {nodeAffinity: {required: "
                                       "{nodeSelectorTerms: ["
                                       "{matchExpressions: [{key: kubernetes.io/hostname, "
                                       "operator: In, values: [n]}]}]}}}\n" NODE,
     "PersistentVolume", "", "v", "node", "n", ""},
    {"node of a volume, by topology",
     DOC("#PersistentVolume v1 - v\n") "spec: {nodeAffinity: {required: "
                                       "{nodeSelectorTerms: ["
                                       "{matchExpressions: [{key: topology.x/node, "
                                       "operator: In, values: [t, u]}]}]}}}\n" NODE,
     "PersistentVolume", "", "v", "node", "n", ""},
    {"node of a volume, not all of the term",
     DOC("#PersistentVolume v1 - v\n") "spec: {nodeAffinity: {required: "
                                       "{nodeSelectorTerms: ["
                                       "{matchExpressions: [{key: topology.x/node, "
                                       "operator: In, values: [t]},"
                                       "{key: x, operator: Exists}]}]}}}\n" NODE,
     "PersistentVolume", "", "v", "node", "", ""},
    {"node of a volume, of two under one label the one that the term names",
     DOC("#PersistentVolume v1 - v\n") "spec: {nodeAffinity: {required: "
                                       "{nodeSelectorTerms: ["
                                       "{matchExpressions: [{key: topology.x/node, "
                                       "operator: In, values: [t]}], matchFields: [{key: "
                                       "metadata.name, operator: In, values: [x, o]}]}]}}}\n" NODE
                                           DOC("#Node v1 - o\n  labels: {topology.x/node: t}\n"),
     "PersistentVolume", "", "v", "node", "o", ""},
    {"node of a volume, dangling",
     DOC("#PersistentVolume v1 - v\n") "spec: {nodeAffinity: {required: "
                                       "{nodeSelectorTerms: ["
                                       "{matchExpressions: [{key: kubernetes.io/hostname, "
                                       "operator: In, values: [lost]}]}]}}}\n" NODE,
     "PersistentVolume", "", "v", "node", "", "lost"},

    {"node of a pod", DOC("#Pod v1 a p\n") "spec: {nodeName: n}\nstatus: {phase: Running}\n" NODE,
     "Pod", "a", "p", "node", "n", ""},
    {"node of a pod, missing",
     DOC("#Pod v1 a p\n") "spec: {nodeName: n}\nstatus: {phase: Running}\n", "Pod", "a", "p",
     "node", " ?Node /n", ""},
    {"budget",
     DOC("#PodDisruptionBudget policy/v1 a b\n") "spec: {selector: {matchLabels: {app: x}, "
                                                 "matchExpressions: [{key: y, operator: "
                                                 "DoesNotExist}]}}\n" DOC(
                                                     "#Pod v1 a p\n  labels: {app: x}\n")
                                                     DOC("#Pod v1 a q\n  labels: {app: x, "
                                                         "y: z}\n")
                                                         DOC("#Pod v1 b r\n  labels: {app: "
                                                             "x}\n"),
     "PodDisruptionBudget", "a", "b", "pods", "p", ""},
    {"budget for all",
     DOC("#PodDisruptionBudget policy/v1 a b\n") "spec: {selector: {}}\n" DOC("#Pod v1 a p\n")
         DOC("#Pod v1 b q\n"),
     "PodDisruptionBudget", "a", "b", "pods", "p", ""},
    {"budget for all, of old",
     DOC("#PodDisruptionBudget policy/v1beta1 a b\n") "spec: {selector: {}}\n" DOC("#Pod v1 a p\n"),
     "PodDisruptionBudget", "a", "b", "pods", "", ""},
    {"budget without selector", DOC("#PodDisruptionBudget policy/v1 a b\n") DOC("#Pod v1 a p\n"),
     "PodDisruptionBudget", "a", "b", "pods", "", ""},
    {"budgets of a pod",
     DOC("#PodDisruptionBudget policy/v1 a b\n") "spec: {selector: {matchLabels: {app: "
                                                 "x}}}\n" DOC("#Pod v1 a p\n  labels: {app: x}\n"),
     "Pod", "a", "p", "pdbs", "b", NULL},
    {"pool",
     DOC("#Node v1 - n\n  labels: {role/worker: \"\"}\n")
         DOC("#MachineConfigPool machineconfiguration.openshift.io/v1 - worker\n") "spec: "
                                                                                   "{nodeSelect"
                                                                                   "or: "
                                                                                   "{matchLabel"
                                                                                   "s: "
                                                                                   "{role/"
                                                                                   "worker: "
                                                                                   "\"\"}}}\n",
     "Node", "", "n", "mcp", "worker", ""},
    {"a pool of their own goes before worker",
     DOC("#Node v1 - n\n  labels: {role/worker: \"\", role/infra: \"\"}\n") DOC(
         "#MachineConfigPool machineconfiguration.openshift.io/v1 - worker\n") "spec: "
                                                                               "{nodeSe"
                                                                               "lector:"
                                                                               " {"
                                                                               "matchLa"
                                                                               "bels: "
                                                                               "{role/"
                                                                               "worker:"
                                                                               " \"\"}}"
                                                                               "}"
                                                                               "\n" DOC(
                                                                                   "#Ma"
                                                                                   "chi"
                                                                                   "neC"
                                                                                   "onf"
                                                                                   "igP"
                                                                                   "ool"
                                                                                   " ma"
                                                                                   "chi"
                                                                                   "nec"
                                                                                   "onf"
                                                                                   "igu"
                                                                                   "rat"
                                                                                   "ion"
                                                                                   ".op"
                                                                                   "ens"
                                                                                   "hif"
                                                                                   "t."
                                                                                   "io/"
                                                                                   "v1 "
                                                                                   "- "
                                                                                   "inf"
                                                                                   "ra"
                                                                                   "\n") "spec: "
                                                                                         "{nodeSele"
                                                                                         "ctor: "
                                                                                         "{matchExp"
                                                                                         "ressions:"
                                                                                         " [{key: "
                                                                                         "role/"
                                                                                         "infra, "
                                                                                         "operator:"
                                                                                         " Exists}]"
                                                                                         "}}\n",
     "Node", "", "n", "pool", "infra", ""},
    {"nodes of a pool",
     DOC("#Node v1 - n\n  labels: {role/worker: \"\"}\n")
         DOC("#MachineConfigPool machineconfiguration.openshift.io/v1 - worker\n") "spec: "
                                                                                   "{nodeSelect"
                                                                                   "or: "
                                                                                   "{matchLabel"
                                                                                   "s: "
                                                                                   "{role/"
                                                                                   "worker: "
                                                                                   "\"\"}}}\n",
     "MachineConfigPool", "", "worker", "nodes", "n", NULL},
    {"owner",
     DOC("#Pod v1 a p\n  ownerReferences:\n"
         "  - {apiVersion: apps/v1, kind: ReplicaSet, name: r}\n"
         "  - {apiVersion: apps/v1, kind: DaemonSet, name: d, controller: true}\n")
         DOC("#ReplicaSet apps/v1 a r\n") DOC("#DaemonSet apps/v1 a d\n"),
     "Pod", "a", "p", "owner", "d r", NULL},
    {"owner, gone",
     DOC("#Pod v1 a p\n  ownerReferences:\n"
         "  - {apiVersion: apps/v1, kind: ReplicaSet, name: r}\n"),
     "Pod", "a", "p", "owner", "", NULL},
    {"owner under another uid",
     DOC("#Pod v1 a p\n  ownerReferences:\n"
         "  - {apiVersion: apps/v1, kind: ReplicaSet, name: r, uid: before}\n")
         DOC("#ReplicaSet apps/v1 a r\n  uid: now\n"),
     "Pod", "a", "p", "owner", "", NULL},
};

/* Everything is complete here, so that only the edge itself decides. */
static struct tree complete(const char *text, const struct str *not_collected, size_t count) {
    struct tree tree = tree_new();
    tree_add(&tree, 0, "", "@all.yaml\n");
    tree_add(&tree, 0, "", str_c(tree.arena, str_printf(tree.arena, "@all.yaml\n%s", text)));
    tree.files.items[0] = tree.files.items[1];
    tree.files.count = 1;
    tree.seal.everything_collected = true;
    tree.seal.not_collected = not_collected;
    tree.seal.n_not_collected = count;
    assert_true(tree_seal(&tree));
    return tree;
}

static void test_edges__each(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct edge_case *c = &cases[i];
        struct tree tree = complete(c->text, NULL, 0);
        const struct resource *from = tree_get(&tree, c->kind, c->namespace, c->object);
        struct related related;
        if (!edges_follow(tree.graph, from, str_of(c->path), tree.arena, &related))
            fail_msg("%s: no edge", c->name);
        struct str actual = tree_related(&tree, &related);
        if (!str_eq(actual, str_of(c->expected)))
            fail_msg("%s: '%.*s', not '%s'", c->name, STR_ARG(actual), c->expected);
        const struct str *names;
        size_t count;
        bool known = c->dangling && edges_dangling(tree.graph, from, str_of(c->path), tree.arena,
                                                   &related, &names, &count);
        if (known && c->dangling[0] && (count != 1 || !str_eq(names[0], str_of(c->dangling))))
            fail_msg("%s: dangling %zu %.*s", c->name, count, count ? (int)names[0].len : 0,
                     count ? names[0].ptr : "");
        if (known && !c->dangling[0] && count)
            fail_msg("%s: dangling '%.*s'", c->name, STR_ARG(names[0]));
        tree_free(&tree);
    }
}

/* The same edges where the kind at the end was not collected: unknown, never fine. */
static void test_edges__kind_not_collected(void **state) {
    (void)state;
    static const struct {
        const char *text, *kind, *namespace, *object, *path, *not_collected, *expected;
    } rows[] = {
        {SUBSCRIPTION("spec: {source: c, sourceNamespace: m}\n"), "Subscription", "a", "s",
         "catalogsource", "CatalogSource", " ?CatalogSource m/c"},
        {SUBSCRIPTION(""), "Subscription", "a", "s", "operatorgroup", "OperatorGroup",
         " ?OperatorGroup a/"},
        {VM "status: {printableStatus: Stopped}\n", "VirtualMachine", "a", "vm", "vmi",
         "VirtualMachineInstance", " ?VirtualMachineInstance a/vm"},
        {VMI("Running", ""), "VirtualMachineInstance", "a", "vm", "migrations",
         "VirtualMachineInstanceMigration", " ?VirtualMachineInstanceMigration a/"},
        {VMI("Running", ""), "VirtualMachineInstance", "a", "vm", "pods", "Pod", " ?Pod a/"},
        {VMI("Running", "") DOC("#Pod v1 a one\n  labels: {kubevirt.io: virt-launcher, "
                                "vm.kubevirt.io/name: vm}\n"),
         "VirtualMachineInstance", "a", "vm", "pods", "Pod", "one ?Pod a/"},
        {VMIM("Succeeded", ""), "VirtualMachineInstanceMigration", "a", "m", "vmi",
         "VirtualMachineInstance", " ?VirtualMachineInstance a/vm"},
        {VM VM_VOLUMES, "VirtualMachine", "a", "vm", "pvc", "PersistentVolumeClaim",
         " ?PersistentVolumeClaim a/c"},
        {VM, "VirtualMachine", "a", "vm", "pvc", "PersistentVolumeClaim", ""},
        {VMI("Running", "") "  nodeName: n\n" NODE, "Node", "", "n", "vmis",
         "VirtualMachineInstance", "vm ?VirtualMachineInstance /"},
        {DOC("#PersistentVolume v1 - v\n") NODE, "PersistentVolume", "", "v", "node", "Node",
         " ?Node /"},
        {DOC("#Pod v1 a p\n  ownerReferences:\n"
             "  - {apiVersion: apps/v1, kind: ReplicaSet, name: r}\n"),
         "Pod", "a", "p", "owner", "ReplicaSet", " ?ReplicaSet a/r"},
        {DOC("#Pod v1 a p\n  ownerReferences:\n  - {apiVersion: x.y/v1, kind: Foo, name: f}\n"),
         "Pod", "a", "p", "owner", "Foo.x.y", " ?Foo a/f"},
        /* Partial elsewhere is no harm. */
        {VMI("Running", ""), "VirtualMachineInstance", "a", "vm", "pods", "Pod=b", ""},
        {VMI("Running", ""), "VirtualMachineInstance", "a", "vm", "pods", "Pod=a", " ?Pod a/"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str not_collected = str_of(rows[i].not_collected);
        struct tree tree = complete(rows[i].text, &not_collected, 1);
        struct related related;
        assert_true(edges_follow(tree.graph,
                                 tree_get(&tree, rows[i].kind, rows[i].namespace, rows[i].object),
                                 str_of(rows[i].path), tree.arena, &related));
        struct str actual = tree_related(&tree, &related);
        if (!str_eq(actual, str_of(rows[i].expected)))
            fail_msg("row %zu: '%.*s', not '%s'", i, STR_ARG(actual), rows[i].expected);
        tree_free(&tree);
    }
}

/* An object that was cut before its references is asked itself. */
static void test_edges__of_a_cut_object(void **state) {
    (void)state;
    struct tree tree = complete("#VirtualMachineInstance kubevirt.io/v1 a vm\nspec:\n"
                                "  volumes:\n  - persistentVolumeClaim: {claimName: c}\n"
                                "  - name: \"cut\n",
                                NULL, 0);
    const struct resource *vmi = tree_get(&tree, "VirtualMachineInstance", "a", "vm");
    struct related related;
    assert_true(vmi->cut);
    assert_true(edges_follow(tree.graph, vmi, STR("pvc"), tree.arena, &related));
    assert_true(str_contains(tree_related(&tree, &related), STR("VirtualMachineInstance a/vm")));
    assert_true(edges_follow(tree.graph, vmi, STR("node"), tree.arena, &related));
    assert_text(tree_related(&tree, &related), " ?VirtualMachineInstance a/vm");
    tree_free(&tree);
}

static void test_edges__a_damaged_target_is_missing(void **state) {
    (void)state;
    struct tree tree = tree_of(
        "@v.yaml\napiVersion: v1\nkind: List\nitems:\n- apiVersion: kubevirt.io/v1\n"
        "  kind: VirtualMachine\n  metadata: {name: vm, namespace: a}\n"
        "  spec: {template: {spec: {volumes: [{dataVolume: {name: c}}]}}}\n"
        "- apiVersion: v1\n  kind: PersistentVolumeClaim\n  metadata: {name: d, namespace: a}\n"
        "@namespaces/a/core/persistentvolumeclaims/c.yaml\n");
    struct related related;
    assert_true(edges_follow(tree.graph, tree_get(&tree, "VirtualMachine", "a", "vm"), STR("pvc"),
                             tree.arena, &related));
    assert_text(tree_related(&tree, &related), " ?PersistentVolumeClaim a/c");
    tree_free(&tree);
}

/* One unreadable claim does not make unknown what has nothing to do with it. */
static void test_edges__a_damaged_neighbour_is_no_harm(void **state) {
    (void)state;
    struct tree tree =
        tree_of("@version\nkubevirt/must-gather\nx\n"
                "@namespaces/a/kubevirt.io/virtualmachines/custom/vm.yaml\n"
                "#VirtualMachine kubevirt.io/v1 a vm\n"
                "spec: {template: {spec: {volumes: [{dataVolume: {name: c}}]}}}\n"
                "@namespaces/a/core/persistentvolumeclaims/d.yaml\n#PersistentVolumeClaim v1 a d\n"
                "@namespaces/a/core/persistentvolumeclaims/d_describe.txt\nx\n"
                "@namespaces/a/core/persistentvolumeclaims/lost.yaml\n");
    const struct resource *vm = tree_get(&tree, "VirtualMachine", "a", "vm");
    struct related related;
    const struct str *names;
    size_t count;
    assert_true(edges_follow(tree.graph, vm, STR("pvc"), tree.arena, &related));
    assert_text(tree_related(&tree, &related), "");
    assert_true(edges_dangling(tree.graph, vm, STR("pvc"), tree.arena, &related, &names, &count));
    assert_int_equal(count, 1);
    assert_text(names[0], "a/c");
    tree_free(&tree);
}

static void test_edges__owned_and_events(void **state) {
    (void)state;
    struct tree tree = complete(
        "#VirtualMachine kubevirt.io/v1 a vm\n  uid: u\n" DOC(
            "#DataVolume cdi.kubevirt.io/v1beta1 a d\n  ownerReferences:\n"
            "  - {apiVersion: kubevirt.io/v1, kind: VirtualMachine, name: vm, uid: u}\n")
            DOC("#Event v1 a late\n") "involvedObject: {kind: VirtualMachine, apiVersion: "
                                      "kubevirt.io/v1, "
                                      "namespace: a, name: vm, uid: u}\nlastTimestamp: "
                                      "\"2024-01-02T00:00:00Z\"\n" DOC(
                                          "#Event v1 a early\n") "involvedObject: {kind: "
                                                                 "VirtualMachine, apiVersion: "
                                                                 "kubevirt.io/v1, "
                                                                 "namespace: a, name: "
                                                                 "vm}\nlastTimestamp: "
                                                                 "\"2024-01-01T00:00:00Z\"\n" DOC(
                                                                     "#Event v1 a other\n") "involv"
                                                                                            "edObje"
                                                                                            "ct: "
                                                                                            "{kind:"
                                                                                            " Virtu"
                                                                                            "alMach"
                                                                                            "ine, "
                                                                                            "apiVer"
                                                                                            "sion: "
                                                                                            "kubevi"
                                                                                            "rt.io/"
                                                                                            "v1, "
                                                                                            "namesp"
                                                                                            "ace: "
                                                                                            "a, "
                                                                                            "name: "
                                                                                            "x}\n",
        NULL, 0);
    const struct resource *vm = tree_get(&tree, "VirtualMachine", "a", "vm");
    struct related owned = edges_owned(tree.graph, vm, STR("DataVolume"), tree.arena);
    assert_text(tree_related(&tree, &owned), "d");
    owned = edges_owned(tree.graph, vm, STR("Pod"), tree.arena);
    assert_text(tree_related(&tree, &owned), "");
    struct related events = edges_events(tree.graph, vm, tree.arena);
    assert_text(tree_related(&tree, &events), "early late");
    tree_free(&tree);
}

/* A name leads to one kind, whatever it starts from: rules derive from it what they need. */
static void test_edges__the_table(void **state) {
    (void)state;
    size_t count;
    const struct edge_info *table = edges_table(&count);
    for (size_t i = 0; i < count; i++) {
        const struct str *kinds;
        assert_true(table[i].inverse.len > 0 && table[i].how.len > 0);
        assert_true(str_eq(table[i].absent, STR("missing")) ||
                    str_eq(table[i].absent, STR("dangling")) ||
                    str_eq(table[i].absent, STR("gone")));
        assert_int_equal(edges_targets(table[i].name, &kinds), 1);
        assert_true(str_eq(kinds[0], table[i].to));
        assert_int_equal(edges_targets(table[i].inverse, &kinds), 1);
        assert_true(str_eq(kinds[0], table[i].from));
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(table[i].from, table[k].from) &&
                         str_eq(table[i].name, table[k].name));
    }
    const struct str *kinds;
    assert_int_equal(edges_targets(STR("pvc/pv/storageclass"), &kinds), 1);
    assert_text(kinds[0], "StorageClass");
    assert_int_equal(edges_targets(STR("nonsense"), &kinds), 0);
}

static void test_edges__selectors(void **state) {
    (void)state;
    static const struct {
        const char *selector;
        bool matches;
    } rows[] = {
        {"{}", true},
        {"{matchLabels: {a: x}}", true},
        {"{matchLabels: {a: y}}", false},
        {"{matchLabels: {c: x}}", false},
        {"{matchLabels: {a: x}, matchExpressions: [{key: n, operator: Gt, values: [\"4\"]}]}",
         true},
        {"{matchExpressions: [{key: n, operator: Lt, values: [\"5\"]}]}", false},
        {"{matchExpressions: [{key: n, operator: Lt, values: [\"x\"]}]}", false},
        {"{matchExpressions: [{key: n, operator: Lt}]}", false},
        {"{matchExpressions: [{key: a, operator: In, values: [z, x]}]}", true},
        {"{matchExpressions: [{key: c, operator: In, values: [z, x]}]}", false},
        {"{matchExpressions: [{key: a, operator: NotIn, values: [x]}]}", false},
        {"{matchExpressions: [{key: c, operator: NotIn, values: [x]}]}", true},
        {"{matchExpressions: [{key: b, operator: Exists}]}", true},
        {"{matchExpressions: [{key: b, operator: DoesNotExist}]}", false},
        {"{matchExpressions: [{key: a, operator: Nonsense}]}", false},
        {"{matchExpressions: [{}]}", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tree tree = tree_new();
        struct document_origin origin = {
            .text = str_printf(tree.arena, "selector: %s\nlabels: {a: x, b: \"\", n: \"5\"}\n",
                               rows[i].selector)};
        struct document_list list =
            document_read(tree.arena, tree.intern, &origin,
                          (struct document_options){.whole_file = true}, tree.sink);
        struct value root = document_root(list.items[0]);
        if (selector_matches(value_get(root, STR("selector")), value_get(root, STR("labels"))) !=
            rows[i].matches)
            fail_msg("%s", rows[i].selector);
        tree_free(&tree);
    }
}

static void test_edges__unknown_names(void **state) {
    (void)state;
    struct tree tree = complete("#Node v1 - n\n", NULL, 0);
    const struct resource *node = tree_get(&tree, "Node", "", "n");
    struct related related;
    assert_false(edges_follow(tree.graph, node, STR("pvc"), tree.arena, &related));
    assert_false(edges_follow(tree.graph, node, STR(""), tree.arena, &related));
    assert_true(edges_follow(tree.graph, node, STR("vmi"), tree.arena, &related));
    assert_true(edges_follow(tree.graph, node, STR("vmis/pvcs"), tree.arena, &related));
    tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges__each),
        cmocka_unit_test(test_edges__kind_not_collected),
        cmocka_unit_test(test_edges__of_a_cut_object),
        cmocka_unit_test(test_edges__a_damaged_target_is_missing),
        cmocka_unit_test(test_edges__a_damaged_neighbour_is_no_harm),
        cmocka_unit_test(test_edges__owned_and_events),
        cmocka_unit_test(test_edges__the_table),
        cmocka_unit_test(test_edges__selectors),
        cmocka_unit_test(test_edges__unknown_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
