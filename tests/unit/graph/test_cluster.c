/* Inputs of different clusters are refused, in one line that names both. */
#include "tree.h"

#define VERSION(id)                                                                                \
    "@cluster-scoped-resources/config.openshift.io/clusterversions/version.yaml\n"                 \
    "#ClusterVersion config.openshift.io/v1 - version\nspec:\n  clusterID: " id "\n"
#define SYSTEM(uid)                                                                                \
    "@namespaces/kube-system/kube-system.yaml\n#Namespace v1 - kube-system\n  uid: " uid "\n"
#define INFRA(name)                                                                                \
    "@cluster-scoped-resources/config.openshift.io/infrastructures/cluster.yaml\n"                 \
    "#Infrastructure config.openshift.io/v1 - cluster\nstatus:\n  infrastructureName: " name "\n"
#define NODE(name, uid)                                                                            \
    "@cluster-scoped-resources/core/nodes/" name ".yaml\n#Node v1 - " name "\n  uid: " uid "\n"
#define BARE_NODE(name) "@cluster-scoped-resources/core/nodes/" name ".yaml\n#Node v1 - " name "\n"

static const struct {
    const char *name, *a, *b;
    bool same;
} cases[] = {
    {"the same", VERSION("x") NODE("n", "1"), VERSION("x") NODE("m", "2"), true},
    {"cluster ids", VERSION("x"), VERSION("y"), false},
    {"uids of kube-system", SYSTEM("x"), SYSTEM("y"), false},
    {"infrastructure names", INFRA("x"), INFRA("y"), false},
    {"one of two differs", VERSION("x") SYSTEM("s"), VERSION("x") SYSTEM("t"), false},
    {"nothing to compare", VERSION("x"), SYSTEM("t"), true},
    {"the same nodes", NODE("n", "1") NODE("m", "2"), NODE("m", "2") NODE("o", "3"), true},
    {"other nodes", NODE("n", "1"), NODE("m", "2"), false},
    {"installed anew: the same names, other uids", NODE("n", "1"), NODE("n", "2"), false},
    {"a uid is missing: names decide", NODE("n", "1"), BARE_NODE("n"), true},
    {"a uid is missing: other names", NODE("n", "1"), BARE_NODE("m"), false},
};

static void test_cluster__two_inputs(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tree tree = tree_new();
        tree_add(&tree, 0, "r/", cases[i].a);
        tree_add(&tree, 1, "r/", cases[i].b);
        if (tree_seal(&tree) != cases[i].same)
            fail_msg("%s", cases[i].name);
        assert_int_equal(diag_count(tree.sink, DIAG_ERROR), !cases[i].same);
        assert_int_equal(tree_has_diag(&tree, DIAG_INPUT_CLUSTERS), !cases[i].same);
        tree_free(&tree);
    }
}

static void test_cluster__two_roots_of_one_input(void **state) {
    (void)state;
    struct tree tree = tree_new();
    tree_add(&tree, 0, "one/", VERSION("aaaa"));
    tree_add(&tree, 0, "two/", VERSION("bbbb"));
    assert_false(tree_seal(&tree));
    struct str message = diag_get(tree.sink, 0)->message;
    assert_text(message, "the inputs are of different clusters: 'a.tar!one' has cluster id aaaa, "
                         "'a.tar!two' has bbbb; nothing was judged");
    tree_free(&tree);
}

/* Insights archives are cleaned of names: only the cluster id counts there. */
static void test_cluster__insights(void **state) {
    (void)state;
    struct tree tree = tree_new();
    tree_add(&tree, 0, "",
             "@config/node/x.json\n{\"metadata\":{\"name\":\"cleaned\",\"uid\":\"z\"}}\n"
             "@config/infrastructure.json\n{\"metadata\":{\"name\":\"cluster\"},\"status\":"
             "{\"infrastructureName\":\"cleaned\"}}\n@insights-operator/gathers.json\n{}\n");
    tree_add(&tree, 1, "", INFRA("real") NODE("n", "1"));
    assert_true(tree_seal(&tree));
    tree_free(&tree);

    tree = tree_new();
    tree_add(&tree, 0, "",
             "@config/version.json\n{\"metadata\":{\"name\":\"version\"},\"spec\":"
             "{\"clusterID\":\"x\"}}\n@insights-operator/gathers.json\n{}\n");
    tree_add(&tree, 1, "", VERSION("y"));
    assert_false(tree_seal(&tree));
    tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cluster__two_inputs),
        cmocka_unit_test(test_cluster__two_roots_of_one_input),
        cmocka_unit_test(test_cluster__insights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
