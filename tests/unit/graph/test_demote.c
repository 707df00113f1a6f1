/* What shows that objects are missing, although the map's rows say that a kind is complete. */
#include "tree.h"

#define CNV "@version\nkubevirt/must-gather\nv4.14.0\n"
#define CRS "@namespaces/cnv/crs/kubevirts.kubevirt.io/kv.yaml\n#KubeVirt kubevirt.io/v1 cnv kv\n"
#define VMI_PATH(ns, name)                                                                         \
    "@namespaces/" ns "/crs/virtualmachineinstances.kubevirt.io/" name ".yaml\n"
#define VMI(ns, name) VMI_PATH(ns, name) "#VirtualMachineInstance kubevirt.io/v1 " ns " " name "\n"
#define OCP "@version\nopenshift/must-gather\n4.14.0\n"
#define NODE(n) "@cluster-scoped-resources/core/nodes/" n ".yaml\n#Node v1 - " n "\n"

static struct str missing_of(const struct tree *tree, const char *kind, const char *namespace) {
    struct related related = {
        .missing = collection_missing(tree->graph, tree->arena, str_of(kind), str_of(namespace))};
    return tree_related(tree, &related);
}

static void test_demote__an_empty_member_names_the_object(void **state) {
    (void)state;
    struct tree tree = tree_of(CNV CRS VMI("a", "one") VMI("b", "two") VMI_PATH("a", "lost"));
    const struct collection *vmis = collection_of(tree.graph, STR("VirtualMachineInstance"));
    assert_int_equal(vmis->completeness, COLLECTED_SOME);
    assert_int_equal(vmis->n_missing, 1);
    assert_text(vmis->missing[0].name, "lost");
    assert_int_equal(vmis->n_namespaces, 1);
    assert_text(vmis->namespaces[0], "b");
    assert_true(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("b")));
    assert_true(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("elsewhere")));
    assert_false(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("a")));
    assert_text(missing_of(&tree, "VirtualMachineInstance", ""), " ?VirtualMachineInstance a/lost");
    assert_text(missing_of(&tree, "VirtualMachineInstance", "a"),
                " ?VirtualMachineInstance a/lost");
    size_t count;
    const struct damage *damage = graph_damage(tree.graph, &count);
    assert_int_equal(count, 1);
    assert_text(damage[0].path, "namespaces/a/crs/virtualmachineinstances.kubevirt.io/lost.yaml");
    assert_true(damage[0].problem.len > 0);
    assert_true(tree_has_diag(&tree, DIAG_MEMBER_EMPTY));
    tree_free(&tree);
}

static void test_demote__another_whole_copy_heals(void **state) {
    (void)state;
    struct tree tree = tree_of(CNV CRS VMI("a", "one") VMI_PATH(
        "a", "two") "@namespaces/a/kubevirt.io/virtualmachineinstances/two.yaml\n"
                    "#VirtualMachineInstance kubevirt.io/v1 a two\n");
    assert_true(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("")));
    tree_free(&tree);
}

static void test_demote__text_and_cut_members(void **state) {
    (void)state;
    static const char *const broken[] = {
        "error: the server doesn't have a resource type\n",
        ("apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata:\n  name: lost\n"
         "  namespace: a\nspec:\n  domain: \"not closed\n"),
        "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata:\n  labels: {a\n",
        "---\n",
        "kind: [\n",
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct tree tree = tree_new();
        tree_add(&tree, 0, "", CNV CRS VMI("a", "one") VMI_PATH("a", "lost"));
        tree_file(&tree, "namespaces/a/crs/virtualmachineinstances.kubevirt.io/lost.yaml")->text =
            str_of(broken[i]);
        assert_true(tree_seal(&tree));
        if (!str_eq(missing_of(&tree, "VirtualMachineInstance", ""),
                    STR(" ?VirtualMachineInstance a/lost")))
            fail_msg("%zu: %.*s", i, STR_ARG(missing_of(&tree, "VirtualMachineInstance", "")));
        size_t count;
        graph_damage(tree.graph, &count);
        assert_int_equal(count, 1);
        tree_free(&tree);
    }
}

/* The broken one of several documents in one file. */
static void test_demote__one_document_of_several(void **state) {
    (void)state;
    struct tree tree = tree_of("@all.yaml\n#Pod v1 a one\n---\n#Pod v1 a two\nspec: {x: [\n---\n"
                               "#Service v1 b three\n");
    assert_non_null(tree_get(&tree, "Service", "b", "three"));
    assert_text(missing_of(&tree, "Pod", ""), " ?Pod /");
    assert_int_equal(collection_of(tree.graph, STR("Pod"))->n_missing, 1);
    assert_text(collection_of(tree.graph, STR("Pod"))->missing[0].name, "two");
    assert_int_equal(collection_of(tree.graph, STR("Service"))->n_missing, 0);
    tree_free(&tree);
}

/* Error text between dash-joined objects stands for one that is not there. */
static void test_demote__text_between_dashes(void **state) {
    (void)state;
    struct tree tree = tree_of(CNV "@namespaces/cnv/subscriptions\n"
                                   "#Subscription operators.coreos.com/v1alpha1 cnv s\n"
                                   "---------------\nError from server (NotFound): x\n"
                                   "---------------\n");
    assert_false(collection_holds(tree.graph, STR("Subscription"), STR("cnv")));
    tree_free(&tree);
}

static void test_demote__a_member_the_archive_ends_in(void **state) {
    (void)state;
    struct tree tree = tree_new();
    struct graph *graph = graph_new(tree.arena, tree.intern, (struct graph_options){0}, tree.sink);
    struct str text = STR("apiVersion: v1\nkind: Node\nmetadata:\n  name: n\nspec: {}\n");
    struct graph_member member = {
        0, STR("cluster-scoped-resources/core/nodes/n.yaml"), text, false, 0, NULL};
    tree.graph = graph;
    graph_add(graph, &member);
    tree.seal.inputs = tree.inputs;
    assert_true(graph_seal(graph, &tree.seal));
    const struct resource *node = tree_get(&tree, "Node", "", "n");
    assert_true(node->cut);
    assert_true(value_is_cut(node->object));
    assert_int_equal(collection_of(graph, STR("Node"))->n_missing, 1);
    tree_free(&tree);
}

static void test_demote__a_cut_list_loses_its_namespace(void **state) {
    (void)state;
    struct tree tree = tree_of(
        OCP NODE("n") "@namespaces/a/core/pods.yaml\napiVersion: v1\nitems:\n"
                      "- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: p\n"
                      "    namespace: a\n- apiVersion: v1\n  kind: \"Po\n"
                      "@namespaces/b/core/pods.yaml\napiVersion: v1\nitems: []\nkind: PodList\n");
    assert_non_null(tree_get(&tree, "Pod", "a", "p"));
    assert_false(collection_holds(tree.graph, STR("Pod"), STR("a")));
    assert_true(collection_holds(tree.graph, STR("Pod"), STR("b")));
    tree_free(&tree);
}

/* A whole list of another root does not make up for a list that was cut: both may know more. */
static void test_demote__beats_rows_of_other_roots(void **state) {
    (void)state;
    struct tree tree = tree_new();
    tree_add(&tree, 0, "x/",
             "@namespaces/a/core/pods.yaml\napiVersion: v1\nitems: []\n"
             "kind: PodList\n");
    tree_add(&tree, 0, "y/", "@namespaces/a/core/pods.yaml\n" NODE("n"));
    assert_true(tree_seal(&tree));
    assert_false(collection_holds(tree.graph, STR("Pod"), STR("a")));
    tree_free(&tree);
}

/* A list that was cut cannot hide a second object of a kind that has only one. */
static void test_demote__the_only_one_is_read_elsewhere(void **state) {
    (void)state;
    struct tree tree =
        tree_of(OCP "@cluster-scoped-resources/config.openshift.io/clusterversions.yaml\n"
                    "apiVersion: config.openshift.io/v1\nkind: ClusterVersionList\nitems:\n"
                    "- apiVersion: config.openshift.io/v1\n  kind: ClusterVersion\n  metadata:\n"
                    "    name: version\n  status: {\n"
                    "@cluster-scoped-resources/config.openshift.io/clusterversions/version.yaml\n"
                    "#ClusterVersion config.openshift.io/v1 - version\nstatus: {}\n");
    assert_true(collection_holds(tree.graph, STR("ClusterVersion"), STR("")));
    tree_free(&tree);

    tree = tree_of(OCP NODE("n") "@cluster-scoped-resources/config.openshift.io/clusterversions/"
                                 "version.yaml\nerror: timeout\n");
    struct missing_set missing =
        collection_missing(tree.graph, tree.arena, STR("ClusterVersion"), (struct str){0});
    assert_int_equal(missing.count, 1);
    assert_false(collection_holds(tree.graph, STR("ClusterVersion"), STR("")));
    tree_free(&tree);
}

/* The keys of a List are sorted: without its kind it ends within its items. */
static void test_demote__a_list_cut_between_lines(void **state) {
    (void)state;
    struct tree tree = tree_of("@a.yaml\napiVersion: v1\nitems:\n- apiVersion: v1\n"
                               "  kind: Node\n  metadata:\n    name: one\n"
                               "- apiVersion: v1\n  kind: Node\n  metadata:\n    name: two\n");
    assert_non_null(graph_find(tree.graph, STR("Node"), STR(""), STR("one")));
    assert_null(graph_find(tree.graph, STR("Node"), STR(""), STR("two")));
    assert_false(collection_holds(tree.graph, STR("Node"), STR("")));
    tree_free(&tree);
}

static void test_demote__plain_files_by_their_name(void **state) {
    (void)state;
    struct tree tree = tree_of("@virtualmachines.yaml\n@nodes.yaml\napiVersion: v1\nkind: List\n"
                               "items:\n- apiVersion: v1\n  kind: Node\n  metadata:\n"
                               "    name: n\n@vms-2.yaml\napiVersion: v1\nkind: List\nitems:\n"
                               "- apiVersion: kubevirt.io/v1\n  kind: VirtualMachine\n"
                               "  metadata: {name: v, namespace: a}\n");
    assert_true(collection_holds(tree.graph, STR("Node"), STR("")));
    assert_false(collection_holds(tree.graph, STR("VirtualMachine"), STR("a")));
    tree_free(&tree);
}

static void test_demote__counters(void **state) {
    (void)state;
    struct tree tree =
        tree_of(CNV CRS VMI("a", "one") "@virtualization/running_vms_count.txt\n2\n");
    const struct collection *vmis = collection_of(tree.graph, STR("VirtualMachineInstance"));
    assert_int_equal(vmis->completeness, COLLECTED_SOME);
    assert_true(str_contains(vmis->proof, STR("running_vms_count")));
    assert_false(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("a")));
    tree_free(&tree);

    /* An empty file names the second: it is missing, and no other is. */
    tree = tree_of(CNV CRS VMI("a", "one") "@virtualization/running_vms_count.txt\n2\n"
                                           "@namespaces/b/crs/"
                                           "virtualmachineinstances.kubevirt.io/two.yaml\n");
    assert_true(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("a")));
    assert_false(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("b")));
    struct missing_set missing =
        collection_missing(tree.graph, tree.arena, STR("VirtualMachineInstance"), (struct str){0});
    assert_int_equal(missing.count, 1);
    assert_true(str_eq(missing.items[0].name, STR("two")));
    tree_free(&tree);

    tree = tree_of(CNV CRS VMI("a", "one") "@virtualization/running_vms_count.txt\n3\n"
                                           "@namespaces/b/crs/"
                                           "virtualmachineinstances.kubevirt.io/two.yaml\n");
    assert_false(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("a")));
    tree_free(&tree);

    tree = tree_of(CNV CRS VMI("a", "one") "@virtualization/running_vms_count.txt\n1\n");
    assert_true(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("")));
    tree_free(&tree);

    tree = tree_of(
        CNV CRS VMI("a", "one") "@virt_info/crd/virtualmachineinstances.kubevirt.io.count\n2\n");
    assert_false(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("")));
    tree_free(&tree);

    tree =
        tree_of(OCP NODE("n") "@cluster-scoped-resources/machineconfiguration.openshift.io/"
                              "machineconfigpools/worker.yaml\n"
                              "#MachineConfigPool machineconfiguration.openshift.io/v1 - worker\n"
                              "status:\n  machineCount: 2\n");
    assert_false(collection_holds(tree.graph, STR("Node"), STR("")));
    tree_free(&tree);
}

static void test_demote__a_list_that_was_held_back(void **state) {
    (void)state;
    struct tree tree = tree_of(OCP NODE("n") "@namespaces/a/core/pods.yaml\napiVersion: v1\n"
                                             "items: []\nkind: PodList\nmetadata:\n"
                                             "  remainingItemCount: 7\n");
    assert_false(collection_holds(tree.graph, STR("Pod"), STR("a")));
    tree_free(&tree);
}

/* A reference of a live object to what must be there. */
static void test_demote__references(void **state) {
    (void)state;
    struct tree tree =
        tree_of(CNV CRS NODE("n1") VMI("a", "one") "status:\n  phase: Running\n  nodeName: n2\n");
    const struct collection *nodes = collection_of(tree.graph, STR("Node"));
    assert_int_equal(nodes->completeness, COLLECTED_SOME);
    assert_int_equal(nodes->n_missing, 1);
    assert_text(nodes->missing[0].name, "n2");
    assert_text(missing_of(&tree, "Node", ""), " ?Node /n2");
    tree_free(&tree);

    tree = tree_of(CNV CRS NODE("n1") VMI("a", "one") "status:\n  phase: Succeeded\n"
                                                      "  nodeName: n2\n");
    assert_true(collection_holds(tree.graph, STR("Node"), STR("")));
    tree_free(&tree);
}

/* A VM that says it runs has a VMI, wherever that should have been. */
static void test_demote__a_vm_that_runs(void **state) {
    (void)state;
    struct tree tree = tree_of(
        CNV CRS VMI("a", "one") "@namespaces/b/kubevirt.io/virtualmachines/custom/two.yaml\n"
                                "#VirtualMachine kubevirt.io/v1 b two\nstatus:\n"
                                "  printableStatus: Running\n");
    assert_text(missing_of(&tree, "VirtualMachineInstance", ""), " ?VirtualMachineInstance b/two");
    assert_true(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("a")));
    tree_free(&tree);
}

static void test_demote__objects_without_a_usable_name(void **state) {
    (void)state;
    struct tree tree = tree_of(CNV CRS VMI("a", "one")
                                   VMI_PATH("a", "x") "apiVersion: kubevirt.io/v1\n"
                                                      "kind: VirtualMachineInstance\nmetadata:\n"
                                                      "  name: \"x\\e[31m\"\n  namespace: a\n");
    assert_int_equal(graph_kind(tree.graph, STR("VirtualMachineInstance"))->count, 1);
    assert_true(tree_has_diag(&tree, DIAG_RESOURCE_SHAPE));
    assert_false(collection_holds(tree.graph, STR("VirtualMachineInstance"), STR("a")));
    tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_demote__an_empty_member_names_the_object),
        cmocka_unit_test(test_demote__another_whole_copy_heals),
        cmocka_unit_test(test_demote__text_and_cut_members),
        cmocka_unit_test(test_demote__one_document_of_several),
        cmocka_unit_test(test_demote__text_between_dashes),
        cmocka_unit_test(test_demote__a_member_the_archive_ends_in),
        cmocka_unit_test(test_demote__a_cut_list_loses_its_namespace),
        cmocka_unit_test(test_demote__beats_rows_of_other_roots),
        cmocka_unit_test(test_demote__the_only_one_is_read_elsewhere),
        cmocka_unit_test(test_demote__a_list_cut_between_lines),
        cmocka_unit_test(test_demote__plain_files_by_their_name),
        cmocka_unit_test(test_demote__counters),
        cmocka_unit_test(test_demote__a_list_that_was_held_back),
        cmocka_unit_test(test_demote__references),
        cmocka_unit_test(test_demote__a_vm_that_runs),
        cmocka_unit_test(test_demote__objects_without_a_usable_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
