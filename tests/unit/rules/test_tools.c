#include "support.h"

#define NODE(name, spec)                                                                           \
    "- {apiVersion: v1, kind: Node, metadata: {name: " name "}, spec: " spec "}"
#define BAD                                                                                        \
    RULE("x")                                                                                      \
    "when: |\n  self.spec.bad\ntests:\n- name: all wrong\n  objects:\n  " NODE(                    \
        "a",                                                                                       \
        "{bad: true}") "\n  " NODE("b",                                                            \
                                   "{}") "\n  " NODE("c",                                          \
                                                     "{bad: false}") "\n"                          \
                                                                     "  expect:\n    findings: "   \
                                                                     "[{object: c}, {object: a, "  \
                                                                     "level: info, message: n}]\n" \
                                                                     "    passed: [a]\n    "       \
                                                                     "unknown: [Pod]\n    "        \
                                                                     "summary: s\n"                \
                                                                     "- name: fine\n  objects:\n " \
                                                                     " " NODE(                     \
                                                                         "c",                      \
                                                                         "{bad: false}") "\n  "    \
                                                                                         "expect:" \
                                                                                         " {"      \
                                                                                         "passed:" \
                                                                                         " [c]}\n"

/* Everything that differs is shown, expected and found. */
static void test_diff(void **state) {
    (void)state;
    struct bench b = bench_new();
    bench_file(&b, b.dir, "x.yaml", BAD);
    struct rule_set *set = bench_load(&b, 1, NULL);
    assert_string_equal(bench_error(&b), "");
    struct strbuf out = strbuf_new(b.arena);
    struct rules_test_counts counts;
    assert_false(
        rules_test(b.arena, set, &(struct rules_test_options){.only = STR("x")}, &out, &counts));
    assert_int_equal(counts.passed, 1);
    assert_int_equal(counts.failed, 1);
    struct str text = strbuf_str(&out);
    struct str expected = str_printf(b.arena,
                                     "FAILED x: all wrong (%.*s/x.yaml:14)\n"
                                     "      - finding c\n"
                                     "      - level info\n      + level warning\n"
                                     "      - message n\n      + message m\n"
                                     "      - unknown Pod\n"
                                     "      + error %.*s/x.yaml:12:13: no such key 'bad'\n"
                                     "      - passed a\n"
                                     "      - summary s\n      + summary\n",
                                     STR_ARG(b.dir), STR_ARG(b.dir));
    assert_string_equal(str_c(b.arena, text), str_c(b.arena, expected));
    bench_free(&b);
}

static void test_no_such_rule(void **state) {
    (void)state;
    struct bench b = bench_new();
    bench_file(&b, b.dir, "x.yaml", BAD);
    struct rule_set *set = bench_load(&b, 1, NULL);
    struct strbuf out = strbuf_new(b.arena);
    struct rules_test_counts counts;
    assert_false(
        rules_test(b.arena, set, &(struct rules_test_options){.only = STR("y")}, &out, &counts));
    assert_string_equal(str_c(b.arena, strbuf_str(&out)), "there is no rule 'y'\n");
    assert_true(str_eq(rules_nearest(set, STR("X")), STR("x")));
    bench_free(&b);
}

static const char *lint(struct bench *b, const char *rule) {
    *b = bench_new();
    bench_file(b, b->dir, "x.yaml", rule);
    struct rule_set *set = bench_load(b, 1, NULL);
    assert_string_equal(bench_error(b), "");
    bool good = rules_lint(set, b->sink);
    assert_int_equal(good, diag_count(b->sink, DIAG_ERROR) == 0);
    struct strbuf out = strbuf_new(b->arena);
    for (size_t i = 0; diag_get(b->sink, i); i++) {
        const struct diag *diag = diag_get(b->sink, i);
        strbuf_printf(&out, "%u %s: %.*s\n", diag->where.line, diag_severity_text(diag->severity),
                      STR_ARG(diag->message));
    }
    return str_c(b->arena, strbuf_str(&out));
}

static void expect_lint(const char *rule, const char *expected) {
    struct bench b;
    assert_string_equal(lint(&b, rule), expected);
    bench_free(&b);
}

#define TESTS                                                                                      \
    "tests:\n- {name: a, expect: {findings: [{object: n, level: warning}]}}\n"                     \
    "- {name: b, expect: {passed: [n]}}\n- {name: c, expect: {unknown: [Node]}}\n"

static void test_lint_clean(void **state) {
    (void)state;
    expect_lint(RULE("x") "when: |\n  true\n" TESTS, "");
}

static void test_lint_identity(void **state) {
    (void)state;
    expect_lint("id: x\ntitle: T\nseverity: blocker\nscopes: [ocp]\ncategory: node\neach: Node\n"
                "message: m\nexplains: y\nsince: \"4\"\nwhen: |\n  true\n"
                "tests:\n- {name: a, expect: {findings: [{object: n, level: blocker}]}}\n"
                "- {name: b, expect: {passed: [n]}}\n- {name: c, expect: {unknown: [Node]}}\n",
                "1 error: 'assertion' is missing: what is true where the rule passes\n"
                "1 error: 'why' is missing: what happens otherwise, in at most three sentences\n"
                "1 error: a blocker or warning needs 'docs'\n"
                "3 warning: a blocker should say what it 'bites'\n"
                "9 error: a version is written \"4.12\"\n"
                "8 error: 'explains' names no rule\n");
}

static void test_lint_explains(void **state) {
    (void)state;
    expect_lint(RULE("x") "explains: x\nwhen: |\n  true\n" TESTS,
                "11 error: rules explain each other in a circle\n");
}

static void test_lint_follows(void **state) {
    (void)state;
    expect_lint(
        RULE("x") "follows: {rules: [x, y], causes: self}\nexplains: x\nwhen: |\n  true\n" TESTS,
        "12 error: rules explain each other in a circle\n"
        "11 error: a rule cannot follow itself, or one that follows others\n"
        "11 error: 'follows' names no rule\n"
        "11 error: a rule that another explains cannot follow others\n");
}

static void test_lint_tests(void **state) {
    (void)state;
    expect_lint(RULE("x") "when: |\n  true\n",
                "1 error: no test expects a finding\n"
                "1 error: no test expects that an object passes\n"
                "1 error: no test expects what is unknown when something was not collected\n"
                "1 error: no test reaches level warning\n");
    expect_lint(RULE("x") "levels:\n- severity: warning\n  when: |\n    true\n"
                          "- severity: info\n  when: |\n    true\n" TESTS
                          "- {name: c, expect: {unknown: [Node]}}\n",
                "1 error: no test reaches level info\n"
                "22 error: two tests are called 'c'\n");
}

static void test_lint_names(void **state) {
    (void)state;
    expect_lint(RULE("x") "params:\n  p: {value: 1, type: int, help: h}\n"
                          "variables:\n  unused: |\n    1\n"
                          "when: |\n  [1].exists(i, objects('Pod').size() > i)\n" TESTS,
                "17 warning: objects() is asked once for each entry of a list; a variable or "
                "index() asks once\n"
                "15 warning: variable 'unused' is not used\n"
                "12 warning: parameter 'p' is not used\n");
}

static void expect_lint_of(const char *each, const char *when, const char *expected) {
    char text[2048];
    snprintf(text, sizeof text,
             "id: x\ntitle: T\nassertion: a\nwhy: W.\nseverity: warning\nscopes: [ocp]\n"
             "category: node\neach: %s\ndocs: [\"https://x\"]\nmessage: m\nwhen: |\n  %s\n" TESTS,
             each, when);
    expect_lint(text, expected);
}

/* All of many for each of many: told with the way out. An index, one namespace and kinds of which
 * there are few are none. */
static void test_lint_quadratic(void **state) {
    (void)state;
    const char *vmi = "VirtualMachineInstance";
    expect_lint_of(vmi, "index('Pod', 'spec.nodeName')[name].exists(p, true)", "");
    expect_lint_of(vmi, "objects('Pod', ns).exists(p, true)", "");
    expect_lint_of(vmi, "objects('Node').exists(n, true)", "");
    expect_lint_of("Node", "objects('Pod').exists(p, true)", "");
    expect_lint_of(vmi, "objects('Pod').exists(p, true)",
                   "12 warning: every Pod is gone through for each VirtualMachineInstance, which "
                   "takes minutes where there are thousands; index('Pod', 'path')[value], "
                   "self.related() or a fact of the cluster finds them once\n");
}

static void test_lint_expressions(void **state) {
    (void)state;
    expect_lint(RULE("x") "when: |\n  self.status.phase == '' && self.?status.?node.hasValue() && "
                          "self.status.node == ''\n" TESTS,
                "12 warning: field 'phase' may be absent; ask for it with '.?'\n");
    expect_lint(RULE("x") "when: |\n  true\nremediation:\n- text: t\n  command: oc delete node x\n"
                          "- text: t\n  command: oc get node x\n" TESTS,
                "15 error: a command that changes the cluster needs 'changes: true'\n");
}

static void test_show(void **state) {
    (void)state;
    struct bench b = bench_new();
    bench_file(&b, b.dir, "x.yaml",
               RULE("x") "params:\n  p: {value: 1h, type: duration, help: how long}\n"
                         "when: |\n  age(self) > params.p\n");
    struct rule_set *set = bench_load(&b, 1, NULL);
    struct strbuf out = strbuf_new(b.arena);
    assert_false(rules_show(set, STR("y"), &out));
    assert_int_equal(out.len, 0);
    assert_true(rules_show(set, STR("x"), &out));
    const char *text = str_c(b.arena, strbuf_str(&out));
    assert_non_null(strstr(text, "x: T\nPasses when: a\nHighest level: warning\n"));
    assert_non_null(strstr(text, "For each: Node\n  warning when\n    age(self) > params.p\n"));
    assert_non_null(strstr(text, "Reads: Node\n"));
    assert_non_null(strstr(text, "  p = 3600s (duration): how long\n"));
    assert_non_null(strstr(text, "  https://example.com/\n"));
    out = strbuf_new(b.arena);
    rules_show_list(set, &out);
    assert_string_equal(str_c(b.arena, strbuf_str(&out)), "x  warning  T\n");
    out = strbuf_new(b.arena);
    rules_show_edges(&out);
    assert_true(str_contains(strbuf_str(&out), STR("storageclass")));
    bench_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_diff),           cmocka_unit_test(test_no_such_rule),
        cmocka_unit_test(test_lint_clean),     cmocka_unit_test(test_lint_identity),
        cmocka_unit_test(test_lint_explains),  cmocka_unit_test(test_lint_follows),
        cmocka_unit_test(test_lint_tests),     cmocka_unit_test(test_lint_names),
        cmocka_unit_test(test_lint_quadratic), cmocka_unit_test(test_lint_expressions),
        cmocka_unit_test(test_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
