#include "support.h"

static void test_unknown_key(void **state) {
    (void)state;
    bench_expect_error(RULE("x") "whem: |\n  true\n",
                       "x.yaml:11:1: error: unknown key 'whem' in a rule; did you mean 'when'? "
                       "[rule-key]\n    whem: |\n    ^~~~\n");
    bench_expect_error(RULE("x") "levels:\n  - {severity: warning, wen: x}\n",
                       "x.yaml:12:25: error: unknown key 'wen' in a level; did you mean 'when'? "
                       "[rule-key]\n      - {severity: warning, wen: x}\n"
                       "                            ^~~\n");
}

static void test_required(void **state) {
    (void)state;
    bench_expect_error("id: x\n", "x.yaml:1:1: error: key 'title' is missing [rule-key]\n"
                                  "    id: x\n    ^\n");
    bench_expect_error(RULE("x"), "x.yaml:1:1: error: a rule has either 'levels' or 'when' "
                                  "[rule-key]\n    id: x\n    ^\n");
    bench_expect_error(RULE("y") "when: |\n  true\n",
                       "x.yaml:1:5: error: the id must be the file's name, 'x' [rule-shape]\n"
                       "    id: y\n        ^\n");
}

static void test_versions_are_quoted(void **state) {
    (void)state;
    bench_expect_error(RULE("x") "since: 4.10\nwhen: |\n  true\n",
                       "x.yaml:11:8: error: 'since' is read as a number: write \"4.10\" "
                       "[rule-shape]\n    since: 4.10\n           ^~~~\n");
}

static void test_levels(void **state) {
    (void)state;
    bench_expect_error(RULE("x") "levels:\n- severity: blocker\n  when: |\n    true\n",
                       "x.yaml:12:13: error: the first level must be the rule's severity, warning "
                       "[rule-shape]\n    - severity: blocker\n                ^~~~~~~\n");
    bench_expect_error(RULE("x") "levels:\n- severity: warning\n  when: |\n    true\n"
                                 "- severity: warning\n  when: |\n    true\n",
                       "x.yaml:15:13: error: levels must descend [rule-shape]\n"
                       "    - severity: warning\n                ^~~~~~~\n");
}

static void test_words(void **state) {
    (void)state;
    bench_expect_error("id: x\ntitle: T\nseverity: bloker\nscopes: [ocp]\ncategory: node\n"
                       "each: Node\nmessage: m\nwhen: |\n  true\n",
                       "x.yaml:3:11: error: unknown severity 'bloker'; did you mean 'blocker'? "
                       "[rule-shape]\n    severity: bloker\n              ^~~~~~\n");
    bench_expect_error("id: x\ntitle: T\nseverity: info\nscopes: [ocp]\ncategory: node\n"
                       "each: Nod\nmessage: m\nwhen: |\n  true\n",
                       "x.yaml:6:7: error: unknown kind 'Nod'; did you mean 'Node'? [cel-name]\n"
                       "    each: Nod\n          ^~~\n");
}

static void test_names_in_expressions(void **state) {
    (void)state;
    bench_expect_error(RULE("x") "when: |\n  objects('VirtualMachin') == []\n",
                       "x.yaml:12:3: error: unknown kind 'VirtualMachin'; did you mean "
                       "'VirtualMachine'? [cel-name]\n      objects('VirtualMachin') == []\n"
                       "      ^\n");
    bench_expect_error(RULE("x") "when: |\n  true\n  && facts.cnvVersio == ''\n",
                       "x.yaml:13:6: error: unknown fact 'cnvVersio'; did you mean "
                       "'cnvVersion'? [cel-name]\n      && facts.cnvVersio == ''\n         ^\n");
    bench_expect_error(RULE("x") "when: |\n  self.related('mpc').size() > 0\n",
                       "x.yaml:12:8: error: unknown edge 'mpc'; did you mean 'mcp'? [cel-name]\n"
                       "      self.related('mpc').size() > 0\n           ^\n");
}

/* A site's own kinds are named with their group and taken at their word. */
static void test_kinds_with_groups(void **state) {
    (void)state;
    struct bench b = bench_new();
    bench_file(&b, b.dir, "x.yaml",
               RULE("x") "when: |\n  objects('Widget.example.com').exists(w, true)\n");
    struct rule_set *set = bench_load(&b, 1, NULL);
    assert_string_equal(bench_error(&b), "");
    const struct rule *rule = rules_find(set, STR("x"));
    assert_int_equal(rule->requires.count, 2);
    assert_true(str_eq(rule->requires.items[0], STR("Node")));
    assert_true(str_eq(rule->requires.items[1], STR("Widget.example.com")));
    bench_free(&b);
}

static void test_expressions_stand_in_blocks(void **state) {
    (void)state;
    bench_expect_error(RULE("x") "when: self.spec == 1\n",
                       "x.yaml:11:7: error: expressions stand in '|' blocks; only a plain name "
                       "may stand here [rule-shape]\n    when: self.spec == 1\n"
                       "          ^~~~~~~~~~~~~~\n");
    bench_expect_error(RULE("x") "when: >\n  true\n",
                       "x.yaml:12:3: error: expressions stand in '|' blocks; only a plain name "
                       "may stand here [rule-shape]\n      true\n      ^\n");
    struct bench b = bench_new();
    bench_file(&b, b.dir, "x.yaml",
               RULE("x") "variables:\n  bad: |  # a note\n\n    true\nwhen: bad\n");
    assert_non_null(bench_load(&b, 1, NULL));
    bench_free(&b);
}

/* The caret stands under the token wherever the expression is. */
static void test_places(void **state) {
    (void)state;
    bench_expect_error(RULE("x") "levels:\n  - severity: warning\n    when: |-\n"
                                 "      true\n      && nothing\n",
                       "x.yaml:15:10: error: unknown name 'nothing' [cel-name]\n"
                       "          && nothing\n             ^~~~~~~\n");
    bench_expect_error(RULE("x") "when: |\n\n\n    true ||\n      nothing\n",
                       "x.yaml:15:7: error: unknown name 'nothing' [cel-name]\n"
                       "          nothing\n          ^~~~~~~\n");
    bench_expect_error(RULE("x") "summary: \"all {count}, {nothing}\"\nwhen: |\n  true\n",
                       "x.yaml:11:25: error: unknown name 'nothing' [cel-name]\n"
                       "    summary: \"all {count}, {nothing}\"\n"
                       "                            ^~~~~~~\n");
    bench_expect_error(RULE("x") "verify: >-\n  oc get\n  node {nothing}\nwhen: |\n  true\n",
                       "x.yaml:13:9: error: unknown name 'nothing' [cel-name]\n"
                       "      node {nothing}\n            ^~~~~~~\n");
}

static void test_texts(void **state) {
    (void)state;
    bench_expect_error(RULE("x") "verify: a } b\nwhen: |\n  true\n",
                       "x.yaml:11:9: error: a '}' without its '{' (a brace is written '}}') "
                       "[rule-shape]\n    verify: a } b\n            ^~~~~\n");
    bench_expect_error(RULE("x") "verify: a {name\nwhen: |\n  true\n",
                       "x.yaml:11:9: error: a placeholder without its '}' (a brace is written "
                       "'{{') [rule-shape]\n    verify: a {name\n            ^~~~~~~\n");
    bench_expect_error(RULE("x") "why: all {name}\nwhen: |\n  true\n",
                       "x.yaml: error: not a clean YAML file [rule-shape]\n");
}

static void test_variables(void **state) {
    (void)state;
    bench_expect_error(RULE("x") "variables:\n  namespace: |\n    1\nwhen: |\n  true\n",
                       "x.yaml:12:3: error: 'namespace' cannot be the name of a variable "
                       "[rule-key]\n      namespace: |\n      ^~~~~~~~~\n");
    bench_expect_error(RULE("x") "variables:\n  a: |\n    b\n  b: |\n    1\nwhen: |\n  true\n",
                       "x.yaml:13:5: error: unknown name 'b' [cel-name]\n        b\n        ^\n");
}

static void test_tests_come_last(void **state) {
    (void)state;
    bench_expect_error("tests: []\n" RULE("x") "when: |\n  true\n",
                       "x.yaml:2:1: error: 'tests' must be the last key of the file [rule-key]\n"
                       "    id: x\n    ^~\n");
    bench_expect_error(RULE("x") "when: |\n  true\ntests:\n- {name: n, expect: {}}\n",
                       "x.yaml:14:21: error: the test expects nothing [rule-shape]\n"
                       "    - {name: n, expect: {}}\n                        ^\n");
}

static void test_circle(void **state) {
    (void)state;
    struct bench b = bench_new();
    bench_file(&b, b.dir, "facts.yaml",
               FACTS "  a: {help: h, value: facts.b}\n  b: {help: h, value: facts.a}\n");
    assert_null(bench_load(&b, 1, NULL));
    assert_string_equal(bench_error(&b),
                        "facts.yaml:8:23: error: facts use each other in a circle: a -> b -> a "
                        "[rule-shape]\n      a: {help: h, value: facts.b}\n"
                        "                          ^~~~~~~\n");
    bench_free(&b);
}

/* A VMI's fact may ask the fact of the same name of its VM. */
static void test_no_circle(void **state) {
    (void)state;
    struct bench b = bench_new();
    bench_file(&b, b.dir, "facts.yaml",
               FACTS "on VirtualMachine:\n  run:\n    help: h\n    value: |\n      'Always'\n"
                     "on VirtualMachineInstance:\n  run:\n    help: h\n    value: |\n"
                     "      self.related('vm')[0].fact('run')\n");
    assert_non_null(bench_load(&b, 1, NULL));
    bench_free(&b);
}

static void test_overlay(void **state) {
    (void)state;
    struct bench b = bench_new();
    bench_file(&b, b.dir, "x.yaml", RULE("x") "when: |\n  true\n");
    bench_file(&b, b.other, "x.yaml", RULE("x") "tags: [mine]\nwhen: |\n  false\n");
    bench_file(&b, b.other, "a.yaml", RULE("a") "when: |\n  false\n");
    struct rule_set *set = bench_load(&b, 2, NULL);
    size_t count;
    const struct rule *const *rules = rules_list(set, &count);
    assert_int_equal(count, 2);
    assert_true(str_eq(rules[0]->id, STR("a")));
    assert_true(rules[0]->overlay);
    assert_true(str_eq(rules[1]->id, STR("x")));
    assert_false(rules[1]->overlay);
    assert_int_equal(rules[1]->tags.count, 1);
    assert_true(str_starts_with(rules[1]->origin, b.other));
    assert_true(str_eq(rules_version(set), STR("1")));
    assert_true(str_eq(rules_know_up_to(set), STR("4.22")));
    assert_int_equal(rules_sha256(set).len, 64);
    bench_free(&b);
}

#define WITH_PARAM                                                                                 \
    RULE("x") "params:\n  n: {value: 3, type: int, help: h}\nwhen: |\n  params.n > 3\n"

static void test_params(void **state) {
    (void)state;
    struct bench b = bench_new();
    bench_file(&b, b.dir, "x.yaml", WITH_PARAM);
    assert_int_equal(rules_find(bench_load(&b, 1, NULL), STR("x"))->params[0].value.integer, 3);
    struct rule_set *set = bench_load(&b, 1, "x.n=5");
    assert_int_equal(rules_find(set, STR("x"))->params[0].value.integer, 5);
    assert_null(bench_load(&b, 1, "x.n=five"));
    assert_string_equal(bench_error(&b),
                        "virtready: error: --param x.n=five: not of type int [usage]\n");
    bench_free(&b);
    bench_expect_error(
        RULE("x") "params:\n  n: {value: '3', type: int, help: h}\nwhen: |\n  true\n",
        "x.yaml:12:15: error: not of type int [rule-shape]\n"
        "      n: {value: '3', type: int, help: h}\n                  ^\n");
}

static void test_bad_params(void **state) {
    (void)state;
    static const char *const bad[] = {"x", "x=1", "y.n=1", "x.m=1", "x.n=", "x.n=1.5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bench b = bench_new();
        bench_file(&b, b.dir, "x.yaml", WITH_PARAM);
        assert_null(bench_load(&b, 1, bad[i]));
        assert_int_equal(diag_count(b.sink, DIAG_ERROR), 1);
        bench_free(&b);
    }
}

static void test_no_folder(void **state) {
    (void)state;
    struct bench b = bench_new();
    struct str dir = STR("/nowhere/at/all");
    struct rules_options options = {.dirs = &dir, .n_dirs = 1};
    assert_null(rules_load(b.arena, b.intern, &options, b.sink));
    assert_string_equal(bench_error(&b),
                        "/nowhere/at/all: error: No such file or directory [rule-open]\n");
    bench_free(&b);
}

/* What the program brings loads without its tests, and knows what to gather. */
static void test_built_in(void **state) {
    (void)state;
    struct bench b = bench_new();
    struct rules_options options = {.builtin = true};
    struct rule_set *set = rules_load(b.arena, b.intern, &options, b.sink);
    assert_string_equal(bench_error(&b), "");
    assert_non_null(set);
    size_t count;
    const struct rule *const *rules = rules_list(set, &count);
    for (size_t i = 0; i < count; i++) {
        assert_true(str_eq(rules[i]->origin, STR("built in")));
        assert_int_equal(rules[i]->n_tests, 0);
        assert_false(rules[i]->overlay);
    }
    struct strs kinds = rules_kinds(set);
    for (size_t i = 0; i < kinds.count; i++) {
        struct missing missing = {.kind = kinds.items[i], .namespace = STR("a")};
        assert_true(rules_gather(set, b.arena, missing, (struct str){0}).len > 0);
    }
    bench_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown_key),
        cmocka_unit_test(test_required),
        cmocka_unit_test(test_versions_are_quoted),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_names_in_expressions),
        cmocka_unit_test(test_kinds_with_groups),
        cmocka_unit_test(test_expressions_stand_in_blocks),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_variables),
        cmocka_unit_test(test_tests_come_last),
        cmocka_unit_test(test_circle),
        cmocka_unit_test(test_no_circle),
        cmocka_unit_test(test_overlay),
        cmocka_unit_test(test_params),
        cmocka_unit_test(test_bad_params),
        cmocka_unit_test(test_no_folder),
        cmocka_unit_test(test_built_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
