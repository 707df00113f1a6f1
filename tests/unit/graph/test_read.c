/* What is taken from members: kept kinds, Lists, secrets, texts for excerpts; and that the order in
 * which members arrive changes nothing. */
#include "tree.h"

#include "base/limits.h"

static struct tree keeping(const char *text, const struct str *keep, size_t n_keep) {
    struct tree tree = tree_new();
    tree_add(&tree, 0, "", text);
    assert_true(tree_seal_keeping(&tree, keep, n_keep, 0));
    return tree;
}

static size_t count_of(const struct tree *tree, const char *kind) {
    const struct kind *found = graph_kind(tree->graph, str_of(kind));
    return found ? found->count : 0;
}

static void test_read__only_what_is_kept(void **state) {
    (void)state;
    static const struct str keep[] = {{"Pod", 3}, {"Foo.x.y", 7}, {"Bar", 3}};
    struct tree tree =
        keeping("@namespaces/a/core/pods/p.yaml\n#Pod v1 a p\n"
                "@namespaces/a/core/configmaps.yaml\napiVersion: v1\nkind: ConfigMapList\nitems:\n"
                "- {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: a}}\n"
                "@namespaces/a/image.openshift.io/imagestreams.yaml\nthis is not even read\n"
                "@namespaces/a/x.y/foos/f.yaml\n#Foo x.y/v1 a f\n"
                "@namespaces/a/z/bars/b.yaml\n#Bar z/v1 a b\n"
                "@namespaces/a/z/bazes/b.yaml\n#Baz z/v1 a b\n",
                keep, 3);
    assert_int_equal(count_of(&tree, "Pod"), 1);
    assert_int_equal(count_of(&tree, "Foo.x.y"), 1);
    assert_int_equal(count_of(&tree, "Bar"), 1);
    assert_int_equal(count_of(&tree, "Baz"), 0);
    assert_int_equal(count_of(&tree, "ConfigMap"), 0);
    /* Not held, so its emptiness must not look like the truth. */
    assert_false(collection_holds(tree.graph, STR("ConfigMap"), STR("a")));
    assert_int_equal(collection_of(tree.graph, STR("ConfigMap"))->completeness, COLLECTED_SOME);
    size_t count;
    graph_damage(tree.graph, &count);
    assert_int_equal(count, 0);
    tree_free(&tree);
}

/* What the map needs is read whatever the rules ask for. */
static void test_read__identities_for_the_map(void **state) {
    (void)state;
    static const struct str keep[] = {{"Pod", 3}};
    struct tree tree = keeping(
        "@version\nkubevirt/must-gather\nx\n"
        "@namespaces/olm/operators.coreos.com/clusterserviceversions/packageserver.yaml\n"
        "#ClusterServiceVersion operators.coreos.com/v1alpha1 olm packageserver\n"
        "@cluster-scoped-resources/apiextensions.k8s.io/customresourcedefinitions/x.y.yaml\n"
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n"
        "  name: x.y\nspec:\n  - this: is\n  not: read\n",
        keep, 1);
    assert_int_equal(count_of(&tree, "ClusterServiceVersion"), 1);
    assert_false(tree_get(&tree, "ClusterServiceVersion", "olm", "packageserver")->object.doc !=
                 NULL);
    assert_true(collection_holds(tree.graph, STR("MachineConfigPool"), STR("")));
    tree_free(&tree);
}

static void test_read__not_installed_without_keeping_olm(void **state) {
    (void)state;
    static const struct str keep[] = {{"Pod", 3}};
    struct tree tree =
        keeping("@version\nopenshift/must-gather\nx\n"
                "@namespaces/olm/operators.coreos.com/clusterserviceversions/packageserver.yaml\n"
                "#ClusterServiceVersion operators.coreos.com/v1alpha1 olm packageserver\n"
                "@namespaces/olm/operators.coreos.com/operatorgroups/g.yaml\n"
                "#OperatorGroup operators.coreos.com/v1 olm g\n",
                keep, 1);
    assert_int_equal(collection_virtualization(tree.graph), INSTALLED_NO);
    assert_false(collection_holds(tree.graph, STR("OperatorGroup"), STR("")));
    tree_free(&tree);
}

static void test_read__lists(void **state) {
    (void)state;
    struct tree tree = tree_of(
        "@a.yaml\napiVersion: v1\nkind: List\nitems:\n"
        "- {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}}\n"
        "- {apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: v, namespace: a}}\n"
        "@b.yaml\napiVersion: apps/v1\nkind: DeploymentList\nitems:\n"
        "- metadata: {name: d, namespace: a}\n"
        "@namespaces/n/core/services.yaml\nitems:\n- metadata: {name: s}\n"
        "@c.json\n{\"kind\":\"NodeList\",\"apiVersion\":\"v1\",\"items\":[{\"metadata\":"
        "{\"name\":\"n\"}}]}\n"
        "@d.yaml\n---\n#ConfigMap v1 a one\n---\n#ConfigMap v1 a two\n"
        "@namespaces/cnv/subscriptions\n#Subscription operators.coreos.com/v1alpha1 cnv s\n"
        "---------------\n#Subscription operators.coreos.com/v1alpha1 cnv t\n---------------\n");
    assert_true(tree_get(&tree, "Pod", "a", "p")->from_list);
    tree_get(&tree, "VirtualMachine", "a", "v");
    assert_text(tree_get(&tree, "Deployment", "a", "d")->version, "v1");
    tree_get(&tree, "Service", "n", "s");
    tree_get(&tree, "Node", "", "n");
    assert_int_equal(count_of(&tree, "ConfigMap"), 2);
    assert_int_equal(count_of(&tree, "Subscription"), 2);
    tree_free(&tree);
}

static void test_read__values_lead_back(void **state) {
    (void)state;
    struct tree tree = tree_of("@a.yaml\napiVersion: v1\nkind: List\nitems:\n"
                               "- {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}}\n"
                               "- {apiVersion: v1, kind: Pod, metadata: {name: q, namespace: a}}\n"
                               "@b.yaml\n#Pod v1 b r\n");
    const struct kind *pods = graph_kind(tree.graph, STR("Pod"));
    for (size_t i = 0; i < pods->count; i++)
        assert_ptr_equal(graph_resource_at(tree.graph, pods->items[i]->object), pods->items[i]);
    assert_null(graph_resource_at(tree.graph, value_get(pods->items[0]->object, STR("metadata"))));
    assert_null(graph_resource_at(tree.graph, (struct value){0}));
    size_t count;
    const struct resource *const *items = graph_in_namespace(tree.graph, pods, STR("a"), &count);
    assert_int_equal(count, 2);
    assert_text(items[1]->name, "q");
    graph_in_namespace(tree.graph, pods, STR("0"), &count);
    assert_int_equal(count, 0);
    tree_free(&tree);
}

static void test_read__text_for_excerpts(void **state) {
    (void)state;
    struct tree tree = tree_of("@x/b.yaml\n#Pod v1 b r\nstatus:\n  phase: Running\n");
    const struct resource *pod = tree_get(&tree, "Pod", "b", "r");
    struct value phase = value_path(pod->object, "status.phase");
    assert_text(document_line(pod->origin, value_line(phase)), "  phase: Running");
    assert_text(pod->origin->input, "a.tar");
    assert_text(pod->origin->path, "b.yaml");
    tree_free(&tree);
}

/* Bytes of a secret are held nowhere: not in its own resource, not in a text beside it. */
static void test_read__secrets(void **state) {
    (void)state;
    struct tree tree =
        tree_of("@a.yaml\napiVersion: v1\nkind: List\nitems:\n"
                "- apiVersion: v1\n  data: {password: c2VjcmV0}\n  kind: Secret\n"
                "  metadata: {name: s, namespace: a}\n"
                "- {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}}\n"
                "@namespaces/a/core/secrets/t.yaml\n#Secret v1 a t\ndata: {password: c2VjcmV0}\n");
    const struct resource *secret = tree_get(&tree, "Secret", "a", "s");
    assert_null(secret->object.doc);
    assert_int_equal(count_of(&tree, "Secret"), 1);
    assert_int_equal(tree_get(&tree, "Pod", "a", "p")->origin->text.len, 0);
    tree_free(&tree);
}

/* A second copy of a pod that its list has given, or a newer one: evidence without a tree. */
static void test_read__pods_told_twice(void **state) {
    (void)state;
    static const char list[] = "@namespaces/a/core/pods.yaml\napiVersion: v1\nkind: PodList\n"
                               "items:\n- metadata: {name: p, namespace: a, uid: u, "
                               "resourceVersion: \"5\"}\n  status: {phase: Running}\n";
    static const char file[] = "@namespaces/a/pods/p/p.yaml\napiVersion: v1\nkind: Pod\n"
                               "metadata: {name: p, namespace: a, uid: u, resourceVersion: "
                               "\"%s\"}\nstatus: {phase: Failed}\n";
    static const struct {
        const char *version, *phase;
        bool has_tree;
    } rows[] = {{"5", "Running", false}, {"6", "Failed", true}, {"4", "Running", false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[1024];
        size_t len = (size_t)snprintf(text, sizeof text, "%s", list);
        snprintf(text + len, sizeof text - len, file, rows[i].version);
        struct tree tree = tree_of(text);
        const struct resource *pod = tree_get(&tree, "Pod", "a", "p");
        assert_text(value_str(value_path(pod->object, "status.phase")), rows[i].phase);
        assert_non_null(pod->copy);
        assert_int_equal(pod->copy->object.doc != NULL, rows[i].has_tree);
        assert_true(pod->copy->origin->path.len > 0);
        tree_free(&tree);
    }
}

static void test_read__objects_of_rule_tests(void **state) {
    (void)state;
    struct tree tree = tree_new();
    struct document_origin origin = {
        .path = STR("rule.yaml"),
        .text = STR("- {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}}\n"
                    "- {apiVersion: v1, kind: Node, metadata: {name: n}}\n")};
    struct document_list list = document_read(
        tree.arena, tree.intern, &origin, (struct document_options){.whole_file = true}, tree.sink);
    tree.graph = graph_new(tree.arena, tree.intern, (struct graph_options){0}, tree.sink);
    struct value_iter it = value_iter(document_root(list.items[0]));
    while (value_next(&it))
        graph_add_object(tree.graph, it.value);
    tree.seal = (struct graph_seal_options){.everything_collected = true};
    assert_true(graph_seal(tree.graph, &tree.seal));
    const struct resource *pod = tree_get(&tree, "Pod", "a", "p");
    assert_ptr_equal(pod->origin, &origin);
    assert_non_null(pod->root);
    assert_ptr_equal(graph_resource_at(tree.graph, pod->object), pod);
    tree_free(&tree);
}

/* Everything that can be seen of a graph, as text. */
static struct str dump(const struct tree *tree) {
    struct strbuf out = strbuf_new(tree->arena);
    size_t n_kinds, n;
    const struct kind *const *kinds = graph_kinds(tree->graph, &n_kinds);
    for (size_t k = 0; k < n_kinds; k++) {
        const struct collection *collection = collection_of(tree->graph, kinds[k]->display);
        strbuf_printf(&out, "%.*s %d %.*s", STR_ARG(kinds[k]->display),
                      (int)collection->completeness, STR_ARG(collection->proof));
        for (size_t i = 0; i < collection->n_namespaces; i++)
            strbuf_printf(&out, " %.*s", STR_ARG(collection->namespaces[i]));
        for (size_t i = 0; i < collection->n_missing; i++)
            strbuf_printf(&out, " -%.*s", STR_ARG(collection->missing[i].name));
        strbuf_append_byte(&out, '\n');
        for (size_t i = 0; i < kinds[k]->count; i++)
            for (const struct resource *r = kinds[k]->items[i]; r; r = r->copy)
                strbuf_printf(&out, "  %.*s/%.*s %.*s %.*s %.*s:%u\n", STR_ARG(r->namespace),
                              STR_ARG(r->name), STR_ARG(r->resource_version),
                              STR_ARG(r->root->path), STR_ARG(r->origin->path),
                              (unsigned)value_line(r->object));
    }
    const struct damage *damage = graph_damage(tree->graph, &n);
    for (size_t i = 0; i < n; i++)
        strbuf_printf(&out, "damage %u %.*s %u\n", (unsigned)damage[i].input,
                      STR_ARG(damage[i].path), (unsigned)damage[i].line);
    const struct diag *diag;
    for (size_t i = 0; (diag = diag_get(tree->sink, i)); i++)
        strbuf_append(&out, diag_format(tree->arena, diag));
    size_t n_edges;
    const struct edge_info *edges = edges_table(&n_edges);
    for (size_t e = 0; e < n_edges; e++) {
        const struct kind *kind = graph_kind(tree->graph, edges[e].from);
        for (size_t i = 0; i < kind->count; i++) {
            struct related related;
            edges_follow(tree->graph, kind->items[i], edges[e].name, tree->arena, &related);
            strbuf_printf(&out, "%.*s %.*s: %.*s\n", STR_ARG(edges[e].name),
                          STR_ARG(kind->items[i]->name), STR_ARG(tree_related(tree, &related)));
        }
    }
    return strbuf_str(&out);
}

static const char archive[] =
    "@mg/timestamp\n2024-01-01 10:00:00 +0000 UTC\n2024-01-01 11:00:00 +0000 UTC\n"
    "@mg/ocp/version\nopenshift/must-gather\n4.14.0\n"
    "@mg/ocp/cluster-scoped-resources/core/nodes/n1.yaml\n#Node v1 - n1\n  resourceVersion: \"5\"\n"
    "@mg/ocp/cluster-scoped-resources/core/nodes/n2.yaml\n#Node v1 - n2\n  resourceVersion: \"5\"\n"
    "@mg/ocp/namespaces/olm/operators.coreos.com/clusterserviceversions/packageserver.yaml\n"
    "#ClusterServiceVersion operators.coreos.com/v1alpha1 olm packageserver\n"
    "@mg/ocp/namespaces/a/core/pods.yaml\napiVersion: v1\nitems: []\nkind: PodList\n"
    "@mg/ocp/namespaces/b/core/pods.yaml\napiVersion: v1\nkind: PodList\nitems:\n"
    "- {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: b, resourceVersion: \"3\"}}\n"
    "@mg/ocp/namespaces/b/pods/p/p.yaml\n#Pod v1 b p\n  resourceVersion: \"3\"\n"
    "@mg/cnv/version\nkubevirt/must-gather\nv4.14.0\n"
    "@mg/cnv/cluster-scoped-resources/core/nodes/n1.yaml\n#Node v1 - n1\n  resourceVersion: \"6\"\n"
    "@mg/cnv/namespaces/cnv/crs/kubevirts.kubevirt.io/kv.yaml\n#KubeVirt kubevirt.io/v1 cnv kv\n"
    "@mg/cnv/namespaces/b/crs/virtualmachineinstances.kubevirt.io/vm.yaml\n"
    "#VirtualMachineInstance kubevirt.io/v1 b vm\nstatus: {phase: Running, nodeName: n3}\n"
    "@mg/cnv/namespaces/b/crs/virtualmachineinstances.kubevirt.io/lost.yaml\n"
    "@mg/cnv/namespaces/b/crs/virtualmachineinstances.kubevirt.io/broken.yaml\nkind: [\n"
    "@mg/cnv/namespaces/cnv/subscriptions\n#Subscription operators.coreos.com/v1alpha1 cnv s\n"
    "spec: {source: none, sourceNamespace: m}\n---------------\n"
    "@mg/cnv/namespaces/b/example.com/foos/f.yaml\n#Foo example.com/v1 b f\n"
    "@mg/cnv/namespaces/b/example.com/foos/g.yaml\n"
    "@plain/extra.yaml\n#ConfigMap v1 b c\na: 1\na: 2\n";

static void test_read__in_any_order(void **state) {
    (void)state;
    struct tree first = tree_new();
    tree_add(&first, 0, "", archive);
    assert_true(tree_seal(&first));
    struct str expected = dump(&first);
    assert_true(str_contains(expected, STR("-g\n")));
    assert_true(str_contains(expected, STR("cnv/namespaces/b/crs/")));
    for (unsigned shuffle = 1; shuffle <= 40; shuffle++) {
        struct tree tree = tree_new();
        tree_add(&tree, 0, "", archive);
        assert_true(tree_seal_keeping(&tree, NULL, 0, shuffle));
        struct str actual = dump(&tree);
        if (!str_eq(actual, expected))
            fail_msg("order %u:\n%.*s\nnot\n%.*s", shuffle, STR_ARG(actual), STR_ARG(expected));
        tree_free(&tree);
    }
    tree_free(&first);
}

/* A folder, and an archive of that folder. */
static void test_read__below_another_folder(void **state) {
    (void)state;
    struct tree first = tree_new(), second = tree_new();
    tree_add(&first, 0, "", archive);
    tree_add(&second, 0, "case-1/", archive);
    assert_true(tree_seal(&first));
    assert_true(tree_seal(&second));
    assert_text(dump(&second), str_c(first.arena, dump(&first)));
    tree_free(&first);
    tree_free(&second);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read__only_what_is_kept),
        cmocka_unit_test(test_read__identities_for_the_map),
        cmocka_unit_test(test_read__not_installed_without_keeping_olm),
        cmocka_unit_test(test_read__lists),
        cmocka_unit_test(test_read__values_lead_back),
        cmocka_unit_test(test_read__text_for_excerpts),
        cmocka_unit_test(test_read__secrets),
        cmocka_unit_test(test_read__pods_told_twice),
        cmocka_unit_test(test_read__objects_of_rule_tests),
        cmocka_unit_test(test_read__in_any_order),
        cmocka_unit_test(test_read__below_another_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
