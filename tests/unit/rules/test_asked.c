/* What rules and facts can ask for is kept, whatever way they ask; what nobody asks for is not. */
#include "rules/asked.h"

#include "support.h"

static const struct fields_row no_code[] = {{NULL, NULL}};

/* Loads what is built in, or that and a rule laid over it. */
static struct rule_set *load(struct bench *b, const char *rule) {
    static const struct fields_row *const code[] = {no_code};
    struct rules_options options = {.dirs = &b->dir, .n_dirs = rule ? 1 : 0, .builtin = true};
    if (rule)
        bench_file(b, b->dir, "t1.yaml", rule);
    struct rule_set *set = rules_load(b->arena, b->intern, &options, b->sink);
    if (!set)
        fail_msg("%s", bench_error(b));
    rules_asked(set, code, 1);
    return set;
}

static const struct fields *of_kind(const struct rule_set *set, const char *kind) {
    for (size_t i = 0; i < set->asked.count; i++)
        if (!set->asked.rows[i].single && str_is(set->asked.rows[i].kind, kind))
            return set->asked.rows[i].fields;
    return set->asked.any;
}

/* As the keys of a document are followed; "[]" is an entry of a list. */
static bool is_kept(struct bench *b, const struct rule_set *set, const char *kind,
                    const char *path) {
    const struct fields *fields = of_kind(set, kind);
    struct str key, rest = str_of(path);
    for (bool more = true; more && fields;) {
        if (fields->whole || fields->shown)
            return true;
        more = str_cut(rest, '/', &key, &rest);
        bool entry = str_eq(key, STR("[]"));
        fields = fields_find(fields, entry ? FIELDS_ENTRY : intern_add(b->intern, key));
    }
    return fields;
}

static bool asks(struct bench *b, const char *when, const char *kind, const char *path) {
    const char *rule = str_c(b->arena, str_printf(b->arena, "%swhen: |\n  %s\n", RULE("t1"), when));
    return is_kept(b, load(b, rule), kind, path);
}

static void begin(struct bench *b) {
    *b = bench_new();
    unlink(str_c(b->arena, str_printf(b->arena, "%.*s/facts.yaml", STR_ARG(b->dir))));
}

static void test_built_in(void **state) {
    (void)state;
    struct bench b;
    begin(&b);
    struct rule_set *set = load(&b, NULL);
    assert_true(is_kept(&b, set, "Pod", "status/phase"));
    assert_true(is_kept(&b, set, "Pod", "status/conditions/[]/message"));
    assert_false(is_kept(&b, set, "Pod", "spec/containers/[]/command"));
    assert_false(is_kept(&b, set, "Pod", "spec/containers/[]/env"));
    assert_false(is_kept(&b, set, "ConfigMap", "data"));
    assert_false(is_kept(&b, set, "NoSuchKind", "spec"));
    size_t n;
    assert_string_equal(rules_unread(set, &n)[0], "metadata.managedFields");
    bench_free(&b);
}

/* Each way to a field of another object. */
static void test_ways(void **state) {
    (void)state;
    static const struct {
        const char *when, *path, *kind; /* NULL: Pod */
    } cases[] = {
        {"objects('Pod')[0].a.b == 1", "a/b", NULL},
        {"objects('Pod').exists(p, p.?a.?b.orValue(0) > 0)", "a/b", NULL},
        {"objects('Pod').exists(p, has(p.a.b))", "a/b", NULL},
        {"objects('Pod').map(p, p.a).exists(a, a.b == 1)", "a/b", NULL},
        {"objects('Pod').filter(p, true).first().value().a['b'] == 1", "a/b", NULL},
        {"objects('Pod').exists(p, p.list.exists(e, e.b == 1))", "list/[]/b", NULL},
        {"objects('Pod').exists(p, p.list[0].b == 1)", "list/[]/b", NULL},
        {"objects('Pod').exists(p, p.a[name].b == 1)", "a/any/b", NULL},
        {"objects('Pod').exists(p, p.a.exists(k, p.a[k] == 1))", "a/any", NULL},
        {"objects('Pod').exists(p, p.a.exists(k, v, v.b == 1))", "a/any/b", NULL},
        {"objects('Pod').exists(p, p.a == p.b)", "a/any/any", NULL},
        {"objects('Pod').exists(p, p.a in [p.b])", "b/any", NULL},
        {"objects('Pod').exists(p, p in objects('Pod'))", "any/any", NULL},
        {"cel.bind(x, objects('Pod'), x.map(p, {'k': p.a})[0].k.b == 1)", "a/b", NULL},
        {"(objects('Pod') + objects('Node')).exists(p, p.a.b == 1)", "a/b", NULL},
        {"(true ? objects('Pod') : objects('Node')).exists(p, p.a == 1)", "a", NULL},
        {"[objects('Pod')].flatten().exists(p, p.a == 1)", "a", NULL},
        {"index('Pod', 'a.b').size() > 0", "a/b", NULL},
        {"index('Pod', 'a')['x'].exists(p, p.b == 1)", "b", NULL},
        {"object('Pod', ns, 'x').a == 1", "a", NULL},
        {"self.related('pods').exists(p, p.a == 1)", "a", NULL},
        {"self.related('launcher').exists(p, p.a == 1)", "a", NULL},
        {"self.owner().a == 1", "a", NULL},
        {"objects(name).exists(p, p.a == 1)", "a", NULL},
        {"objects('Pod').map(p, string(p.a)).exists(s, s == '')", "a/any", NULL},
        {"objects('CSIDriver').exists(c, c.condition('Ready').?b.orValue(0) == 1)",
         "status/conditions/[]/b", "CSIDriver"},
        {"objects('Pod').sortBy(p, p.a).exists(p, true)", "a", NULL},
        {"objects('Pod').transformMap(i, p, p.a).exists(k, v, v.b == 1)", "a/b", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        const char *kind = cases[i].kind ? cases[i].kind : "Pod";
        begin(&b);
        if (!asks(&b, cases[i].when, kind, cases[i].path))
            fail_msg("%s: %s is not kept", cases[i].when, cases[i].path);
        if (asks(&b, "self.a == 1", kind, cases[i].path))
            fail_msg("%s is kept without it", cases[i].path);
        bench_free(&b);
    }
}

/* A rule that reads what servers write in bulk has it read again. */
static void test_bulk(void **state) {
    (void)state;
    struct bench b;
    size_t n;
    begin(&b);
    rules_unread(load(&b, RULE("t1") "when: |\n  true\n"), &n);
    assert_int_equal(n, 1);
    rules_unread(load(&b, RULE("t1") "when: |\n  has(self.metadata.managedFields)\n"), &n);
    assert_int_equal(n, 0);
    rules_unread(load(&b, RULE("t1") "when: |\n  self.metadata == self.spec\n"), &n);
    assert_int_equal(n, 0);
    bench_free(&b);
}

/* Of one ConfigMap, not of all. */
static void test_single(void **state) {
    (void)state;
    struct bench b;
    begin(&b);
    struct rule_set *set = load(&b, NULL);
    bool found = false;
    for (size_t i = 0; i < set->asked.count; i++) {
        const struct fields_of *row = &set->asked.rows[i];
        if (row->single && str_is(row->name, "admin-gates"))
            found |= fields_find(row->fields, intern_add(b.intern, STR("data"))) != NULL;
    }
    assert_true(found);
    bench_free(&b);
}

static struct rule_set *asking(struct bench *b, const char *when) {
    return load(b, str_c(b->arena, str_printf(b->arena, "%swhen: |\n  %s\n", RULE("t1"), when)));
}

static bool asks_events_of(const struct rule_set *set, const char *kind) {
    for (size_t i = 0; i < set->asked.n_with_events; i++)
        if (str_is(set->asked.with_events[i], kind))
            return true;
    return false;
}

/* Of an object, or by themselves; then of all. */
static void test_events(void **state) {
    (void)state;
    static const struct {
        const char *when;
        bool every;
    } cases[] = {
        {"objects('Node').exists(n, n.events().size() > 0)", false},
        {"object('Node', '', 'n').events().size() > 0", false},
        {"objects('Event').size() > 0", true},
        {"objects(name).size() > 0", true},
        {"objects('Pod').exists(p, p.owned('Event').size() > 0)", true},
        {"index('Event', 'reason').size() > 0", true},
        {"object('Event', 'a', 'b').message == ''", true},
        {"objects('Node').exists(n, n.owner().events().size() > 0)", true},
    };
    struct bench b;
    begin(&b);
    struct rule_set *set = load(&b, NULL);
    assert_false(set->asked.every_event);
    assert_true(asks_events_of(set, "PersistentVolumeClaim"));
    assert_false(asks_events_of(set, "Node"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set = asking(&b, cases[i].when);
        assert_int_equal(set->asked.every_event, cases[i].every);
        if (i < 2)
            assert_true(asks_events_of(set, "Node"));
    }
    bench_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_built_in), cmocka_unit_test(test_ways),   cmocka_unit_test(test_bulk),
        cmocka_unit_test(test_single),   cmocka_unit_test(test_events),
    };
    return cmocka_run_group_tests_name("rules/asked", tests, NULL, NULL);
}
