/* Copies of one object: which one is believed, and what becomes of the others. */
#include "tree.h"

#define OBJECT(uid, version, mark)                                                                 \
    "apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {mark: " mark "}\n  name: p\n"                \
    "  namespace: a\n  resourceVersion: \"" version "\"\n  uid: " uid "\n"
#define AT(path) "@namespaces/a/core/" path ".yaml\n"
#define ONE "pods/p"

static struct str mark_of(const struct resource *resource) {
    return value_str(value_path(resource->object, "metadata.labels.mark"));
}

/* The marks of the winner and of what is chained behind it. */
static void check(const char *text, const char *expected) {
    struct tree tree = tree_of(text);
    struct strbuf marks = strbuf_new(tree.arena);
    assert_int_equal(graph_kind(tree.graph, STR("Pod"))->count, 1);
    const struct resource *resource = tree_get(&tree, "Pod", "a", "p");
    for (; resource; resource = resource->copy)
        strbuf_printf(&marks, "%.*s ", STR_ARG(mark_of(resource)));
    assert_text(strbuf_str(&marks), expected);
    tree_free(&tree);
}

static void test_dedupe__the_larger_version(void **state) {
    (void)state;
    check(AT("pods/p")
              OBJECT("u", "99", "old") "@namespaces/a/x/pods/p.yaml\n" OBJECT("u", "100", "new"),
          "new old ");
    check(AT("pods/p") OBJECT("u", "123456789012345678901234567890",
                              "new") "@namespaces/a/x/pods/p.yaml\n" OBJECT("u", "99", "old"),
          "new old ");
}

static void test_dedupe__a_whole_copy_beats_a_newer_cut_one(void **state) {
    (void)state;
    check(AT("pods/p")
              OBJECT("u", "100", "cut") "status:\n  phase: \"Run\n"
                                        "@namespaces/a/x/pods/p.yaml\n" OBJECT("u", "99", "whole"),
          "whole cut ");
}

static void test_dedupe__a_raw_list_beats_the_pod_file(void **state) {
    (void)state;
    check("@namespaces/a/pods/p/p.yaml\n" OBJECT(
              "u", "5", "pod") "@namespaces/a/x/pods.yaml\napiVersion: v1\nkind: PodList\nitems:\n"
                               "- apiVersion: v1\n  kind: Pod\n  metadata:\n    labels: {mark: "
                               "list}\n    name: p\n"
                               "    namespace: a\n    resourceVersion: \"5\"\n    uid: u\n",
          "list pod ");
}

static void test_dedupe__then_the_path(void **state) {
    (void)state;
    check("@namespaces/a/z/pods/p.yaml\n" OBJECT(
              "u", "5", "z") "@namespaces/a/b/pods/p.yaml\n" OBJECT("u", "5", "b"),
          "b z ");
}

#define BORN(uid, version, born, mark)                                                             \
    "apiVersion: v1\nkind: Pod\nmetadata:\n  creationTimestamp: \"" born                           \
    "\"\n  labels: {mark: " mark "}\n  name: p\n  namespace: a\n  resourceVersion: \"" version     \
    "\"\n  uid: " uid "\n"

static void test_dedupe__of_two_objects_the_later_one(void **state) {
    (void)state;
    check(AT("pods/p")
              BORN("u1", "900", "2024-01-01T00:00:00Z",
                   "first") "@namespaces/a/x/pods/p.yaml\n" BORN("u2", "800",
                                                                 "2024-01-02T00:00:00Z", "second"),
          "second first ");
    /* Also where the copy of the later one was cut: the first one is gone. */
    check(
        AT("pods/p")
            BORN("u1", "900", "2024-01-01T00:00:00Z", "first") "@namespaces/a/x/pods/p.yaml\n" BORN(
                "u2", "950", "2024-01-02T00:00:00Z", "second") "status:\n  phase: \"Run\n",
        "second first ");
}

static void test_dedupe__without_a_version_only_if_nothing_else(void **state) {
    (void)state;
    check(AT("pods/p") "apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {mark: none}\n  name: p\n"
                       "  namespace: a\n  uid: u\n@namespaces/a/x/pods/p.yaml\n" OBJECT("u", "1",
                                                                                        "some"),
          "some none ");
}

static void test_dedupe__fallbacks_of_the_client(void **state) {
    (void)state;
    check("@mg/inspect.local.1/namespaces/a/core/pods/p.yaml\n" OBJECT(
              "u", "9", "fallback") "@mg/quay/namespaces/a/core/pods/p.yaml\n" OBJECT("u", "8",
                                                                                      "gather"),
          "gather fallback ");
    /* By itself it is what the user collected. */
    check("@inspect.local.1/namespaces/a/core/pods/p.yaml\n" OBJECT(
              "u", "9", "newer") "@b/c/namespaces/a/core/pods/p.yaml\n" OBJECT("u", "8", "older"),
          "newer older ");
}

static void test_dedupe__within_one_member(void **state) {
    (void)state;
    check("@namespaces/a/installs\n" AT("pods/p")
              OBJECT("u", "5", "one") "---\n" OBJECT("u", "5", "two"),
          "one two ");
}

static void test_dedupe__kinds_of_one_name(void **state) {
    (void)state;
    struct tree tree =
        tree_of("@cluster-scoped-resources/core/nodes/cluster.yaml\n#Node v1 - cluster\n"
                "@cluster-scoped-resources/config.openshift.io/nodes/cluster.yaml\n"
                "#Node config.openshift.io/v1 - cluster\n"
                "@namespaces/a/x/s.yaml\n#Subscription apps.open-cluster-management.io/v1 a s\n"
                "@namespaces/a/operators.coreos.com/subscriptions/s.yaml\n"
                "#Subscription operators.coreos.com/v1alpha1 a s\n"
                "@f.yaml\n#Foo one.example.com/v1 a f\n@g.yaml\n#Foo two.example.com/v1 a f\n"
                "@h.yaml\n#Bar one.example.com/v1 a b\n");
    assert_text(tree_get(&tree, "Node", "", "cluster")->group, "");
    assert_text(tree_get(&tree, "Node.config.openshift.io", "", "cluster")->of->display,
                "Node.config.openshift.io");
    assert_text(tree_get(&tree, "Subscription", "a", "s")->group, "operators.coreos.com");
    assert_int_equal(graph_kind(tree.graph, STR("Subscription"))->count, 1);
    assert_text(tree_get(&tree, "Foo.two.example.com", "a", "f")->of->display,
                "Foo.two.example.com");
    assert_text(tree_get(&tree, "Bar", "a", "b")->of->display, "Bar");
    assert_text(tree_get(&tree, "Bar.one.example.com", "a", "b")->of->display, "Bar");
    assert_null(graph_kind(tree.graph, STR("Baz")));
    tree_free(&tree);
}

static void test_dedupe__copied_csvs_are_no_csvs(void **state) {
    (void)state;
    struct tree tree = tree_of(
        "@namespaces/a/operators.coreos.com/clusterserviceversions/x.yaml\n"
        "#ClusterServiceVersion operators.coreos.com/v1alpha1 a x\n"
        "@namespaces/b/operators.coreos.com/clusterserviceversions/x.yaml\n"
        "#ClusterServiceVersion operators.coreos.com/v1alpha1 b x\n  labels:\n"
        "    olm.copiedFrom: a\n"
        "@namespaces/c/operators.coreos.com/clusterserviceversions/x.yaml\n"
        "#ClusterServiceVersion operators.coreos.com/v1alpha1 c x\nstatus:\n  reason: Copied\n");
    assert_int_equal(graph_kind(tree.graph, STR("ClusterServiceVersion"))->count, 1);
    tree_get(&tree, "ClusterServiceVersion", "a", "x");
    tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dedupe__the_larger_version),
        cmocka_unit_test(test_dedupe__a_whole_copy_beats_a_newer_cut_one),
        cmocka_unit_test(test_dedupe__a_raw_list_beats_the_pod_file),
        cmocka_unit_test(test_dedupe__then_the_path),
        cmocka_unit_test(test_dedupe__of_two_objects_the_later_one),
        cmocka_unit_test(test_dedupe__without_a_version_only_if_nothing_else),
        cmocka_unit_test(test_dedupe__fallbacks_of_the_client),
        cmocka_unit_test(test_dedupe__within_one_member),
        cmocka_unit_test(test_dedupe__kinds_of_one_name),
        cmocka_unit_test(test_dedupe__copied_csvs_are_no_csvs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
