/* What explain and eval show of an archive: values with their place, what is missing, and nothing
 * that must not be told. The worlds are members of an archive, so that there are lines. */
#include "support.h"

#include "graph/graph.h"

struct world {
    struct bench b;
    struct rule_set *set;
    struct graph *graph;
    struct rules_inquiry inquiry;
};

#define NODES                                                                                      \
    "apiVersion: v1\nkind: NodeList\nitems:\n- apiVersion: v1\n  kind: Node\n  metadata:\n"        \
    "    name: a\n    uid: u1\n  spec:\n    bad: true\n    userData: hunter2\n- apiVersion: v1\n"  \
    "  kind: Node\n  metadata:\n    name: b\n    uid: u2\n  spec: {}\n"

#define SECRET                                                                                     \
    "apiVersion: vault.example.com/v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: n\n  "     \
    "uid: u3\n"                                                                                    \
    "data:\n  key: aHVudGVyMg==\nstringData:\n  key: hunter2\ntype: Opaque\n"

static void world_read(struct world *w, const char *rule) {
    bench_file(&w->b, w->b.dir, "x.yaml", rule);
    w->set = bench_load(&w->b, 1, NULL);
    assert_string_equal(bench_error(&w->b), "");
    w->graph = graph_new(w->b.arena, w->b.intern, (struct graph_options){0}, w->b.sink);
    struct graph_member members[] = {
        {.path = STR("mg/cluster-scoped-resources/core/nodes.yaml"),
         .bytes = STR(NODES),
         .whole = true},
        {.path = STR("mg/namespaces/n/vault.example.com/secrets/s.yaml"),
         .bytes = STR(SECRET),
         .whole = true}};
    graph_add(w->graph, &members[0]);
    graph_add(w->graph, &members[1]);
    struct graph_input input = {STR("mg"), false};
    struct str collected[] = {STR("Node"), STR("Secret.vault.example.com")};
    struct graph_seal_options seal = {
        .inputs = &input, .n_inputs = 1, .collected = collected, .n_collected = 2};
    assert_true(graph_seal(w->graph, &seal));
    w->inquiry = (struct rules_inquiry){.set = w->set, .graph = w->graph, .sink = w->b.sink};
}

static struct world world_new(const char *rule) {
    struct world w = {.b = bench_new()};
    world_read(&w, rule);
    return w;
}

static const char *explained(struct world *w, const char *object) {
    struct strbuf out = strbuf_new(w->b.arena);
    const struct rule *rule = rules_find(w->set, STR("x"));
    bool good = rules_explain(&w->inquiry, rule, str_of(object), &out);
    assert_true(good);
    return str_c(w->b.arena, strbuf_str(&out));
}

static void expect_explained(const char *rule, const char *object, const char *expected) {
    struct world w = world_new(rule);
    assert_string_equal(explained(&w, object), expected);
    bench_free(&w.b);
}

static void test_places(void **state) {
    (void)state;
    expect_explained(RULE("x") "variables:\n  bad: |\n    self.?spec.?bad.orValue(false)\n"
                               "  unused: |\n    1\nwhen: |\n  bad && name != 'z'\n",
                     "a",
                     "x: T\nNode a\n  cluster-scoped-resources/core/nodes.yaml:4\n"
                     "  Finding, warning: m\n"
                     "  bad\n    self.?spec.?bad.orValue(false)  ->  true   (line 10)\n"
                     "  warning when\n    bad && name != 'z'  ->  true\n      bad  ->  true\n"
                     "      name != 'z'  ->  true\n        name  ->  'a'\n"
                     "  not needed: unused\n");
}

static void test_absent(void **state) {
    (void)state;
    expect_explained(RULE("x") "when: |\n  self.?spec.?bad.orValue(false)\n", "Node/b",
                     "x: T\nNode b\n  cluster-scoped-resources/core/nodes.yaml:12\n  Passed.\n"
                     "  warning when\n"
                     "    self.?spec.?bad.orValue(false)  ->  false   (absent from line 17)\n");
}

static void test_unknown(void **state) {
    (void)state;
    struct world w = world_new(RULE("x") "when: |\n  objects('Pod', 'n').exists(p, true)\n");
    const char *text = explained(&w, "a");
    assert_non_null(strstr(text, "  Unknown: the archive does not hold what decides.\n"));
    assert_non_null(strstr(text, "objects('Pod', 'n')  ->  [?]\n"));
    assert_non_null(strstr(text, "  Missing: Pod in namespace n\n    gather with: oc adm "));
    bench_free(&w.b);
}

static void test_error(void **state) {
    (void)state;
    struct world w = world_new(RULE("x") "when: |\n  self.spec.bad\n");
    const char *text = explained(&w, "b");
    assert_non_null(strstr(text, "  Error: the rule failed.\n"));
    assert_non_null(strstr(text, "->  error: no such key 'bad'   (absent from line 17)\n"));
    bench_free(&w.b);
}

/* Of many entries the first ones, those that decide, and the last. */
static void test_loop(void **state) {
    (void)state;
    struct world w = world_new(
        RULE("x") "when: |\n  lists.range(100).all(i, i < 100) && [1, 2].exists(i, i == 2)\n");
    const char *text = explained(&w, "a");
    assert_non_null(strstr(text, "with i  ->  99\n"));
    assert_non_null(strstr(text, "… and 96 entries more\n"));
    assert_non_null(strstr(text, "with i  ->  2\n"));
    bench_free(&w.b);
}

static void test_where(void **state) {
    (void)state;
    struct world w = world_new(RULE("x") "where: |\n  name == 'b'\nwhen: |\n  true\n");
    assert_non_null(strstr(explained(&w, "a"), "  The rule is not about it.\n"));
    assert_non_null(strstr(explained(&w, "b"), "  warning when\n    true\n"));
    bench_free(&w.b);
}

static void test_unasked(void **state) {
    (void)state;
    struct world w = world_new(RULE("x") "when: |\n  self.?spec.?bad.orValue(false)\n");
    const char *text = explained(&w, "");
    assert_non_null(strstr(text, "Judged: 2. Findings: 1. Not judged: 0. Errors: 0.\n\nNode a\n"));
    assert_non_null(strstr(text, "\n\nNode b\n"));
    bench_free(&w.b);
}

static void test_no_object(void **state) {
    (void)state;
    struct world w = world_new(RULE("x") "when: |\n  true\n");
    struct strbuf out = strbuf_new(w.b.arena);
    assert_false(rules_explain(&w.inquiry, rules_find(w.set, STR("x")), STR("ns/a"), &out));
    assert_int_equal(diag_count(w.b.sink, DIAG_ERROR), 1);
    bench_free(&w.b);
}

/* A variable carries what must not be told into a condition; neither form shows it. */
static void test_masked(void **state) {
    (void)state;
    struct world w =
        world_new(RULE("x") "variables:\n  data: |\n    self.?spec.?userData.orValue('')\n"
                            "  parts: |\n    data.split('')\nwhen: |\n"
                            "  parts.exists(p, p == 'h') && data + '!' != ''\n");
    const char *text = explained(&w, "a");
    assert_null(strstr(text, "hunter2"));
    assert_null(strstr(text, "->  'h'"));
    assert_non_null(strstr(text, "data + '!'  ->  (masked)\n"));
    w.inquiry.json = true;
    text = explained(&w, "a");
    assert_null(strstr(text, "hunter2"));
    assert_non_null(strstr(text, "\"value\": \"(masked)\""));
    bench_free(&w.b);
}

/* What a fact has read is as secret in the rule that asks it. */
static void test_masked_fact(void **state) {
    (void)state;
    struct world w = {.b = bench_new()};
    bench_file(&w.b, w.b.dir, "facts.yaml",
               FACTS "  word:\n    help: h\n    value: |\n"
                     "      objects('Node')[0].?spec.?userData.orValue('')\n");
    world_read(&w, RULE("x") "when: |\n  facts.word != ''\n");
    const char *text = explained(&w, "b");
    assert_null(strstr(text, "hunter2"));
    assert_non_null(strstr(text, "facts.word  ->  (masked)\n"));
    w.inquiry.json = true;
    assert_null(strstr(explained(&w, "b"), "hunter2"));
    bench_free(&w.b);
}

/* ---- eval ---- */

static const char *asked(struct world *w, const char *expression, enum rules_answer expected) {
    struct strbuf out = strbuf_new(w->b.arena);
    struct rules_question *question = rules_question(w->set, str_of(expression), w->b.sink);
    if (!question)
        fail_msg("%s", bench_error(&w->b));
    int got = (int)rules_ask(&w->inquiry, question, NULL, &out);
    if (got != (int)expected)
        fail_msg("%s", str_c(w->b.arena, strbuf_str(&out)));
    return str_c(w->b.arena, strbuf_str(&out));
}

static void expect_asked(const char *expression, enum rules_answer answer, const char *text,
                         const char *json) {
    struct world w = world_new(RULE("x") "when: |\n  true\n");
    assert_string_equal(asked(&w, expression, answer), text);
    w.inquiry.json = true;
    struct str whole = str_printf(w.b.arena, "{\"value\": %s}\n", json);
    assert_string_equal(asked(&w, expression, answer), str_c(w.b.arena, whole));
    bench_free(&w.b);
}

static void test_scalars(void **state) {
    (void)state;
    expect_asked("1 + 1", ANSWER_VALUE, "2\n", "2");
    expect_asked("'a\\u001b[31m\\n\"b'", ANSWER_VALUE, "a\xef\xbf\xbd[31m \"b\n",
                 "\"a\\u001b[31m\\n\\\"b\"");
    expect_asked("'\\U0001F600é'", ANSWER_VALUE, "\xf0\x9f\x98\x80\xc3\xa9\n",
                 "\"\\ud83d\\ude00\\u00e9\"");
    expect_asked("[1.5, 1.0/0.0]", ANSWER_VALUE, "1.5\n+Inf\n", "[1.5, \"+Inf\"]");
    expect_asked("optional.none()", ANSWER_VALUE, "none\n", "null");
    expect_asked("optional.of([])", ANSWER_VALUE, "(none)\n", "[]");
    expect_asked("duration('90m')", ANSWER_VALUE, "5400s\n", "\"5400s\"");
    expect_asked("null", ANSWER_VALUE, "null\n", "null");
}

/* Keys, whatever holds them, and all that a Secret of another group holds: of those of Kubernetes
 * only names are kept. */
static void test_secrets(void **state) {
    (void)state;
    expect_asked("'ssh-rsa AAAA'", ANSWER_VALUE, "(masked)\n", "\"(masked)\"");
    expect_asked("{'a': '-----BEGIN PRIVATE KEY-----'}", ANSWER_VALUE, "a: \"(masked)\"\n",
                 "{\"a\": \"(masked)\"}");
    /* No rule knows the kind: only a computed one finds it. */
#define THE_SECRET "['Secret.vault.example.com'].map(k, object(k, 'n', 's'))[0]"
    static const char *const all[] = {THE_SECRET, THE_SECRET ".data", THE_SECRET "['stringData']",
                                      THE_SECRET ".data.key",
                                      "{'a': " THE_SECRET ".stringData.key + '!'}"};
    struct world w = world_new(RULE("x") "when: |\n  true\n");
    for (size_t i = 0; i < 2 * sizeof all / sizeof *all; i++) {
        w.inquiry.json = i & 1;
        const char *text = asked(&w, all[i / 2], ANSWER_VALUE);
        assert_null(strstr(text, "aHVudGVyMg"));
        assert_null(strstr(text, "hunter2"));
        if (!strstr(text, "(masked)"))
            fail_msg("%s: %s", all[i / 2], text);
    }
    bench_free(&w.b);
}

static void test_tables(void **state) {
    (void)state;
    expect_asked("[{'a': 1}, {'b': 'x y', 'a': 22}]", ANSWER_VALUE, "a   b\n1\n22  x y\n",
                 "[{\"a\": 1}, {\"b\": \"x y\", \"a\": 22}]");
    expect_asked("objects('Node').map(n, n.metadata.name)", ANSWER_VALUE, "a\nb\n",
                 "[\"a\", \"b\"]");
    struct world w = world_new(RULE("x") "when: |\n  true\n");
    assert_string_equal(asked(&w, "objects('Node')", ANSWER_VALUE),
                        "KIND  NAMESPACE  NAME  READ FROM\n"
                        "Node             a     cluster-scoped-resources/core/nodes.yaml:4\n"
                        "Node             b     cluster-scoped-resources/core/nodes.yaml:12\n");
    bench_free(&w.b);
}

static void test_yaml(void **state) {
    (void)state;
    struct world w = world_new(RULE("x") "when: |\n  true\n");
    assert_string_equal(asked(&w, "objects('Node')[0]", ANSWER_VALUE),
                        "apiVersion: v1\nkind: Node\nmetadata:\n  name: a\n  uid: u1\n"
                        "spec:\n  bad: true\n  userData: (masked)\n");
    assert_string_equal(asked(&w, "{'l': [[1, 2], {'a': [], 'yes': 'no'}], '1': {}}", ANSWER_VALUE),
                        "l:\n  - - 1\n    - 2\n  - a: []\n    \"yes\": \"no\"\n\"1\": {}\n");
    bench_free(&w.b);
}

static void test_unanswered(void **state) {
    (void)state;
    struct world w = world_new(RULE("x") "when: |\n  true\n");
    const char *text = asked(&w, "objects('Pod').size()", ANSWER_UNKNOWN);
    assert_non_null(strstr(text, "unknown: the archive does not hold Pod\ngather with: oc adm "));
    assert_string_equal(asked(&w, "{}.a", ANSWER_ERROR),
                        "expression:1:4: error: no such key 'a'\n");
    assert_null(rules_question(w.set, STR("objects('Nod')"), w.b.sink));
    w.inquiry.json = true;
    text = asked(&w, "objects('Pod').size()", ANSWER_UNKNOWN);
    assert_non_null(
        strstr(text, "{\"value\": {\"unknown\": [{\"kind\": \"Pod\", \"namespace\": \"\""));
    bench_free(&w.b);
}

static void test_kinds_of_questions(void **state) {
    (void)state;
    struct world w = world_new(RULE("x") "when: |\n  true\n");
    bool every;
    struct strs kinds = rules_question_kinds(
        rules_question(w.set, STR("objects('Pod').map(p, p.owned('Job'))"), w.b.sink), &every);
    assert_false(every);
    assert_int_equal(kinds.count, 2);
    rules_question_kinds(rules_question(w.set, STR("['Pod'].map(k, objects(k))"), w.b.sink),
                         &every);
    assert_true(every);
    bench_free(&w.b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),      cmocka_unit_test(test_absent),
        cmocka_unit_test(test_unknown),     cmocka_unit_test(test_error),
        cmocka_unit_test(test_loop),        cmocka_unit_test(test_where),
        cmocka_unit_test(test_unasked),     cmocka_unit_test(test_no_object),
        cmocka_unit_test(test_masked),      cmocka_unit_test(test_scalars),
        cmocka_unit_test(test_masked_fact), cmocka_unit_test(test_secrets),
        cmocka_unit_test(test_tables),      cmocka_unit_test(test_yaml),
        cmocka_unit_test(test_unanswered),  cmocka_unit_test(test_kinds_of_questions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
