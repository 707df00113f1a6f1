/* Archives that want to do harm: bounded time, bounded memory, no crash. */
#include "tree.h"

#include "base/limits.h"

static struct tree of_buffer(const struct strbuf *text, const char *path) {
    struct tree tree = tree_new();
    tree.graph = graph_new(tree.arena, tree.intern, (struct graph_options){0}, tree.sink);
    struct graph_member member = {0, str_of(path), strbuf_str(text), true, 0, NULL};
    graph_add(tree.graph, &member);
    tree.seal.inputs = tree.inputs;
    assert_true(graph_seal(tree.graph, &tree.seal));
    return tree;
}

static void test_hostile__owners_in_a_circle(void **state) {
    (void)state;
    struct tree tree = tree_of("@x.yaml\n#Pod v1 a one\n  uid: \"1\"\n  ownerReferences:\n"
                               "  - {apiVersion: v1, kind: Pod, name: two, uid: \"2\"}\n---\n"
                               "#Pod v1 a two\n  uid: \"2\"\n  ownerReferences:\n"
                               "  - {apiVersion: v1, kind: Pod, name: one, uid: \"1\"}\n"
                               "  - {apiVersion: v1, kind: Pod, name: two, uid: \"2\"}\n");
    struct related related;
    const struct resource *one = tree_get(&tree, "Pod", "a", "one");
    assert_true(
        edges_follow(tree.graph, one, STR("owner/owner/owner/owner"), tree.arena, &related));
    assert_text(tree_related(&tree, &related), "one two");
    related = edges_owned(tree.graph, one, STR("Pod"), tree.arena);
    assert_int_equal(related.count, 1);
    tree_free(&tree);
}

static void test_hostile__many_edges_on_one_node(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct strbuf text = strbuf_new(arena);
    enum { MANY = 100000 };
    strbuf_append(&text,
                  STR("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"apiVersion\":\"v1\","
                      "\"kind\":\"Node\",\"metadata\":{\"name\":\"n\"}}"));
    for (int i = 0; i < MANY; i++)
        strbuf_printf(&text,
                      ",{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p%d\","
                      "\"namespace\":\"a\",\"labels\":{\"app\":\"x\"}},\"spec\":{\"nodeName\":"
                      "\"n\"}}",
                      i);
    for (int i = 0; i < 40; i++)
        strbuf_printf(
            &text,
            ",{\"apiVersion\":\"policy/v1\",\"kind\":\"PodDisruptionBudget\",\"metadata\":{"
            "\"name\":\"b%d\",\"namespace\":\"a\"},\"spec\":{\"selector\":{}}}",
            i);
    strbuf_append(&text, STR("]}"));
    struct tree tree = of_buffer(&text, "all.json");
    struct related related;
    assert_true(edges_follow(tree.graph, tree_get(&tree, "Node", "", "n"), STR("pods"), tree.arena,
                             &related));
    assert_int_equal(related.count, MANY);
    assert_true(edges_follow(tree.graph, tree_get(&tree, "Node", "", "n"), STR("pods/node/pods"),
                             tree.arena, &related));
    assert_int_equal(related.count, MANY);
    assert_true(edges_follow(tree.graph, tree_get(&tree, "PodDisruptionBudget", "a", "b7"),
                             STR("pods"), tree.arena, &related));
    assert_int_equal(related.count, MANY);
    tree_free(&tree);
    arena_free(arena);
}

/* Every budget selects every pod: the limit is told, and what is beyond it is unknown. */
static void test_hostile__edges_beyond_the_limit(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct strbuf text = strbuf_new(arena);
    enum { SIDE = 3000 };
    strbuf_append(&text, STR("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[null"));
    for (int i = 0; i < SIDE; i++)
        strbuf_printf(&text,
                      ",{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p%d\","
                      "\"namespace\":\"a\"}},{\"apiVersion\":\"policy/v1\",\"kind\":"
                      "\"PodDisruptionBudget\",\"metadata\":{\"name\":\"b%d\",\"namespace\":\"a\"},"
                      "\"spec\":{\"selector\":{}}}",
                      i, i);
    strbuf_append(&text, STR("]}"));
    struct tree tree = of_buffer(&text, "all.json");
    assert_true((size_t)SIDE * SIDE > limits->edges);
    assert_true(tree_has_diag(&tree, DIAG_RESOURCE_LIMIT));
    struct related related;
    assert_true(edges_follow(tree.graph, tree_get(&tree, "PodDisruptionBudget", "a", "b7"),
                             STR("pods"), tree.arena, &related));
    assert_int_not_equal(related.missing.count, 0);
    tree_free(&tree);
    arena_free(arena);
}

static void test_hostile__a_million_tiny_objects(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct strbuf text = strbuf_new(arena);
#ifdef __SANITIZE_ADDRESS__
    enum { MANY = 50000 }; /* the sanitizer makes the rest only slower */
#else
    enum { MANY = 1000000 };
#endif
    for (int i = 0; i < MANY; i++)
        strbuf_printf(&text, "%s{\"kind\":\"X%d\",\"metadata\":{\"name\":\"%d\"}}",
                      i ? "," : "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[", i % 7, i);
    strbuf_append(&text, STR("]}"));
    struct tree tree = of_buffer(&text, "all.json");
    size_t sum = 0, count;
    const struct kind *const *kinds = graph_kinds(tree.graph, &count);
    for (size_t i = 0; i < count; i++)
        sum += kinds[i]->count;
    size_t taken = MANY < limits->list_objects ? MANY : limits->list_objects;
    assert_int_equal(sum, taken);
    assert_true(arena_used(tree.arena) / taken < 1000);
    tree_free(&tree);
    arena_free(arena);
}

/* One object, a hundred thousand copies of it; as many kinds, as many namespaces. */
static void test_hostile__copies_kinds_namespaces(void **state) {
    (void)state;
    static const char *const forms[] = {
        "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"n\",\"uid\":\"u%d\"}}",
        "{\"apiVersion\":\"v1\",\"kind\":\"K%d\",\"metadata\":{\"name\":\"n\"}}",
        ("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"n\","
         "\"namespace\":\"ns%d\"}}"),
    };
    for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++) {
        struct arena *arena = arena_new();
        struct strbuf text = strbuf_new(arena);
        strbuf_append(&text, STR("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["));
        for (int i = 0; i < 20000; i++) {
            if (i)
                strbuf_append_byte(&text, ',');
            struct str form = str_of(forms[f]);
            size_t at = str_find(form, STR("%d"), 0);
            strbuf_append(&text, str_slice(form, 0, at));
            strbuf_printf(&text, "%d", i);
            strbuf_append(&text, str_slice(form, at + 2, form.len));
        }
        strbuf_append(&text, STR("]}"));
        struct tree tree = of_buffer(&text, "all.json");
        assert_true(arena_used(tree.arena) < 200 * MIB);
        tree_free(&tree);
        arena_free(arena);
    }
}

static void test_hostile__names(void **state) {
    (void)state;
    struct strbuf longest = {.arena = arena_new()};
    for (int i = 0; i < LIMIT_NAME_BYTES + 1; i++)
        strbuf_append_byte(&longest, 'x');
    struct tree tree = tree_new();
    tree_add(&tree, 0, "",
             "@a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: \"a\\nb\", namespace: n}\n"
             "@b.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: ok, namespace: \"\\x1b[0m\"}\n"
             "@c.yaml\napiVersion: v1\nkind: \"Po\\0d\"\nmetadata: {name: ok, namespace: n}\n"
             "@d.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: [a], namespace: n}\n"
             "@e.yaml\napiVersion: [v1]\nkind: Pod\nmetadata: {name: e, namespace: {}}\n"
             "@f.yaml\n- - -\n@g.yaml\nitems: {a: b}\nkind: PodList\n@h.yaml\nkind: List\n"
             "@namespaces/\x01/core/pods/x.yaml\n#Pod v1 - x\n"
             "@i.yaml\n#Node v1 - fine\n");
    struct str name =
        str_printf(tree.arena, "@j.yaml\n#Pod v1 n %.*s\n", STR_ARG(strbuf_str(&longest)));
    tree_add(&tree, 0, "", str_c(tree.arena, name));
    assert_true(tree_seal(&tree));
    const struct kind *pods = graph_kind(tree.graph, STR("Pod"));
    assert_int_equal(pods->count, 1);
    assert_text(pods->items[0]->name, "e");
    assert_true(tree_has_diag(&tree, DIAG_RESOURCE_SHAPE));
    tree_get(&tree, "Node", "", "fine");
    tree_free(&tree);
    arena_free(longest.arena);
}

/* More unreadable members than are told: bounded, in the same choice whatever the order. */
static void test_hostile__empty_members(void **state) {
    (void)state;
    struct str last[2];
    struct tree trees[2];
    for (int run = 0; run < 2; run++) {
        struct tree *tree = &trees[run];
        *tree = tree_new();
        tree->graph = graph_new(tree->arena, tree->intern, (struct graph_options){0}, tree->sink);
        int n = 2 * (int)limits->diagnostics + 500;
        for (int i = 0; i < n; i++) {
            struct str path =
                str_printf(tree->arena, "namespaces/a/core/pods/%06d.yaml", run ? n - i : i + 1);
            graph_add(tree->graph, &(struct graph_member){0, path, STR(""), true, 0, NULL});
        }
        graph_add(tree->graph, &(struct graph_member){0, STR("n.yaml"),
                                                      STR("apiVersion: v1\nkind: Node\n"
                                                          "metadata: {name: n}\n"),
                                                      true, 0, NULL});
        tree->seal.inputs = tree->inputs;
        assert_true(graph_seal(tree->graph, &tree->seal));
        const struct diag *diag = diag_get(tree->sink, limits->diagnostics - 1);
        last[run] = diag->where.path;
        size_t count;
        graph_damage(tree->graph, &count);
        assert_int_equal(count, n);
    }
    assert_true(str_eq(last[0], last[1]));
    assert_text(last[0], "namespaces/a/core/pods/010000.yaml");
    tree_free(&trees[0]);
    tree_free(&trees[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile__owners_in_a_circle),
        cmocka_unit_test(test_hostile__many_edges_on_one_node),
        cmocka_unit_test(test_hostile__edges_beyond_the_limit),
        cmocka_unit_test(test_hostile__a_million_tiny_objects),
        cmocka_unit_test(test_hostile__copies_kinds_namespaces),
        cmocka_unit_test(test_hostile__names),
        cmocka_unit_test(test_hostile__empty_members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
