/* What is read of a member follows from its path; where that was not the whole truth, nothing is
 * missing for it. */
#include "document/fields.h"
#include "tree.h"

static bool no_text(struct str text) {
    (void)text;
    return false;
}

/* Asks for some fields of services, of the events of claims, and for more of one ConfigMap. */
static struct tree tree_asking(const char *text) {
    static const struct str kinds[] = {STR_INIT("Service"), STR_INIT("ConfigMap"),
                                       STR_INIT("Event"), STR_INIT("Pod")};
    static const struct str claims = STR_INIT("PersistentVolumeClaim");
    static const struct {
        const char *kind, *path, *namespace, *name;
    } rows[] = {{"Service", "spec.type.name", "", ""},
                {"Pod", "status.phase", "", ""},
                {"ConfigMap", "metadata.labels.l", "", ""},
                {"ConfigMap", "data.k", "a", "one"},
                {"Event", "message", "", ""}};
    enum { N = sizeof rows / sizeof *rows };
    struct tree tree = tree_new();
    struct fields_set set = {tree.arena, tree.intern};
    struct fields_of *asked = NEW_ARRAY(tree.arena, N, struct fields_of);
    for (size_t i = 0; i < N; i++) {
        asked[i] =
            (struct fields_of){str_of(rows[i].kind), *rows[i].name, str_of(rows[i].namespace),
                               str_of(rows[i].name), fields_new(&set)};
        fields_at(&set, asked[i].fields, str_of(rows[i].path));
    }
    struct fields_asked *all = NEW(tree.arena, struct fields_asked);
    *all = (struct fields_asked){.rows = asked,
                                 .count = N,
                                 .any = fields_new(&set),
                                 .with_events = &claims,
                                 .n_with_events = 1,
                                 .is_opaque = no_text,
                                 .is_secret = no_text};
    struct graph_options options = {.keep = kinds, .n_keep = 4, .asked = all};
    tree.graph = graph_new(tree.arena, tree.intern, options, tree.sink);
    tree_add(&tree, 0, "", text);
    for (size_t i = 0; i < tree.files.count; i++) {
        const struct tree_file *file = &tree.files.items[i];
        struct graph_member member = {.path = file->path, .bytes = file->text, .whole = true};
        graph_add(tree.graph, &member);
    }
    tree.seal.inputs = tree.inputs;
    assert_true(graph_seal(tree.graph, &tree.seal));
    return tree;
}

static const char *text_at(struct tree *tree, const char *kind, const char *namespace,
                           const char *name, const char *path) {
    const struct resource *found =
        graph_find(tree->graph, str_of(kind), str_of(namespace), str_of(name));
    assert_non_null(found);
    return str_c(tree->arena, value_str(value_path(found->object, path)));
}

static void test_path_is_wrong(void **state) {
    (void)state;
    struct tree tree =
        tree_asking("@namespaces/a/core/pods.yaml\napiVersion: v1\nkind: List\n"
                    "items:\n"
                    "- apiVersion: v1\n  kind: Pod\n"
                    "  metadata:\n    name: p\n    namespace: a\n"
                    "  status:\n    phase: Running\n"
                    "- apiVersion: v1\n  kind: Service\n"
                    "  metadata:\n    name: s\n    namespace: a\n"
                    "  spec:\n    type:\n      name: N\n"
                    "@namespaces/a/core/services.yaml\napiVersion: v1\n"
                    "kind: ServiceList\nitems:\n- apiVersion: v1\n  kind: Service\n"
                    "  metadata:\n    name: t\n    namespace: a\n"
                    "  spec:\n    other:\n      name: N\n    type:\n      name: M\n");
    assert_string_equal(text_at(&tree, "Pod", "a", "p", "status.phase"), "Running");
    assert_string_equal(text_at(&tree, "Service", "a", "s", "spec.type.name"), "N");
    assert_string_equal(text_at(&tree, "Service", "a", "t", "spec.type.name"), "M");
    assert_string_equal(text_at(&tree, "Service", "a", "t", "spec.other.name"), "");
    tree_free(&tree);
}

/* More is asked of one object than of its kind, wherever it stands. */
static void test_single(void **state) {
    (void)state;
    static const char *const folders[] = {"a", "b"};
    for (size_t i = 0; i < 2; i++) {
        char text[1000];
        snprintf(text, sizeof text,
                 "@namespaces/%s/core/configmaps.yaml\napiVersion: v1\nkind: ConfigMapList\n"
                 "items:\n- data:\n    k: v\n  kind: ConfigMap\n"
                 "  metadata:\n    name: one\n    namespace: a\n"
                 "- data:\n    k: w\n  kind: ConfigMap\n"
                 "  metadata:\n    labels:\n      l: m\n    name: two\n    namespace: a\n",
                 folders[i]);
        struct tree tree = tree_asking(text);
        assert_string_equal(text_at(&tree, "ConfigMap", "a", "one", "data.k"), "v");
        assert_string_equal(text_at(&tree, "ConfigMap", "a", "two", "data.k"), "");
        assert_string_equal(text_at(&tree, "ConfigMap", "a", "two", "metadata.labels.l"), "m");
        tree_free(&tree);
    }
}

#define EVENT(name, about, kind, more)                                                             \
    "- apiVersion: v1\n  " about ":\n    kind: " kind "\n    name: x\n  kind: Event\n"             \
    "  message: m\n  metadata:\n    name: " name "\n    namespace: a\n" more

static void test_events(void **state) {
    (void)state;
    static const char head[] = "@namespaces/a/core/events.yaml\napiVersion: v1\n"
                               "kind: EventList\nitems:\n";
    static const struct {
        const char *items;
        unsigned kept;
    } cases[] = {
        {EVENT("e1", "involvedObject", "Pod", ""), 0},
        {EVENT("e1", "involvedObject", "PersistentVolumeClaim", ""), 1},
        {EVENT("e1", "regarding", "PersistentVolumeClaim", "")
             EVENT("e2", "involvedObject", "Pod", ""),
         1},
        {EVENT("e1", "involvedObject", "\"Persistent\\x56olumeClaim\"", ""), 1},
        {EVENT("e1", "involvedObject", "Pod", "    ownerReferences:\n    - kind: Pod\n"), 1},
        {EVENT("e1", "other", "Pod", ""), 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        snprintf(text, sizeof text, "%s%s", head, cases[i].items);
        struct tree tree = tree_asking(text);
        const struct kind *kind = graph_kind(tree.graph, STR("Event"));
        assert_int_equal(kind->count, cases[i].kept);
        for (size_t k = 0; k < kind->count; k++)
            assert_string_equal(text_at(&tree, "Event", "a", "e1", "message"), "m");
        assert_int_equal(graph_tally(tree.graph).objects, i == 2 ? 2 : 1);
        tree_free(&tree);
    }
}

#ifdef YAML_STRICT
#define EVENTS_READ 3 /* libyaml reads all of a document */
#else
#define EVENTS_READ 1
#endif

/* One of many of which nothing is asked is enough to know that there are events; but in a list of
 * anything each item may be something else. */
static void test_events_of_no_interest(void **state) {
    (void)state;
    static const char items[] = EVENT("e1", "involvedObject", "Pod", "")
        EVENT("e2", "involvedObject", "Pod",
              "") "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: s\n    namespace: a\n";
    static const struct {
        const char *kind;
        unsigned objects, services;
    } cases[] = {{"EventList", EVENTS_READ, EVENTS_READ > 1}, {"List", 3, 1}};
    for (size_t i = 0; i < 2; i++) {
        char text[1000];
        snprintf(text, sizeof text,
                 "@namespaces/a/core/events.yaml\napiVersion: v1\nitems:\n%skind: %s\n", items,
                 cases[i].kind);
        struct tree tree = tree_asking(text);
        assert_int_equal(graph_tally(tree.graph).objects, cases[i].objects);
        assert_int_equal(graph_kind(tree.graph, STR("Service"))->count, cases[i].services);
        assert_int_equal(graph_kind(tree.graph, STR("Event"))->count, 0);
        tree_free(&tree);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_path_is_wrong),
        cmocka_unit_test(test_single),
        cmocka_unit_test(test_events),
        cmocka_unit_test(test_events_of_no_interest),
    };
    return cmocka_run_group_tests_name("graph/expect", tests, NULL, NULL);
}
