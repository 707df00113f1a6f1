/* Roots at any depth, several of them, several inputs; windows and "now"; how paths are shown. */
#include "tree.h"

#define NODE(n) "@cluster-scoped-resources/core/nodes/" n ".yaml\n#Node v1 - " n "\n"
#define POD(n) "@namespaces/a/pods/" n "/" n ".yaml\n#Pod v1 a " n "\n"
#define OCP "@version\nopenshift/must-gather\n4.14.0\n"
#define CNV "@version\nkubevirt/must-gather\nv4.14.0\n"
#define TIMES(from, to)                                                                            \
    "@timestamp\n2024-01-01 " from " +0000 UTC m=+0.1\n2024-01-01 " to " +0000 UTC m=+9.1\n"

static struct str roots_of(const struct tree *tree) {
    static const char *const kinds[] = {"ocp", "cnv", "inspect", "insights", "plain"};
    struct strbuf out = strbuf_new(tree->arena);
    size_t count;
    const struct root *const *roots = graph_roots(tree->graph, &count);
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&out, "%s%u:%.*s=%s", i ? " " : "", (unsigned)roots[i]->input,
                      STR_ARG(roots[i]->path), kinds[roots[i]->kind]);
    return strbuf_str(&out);
}

static struct str path_of(const struct tree *tree, const char *kind, const char *namespace,
                          const char *name) {
    return tree_get(tree, kind, namespace, name)->origin->path;
}

static void test_roots__at_any_depth(void **state) {
    (void)state;
    static const char *const prefixes[] = {"", "quay/", "mg/quay/", "case/mg/n1/quay/",
                                           "mg.tar.gz!mg/quay/"};
    static const char *const shown[] = {"", "", "", "", "mg.tar.gz!"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        struct tree tree = tree_new();
        tree_add(&tree, 0, prefixes[i], OCP NODE("n1") POD("p"));
        assert_true(tree_seal(&tree));
        size_t count;
        const struct root *root = graph_roots(tree.graph, &count)[0];
        assert_int_equal(count, 1);
        assert_int_equal(root->kind, ROOT_OCP);
        assert_text(root->version, "4.14.0");
        assert_text(path_of(&tree, "Node", "", "n1"),
                    str_c(tree.arena,
                          str_printf(tree.arena, "%scluster-scoped-resources/core/nodes/n1.yaml",
                                     shown[i])));
        assert_ptr_equal(tree_get(&tree, "Pod", "a", "p")->root, root);
        tree_free(&tree);
    }
}

static void test_roots__several(void **state) {
    (void)state;
    struct tree tree = tree_new();
    tree_add(&tree, 0, "mg/ocp/", OCP NODE("n1"));
    tree_add(&tree, 0, "mg/cnv/", CNV POD("p"));
    tree_add(&tree, 1, "x/", NODE("n1"));
    tree_add(&tree, 1, "",
             "@extra/nodes.yaml\napiVersion: v1\nkind: List\nitems:\n"
             "- {apiVersion: v1, kind: Node, metadata: {name: n1}}\n");
    assert_true(tree_seal(&tree));
    assert_text(roots_of(&tree), "0:cnv=cnv 0:ocp=ocp 1:extra=plain 1:x=inspect");
    assert_text(path_of(&tree, "Pod", "a", "p"), "cnv/namespaces/a/pods/p/p.yaml");
    assert_text(graph_shown_path(tree.graph, tree.arena, 0, STR("mg/cnv/z")), "cnv/z");
    assert_text(graph_shown_path(tree.graph, tree.arena, 7, STR("mg/cnv/z")), "mg/cnv/z");
    tree_free(&tree);
}

static void test_roots__kinds_without_a_version(void **state) {
    (void)state;
    static const struct {
        const char *text, *roots;
    } rows[] = {
        {NODE("n1"), "0:=inspect"},
        {NODE("n1") "@namespaces/a/crs/cdis.cdi.kubevirt.io/x.yaml\n#CDI cdi.kubevirt.io/v1 - x\n",
         "0:=cnv"},
        {NODE("n1") "@namespaces/a/subscriptions\n#Subscription operators.coreos.com/v1 a x\n"
                    "---------------\n",
         "0:=cnv"},
        {NODE("n1") "@version\nother/gather\n1\n", "0:=inspect"},
        {NODE("n1") "@version.txt\nkubevirt/must-gather\nx\n", "0:=cnv"},
        {"@nodes.yaml\n#Node v1 - n1\n", "0:=plain"},
        {"@config/version.json\n{\"metadata\":{\"name\":\"version\"}}\n"
         "@insights-operator/gathers.json\n{}\n@namespaces/a/pods/p/x.json\n{}\n",
         "0:=insights"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tree tree = tree_of(rows[i].text);
        assert_text(roots_of(&tree), rows[i].roots);
        tree_free(&tree);
    }
}

/* Kinds by path; and only where nothing better holds the object. */
static void test_roots__insights(void **state) {
    (void)state;
    const char *insights = "@config/node/n1.json\n"
                           "{\"metadata\":{\"name\":\"n1\",\"uid\":\"u\","
                           "\"resourceVersion\":\"9\"}}\n"
                           "@config/pdbs/a/b.json\n{\"metadata\":{\"name\":\"b\","
                           "\"namespace\":\"a\"}}\n"
                           "@insights-operator/gathers.json\n{}\n";
    struct tree tree = tree_new();
    tree_add(&tree, 0, "", insights);
    assert_true(tree_seal(&tree));
    tree_get(&tree, "Node", "", "n1");
    tree_get(&tree, "PodDisruptionBudget", "a", "b");
    assert_int_equal(collection_of(tree.graph, STR("Node"))->completeness, COLLECTED_SOME);
    tree_free(&tree);

    tree = tree_new();
    tree_add(&tree, 0, "", insights);
    tree_add(&tree, 1, "", OCP NODE("n1"));
    assert_true(tree_seal(&tree));
    assert_int_equal(tree_get(&tree, "Node", "", "n1")->input, 1);
    tree_free(&tree);

    /* Unpacked inside of a gather it is the gather's own business. */
    tree = tree_new();
    tree_add(&tree, 0, "", OCP NODE("n2"));
    tree_add(&tree, 0, "in/", insights);
    assert_true(tree_seal(&tree));
    assert_null(graph_find(tree.graph, STR("Node"), STR(""), STR("n1")));
    assert_text(roots_of(&tree), "0:=ocp");
    tree_free(&tree);

    /* A path alone makes no kind outside of an insights archive. */
    tree = tree_of("@config/node/n1.json\n{\"metadata\":{\"name\":\"n1\"}}\n" NODE("n2"));
    assert_null(graph_find(tree.graph, STR("Node"), STR(""), STR("n1")));
    tree_free(&tree);
}

static void test_roots__files_beside_the_resources(void **state) {
    (void)state;
    struct tree tree =
        tree_of("@r/version\nkubevirt/must-gather\nx\n@r/namespaces/a/pods/p/p.yaml\n#Pod v1 a p\n"
                "@r/apiservices/v1.yaml\n#APIService apiregistration.k8s.io/v1 - v1\n"
                "@q/cluster-scoped-resources/core/nodes/n.yaml\n#Node v1 - n\n");
    assert_text(tree_get(&tree, "APIService", "", "v1")->root->path, "r");
    assert_text(roots_of(&tree), "0:q=inspect 0:r=cnv");
    tree_free(&tree);
}

static struct str now_of(const struct tree *tree, const struct resource *resource) {
    struct timepoint now;
    bool known =
        resource ? graph_now_of(tree->graph, resource, &now) : graph_now(tree->graph, &now);
    return known ? time_format(tree->arena, now) : STR("unknown");
}

static void test_roots__now_is_the_end_of_the_window(void **state) {
    (void)state;
    struct tree tree = tree_new();
    /* Six unsorted lines, as parallel gatherers append them. */
    tree_add(&tree, 0, "mg/ocp/",
             OCP NODE("n1") "@timestamp\n2024-01-01 10:00:05 +0000 UTC\n"
                            "2024-01-01 10:00:00 +0000 UTC\n2024-01-01 10:09:00.5 +0000 UTC\n"
                            "2024-01-01 10:00:01 +0000 UTC\n");
    tree_add(&tree, 0, "mg/cnv/", CNV POD("p") TIMES("10:10:00", "10:20:00"));
    tree_add(&tree, 0, "mg/",
             "@timestamp\n2024-01-01 11:59:00.1 +0200 CEST m=+1.0\n"
             "2024-01-01 12:30:00 +0200 CEST m=+99.0\n");
    assert_true(tree_seal(&tree));
    assert_text(now_of(&tree, tree_get(&tree, "Node", "", "n1")), "2024-01-01T10:09:00.5Z");
    assert_text(now_of(&tree, tree_get(&tree, "Pod", "a", "p")), "2024-01-01T10:20:00Z");
    assert_text(now_of(&tree, NULL), "2024-01-01T10:20:00Z");
    struct timepoint from, to;
    assert_true(graph_window(tree.graph, &from, &to));
    assert_text(time_format(tree.arena, from), "2024-01-01T10:00:00Z");
    assert_false(tree_has_diag(&tree, DIAG_GATHER_WINDOW));
    tree_free(&tree);
}

static void test_roots__the_clients_own_timestamps(void **state) {
    (void)state;
    struct tree tree = tree_new();
    tree_add(&tree, 0, "mg/ocp/", OCP NODE("n1"));
    tree_add(&tree, 0, "mg/", TIMES("10:00:00", "10:30:00"));
    assert_true(tree_seal(&tree));
    assert_text(now_of(&tree, tree_get(&tree, "Node", "", "n1")), "2024-01-01T10:30:00Z");
    assert_text(path_of(&tree, "Node", "", "n1"),
                "ocp/cluster-scoped-resources/core/nodes/n1.yaml");
    tree_free(&tree);
}

static void test_roots__a_start_without_an_end(void **state) {
    (void)state;
    struct tree tree = tree_new();
    tree_add(&tree, 0, "mg/ocp/", OCP NODE("n1"));
    tree_add(&tree, 0, "mg/", "@timestamp\n2024-01-01 10:00:00 +0000 UTC m=+0.1\n");
    assert_true(tree_seal(&tree));
    assert_text(now_of(&tree, tree_get(&tree, "Node", "", "n1")), "unknown");
    assert_text(now_of(&tree, NULL), "unknown");
    size_t count;
    assert_true(graph_roots(tree.graph, &count)[0]->cut);
    tree_free(&tree);

    tree = tree_of(OCP NODE("n1"));
    assert_text(now_of(&tree, NULL), "unknown");
    tree_free(&tree);
}

static void test_roots__the_users_now(void **state) {
    (void)state;
    struct tree tree = tree_new();
    tree_add(&tree, 0, "", OCP NODE("n1") TIMES("10:00:00", "10:30:00"));
    tree.seal.has_now = true;
    tree.seal.now = (struct timepoint){.seconds = 86400};
    assert_true(tree_seal(&tree));
    assert_text(now_of(&tree, tree_get(&tree, "Node", "", "n1")), "1970-01-02T00:00:00Z");
    assert_text(now_of(&tree, NULL), "1970-01-02T00:00:00Z");
    tree_free(&tree);
}

static void test_roots__windows_far_apart(void **state) {
    (void)state;
    struct tree tree = tree_new();
    tree_add(&tree, 0, "a/", OCP NODE("n1") TIMES("10:00:00", "10:30:00"));
    tree_add(&tree, 0, "b/",
             CNV POD("p") "@timestamp\n2024-01-03 10:00:00 +0000 UTC\n"
                          "2024-01-03 10:05:00 +0000 UTC\n");
    assert_true(tree_seal(&tree));
    assert_true(tree_has_diag(&tree, DIAG_GATHER_WINDOW));
    tree_free(&tree);
}

#define LATER "@timestamp\n2024-01-01 12:00:00 +0000 UTC\n2024-01-01 12:05:00 +0000 UTC\n"

static void test_roots__deleted_in_between(void **state) {
    (void)state;
    struct tree tree = tree_new();
    tree_add(&tree, 0, "old/", OCP NODE("gone") NODE("n1") TIMES("10:00:00", "10:30:00"));
    tree_add(&tree, 0, "new/", OCP NODE("n1") LATER);
    assert_true(tree_seal(&tree));
    assert_null(graph_find(tree.graph, STR("Node"), STR(""), STR("gone")));
    tree_get(&tree, "Node", "", "n1");
    assert_true(tree_has_diag(&tree, DIAG_RESOURCE_DELETED));
    tree_free(&tree);

    /* Windows that overlap: both stay. */
    tree = tree_new();
    tree_add(&tree, 0, "old/", OCP NODE("n1") NODE("gone") TIMES("10:00:00", "12:01:00"));
    tree_add(&tree, 0, "new/", OCP NODE("n1") LATER);
    assert_true(tree_seal(&tree));
    tree_get(&tree, "Node", "", "gone");
    tree_free(&tree);

    /* A newer gather that does not hold the kind completely says nothing. */
    tree = tree_new();
    tree_add(&tree, 0, "old/", OCP POD("gone") TIMES("10:00:00", "10:30:00"));
    tree_add(&tree, 0, "new/", OCP POD("p") NODE("n1") LATER);
    assert_true(tree_seal(&tree));
    tree_get(&tree, "Pod", "a", "gone");
    tree_free(&tree);

    /* Nor does one in which that very object could not be read. */
    tree = tree_new();
    tree_add(&tree, 0, "old/", OCP NODE("n1") NODE("lost") TIMES("10:00:00", "10:30:00"));
    tree_add(&tree, 0, "new/",
             OCP NODE("n1") "@cluster-scoped-resources/core/nodes/x.yaml\n" LATER);
    assert_true(tree_seal(&tree));
    tree_get(&tree, "Node", "", "lost");
    tree_free(&tree);
}

static void test_roots__nothing_to_judge(void **state) {
    (void)state;
    struct tree tree = tree_new();
    tree_add(&tree, 0, "", "@version\nopenshift/must-gather\n\n@x.yaml\na: 1\n@y.txt\nhello\n");
    assert_false(tree_seal(&tree));
    assert_int_equal(diag_count(tree.sink, DIAG_ERROR), 1);
    assert_true(tree_has_diag(&tree, DIAG_INPUT_EMPTY));
    tree_free(&tree);
}

static void test_roots__plain_files_of_any_name(void **state) {
    (void)state;
    struct tree tree = tree_of("@case/all vms\n#VirtualMachine kubevirt.io/v1 a v\n"
                               "@case/notes.txt\nNode n1 is not well\n"
                               "@case/nodes.txt\napiVersion: v1\nkind: List\nitems:\n"
                               "- {apiVersion: v1, kind: Node, metadata: {name: n1}}\n"
                               "@case/p.json\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":"
                               "{\"name\":\"p\",\"namespace\":\"a\"}}\n");
    tree_get(&tree, "VirtualMachine", "a", "v");
    tree_get(&tree, "Node", "", "n1");
    tree_get(&tree, "Pod", "a", "p");
    assert_text(path_of(&tree, "Pod", "a", "p"), "p.json");
    assert_int_equal(diag_count(tree.sink, DIAG_NOTE), 0);
    tree_free(&tree);
}

/* Folders of plain files are one root; what each of them holds counts for all. */
static void test_roots__plain_folders(void **state) {
    (void)state;
    struct tree tree = tree_of(
        "@case/nodes/n.yaml\napiVersion: v1\nkind: List\nitems:\n"
        "- {apiVersion: v1, kind: Node, metadata: {name: n1}}\n"
        "@case/vms/a.yaml\napiVersion: v1\nkind: List\nitems:\n"
        "- {apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: v, namespace: a}}\n"
        "@case/vms/more/b.yaml\napiVersion: v1\nkind: List\nitems:\n"
        "- {apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: v, namespace: "
        "b}}\n");
    assert_text(roots_of(&tree), "0:=plain");
    assert_text(path_of(&tree, "Node", "", "n1"), "nodes/n.yaml");
    assert_true(collection_holds(tree.graph, STR("Node"), STR("")));
    assert_true(collection_holds(tree.graph, STR("VirtualMachine"), STR("a")));
    assert_true(collection_holds(tree.graph, STR("VirtualMachine"), STR("b")));
    assert_false(collection_holds(tree.graph, STR("VirtualMachine"), STR("")));
    tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roots__at_any_depth),
        cmocka_unit_test(test_roots__several),
        cmocka_unit_test(test_roots__kinds_without_a_version),
        cmocka_unit_test(test_roots__insights),
        cmocka_unit_test(test_roots__files_beside_the_resources),
        cmocka_unit_test(test_roots__now_is_the_end_of_the_window),
        cmocka_unit_test(test_roots__the_clients_own_timestamps),
        cmocka_unit_test(test_roots__a_start_without_an_end),
        cmocka_unit_test(test_roots__the_users_now),
        cmocka_unit_test(test_roots__windows_far_apart),
        cmocka_unit_test(test_roots__deleted_in_between),
        cmocka_unit_test(test_roots__nothing_to_judge),
        cmocka_unit_test(test_roots__plain_files_of_any_name),
        cmocka_unit_test(test_roots__plain_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
