/* The collection map row by row: with its proof, without it, and where no object of the kind was
 * read. */
#include "tree.h"

#include "graph/kinds.h"
#include "graph/rows.h"

#define OCP "@version\nopenshift/must-gather\n4.14.0\n"
#define CNV "@version\nkubevirt/must-gather\nv4.14.0\n"
#define CRS                                                                                        \
    "@namespaces/cnv/crs/kubevirts.kubevirt.io/kv.yaml\n"                                          \
    "#KubeVirt kubevirt.io/v1 cnv kv\n"
#define PACKAGESERVER                                                                              \
    "@namespaces/olm/operators.coreos.com/clusterserviceversions/packageserver.yaml\n"             \
    "#ClusterServiceVersion operators.coreos.com/v1alpha1 olm packageserver\n"
#define NODE                                                                                       \
    "@cluster-scoped-resources/core/nodes/n1.yaml\n"                                               \
    "#Node v1 - n1\n"
#define VMI(ns, name)                                                                              \
    "@namespaces/" ns "/crs/virtualmachineinstances.kubevirt.io/" name ".yaml\n"                   \
    "#VirtualMachineInstance kubevirt.io/v1 " ns " " name "\n"
#define POOLS                                                                                      \
    "@cluster-scoped-resources/machineconfiguration.openshift.io/machineconfigpools/master.yaml\n" \
    "#MachineConfigPool machineconfiguration.openshift.io/v1 - master\n"                           \
    "status:\n  machineCount: 1\n"                                                                 \
    "@cluster-scoped-resources/machineconfiguration.openshift.io/machineconfigpools/worker.yaml\n" \
    "#MachineConfigPool machineconfiguration.openshift.io/v1 - worker\n"                           \
    "status:\n  machineCount: 0\n"
#define DISCOVERY(file, group, kind)                                                               \
    "@aggregated-discovery-" file ".yaml\n"                                                        \
    "apiVersion: apidiscovery.k8s.io/v2\nkind: APIGroupDiscoveryList\nmetadata: {}\nitems:\n"      \
    "- metadata:\n    name: \"" group "\"\n  versions:\n  - version: v1\n    freshness: Current\n" \
    "    resources:\n    - resource: x\n      responseKind:\n        kind: " kind "\n"

enum want { NONE, SOME, ALL };

/* `without` "": the tree is not changed for the second look. */
struct row_case {
    const char *name, *tree, *kind;
    enum want want;
    const char *holds;   /* a namespace that is held, or NULL */
    const char *without; /* the member that proves it */
    enum want want_without;
};

#define PV_LIST(kind) "apiVersion: v1\nkind: " kind "\nmetadata: {}\nitems:\n"
#define ITEM(api, kind, ns, name)                                                                  \
    "- apiVersion: " api "\n  kind: " kind "\n  metadata:\n    name: " name "\n    namespace: " ns \
    "\n"
#define ITEM_CLUSTER(api, kind, name)                                                              \
    "- apiVersion: " api "\n  kind: " kind "\n  metadata:\n    name: " name "\n"

static const struct row_case cases[] = {
    /* any root: singletons, kinds that are not served */
    {"singleton",
     OCP "@cluster-scoped-resources/config.openshift.io/infrastructures/cluster.yaml\n"
         "#Infrastructure config.openshift.io/v1 - cluster\n" NODE,
     "Infrastructure", ALL, "",
     "cluster-scoped-resources/config.openshift.io/infrastructures/cluster.yaml", NONE},
    {"singleton of another name",
     OCP "@cluster-scoped-resources/config.openshift.io/infrastructures/x.yaml\n"
         "#Infrastructure config.openshift.io/v1 - x\n",
     "Infrastructure", SOME, NULL, "", SOME},
    {"a singleton among plain files",
     "@cv.yaml\n#ClusterVersion config.openshift.io/v1 - version\n", "ClusterVersion", ALL, "", "",
     ALL},
    {"not served, by discovery",
     OCP NODE DISCOVERY("api", "", "Node") DISCOVERY("apis", "apps", "Deployment"),
     "VirtualMachine", ALL, "any", "aggregated-discovery-api.yaml", NONE},
    {"not served, by the other file",
     OCP NODE DISCOVERY("api", "", "Node") DISCOVERY("apis", "apps", "Deployment"),
     "VirtualMachine", ALL, "any", "aggregated-discovery-apis.yaml", NONE},
    {"not served, of no table",
     OCP NODE DISCOVERY("api", "", "Node") DISCOVERY("apis", "apps", "Deployment"),
     "Foo.example.com", ALL, "any", "aggregated-discovery-apis.yaml", NONE},
    {"served",
     OCP NODE DISCOVERY("api", "", "Node") DISCOVERY("apis", "kubevirt.io", "VirtualMachine"),
     "VirtualMachine", NONE, NULL, "", NONE},
    {"not served, by CRDs",
     CNV "@cluster-scoped-resources/apiextensions.k8s.io/customresourcedefinitions/x.y.yaml\n"
         "#CustomResourceDefinition apiextensions.k8s.io/v1 - x.y\n",
     "MachineConfigPool", ALL, "",
     "cluster-scoped-resources/apiextensions.k8s.io/customresourcedefinitions/x.y.yaml", NONE},
    {"a CRD of its own",
     CNV "@cluster-scoped-resources/apiextensions.k8s.io/customresourcedefinitions/"
         "machineconfigpools.machineconfiguration.openshift.io.yaml\n"
         "#CustomResourceDefinition apiextensions.k8s.io/v1 - "
         "machineconfigpools.machineconfiguration.openshift.io\n",
     "MachineConfigPool", NONE, NULL, "", NONE},
    {"CRDs of an ocp gather are not all",
     OCP "@cluster-scoped-resources/apiextensions.k8s.io/customresourcedefinitions/x.y.yaml\n"
         "#CustomResourceDefinition apiextensions.k8s.io/v1 - x.y\n",
     "MachineConfigPool", NONE, NULL, "", NONE},

    /* ocp, inspect: config.openshift.io */
    {"config list",
     OCP "@cluster-scoped-resources/config.openshift.io/clusteroperators.yaml\n"
         "apiVersion: config.openshift.io/v1\nkind: ClusterOperatorList\nitems:\n" ITEM_CLUSTER(
             "config.openshift.io/v1", "ClusterOperator",
             "dns") "@cluster-scoped-resources/config.openshift.io/clusteroperators/dns.yaml\n"
                    "#ClusterOperator config.openshift.io/v1 - dns\n",
     "ClusterOperator", ALL, "",
     "cluster-scoped-resources/config.openshift.io/clusteroperators.yaml", SOME},
    {"an empty config list proves nothing",
     OCP NODE "@cluster-scoped-resources/config.openshift.io/clusteroperators.yaml\n"
              "apiVersion: config.openshift.io/v1\nitems: []\nkind: ClusterOperatorList\n",
     "ClusterOperator", NONE, NULL, "", NONE},

    /* ocp, cnv, inspect: namespace inspection */
    {"a list of a namespace",
     "@namespaces/erp/core/pods.yaml\n" PV_LIST("PodList")
         ITEM("v1", "Pod", "erp", "p") "@namespaces/erp/erp.yaml\n#Namespace v1 - erp\n"
                                       "@namespaces/erp/pods/p/p.yaml\n#Pod v1 erp p\n",
     "Pod", SOME, "erp", "namespaces/erp/core/pods.yaml", SOME},
    {"an empty list of a namespace",
     NODE "@namespaces/erp/policy/poddisruptionbudgets.yaml\napiVersion: policy/v1\nitems: []\n"
          "kind: PodDisruptionBudgetList\n",
     "PodDisruptionBudget", SOME, "erp", "namespaces/erp/policy/poddisruptionbudgets.yaml", NONE},
    {"null items",
     NODE "@namespaces/erp/core/events.yaml\napiVersion: v1\nitems: null\n"
          "kind: EventList\n",
     "Event", SOME, "erp", "namespaces/erp/core/events.yaml", NONE},
    {"an untyped list says its kind by its path",
     NODE "@namespaces/erp/core/pods.yaml\napiVersion: v1\nitems: []\nkind: List\n", "Pod", SOME,
     "erp", "namespaces/erp/core/pods.yaml", NONE},
    {"a list elsewhere proves nothing for a kind without one",
     "@namespaces/erp/core/pods.yaml\n" PV_LIST("PodList") ITEM("v1", "Pod", "erp", "p"),
     "PersistentVolumeClaim", NONE, NULL, "", NONE},
    {"the file of a namespace proves nothing",
     NODE "@namespaces/erp/erp.yaml\n#Namespace v1 - erp\n", "Pod", NONE, NULL, "", NONE},
    {"namespaces are never complete", OCP NODE "@namespaces/erp/erp.yaml\n#Namespace v1 - erp\n",
     "Namespace", SOME, NULL, "", SOME},

    /* ocp */
    {"OLM",
     OCP PACKAGESERVER "@namespaces/a/operators.coreos.com/subscriptions/s.yaml\n"
                       "#Subscription operators.coreos.com/v1alpha1 a s\n",
     "Subscription", ALL, "any",
     "namespaces/olm/operators.coreos.com/clusterserviceversions/packageserver.yaml", SOME},
    {"OLM, none of the kind", OCP NODE PACKAGESERVER, "InstallPlan", ALL, "any",
     "namespaces/olm/operators.coreos.com/clusterserviceversions/packageserver.yaml", NONE},
    {"OLM of another gather", PACKAGESERVER, "InstallPlan", NONE, NULL, "", NONE},
    {"nodes", OCP PACKAGESERVER NODE, "Node", ALL, "",
     "cluster-scoped-resources/core/nodes/n1.yaml", NONE},
    {"storage classes",
     OCP NODE "@cluster-scoped-resources/storage.k8s.io/storageclasses/s.yaml\n"
              "#StorageClass storage.k8s.io/v1 - s\n",
     "StorageClass", ALL, "", "cluster-scoped-resources/storage.k8s.io/storageclasses/s.yaml",
     NONE},
    {"no volumes, but nodes", OCP PACKAGESERVER NODE, "PersistentVolume", ALL, "",
     "cluster-scoped-resources/core/nodes/n1.yaml", NONE},
    {"pools", OCP NODE POOLS, "MachineConfigPool", ALL, "",
     "cluster-scoped-resources/core/nodes/n1.yaml", SOME},
    {"a pool is missing", OCP NODE POOLS, "MachineConfigPool", ALL, "",
     "cluster-scoped-resources/machineconfiguration.openshift.io/machineconfigpools/worker.yaml",
     SOME},
    {"no machine configs read", OCP NODE POOLS, "MachineConfig", NONE, NULL, "", NONE},
    {"no pools where the control plane is hosted",
     OCP NODE "@cluster-scoped-resources/config.openshift.io/infrastructures/cluster.yaml\n"
              "#Infrastructure config.openshift.io/v1 - cluster\nstatus:\n"
              "  controlPlaneTopology: External\n",
     "MachineConfigPool", ALL, "",
     "cluster-scoped-resources/config.openshift.io/infrastructures/cluster.yaml", NONE},
    {"API services",
     OCP NODE "@cluster-scoped-resources/apiregistration.k8s.io/apiservices/v1.yaml\n"
              "#APIService apiregistration.k8s.io/v1 - v1\n",
     "APIService", ALL, "", "cluster-scoped-resources/apiregistration.k8s.io/apiservices/v1.yaml",
     NONE},
    {"a count of zero", OCP NODE "@virt_info/crd/virtualmachines.kubevirt.io.count\n0\n",
     "VirtualMachine", ALL, "any", "virt_info/crd/virtualmachines.kubevirt.io.count", NONE},
    {"a count above zero", OCP NODE "@virt_info/crd/virtualmachines.kubevirt.io.count\n3\n",
     "VirtualMachine", NONE, NULL, "", NONE},
    {"alerts", OCP NODE "@monitoring/prometheus/rules.json\n{\"status\":\"success\",\"data\":{}}\n",
     "Alert", ALL, "", "monitoring/prometheus/rules.json", NONE},
    {"alerts that failed", OCP NODE "@monitoring/alerts.json\n{\"status\":\"error\"}\n", "Alert",
     NONE, NULL, "", NONE},
    {"never from ocp: package manifests", OCP NODE PACKAGESERVER, "PackageManifest", NONE, NULL, "",
     NONE},
    {"never from ocp: KubeVirt", OCP NODE PACKAGESERVER, "KubeVirt", NONE, NULL, "", NONE},

    /* cnv */
    {"VMIs", CNV CRS VMI("a", "vm"), "VirtualMachineInstance", ALL, "any",
     "namespaces/cnv/crs/kubevirts.kubevirt.io/kv.yaml", SOME},
    {"no VMIs", CNV CRS, "VirtualMachineInstance", NONE, NULL, "", NONE},
    {"no VMIs, and none runs", CNV CRS "@virtualization/running_vms_count.txt\n0\n",
     "VirtualMachineInstance", ALL, "any", "virtualization/running_vms_count.txt", NONE},
    {"migrations",
     CNV CRS "@namespaces/a/crs/virtualmachineinstancemigrations.kubevirt.io/m.yaml\n"
             "#VirtualMachineInstanceMigration kubevirt.io/v1 a m\n",
     "VirtualMachineInstanceMigration", ALL, "any",
     "namespaces/cnv/crs/kubevirts.kubevirt.io/kv.yaml", SOME},
    {"no migrations, and nothing names one", CNV CRS VMI("a", "vm"),
     "VirtualMachineInstanceMigration", ALL, "any",
     "namespaces/cnv/crs/kubevirts.kubevirt.io/kv.yaml", NONE},
    {"no migrations, but a VMI names one",
     CNV CRS VMI("a", "vm") "status:\n  migrationState:\n    migrationUid: u\n",
     "VirtualMachineInstanceMigration", NONE, NULL, "", NONE},
    {"no migrations, but a VMI is being evacuated",
     CNV CRS VMI("a", "vm") "status:\n  evacuationNodeName: n\n", "VirtualMachineInstanceMigration",
     NONE, NULL, "", NONE},
    {"no migrations, but a pod is a target",
     CNV CRS "@namespaces/a/core/pods/p.yaml\n#Pod v1 a p\n  labels:\n"
             "    kubevirt.io/migrationJobUID: u\n",
     "VirtualMachineInstanceMigration", NONE, NULL, "", NONE},
    {"KubeVirt", CNV CRS, "KubeVirt", ALL, "any", "", ALL},
    {"KubeVirt by its list alone: crs did not run",
     CNV "@namespaces/cnv/kubevirt.io/kubevirts.yaml\napiVersion: kubevirt.io/v1\n"
         "kind: KubeVirtList\nitems:\n" ITEM("kubevirt.io/v1", "KubeVirt", "cnv", "kv"),
     "KubeVirt", SOME, "cnv", "", SOME},
    {"HyperConverged was not read", CNV CRS, "HyperConverged", NONE, NULL, "", NONE},
    {"data volumes",
     CNV CRS "@namespaces/a/crs/datavolumes.cdi.kubevirt.io/d.yaml\n"
             "#DataVolume cdi.kubevirt.io/v1beta1 a d\n",
     "DataVolume", ALL, "any", "namespaces/cnv/crs/kubevirts.kubevirt.io/kv.yaml", SOME},
    {"no data volumes, and nothing names one", CNV CRS, "DataVolume", ALL, "any",
     "namespaces/cnv/crs/kubevirts.kubevirt.io/kv.yaml", NONE},
    {"no data volumes, but a VMI names one",
     CNV CRS VMI("a", "vm") "spec:\n  volumes:\n  - dataVolume:\n      name: d\n", "DataVolume",
     NONE, NULL, "", NONE},
    {"no CDI, but HyperConverged names it",
     CNV "@namespaces/cnv/crs/hyperconvergeds.hco.kubevirt.io/h.yaml\n"
         "#HyperConverged hco.kubevirt.io/v1beta1 cnv h\nstatus:\n  relatedObjects:\n"
         "  - apiVersion: cdi.kubevirt.io/v1beta1\n    kind: CDI\n    name: cdi\n",
     "CDI", NONE, NULL, "", NONE},
    {"migration policies", CNV CRS, "MigrationPolicy", ALL, "",
     "namespaces/cnv/crs/kubevirts.kubevirt.io/kv.yaml", NONE},
    {"snapshots of VMs", CNV CRS, "VirtualMachineSnapshot", ALL, "any",
     "namespaces/cnv/crs/kubevirts.kubevirt.io/kv.yaml", NONE},
    {"volume snapshots",
     CNV NODE "@namespaces/a/crs/volumesnapshots.snapshot.storage.k8s.io/s.yaml\n"
              "#VolumeSnapshot snapshot.storage.k8s.io/v1 a s\n",
     "VolumeSnapshot", ALL, "any",
     "namespaces/a/crs/volumesnapshots.snapshot.storage.k8s.io/s.yaml", NONE},
    {"VMs",
     CNV NODE "@namespaces/a/kubevirt.io/virtualmachines/custom/vm.yaml\n"
              "#VirtualMachine kubevirt.io/v1 a vm\n",
     "VirtualMachine", ALL, "any", "namespaces/a/kubevirt.io/virtualmachines/custom/vm.yaml", NONE},
    {"VMs from templates",
     CNV NODE "@namespaces/a/kubevirt.io/virtualmachines/template-based/vm.yaml\n"
              "#VirtualMachine kubevirt.io/v1 a vm\n",
     "VirtualMachine", ALL, "any", "", ALL},
    {"claims",
     CNV "@namespaces/a/core/persistentvolumeclaims/c.yaml\n#PersistentVolumeClaim v1 a c\n"
         "@namespaces/a/core/persistentvolumeclaims/c_describe.txt\nName: c\n",
     "PersistentVolumeClaim", ALL, "any", "namespaces/a/core/persistentvolumeclaims/c_describe.txt",
     SOME},
    {"a describe file of another claim",
     CNV "@namespaces/a/core/persistentvolumeclaims/c.yaml\n#PersistentVolumeClaim v1 a c\n"
         "@namespaces/a/core/persistentvolumeclaims/d_describe.txt\nName: d\n",
     "PersistentVolumeClaim", SOME, NULL, "", SOME},
    {"nodes of the cnv gather", CNV CRS NODE, "Node", ALL, "",
     "cluster-scoped-resources/core/nodes/n1.yaml", NONE},
    {"networks, none", CNV CRS NODE, "NetworkAttachmentDefinition", ALL, "any",
     "cluster-scoped-resources/core/nodes/n1.yaml", NONE},
    {"catalogs",
     CNV NODE "@namespaces/m/operators.coreos.com/catalogsources/c.yaml\n"
              "#CatalogSource operators.coreos.com/v1alpha1 m c\n",
     "CatalogSource", ALL, "any", "cluster-scoped-resources/core/nodes/n1.yaml", SOME},
    {"no catalogs", CNV NODE, "CatalogSource", NONE, NULL, "", NONE},
    {"volumes of the cnv gather",
     CNV NODE "@cluster-scoped-resources/core/persistentvolumes/v.yaml\n#PersistentVolume v1 - v\n",
     "PersistentVolume", ALL, "", "cluster-scoped-resources/core/persistentvolumes/v.yaml", NONE},
    {"no volumes in the cnv gather", CNV NODE, "PersistentVolume", NONE, NULL, "", NONE},
    {"dash-joined subscriptions",
     CNV CRS "@namespaces/cnv/subscriptions\n#Subscription operators.coreos.com/v1alpha1 cnv s\n"
             "---------------\n",
     "Subscription", SOME, "cnv", "namespaces/cnv/subscriptions", NONE},
    {"subscriptions that do not end in dashes",
     CNV CRS "@namespaces/cnv/subscriptions\n#Subscription operators.coreos.com/v1alpha1 cnv s\n",
     "Subscription", SOME, NULL, "", SOME},
    {"subscriptions of another product",
     CNV CRS "@namespaces/cnv/subscriptions\n"
             "#Subscription apps.open-cluster-management.io/v1 cnv s\n---------------\n",
     "Subscription", NONE, NULL, "", NONE},
    {"package manifests",
     CNV CRS "@namespaces/cnv/packagemanifests\n" PV_LIST("List")
         ITEM("packages.operators.coreos.com/v1", "PackageManifest", "m", "k"),
     "PackageManifest", ALL, "any", "namespaces/cnv/packagemanifests", NONE},
    {"API services of the cnv gather",
     CNV CRS "@apiservices/v1.yaml\n#APIService apiregistration.k8s.io/v1 - v1\n", "APIService",
     ALL, "", "apiservices/v1.yaml", NONE},
    {"webhooks",
     CNV CRS "@webhooks/mutating/w/mutatingwebhookconfiguration.yaml\n"
             "#MutatingWebhookConfiguration admissionregistration.k8s.io/v1 - w\n",
     "MutatingWebhookConfiguration", ALL, "",
     "webhooks/mutating/w/mutatingwebhookconfiguration.yaml", NONE},
    {"cluster instance types",
     CNV CRS "@cluster-scoped-resources/instancetype.kubevirt.io/"
             "virtualmachineclusterinstancetypes/u1.yaml\n"
             "#VirtualMachineClusterInstancetype instancetype.kubevirt.io/v1beta1 - u1\n",
     "VirtualMachineClusterInstancetype", ALL, "",
     "cluster-scoped-resources/instancetype.kubevirt.io/virtualmachineclusterinstancetypes/u1.yaml",
     NONE},
    {"never from cnv: ClusterVersion's neighbours",
     CNV CRS "@cluster-scoped-resources/config.openshift.io/clusteroperators.yaml\n"
             "apiVersion: config.openshift.io/v1\nkind: ClusterOperatorList\nitems:\n" ITEM_CLUSTER(
                 "config.openshift.io/v1", "ClusterOperator", "dns"),
     "ClusterOperator", SOME, NULL, "", SOME},

    /* inspect, plain */
    {"never from inspect: single files",
     "@namespaces/a/operators.coreos.com/subscriptions/s.yaml\n"
     "#Subscription operators.coreos.com/v1alpha1 a s\n",
     "Subscription", SOME, NULL, "", SOME},
    {"a plain list of a cluster-scoped kind",
     "@n.yaml\n" PV_LIST("List") ITEM_CLUSTER("v1", "Node", "n1") "@x.yaml\n#Pod v1 a p\n", "Node",
     ALL, "", "n.yaml", NONE},
    {"a plain typed list without items",
     "@n.yaml\napiVersion: v1\nkind: NodeList\nitems: []\n"
     "@x.yaml\n#Pod v1 a p\n",
     "Node", ALL, "", "n.yaml", NONE},
    {"a plain list of anything without items",
     "@nodes.yaml\napiVersion: v1\nkind: List\nitems: []\n@x.yaml\n#Pod v1 a p\n", "Node", NONE,
     NULL, "", NONE},
    {"a plain list with more on the server",
     "@n.yaml\napiVersion: v1\nkind: NodeList\nmetadata:\n  continue: x\nitems:\n" ITEM_CLUSTER(
         "v1", "Node", "n1"),
     "Node", SOME, NULL, "", SOME},
    {"a plain list with a count of what is left",
     "@n.yaml\napiVersion: v1\nkind: NodeList\nmetadata:\n  remainingItemCount: "
     "2\nitems:\n" ITEM_CLUSTER("v1", "Node", "n1"),
     "Node", SOME, NULL, "", SOME},
    {"a plain list of one namespace", "@p.yaml\n" PV_LIST("List") ITEM("v1", "Pod", "a", "p"),
     "Pod", SOME, "a", "", SOME},
    {"a plain list of two namespaces",
     "@p.yaml\n" PV_LIST("List") ITEM("v1", "Pod", "a", "p") ITEM("v1", "Pod", "b", "p"), "Pod",
     ALL, "any", "", ALL},
    {"plain single documents", "@p.yaml\n#Pod v1 a p\n@q.yaml\n#Pod v1 b p\n", "Pod", SOME, NULL,
     "", SOME},
    {"a plain empty list of a namespaced kind",
     "@p.yaml\napiVersion: v1\nkind: PodList\nitems: []\n@x.yaml\n#Node v1 - n\n", "Pod", NONE,
     NULL, "", NONE},
};

static void check(const struct row_case *row, bool removed) {
    struct tree tree = tree_new();
    tree_add(&tree, 0, "", row->tree);
    tree_add(&tree, 0, "", "@zz.yaml\n#ConfigMap v1 zz never-without-any-object\n");
    if (removed && row->without[0] && !tree_remove(&tree, row->without))
        fail_msg("%s: no member %s", row->name, row->without);
    assert_true(tree_seal(&tree));
    const struct collection *collection = collection_of(tree.graph, str_of(row->kind));
    enum want want = removed ? row->want_without : row->want;
    if ((int)collection->completeness != (int)want)
        fail_msg("%s%s: %s is %d, not %d", row->name, removed ? " (removed)" : "", row->kind,
                 (int)collection->completeness, (int)want);
    if (!removed && row->holds &&
        !collection_holds(tree.graph, str_of(row->kind), str_of(row->holds)))
        fail_msg("%s: '%s' is not held", row->name, row->holds);
    if (!removed && row->holds && !collection->proof.len)
        fail_msg("%s: no proof is told", row->name);
    if (!row->holds || (removed && row->without[0] && want != ALL)) {
        const char *namespace = row->holds && row->holds[0] ? row->holds : "erp";
        assert_false(collection_holds(tree.graph, str_of(row->kind), str_of(namespace)));
        assert_int_not_equal(
            collection_missing(tree.graph, tree.arena, str_of(row->kind), STR("")).count, 0);
    }
    tree_free(&tree);
}

static void test_rows__with_and_without_proof(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check(&cases[i], false);
        check(&cases[i], true);
    }
}

/* In a gather that was cut off only what one list proves stands. */
static void test_rows__cut_roots(void **state) {
    (void)state;
    static const struct {
        const char *tree, *kind, *namespace;
        bool holds;
    } cut[] = {
        {OCP NODE, "Node", "", false},
        {OCP PACKAGESERVER, "InstallPlan", "", false},
        {CNV CRS VMI("a", "vm"), "VirtualMachineInstance", "", false},
        {"@namespaces/erp/core/pods.yaml\n" PV_LIST("PodList") ITEM("v1", "Pod", "erp", "p"), "Pod",
         "erp", true},
        {"@n.yaml\n" PV_LIST("List") ITEM_CLUSTER("v1", "Node", "n1"), "Node", "", true},
        {OCP "@cluster-scoped-resources/config.openshift.io/infrastructures/cluster.yaml\n"
             "#Infrastructure config.openshift.io/v1 - cluster\n",
         "Infrastructure", "", true},
        {OCP NODE DISCOVERY("api", "", "Node") DISCOVERY("apis", "apps", "Deployment"),
         "VirtualMachine", "", true},
        {CNV CRS "@namespaces/cnv/subscriptions\n"
                 "#Subscription operators.coreos.com/v1alpha1 cnv s\n---------------\n",
         "Subscription", "cnv", true},
    };
    for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++) {
        for (int how = 0; how < 2; how++) {
            struct tree tree = tree_new();
            tree_add(&tree, 0, "mg/r/", cut[i].tree);
            if (how == 0)
                tree.inputs[0].truncated = true;
            else
                tree_add(&tree, 0, "mg/", "@timestamp\n2024-01-01 00:00:00 +0000 UTC\n");
            assert_true(tree_seal(&tree));
            size_t count;
            assert_true(graph_roots(tree.graph, &count)[0]->cut || i == 4);
            assert_int_equal(
                collection_holds(tree.graph, str_of(cut[i].kind), str_of(cut[i].namespace)),
                cut[i].holds);
            tree_free(&tree);
        }
    }
}

static void test_rows__stale_groups_prove_nothing(void **state) {
    (void)state;
    struct tree tree = tree_of(
        OCP NODE DISCOVERY("api", "", "Node") "@aggregated-discovery-apis.yaml\n"
                                              "kind: APIGroupDiscoveryList\nitems:\n"
                                              "- metadata:\n    name: kubevirt.io\n  versions:\n"
                                              "  - version: v1\n    freshness: Stale\n");
    assert_false(collection_holds(tree.graph, STR("VirtualMachine"), STR("")));
    assert_true(collection_holds(tree.graph, STR("HyperConverged"), STR("")));
    tree_free(&tree);
}

/* The user's word for a hand-made folder is told as such, and does not hide what is damaged. */
static void test_rows__statements(void **state) {
    (void)state;
    static const struct str statements[] = {{"Pod=a,b", 7}, {"Node", 4}, {"VirtualMachine", 14}};
    struct tree tree = tree_new();
    tree_add(&tree, 0, "", "@x.yaml\n#Pod v1 a p\n@vm/virtualmachines.yaml\n");
    tree.seal.collected = statements;
    tree.seal.n_collected = 3;
    assert_true(tree_seal(&tree));
    const struct collection *pods = collection_of(tree.graph, STR("Pod"));
    assert_int_equal(pods->completeness, COLLECTED_SOME);
    assert_int_equal(pods->n_namespaces, 2);
    assert_true(pods->stated);
    assert_true(collection_holds(tree.graph, STR("Pod"), STR("b")));
    assert_false(collection_holds(tree.graph, STR("Pod"), STR("c")));
    assert_int_equal(collection_of(tree.graph, STR("Node"))->completeness, COLLECTED_ALL);
    assert_false(collection_holds(tree.graph, STR("VirtualMachine"), STR("")));
    tree_free(&tree);
}

static void test_rows__inline_objects_are_complete(void **state) {
    (void)state;
    static const struct str not_collected[] = {{"Pod", 3}, {"VirtualMachine=a", 16}};
    struct tree tree = tree_new();
    tree.graph = graph_new(tree.arena, tree.intern, (struct graph_options){0}, tree.sink);
    tree.seal.n_inputs = 0;
    tree.seal.everything_collected = true;
    tree.seal.not_collected = not_collected;
    tree.seal.n_not_collected = 2;
    assert_true(graph_seal(tree.graph, &tree.seal));
    assert_true(collection_holds(tree.graph, STR("Node"), STR("")));
    assert_true(collection_holds(tree.graph, STR("Of.no.table"), STR("x")));
    assert_int_equal(collection_of(tree.graph, STR("Pod"))->completeness, COLLECTED_NONE);
    assert_false(collection_holds(tree.graph, STR("VirtualMachine"), STR("a")));
    assert_true(collection_holds(tree.graph, STR("VirtualMachine"), STR("b")));
    assert_false(collection_holds(tree.graph, STR("VirtualMachine"), STR("")));
    tree_free(&tree);
}

/* The kinds that a default gather can truly hold none of: only these may vanish from an archive
 * without a trace. Whoever adds a row must add it here, on purpose. */
static void test_rows__kinds_that_may_be_empty(void **state) {
    (void)state;
    static const char ocp[] =
        " PersistentVolume CertificateSigningRequest VolumeAttachment VolumeSnapshotClass"
        " MachineConfigPool MachineConfig ControllerConfig Subscription InstallPlan"
        " ClusterServiceVersion CatalogSource OperatorGroup OperatorCondition Operator"
        " VirtualMachine VirtualMachineInstance VirtualMachineInstanceMigration Alert";
    static const char cnv[] =
        " Machine VirtualMachineInstance VirtualMachineInstanceMigration MigrationPolicy"
        " VirtualMachinePool VirtualMachineClone VirtualMachineExport VirtualMachineSnapshot"
        " VirtualMachineSnapshotContent VirtualMachineRestore CDI StorageProfile DataVolume"
        " DataSource DataImportCron SSP NetworkAddonsConfig HostPathProvisioner"
        " NetworkAttachmentDefinition NodeNetworkState";
    static const char *const expected[] = {ocp, cnv, "", ""};
    struct arena *arena = arena_new();
    size_t count;
    const struct kind_info *table = kinds_table(&count);
    for (int root = ROOT_OCP; root <= ROOT_INSIGHTS; root++) {
        struct strbuf names = strbuf_new(arena);
        for (size_t i = 0; i < count; i++)
            if (rows_may_be_empty((enum root_kind)root, &table[i]))
                strbuf_printf(&names, " %.*s", STR_ARG(table[i].kind));
        assert_text(strbuf_str(&names), expected[root]);
    }
    arena_free(arena);
}

#define CLUSTER(group, plural, api, kind)                                                          \
    "@ocp/cluster-scoped-resources/" group "/" plural "/x.yaml\n#" kind " " api " - x\n"
#define SPACED(group, plural, api, kind)                                                           \
    "@ocp/namespaces/olm/" group "/" plural "/x.yaml\n#" kind " " api " olm x\n"
#define COLLECTED(plural, group, kind)                                                             \
    "@cnv/namespaces/a/crs/" plural "." group "/x.yaml\n#" kind " " group "/v1 a x\n"
#define COLLECTED_CLUSTER(plural, group, kind)                                                     \
    "@cnv/cluster-scoped-resources/" plural "." group "/x.yaml\n#" kind " " group "/v1 - x\n"
#define OLM "operators.coreos.com"
#define STORAGE "storage.k8s.io"

/* Both default gathers, one object of each kind. */
static const char sample[] =
    "@ocp/version\nopenshift/must-gather\n4.14.0\n"
    "@cnv/version\nkubevirt/must-gather\nv4.14.0\n"
    "@ocp/cluster-scoped-resources/core/nodes/n1.yaml\n#Node v1 - n1\n"
    "@ocp/cluster-scoped-resources/config.openshift.io/infrastructures.yaml\n"
    "apiVersion: config.openshift.io/v1\nkind: InfrastructureList\nitems:\n" ITEM_CLUSTER(
        "config.openshift.io/v1", "Infrastructure",
        "cluster") "@ocp/cluster-scoped-resources/config.openshift.io/clusteroperators.yaml\n"
                   "apiVersion: config.openshift.io/v1\nkind: "
                   "ClusterOperatorList\nitems:\n" ITEM_CLUSTER(
                       "config.openshift.io/v1", "ClusterOperator",
                       "dns") "@ocp/cluster-scoped-resources/config.openshift.io/clusterversions/"
                              "version.yaml\n"
                              "#ClusterVersion config.openshift.io/v1 - version\n"
                              "@ocp/namespaces/olm/operators.coreos.com/clusterserviceversions/"
                              "packageserver.yaml\n"
                              "#ClusterServiceVersion operators.coreos.com/v1alpha1 olm "
                              "packageserver\n"
                              "@ocp/cluster-scoped-resources/machineconfiguration.openshift.io/"
                              "machineconfigpools/m.yaml\n"
                              "#MachineConfigPool machineconfiguration.openshift.io/v1 - master\n"
                              "status:\n  machineCount: 1\n"
                              "@ocp/cluster-scoped-resources/machineconfiguration.openshift.io/"
                              "machineconfigpools/w.yaml\n"
                              "#MachineConfigPool machineconfiguration.openshift.io/v1 - "
                              "worker\n" CLUSTER(
                                  "machineconfiguration.openshift.io", "machineconfigs",
                                  "machineconfiguration.openshift.io/v1",
                                  "MachineConfig") CLUSTER(STORAGE, "storageclasses", STORAGE "/v1",
                                                           "StorageClass") CLUSTER(STORAGE,
                                                                                   "csidrivers",
                                                                                   STORAGE "/v1",
                                                                                   "CSIDriver")
                                  CLUSTER(STORAGE, "csinodes", STORAGE "/v1", "CSINode") CLUSTER(
                                      "core", "persistentvolumes", "v1",
                                      "PersistentVolume") CLUSTER("apiregistration.k8s.io",
                                                                  "apiservices",
                                                                  "apiregistration.k8s.io/v1",
                                                                  "APIService") SPACED(OLM,
                                                                                       "subscriptio"
                                                                                       "ns",
                                                                                       OLM
                                                                                       "/v1alpha1",
                                                                                       "Subscriptio"
                                                                                       "n")
                                      SPACED(OLM, "installplans", OLM "/v1alpha1",
                                             "InstallPlan") SPACED(OLM, "catalogsources",
                                                                   OLM "/v1alpha1", "CatalogSource")
                                          SPACED(
                                              OLM, "operatorgroups", OLM "/v1",
                                              "OperatorGroup") "@cnv/namespaces/cnv/crs/"
                                                               "hyperconvergeds.hco.kubevirt.io/"
                                                               "h.yaml\n"
                                                               "#HyperConverged "
                                                               "hco.kubevirt.io/v1beta1 cnv "
                                                               "h\nstatus:\n  relatedObjects:\n"
                                                               "  - {apiVersion: "
                                                               "cdi.kubevirt.io/v1, kind: CDI, "
                                                               "name: x}\n" COLLECTED(
                                                                   "kubevirts", "kubevirt.io",
                                                                   "KubeVirt") COLLECTED("virtualma"
                                                                                         "chineinst"
                                                                                         "ances",
                                                                                         "kubevirt."
                                                                                         "io",
                                                                                         "VirtualMa"
                                                                                         "chineInst"
                                                                                         "ance")
                                                                   COLLECTED("virtualmachineinstanc"
                                                                             "emigrations",
                                                                             "kubevirt.io",
                                                                             "VirtualMachineInstanc"
                                                                             "eMigration")
                                                                       COLLECTED("datavolumes",
                                                                                 "cdi.kubevirt.io",
                                                                                 "DataVolume")
                                                                           COLLECTED_CLUSTER(
                                                                               "cdis",
                                                                               "cdi.kubevirt.io",
                                                                               "CDI")
                                                                               COLLECTED_CLUSTER(
                                                                                   "migrationpolici"
                                                                                   "es",
                                                                                   "migrations."
                                                                                   "kubevirt.io",
                                                                                   "MigrationPolic"
                                                                                   "y") "@cnv/"
                                                                                        "namespaces"
                                                                                        "/a/"
                                                                                        "kubevirt."
                                                                                        "io/"
                                                                                        "virtualmac"
                                                                                        "hines/"
                                                                                        "custom/"
                                                                                        "x.yaml\n"
                                                                                        "#VirtualMa"
                                                                                        "chine "
                                                                                        "kubevirt."
                                                                                        "io/v1 a "
                                                                                        "x\n"
                                                                                        "@cnv/"
                                                                                        "namespaces"
                                                                                        "/a/core/"
                                                                                        "persistent"
                                                                                        "volumeclai"
                                                                                        "ms/"
                                                                                        "x.yaml\n#"
                                                                                        "Persistent"
                                                                                        "VolumeClai"
                                                                                        "m v1 a x\n"
                                                                                        "@cnv/"
                                                                                        "namespaces"
                                                                                        "/a/core/"
                                                                                        "persistent"
                                                                                        "volumeclai"
                                                                                        "ms/"
                                                                                        "x_"
                                                                                        "describe."
                                                                                        "txt\nName:"
                                                                                        " x\n"
                                                                                        "@cnv/"
                                                                                        "namespaces"
                                                                                        "/a/"
                                                                                        "k8s.cni."
                                                                                        "cncf.io/"
                                                                                        "network-"
                                                                                        "attachment"
                                                                                        "-definitio"
                                                                                        "ns/"
                                                                                        "x.yaml\n"
                                                                                        "#NetworkAt"
                                                                                        "tachmentDe"
                                                                                        "finition "
                                                                                        "k8s.cni."
                                                                                        "cncf.io/"
                                                                                        "v1 a x\n"
                                                                                        "@cnv/"
                                                                                        "cluster-"
                                                                                        "scoped-"
                                                                                        "resources/"
                                                                                        "core/"
                                                                                        "nodes/"
                                                                                        "n1.yaml\n#"
                                                                                        "Node v1 - "
                                                                                        "n1\n";

static void remove_kind(struct tree *tree, const char *kind) {
    struct str line = str_printf(tree->arena, "kind: %s\n", kind);
    size_t n = 0;
    for (size_t i = 0; i < tree->files.count; i++)
        if (!str_contains(tree->files.items[i].text, line))
            tree->files.items[n++] = tree->files.items[i];
    assert_true(n < tree->files.count);
    tree->files.count = n;
}

static void test_rows__kind_by_kind_deletion(void **state) {
    (void)state;
    static const struct {
        const char *kind;
        bool exempt;
    } kinds[] = {
        {"Node", false},
        {"Infrastructure", false},
        {"ClusterOperator", false},
        {"ClusterVersion", false},
        {"ClusterServiceVersion", false}, /* their proof goes with them */
        {"MachineConfigPool", false},
        {"MachineConfig", false},
        {"StorageClass", false},
        {"CSIDriver", false},
        {"CSINode", false},
        {"PersistentVolume", true},
        {"APIService", false},
        {"Subscription", true},
        {"InstallPlan", true},
        {"CatalogSource", true},
        {"OperatorGroup", true},
        {"HyperConverged", false},
        {"KubeVirt", false},
        {"VirtualMachineInstance", false},
        {"VirtualMachineInstanceMigration", true},
        {"DataVolume", true},
        {"CDI", false}, /* HyperConverged names it */
        {"MigrationPolicy", true},
        {"VirtualMachine", false},
        {"PersistentVolumeClaim", false},
        {"NetworkAttachmentDefinition", true},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct tree tree = tree_new();
        tree_add(&tree, 0, "", sample);
        assert_true(tree_seal(&tree));
        if (!collection_holds(tree.graph, str_of(kinds[i].kind), STR("")))
            fail_msg("%s is not complete", kinds[i].kind);
        tree_free(&tree);

        tree = tree_new();
        tree_add(&tree, 0, "", sample);
        remove_kind(&tree, kinds[i].kind);
        assert_true(tree_seal(&tree));
        if (collection_holds(tree.graph, str_of(kinds[i].kind), STR("")) != kinds[i].exempt)
            fail_msg("%s is %sheld without an object", kinds[i].kind,
                     kinds[i].exempt ? "not " : "");
        tree_free(&tree);
    }
}

#define NOT_INSTALLED OCP NODE PACKAGESERVER
#define SUBSCRIPTION(name)                                                                         \
    "@namespaces/a/operators.coreos.com/subscriptions/s.yaml\n"                                    \
    "#Subscription operators.coreos.com/v1alpha1 a s\nspec:\n  name: " name "\n"

static void test_rows__not_installed(void **state) {
    (void)state;
    static const struct {
        const char *tree;
        enum installed installed;
    } rows[] = {
        {NOT_INSTALLED, INSTALLED_NO},
        {NOT_INSTALLED SUBSCRIPTION("other"), INSTALLED_NO},
        {NOT_INSTALLED SUBSCRIPTION("kubevirt-hyperconverged"), INSTALLED_UNKNOWN},
        {NOT_INSTALLED SUBSCRIPTION("kubevirt-hyperconverged") "status:\n  installedCSV: x\n",
         INSTALLED_YES},
        {NOT_INSTALLED "@namespaces/a/operators.coreos.com/clusterserviceversions/k.yaml\n"
                       "#ClusterServiceVersion operators.coreos.com/v1alpha1 a "
                       "kubevirt-hyperconverged-operator.v4.14.1\n",
         INSTALLED_YES},
        {NOT_INSTALLED "@namespaces/b/operators.coreos.com/clusterserviceversions/k.yaml\n"
                       "#ClusterServiceVersion operators.coreos.com/v1alpha1 b "
                       "kubevirt-hyperconverged-operator.v4.14.1\n  labels:\n"
                       "    olm.copiedFrom: a\n",
         INSTALLED_NO},
        {NOT_INSTALLED "@namespaces/a/operators.coreos.com/clusterserviceversions/k.yaml\n",
         INSTALLED_UNKNOWN},
        {OCP NODE, INSTALLED_UNKNOWN},
        {CNV CRS, INSTALLED_YES},
        {"@v.yaml\n#VirtualMachineInstance kubevirt.io/v1 a v\n", INSTALLED_YES},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tree tree = tree_of(rows[i].tree);
        if (collection_virtualization(tree.graph) != rows[i].installed)
            fail_msg("row %zu: %d", i, (int)collection_virtualization(tree.graph));
        tree_free(&tree);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows__with_and_without_proof),
        cmocka_unit_test(test_rows__cut_roots),
        cmocka_unit_test(test_rows__stale_groups_prove_nothing),
        cmocka_unit_test(test_rows__statements),
        cmocka_unit_test(test_rows__inline_objects_are_complete),
        cmocka_unit_test(test_rows__kinds_that_may_be_empty),
        cmocka_unit_test(test_rows__kind_by_kind_deletion),
        cmocka_unit_test(test_rows__not_installed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
