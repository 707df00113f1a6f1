/* Alerts as objects: from both answers of Prometheus, wherever they lie; the same alert has the
 * same name; and what was cut or left out is not all. */
#include "tree.h"

#include "base/limits.h"

#define OCP "@version\nopenshift/must-gather\n4.14.0\n"
#define NODE "@cluster-scoped-resources/core/nodes/n1.yaml\n#Node v1 - n1\n"
#define ALERT(name, more)                                                                          \
    "{\"labels\":{\"alertname\":\"" name "\",\"severity\":\"critical\"" more                       \
    "},\"annotations\":{\"summary\":\"it is down\"},\"state\":\"firing\","                         \
    "\"activeAt\":\"2026-07-01T00:00:00Z\",\"value\":\"1e+00\"}"
#define ANSWER(alerts) "{\"status\":\"success\",\"data\":{\"alerts\":[" alerts "]}}\n"
#define STATUS(status, alerts) "{\"status\":\"" status "\",\"data\":{\"alerts\":[" alerts
#define RULES(alerts)                                                                              \
    "{\"status\":\"success\",\"data\":{\"groups\":[{\"name\":\"g\",\"rules\":[{\"name\":\"r\","    \
    "\"type\":\"recording\"},{\"name\":\"A\",\"type\":\"alerting\",\"alerts\":[" alerts            \
    "]}]}]}}\n"
#define AT "@monitoring/prometheus/rules.json\n"

static const struct kind *alerts_of(const struct tree *tree) {
    return graph_kind(tree->graph, STR("Alert"));
}

static bool all_held(const struct tree *tree) {
    return collection_holds(tree->graph, STR("Alert"), STR(""));
}

static void test_alerts__rules_of_a_gather(void **state) {
    (void)state;
    struct tree tree = tree_of(OCP NODE AT RULES(ALERT("Down", "") ",\n" ALERT("Slow", "")));
    const struct kind *alerts = alerts_of(&tree);
    assert_int_equal(alerts->count, 2);
    const struct resource *alert = alerts->items[0];
    assert_true(str_starts_with(alert->name, STR("Down-")));
    assert_int_equal(alert->name.len, 5 + 12);
    assert_int_equal(alert->namespace.len, 0);
    assert_text(value_str(value_path(alert->object, "labels.severity")), "critical");
    assert_text(value_str(value_path(alert->object, "annotations.summary")), "it is down");
    assert_text(value_str(value_path(alert->object, "state")), "firing");
    assert_text(value_str(value_path(alert->object, "value")), "1e+00");
    assert_int_equal(value_line(alerts->items[1]->object), 2);
    assert_text(alert->origin->path, "monitoring/prometheus/rules.json");
    assert_true(graph_resource_at(tree.graph, alert->object) == alert);
    assert_true(all_held(&tree));
    tree_free(&tree);
}

static void test_alerts__dumps_by_content(void **state) {
    (void)state;
    static const char *const paths[] = {"@dump.json\n", "@a/b/x.json\n", "@dump\n", "@out.txt\n"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct tree tree = tree_new();
        tree_add(
            &tree, 0, "",
            str_c(tree.arena, str_printf(tree.arena, "%s" ANSWER(ALERT("Down", "")), paths[i])));
        assert_true(tree_seal(&tree));
        assert_int_equal(alerts_of(&tree)->count, 1);
        assert_true(all_held(&tree));
        tree_free(&tree);
    }
    struct tree tree = tree_of("@dump.json\n" RULES(ALERT("Down", "")));
    assert_int_equal(alerts_of(&tree)->count, 1);
    tree_free(&tree);
}

/* The name follows from labels and state, not from their order, the place or the member. */
static void test_alerts__names(void **state) {
    (void)state;
    struct tree one = tree_of("@a.json\n" ANSWER(
        "{\"state\":\"firing\",\"labels\":{\"alertname\":\"A\",\"x\":\"1\",\"y\":\"2\"}}"));
    struct tree other = tree_of(OCP NODE AT RULES(
        "{\"labels\":{\"y\":\"2\",\"x\":\"1\",\"alertname\":\"A\"},\"state\":\"firing\"}"));
    assert_true(str_eq(alerts_of(&one)->items[0]->name, alerts_of(&other)->items[0]->name));
    tree_free(&one);
    tree_free(&other);
    /* None of these is another one: a text is not told from two by what stands between. */
    struct tree tree = tree_of("@a.json\n" ANSWER(
        "{\"state\":\"firing\",\"labels\":{\"alertname\":\"A\",\"x\":\"1\"}},"
        "{\"state\":\"pending\",\"labels\":{\"alertname\":\"A\",\"x\":\"1\"}},"
        "{\"state\":\"firing\",\"labels\":{\"alertname\":\"A\",\"x\":\"1\",\"y\":\"\"}},"
        "{\"state\":\"firing\",\"labels\":{\"alertname\":\"A\",\"x\":\"11:y0:\"}},"
        "{\"state\":\"firing\",\"labels\":{\"alertname\":\"A\"}},"
        "{\"state\":\"firing\",\"labels\":{\"alertname\":\"A\",\"x\":\"1\"}}"));
    assert_int_equal(alerts_of(&tree)->count, 5);
    tree_free(&tree);
}

static void test_alerts__not_all(void **state) {
    (void)state;
    static const char *const texts[] = {
        STATUS("error", ALERT("Down", "") "]}}"),
        STATUS("success\",\"warnings\":[\"no answer from one\"],\"more\":\"",
               ALERT("Down", "") "]}}"),
        ANSWER(ALERT("Down", "") ",{\"labels\":{\"severity\":\"critical\"}}"),
        ANSWER(ALERT("Down", "") ",{\"labels\":7}"),
        ANSWER(ALERT("Down", "") ",7"),
        ANSWER(ALERT("Down", "") ",{\"labels\":{\"alertname\":7},\"state\":\"firing\"}"),
        ANSWER(
            ALERT("Down", "") ",{\"labels\":{\"alertname\":\"A\",\"x\":[]},\"state\":\"firing\"}"),
        ANSWER(ALERT("Down", "") ",{\"labels\":{\"alertname\":\"A\"},\"state\":[\"firing\"]}"),
        ANSWER(ALERT("Down", "") ",{\"labels\":{\"alertname\":\"A\"}}"),
        ANSWER(ALERT("Down", "") ",{\"labels\":{\"alertname\":\"a\\u001b[2Jb\"}}"),
        ANSWER(ALERT("Down", "") ",{\"labels\":{\"alertname\":{\"a\":\"b\"}}}"),
        STATUS("success", ALERT("Down", "")),
        STATUS("success", ALERT("Down", "") ",{\"labels\":{\"alertname\":\"Half\",\"sev"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (int gathered = 0; gathered < 2; gathered++) {
            struct tree tree = tree_new();
            tree_add(&tree, 0, "",
                     str_c(tree.arena,
                           str_printf(tree.arena, OCP NODE "@%s\n%s\n",
                                      gathered ? "monitoring/alerts.json" : "x.json", texts[i])));
            assert_true(tree_seal(&tree));
            assert_int_equal(alerts_of(&tree)->count, 1);
            assert_false(all_held(&tree));
            tree_free(&tree);
        }
    }
}

/* Cut behind its labels, it is an alert whose state is unknown. */
static void test_alerts__cut_behind_the_labels(void **state) {
    (void)state;
    struct tree tree =
        tree_of(NODE "@x.json\n" STATUS("success", "{\"labels\":{\"alertname\":\"A\"},\"annot"));
    assert_int_equal(alerts_of(&tree)->count, 1);
    assert_true(alerts_of(&tree)->items[0]->cut);
    assert_false(all_held(&tree));
    tree_free(&tree);
}

/* A dump that holds none is no proof that none fires; in its place of a gather it is. */
static void test_alerts__empty_answers(void **state) {
    (void)state;
    struct tree tree = tree_of(NODE "@x.json\n" ANSWER(""));
    assert_int_equal(alerts_of(&tree)->count, 0);
    assert_false(all_held(&tree));
    tree_free(&tree);
    tree = tree_of(OCP NODE AT RULES(""));
    assert_true(all_held(&tree));
    tree_free(&tree);
}

/* Documents that only look like it, and values where lists should be. */
static void test_alerts__other_documents(void **state) {
    (void)state;
    static const char *const texts[] = {
        ("{\"data\":{\"alerts\":[" ALERT("Down", "") "]}}"),
        ("{\"status\":{\"a\":\"b\"},\"data\":{\"alerts\":[" ALERT("Down", "") "]}}"),
        ("{\"status\":\"success\",\"data\":{\"alerts\":{\"a\":" ALERT("Down", "") "}}}"),
        "{\"status\":\"success\",\"data\":{\"groups\":[7,{\"rules\":7},{\"rules\":[7,{\"alerts\":7}"
        "]}]}}",
        "{\"status\":\"success\",\"data\":{\"groups\":[{\"rules\":[{\"alerts\":{}}]}]}}",
        "{\"status\":\"success\",\"data\":[]}",
        "[]",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct tree tree = tree_new();
        tree_add(&tree, 0, "",
                 str_c(tree.arena,
                       str_printf(tree.arena, NODE "@x.json\n%s\n@monitoring/alerts.json\n%s\n",
                                  texts[i], i > 1 ? texts[i] : "{}")));
        assert_true(tree_seal(&tree));
        assert_int_equal(alerts_of(&tree)->count, 0);
        tree_free(&tree);
    }
}

static void test_alerts__too_long_a_name(void **state) {
    (void)state;
    struct tree tree = tree_new();
    char name[LIMIT_NAME_BYTES + 1];
    memset(name, 'a', sizeof name);
    name[LIMIT_NAME_BYTES] = 0;
    tree_add(
        &tree, 0, "",
        str_c(tree.arena, str_printf(tree.arena,
                                     NODE "@x.json\n{\"status\":\"success\",\"data\":{\"alerts\":["
                                          "{\"labels\":{\"alertname\":\"%s\"}}]}}\n",
                                     name)));
    assert_true(tree_seal(&tree));
    assert_int_equal(alerts_of(&tree)->count, 0);
    assert_false(all_held(&tree));
    tree_free(&tree);
}

/* Held only where a rule asks for them; the map is not changed by that. */
static void test_alerts__not_kept(void **state) {
    (void)state;
    static const struct str keep[] = {{"Node", 4}};
    struct tree tree = tree_new();
    tree_add(&tree, 0, "", OCP NODE AT RULES(ALERT("Down", "")));
    assert_true(tree_seal_keeping(&tree, keep, 1, 0));
    assert_int_equal(alerts_of(&tree)->count, 0);
    assert_false(all_held(&tree));
    tree_free(&tree);
}

/* Of two gathers, one after the other, the later one tells what still fires. */
static void test_alerts__resolved_in_between(void **state) {
    (void)state;
    static const char times[] = "2026-07-01 0%d:00:00 +0000 UTC m=+0.1\n"
                                "2026-07-01 0%d:10:00 +0000 UTC m=+600.1\n";
    struct tree tree = tree_new();
    for (uint32_t i = 0; i < 2; i++)
        tree_add(&tree, i, "",
                 str_c(tree.arena,
                       str_printf(tree.arena, OCP NODE AT "%s\n@timestamp\n%s",
                                  i ? RULES(ALERT("Down", "")) : RULES(ALERT("Gone", "")),
                                  str_c(tree.arena, str_printf(tree.arena, times, i + 1, i + 1)))));
    assert_true(tree_seal(&tree));
    assert_int_equal(alerts_of(&tree)->count, 1);
    assert_true(str_starts_with(alerts_of(&tree)->items[0]->name, STR("Down-")));
    tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alerts__rules_of_a_gather),
        cmocka_unit_test(test_alerts__dumps_by_content),
        cmocka_unit_test(test_alerts__names),
        cmocka_unit_test(test_alerts__not_all),
        cmocka_unit_test(test_alerts__cut_behind_the_labels),
        cmocka_unit_test(test_alerts__empty_answers),
        cmocka_unit_test(test_alerts__other_documents),
        cmocka_unit_test(test_alerts__too_long_a_name),
        cmocka_unit_test(test_alerts__not_kept),
        cmocka_unit_test(test_alerts__resolved_in_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
