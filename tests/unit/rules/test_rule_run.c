#include "support.h"

#include "base/limits.h"
#include "document/document.h"
#include "graph/graph.h"

/* The inline tests of testdata/rules: every function, every way to judge. */
static void run_inline_tests(const char *folder, size_t expected) {
    struct arena *arena = arena_new();
    struct diag_sink *sink = diag_sink_new(arena);
    struct str dir = str_of(folder);
    struct rules_options options = {.dirs = &dir, .n_dirs = 1, .tests = true};
    struct rule_set *set = rules_load(arena, intern_new(arena), &options, sink);
    for (size_t i = 0; diag_get(sink, i); i++)
        print_error("%s", str_c(arena, diag_format(arena, diag_get(sink, i))));
    assert_non_null(set);
    struct strbuf out = strbuf_new(arena);
    struct rules_test_counts counts;
    bool good = rules_test(arena, set, &(struct rules_test_options){0}, &out, &counts);
    if (!good)
        print_error("%s", str_c(arena, strbuf_str(&out)));
    assert_true(good);
    assert_int_equal(counts.passed, expected);
    arena_free(arena);
}

static void test_functions(void **state) {
    (void)state;
    run_inline_tests("testdata/rules/functions", 8);
}

static void test_judging(void **state) {
    (void)state;
    run_inline_tests("testdata/rules/judging", 24);
}

/* A world read as an archive is, so that evidence has members and lines. */

struct stage {
    struct bench b;
    struct evaluation *evaluation;
};

static void add(struct graph *graph, const char *path, const char *text) {
    struct graph_member member = {.path = str_of(path), .bytes = str_of(text), .whole = true};
    graph_add(graph, &member);
}

static const char vm[] = "---\n"
                         "apiVersion: kubevirt.io/v1\n"
                         "kind: VirtualMachineInstance\n"
                         "metadata: {name: vm, namespace: a, uid: u1}\n"
                         "spec:\n"
                         "  evictionStrategy: LiveMigrate\n"
                         "  volumes:\n"
                         "  - cloudInitNoCloud:\n"
                         "      userData: letmein\n"
                         "    name: c\n"
                         "  - name: d\n"
                         "    persistentVolumeClaim: {claimName: disk}\n"
                         "status:\n"
                         "  nodeName: worker\n"
                         "  phase: Running\n"
                         "  reason: \"two\\nlines\\x1b[2J\"\n";
static const char pvc[] = "apiVersion: v1\n"
                          "kind: PersistentVolumeClaim\n"
                          "metadata: {name: disk, namespace: a, uid: u2}\n"
                          "spec: {volumeName: pv1, storageClassName: local}\n"
                          "status: {phase: Bound}\n";

#define BODY                                                                                       \
    "assertion: a\nwhy: w\nseverity: warning\nscopes: [workload]\ncategory: drain\n"               \
    "docs: [https://example.com/]\neach: VirtualMachineInstance\nwhen: |\n  true\n"

/* Judges the rules that stand in its folder. `text` is the VM's. */
static void finish_stage(struct stage *s, struct graph_options kept, const char *text,
                         const struct evaluate_options *options) {
    struct rule_set *set = bench_load(&s->b, 1, NULL);
    assert_string_equal(bench_error(&s->b), "");
    struct graph *graph = graph_new(s->b.arena, s->b.intern, kept, s->b.sink);
    add(graph, "g/namespaces/a/crs/virtualmachineinstances.kubevirt.io/vm.yaml", text);
    add(graph, "g/namespaces/a/core/persistentvolumeclaims/disk.yaml", pvc);
    struct graph_input input = {.name = STR("in")};
    assert_true(graph_seal(graph, &(struct graph_seal_options){.inputs = &input, .n_inputs = 1}));
    struct evaluate_options none = {0};
    s->evaluation = rules_evaluate(s->b.arena, set, graph, options ? options : &none);
}

static struct stage stage_of(const char *rule, const struct evaluate_options *options,
                             struct graph_options kept, const char *text) {
    struct stage s = {.b = bench_new()};
    bench_file(&s.b, s.b.dir, "x.yaml", rule);
    bench_file(&s.b, s.b.dir, "other.yaml",
               "id: other\ntitle: O\n" BODY "message: other\ntags: [t]\n");
    finish_stage(&s, kept, text, options);
    return s;
}

static struct stage stage_new(const char *rule, const struct evaluate_options *options) {
    return stage_of(rule, options, (struct graph_options){0}, vm);
}

static const struct rule_result *result(const struct stage *s, const char *id) {
    struct results *results = evaluation_results(s->evaluation);
    for (size_t i = 0; i < results->count; i++)
        if (str_eq(results->items[i].rule->id, str_of(id)))
            return &results->items[i];
    fail_msg("no result of %s", id);
    return NULL;
}

static const struct finding *finding(const struct stage *s) {
    const struct rule_result *x = result(s, "x");
    assert_int_equal(x->status, RULE_FAILED);
    assert_int_equal(x->n_findings, 1);
    return &x->findings[0];
}

static void is(struct str actual, const char *expected) {
    if (!str_eq(actual, str_of(expected)))
        fail_msg("'%.*s' is not '%s'", STR_ARG(actual), expected);
}

#define FIELDS                                                                                     \
    "id: x\ntitle: X\n" BODY "message: m\nevidence:\n- fields:\n  - spec.evictionStrategy\n"       \
    "  - spec.volumes[name=c].cloudInitNoCloud.userData\n  - spec.volumes\n"                       \
    "  - status.nothing\n  - status.reason\n"                                                      \
    "- objects: |\n    objects('PersistentVolumeClaim') + [1, self]\n  fields: [status.phase]\n"   \
    "  limit: 1\n"

/* Lines that are not kept are not shown, nor is anything in their place. */
static void test_evidence__lines_left_out(void **state) {
    (void)state;
    static const char *const skipped[] = {"spec.networks.multus"};
    struct graph_options kept = {.skip = skipped, .n_skip = 1};
    struct stage s = stage_of(
        "id: x\ntitle: X\n" BODY "message: m\nevidence:\n- fields: [spec.networks]\n", NULL, kept,
        "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\n"
        "metadata: {name: vm, namespace: a, uid: u1}\nspec:\n  networks:\n"
        "  - name: a\n    multus:\n      networkName: n\n  - name: b\n");
    const struct evidence *e = finding(&s)->evidence;
    static const struct excerpt_line expected[] = {
        {4, STR_INIT("spec:")},
        {5, STR_INIT("  networks:")},
        {6, STR_INIT("  - name: a")},
        {9, STR_INIT("  - name: b")},
    };
    assert_int_equal(e[0].n_excerpt, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(e[0].excerpt[i].line, expected[i].line);
        assert_true(str_eq(e[0].excerpt[i].text, expected[i].text));
    }
    bench_free(&s.b);
}

static void test_evidence(void **state) {
    (void)state;
    struct stage s = stage_new(FIELDS, NULL);
    const struct finding *f = finding(&s);
    assert_int_equal(f->n_evidence, 6);
    const struct evidence *e = f->evidence;
    is(e[0].value, "LiveMigrate");
    is(e[0].object.kind, "VirtualMachineInstance");
    is(e[0].object.api_version, "kubevirt.io/v1");
    assert_true(str_ends_with(e[0].path, STR("vm.yaml")));
    assert_int_equal(e[0].line, 6);
    /* With a line on either side. */
    assert_int_equal(e[0].n_excerpt, 1 + 2 * LIMIT_EXCERPT_AROUND);
    is(e[0].excerpt[0].text, "spec:");
    is(e[0].excerpt[1].text, "  evictionStrategy: LiveMigrate");
    assert_int_equal(e[0].excerpt[1].line, 6);
    is(e[0].excerpt[2].text, "  volumes:");
    is(e[5].field, "status.phase");
    is(e[5].value, "Bound");
    is(e[5].object.kind, "PersistentVolumeClaim");
    assert_int_equal(e[5].line, 5);
    bench_free(&s.b);
}

static void test_evidence_is_masked(void **state) {
    (void)state;
    struct stage s = stage_new(FIELDS, NULL);
    const struct evidence *e = finding(&s)->evidence;
    for (int i = 1; i <= 2; i++) { /* the user data itself, and what holds it */
        assert_true(e[i].masked);
        assert_null(e[i].value.ptr);
        assert_int_equal(e[i].n_excerpt, 0);
    }
    bench_free(&s.b);
}

/* A value that is not secret, on a line that is; and a text that tells a password itself. */
static void test_evidence__secret_on_its_line(void **state) {
    (void)state;
    struct stage s =
        stage_of("id: x\ntitle: X\n" BODY "message: m\nevidence:\n- fields:\n  - spec.disk.name\n"
                 "  - status.log\n  - status.phase\n",
                 NULL, (struct graph_options){0},
                 "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\n"
                 "metadata: {name: vm, namespace: a, uid: u1}\nspec:\n"
                 "  disk: {userData: letmein, name: c}\n"
                 "status:\n  log: the password is letmein\n  phase: Running\n");
    const struct evidence *e = finding(&s)->evidence;
    for (int i = 0; i < 2; i++) {
        assert_true(e[i].masked);
        assert_int_equal(e[i].n_excerpt, 0);
    }
    /* The line above this one stays out. */
    assert_false(e[2].masked);
    assert_int_equal(e[2].n_excerpt, 1);
    is(e[2].excerpt[0].text, "  phase: Running");
    bench_free(&s.b);
}

/* An absent field shows where it would stand; a value of the archive cannot draw on a terminal. */
static void test_evidence_of_odd_fields(void **state) {
    (void)state;
    struct stage s = stage_new(FIELDS, NULL);
    const struct evidence *e = finding(&s)->evidence;
    assert_null(e[3].value.ptr);
    assert_false(e[3].masked);
    assert_int_equal(e[3].line, 13);
    is(e[4].value, "two lines\xef\xbf\xbd[2J");
    bench_free(&s.b);
}

static void test_evidence_otherwise(void **state) {
    (void)state;
    struct stage s = stage_new("id: x\ntitle: X\n" BODY "message: m\n", NULL);
    const struct finding *f = finding(&s);
    assert_int_equal(f->n_evidence, 1);
    is(f->evidence[0].field, "metadata.name");
    is(f->evidence[0].value, "vm");
    bench_free(&s.b);
}

/* Rules about one object gather a field of it once, and nothing of another object's. */
static void test_evidence_is_shared(void **state) {
    (void)state;
    static const char other[] = "---\n"
                                "apiVersion: kubevirt.io/v1\n"
                                "kind: VirtualMachineInstance\n"
                                "metadata: {name: vn, namespace: a, uid: u3}\n"
                                "spec:\n"
                                "  evictionStrategy: None\n";
    struct arena *arena = arena_new();
    struct strbuf text = strbuf_new(arena);
    strbuf_append(&text, str_of(vm));
    strbuf_append(&text, str_of(other));
    struct stage s = {.b = bench_new()};
    bench_file(&s.b, s.b.dir, "x.yaml",
               "id: x\ntitle: X\n" BODY "message: m\nevidence:\n- fields:\n  - status.phase\n  - "
               "spec.evictionStrategy\n");
    bench_file(&s.b, s.b.dir, "y.yaml",
               "id: y\ntitle: Y\n" BODY "message: m\nevidence:\n- fields:\n  - "
               "spec.evictionStrategy\n  - metadata.name\n");
    finish_stage(&s, (struct graph_options){0}, str_c(arena, strbuf_str(&text)), NULL);
    const struct rule_result *x = result(&s, "x"), *y = result(&s, "y");
    assert_int_equal(x->n_findings, 2);
    assert_int_equal(y->n_findings, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct evidence *a = &x->findings[i].evidence[1], *b = y->findings[i].evidence;
        is(a->value, i ? "None" : "LiveMigrate");
        is(b[0].value, i ? "None" : "LiveMigrate");
        is(b[1].value, i ? "vn" : "vm");
        assert_ptr_equal(a->excerpt, b->excerpt);
        assert_true(b[0].excerpt != b[1].excerpt);
    }
    bench_free(&s.b);
    arena_free(arena);
}

static void test_chain(void **state) {
    (void)state;
    struct stage s =
        stage_new("id: x\ntitle: X\n" BODY "message: m\nchain:\n- guilty: |\n    false\n"
                  "- edge: pvc\n  guilty: |\n"
                  "    it.spec.storageClassName == 'local' && self != it\n"
                  "- edge: pv\n- edge: node\n",
                  NULL);
    const struct finding *f = finding(&s);
    assert_int_equal(f->n_chain, 3);
    is(f->chain[0].role, "VMI");
    is(f->chain[0].object.name, "vm");
    assert_false(f->chain[0].guilty);
    is(f->chain[1].role, "PVC");
    is(f->chain[1].object.name, "disk");
    assert_true(f->chain[1].guilty);
    /* The volume was not collected: it is named, and what is behind it is not known; the VMI's node
     * does not answer for it. */
    is(f->chain[2].role, "PV");
    is(f->chain[2].object.name, "pv1");
    assert_null(f->chain[2].object.resource);
    bench_free(&s.b);
}

static void test_texts(void **state) {
    (void)state;
    struct stage s = stage_new("id: x\ntitle: X\n" BODY
                               "message: \"{{{ns}/{name}}} {kind} {self.status.reason} {1 / 0} "
                               "{objects('Pod').size()}\"\n"
                               "verify: oc get vmi {name} -n {ns} {self.status.reason}\n"
                               "groupBy: |\n  self.status.nothing\n",
                               NULL);
    const struct finding *f = finding(&s);
    is(f->message, "{a/vm} VirtualMachineInstance two lines\xef\xbf\xbd[2J ? ?");
    is(f->verify, "oc get vmi vm -n a ?");
    assert_null(f->group.ptr);
    assert_null(result(&s, "x")->summary.ptr);
    bench_free(&s.b);
}

static void test_fingerprint(void **state) {
    (void)state;
    struct stage s = stage_new("id: x\ntitle: X\n" BODY "message: m\n", NULL);
    struct str first = finding(&s)->fingerprint;
    assert_int_equal(first.len, 16);
    assert_false(str_eq(first, result(&s, "other")->findings[0].fingerprint));
    char kept[17] = {0};
    memcpy(kept, first.ptr, 16);
    bench_free(&s.b);
    /* Another message, the same fact. */
    s = stage_new("id: x\ntitle: X\n" BODY "message: another\n", NULL);
    is(finding(&s)->fingerprint, kept);
    bench_free(&s.b);
}

static void test_explains(void **state) {
    (void)state;
    struct stage s = stage_new("id: x\ntitle: X\n" BODY "message: m\nexplains: other\n", NULL);
    assert_true(finding(&s)->explained);
    is(finding(&s)->explained_by, "other");
    assert_false(result(&s, "other")->findings[0].explained);
    bench_free(&s.b);
}

static void test_explains_in_a_circle(void **state) {
    (void)state;
    struct stage s = stage_new("id: x\ntitle: X\n" BODY "message: m\nexplains: x\n", NULL);
    assert_false(finding(&s)->explained);
    bench_free(&s.b);
}

/* x speaks of the disk and comes from `causes`; "other" blames the VM, as a warning. */
static void expect_following(const char *severity, const char *causes, bool expected) {
    struct arena *arena = arena_new();
    struct str rule =
        str_printf(arena,
                   "id: x\ntitle: X\nseverity: %s\nscopes: [workload]\ncategory: drain\n"
                   "each: PersistentVolumeClaim\nwhen: |\n  true\nmessage: m\n"
                   "variables:\n  vm: |\n    object('VirtualMachineInstance', 'a', 'vm')\n"
                   "follows:\n  rules: [none, other]\n  causes: |\n    %s\n",
                   severity, causes);
    struct stage s = stage_new(str_c(arena, rule), NULL);
    if (finding(&s)->explained != expected)
        fail_msg("%s, %s", severity, causes);
    is(finding(&s)->explained_by, expected ? "other" : "");
    is(finding(&s)->explained_of.name, expected ? "vm" : "");
    assert_false(result(&s, "other")->findings[0].explained);
    bench_free(&s.b);
    arena_free(arena);
}

static void test_follows(void **state) {
    (void)state;
    expect_following("warning", "vm", true);
    expect_following("info", "[vm, vm]", true);
    /* worse than its cause; not all of it blamed; no cause, none known, none that is an object */
    expect_following("blocker", "vm", false);
    expect_following("warning", "[vm, self]", false);
    expect_following("warning", "[self, vm]", false);
    expect_following("warning", "[]", false);
    expect_following("warning", "null", false);
    expect_following("warning", "objects('VirtualMachineInstance')", false);
    expect_following("warning", "[vm, 'vm']", false);
    expect_following("warning", "vm.nothing", false);
}

/* Nothing stands under what stands under something: it would be seen nowhere. */
static void test_follows_a_follower(void **state) {
    (void)state;
    struct bench b = bench_new();
    static const char *const texts[] = {"follows: {rules: [b], causes: self}\n",
                                        "follows: {rules: [a], causes: self}\n",
                                        "follows: {rules: [d], causes: self}\n", "explains: c\n"};
    static const char *const names[] = {"a", "b", "c", "d"};
    for (size_t i = 0; i < 4; i++) {
        struct str text =
            str_printf(b.arena, "id: %s\ntitle: T\n" BODY "message: m\n%s", names[i], texts[i]);
        bench_file(&b, b.dir, str_c(b.arena, str_printf(b.arena, "%s.yaml", names[i])),
                   str_c(b.arena, text));
    }
    struct rule_set *set = bench_load(&b, 1, NULL);
    assert_string_equal(bench_error(&b), "");
    struct graph *graph = graph_new(b.arena, b.intern, (struct graph_options){0}, b.sink);
    add(graph, "g/namespaces/a/crs/virtualmachineinstances.kubevirt.io/vm.yaml", vm);
    struct graph_input input = {.name = STR("in")};
    assert_true(graph_seal(graph, &(struct graph_seal_options){.inputs = &input, .n_inputs = 1}));
    struct evaluate_options none = {0};
    struct stage s = {.b = b, .evaluation = rules_evaluate(b.arena, set, graph, &none)};
    assert_false(result(&s, "a")->findings[0].explained);
    assert_false(result(&s, "b")->findings[0].explained);
    assert_false(result(&s, "c")->findings[0].explained);
    assert_true(result(&s, "d")->findings[0].explained);
    bench_free(&s.b);
}

/* What was cut off is not absent: it lacks the object, by name. */
static void expect_cut(const char *condition, struct str text, bool whole) {
    struct bench b = bench_new();
    const char *rule = str_c(b.arena, str_printf(b.arena, RULE("x") "when: |\n  %s\n", condition));
    struct str each = STR("each: Node");
    size_t at = str_find(str_of(rule), each, 0);
    struct str file = str_printf(b.arena, "%.*seach: VirtualMachineInstance%s", (int)at, rule,
                                 rule + at + each.len);
    bench_file(&b, b.dir, "x.yaml", str_c(b.arena, file));
    struct rule_set *set = bench_load(&b, 1, NULL);
    assert_string_equal(bench_error(&b), "");
    struct graph *graph = graph_new(b.arena, b.intern, (struct graph_options){0}, b.sink);
    struct graph_member member = {
        .path = STR("g/namespaces/a/crs/virtualmachineinstances.kubevirt.io/vm.yaml"),
        .bytes = text,
        .whole = whole};
    graph_add(graph, &member);
    add(graph, "g/namespaces/a/core/persistentvolumeclaims/disk.yaml", pvc);
    struct graph_input input = {.name = STR("in"), .truncated = !whole};
    assert_true(graph_seal(graph, &(struct graph_seal_options){.inputs = &input, .n_inputs = 1}));
    struct evaluation *evaluation =
        rules_evaluate(b.arena, set, graph, &(struct evaluate_options){0});
    const struct rule_result *x = &evaluation_results(evaluation)->items[0];
    assert_int_equal(x->status, RULE_UNKNOWN);
    assert_true(x->unknowns[0].has_object);
    is(x->unknowns[0].missing.items[0].kind, "VirtualMachineInstance");
    if (whole) /* of one that was cut off, the kind's list lacks more than this one */
        is(x->unknowns[0].missing.items[0].name, "vm");
    bench_free(&b);
}

static void test_cut_object(void **state) {
    (void)state;
    static const char *const conditions[] = {
        "self.?status.?phase.orValue('') == 'Running'",
        "self.status.phase == 'Running'",
        "self.condition('Ready').hasValue()",
        "index('VirtualMachineInstance', 'status.phase')['Running'].exists(v, true)",
    };
    struct str text = {vm, (size_t)(strstr(vm, "status:") - vm)};
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        expect_cut(conditions[i], text, false);
}

/* A repeated key leaves something out where it stands; the object around it is whole. */
static void test_repeated_key(void **state) {
    (void)state;
    struct str text = STR("apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\n"
                          "metadata: {name: vm, namespace: a, uid: u1}\n"
                          "status:\n  conditions:\n  - {type: A}\n  - {type: Ready, type: B}\n"
                          "  migrationState:\n    mode: PreCopy\n    mode: PostCopy\n");
    expect_cut("self.status.migrationState.completed", text, true);
    expect_cut("self.?status.?migrationState.?completed.orValue(false)", text, true);
    expect_cut("self.status.conditions[1].?status.orValue('') == 'True'", text, true);
}

static void test_only_and_skip(void **state) {
    (void)state;
    struct str words[] = {STR("t")};
    struct evaluate_options only = {.only = {words, 1}}, skip = {.skip = {words, 1}};
    struct stage s = stage_new("id: x\ntitle: X\n" BODY "message: m\n", &only);
    assert_int_equal(result(&s, "x")->status, RULE_WAIVED);
    is(result(&s, "x")->reason, "left out by --only");
    assert_int_equal(result(&s, "other")->status, RULE_FAILED);
    bench_free(&s.b);
    s = stage_new("id: x\ntitle: X\n" BODY "message: m\n", &skip);
    assert_int_equal(result(&s, "x")->status, RULE_FAILED);
    is(result(&s, "other")->reason, "left out by --skip");
    bench_free(&s.b);
}

/* Single files prove nothing: what was read is judged, and the rest stays open. */
static void test_partial_each(void **state) {
    (void)state;
    struct stage s = stage_new("id: x\ntitle: X\n" BODY "message: m\n", NULL);
    const struct rule_result *x = result(&s, "x");
    assert_int_equal(x->checked, 1);
    assert_int_equal(x->level, LEVEL_WARNING);
    assert_int_equal(x->n_unknowns, 1);
    assert_false(x->unknowns[0].has_object);
    assert_int_equal(x->unknowns[0].level, LEVEL_WARNING);
    is(x->unknowns[0].missing.items[0].kind, "VirtualMachineInstance");
    bench_free(&s.b);
}

/* An endless condition ends as an error of this object, at its place; others are judged. */
static void test_budget(void **state) {
    (void)state;
    struct stage s = stage_new(
        "id: x\ntitle: X\nassertion: a\nwhy: w\nseverity: warning\nscopes: [ocp]\n"
        "category: node\ndocs: [https://example.com/]\neach: PersistentVolumeClaim\n"
        "variables:\n  many: |\n    lists.range(3000)\n"
        "when: |\n  many.exists(a, many.exists(b, many.exists(c, a + b + c < 0)))\nmessage: m\n",
        NULL);
    const struct rule_result *x = result(&s, "x");
    assert_int_equal(x->status, RULE_ERROR);
    assert_int_equal(x->n_errors, 1);
    assert_true(str_contains(x->errors[0].where, STR("x.yaml:14:")));
    assert_true(x->errors[0].has_object);
    assert_int_equal(result(&s, "other")->status, RULE_FAILED);
    bench_free(&s.b);
}

static void expect_one_error(const struct stage *s, bool has_object, const char *message) {
    const struct rule_result *x = result(s, "x");
    assert_int_equal(x->status, RULE_ERROR);
    assert_int_equal(x->n_findings, 0);
    assert_int_equal(x->n_errors, 1);
    assert_int_equal(x->errors[0].level, LEVEL_WARNING);
    assert_int_equal(x->errors[0].has_object, has_object);
    assert_true(str_ends_with(x->errors[0].message, str_of(message)));
}

/* Whether a rule is about an object cannot be told: neither a finding nor silence. */
static void test_where_fails(void **state) {
    (void)state;
    struct stage s =
        stage_new("id: x\ntitle: X\n" BODY "message: m\nwhere: |\n  self.nothing\n", NULL);
    expect_one_error(&s, true, "no such key 'nothing'");
    bench_free(&s.b);
}

/* The same of the release that a rule is about. */
static void test_version_fails(void **state) {
    (void)state;
    struct stage s = {.b = bench_new()};
    bench_file(&s.b, s.b.dir, "facts.yaml",
               FACTS "  cnvOcpMinor:\n    help: h\n    value: |\n      {}.nothing\n");
    bench_file(&s.b, s.b.dir, "x.yaml", "id: x\ntitle: X\n" BODY "message: m\nsince: \"4.12\"\n");
    finish_stage(&s, (struct graph_options){0}, vm, NULL);
    expect_one_error(&s, false, "no such key 'nothing'");
    bench_free(&s.b);
}

static void test_facts(void **state) {
    (void)state;
    struct stage s = stage_new("id: x\ntitle: X\n" BODY "message: m\n", NULL);
    is(evaluation_fact(s.evaluation, "cnvVersion").text, "4.12.11");
    assert_int_equal(evaluation_fact(s.evaluation, "nothing").type, CEL_ERROR);
    const struct resource *self = finding(&s)->object.resource;
    assert_int_equal(evaluation_fact_of(s.evaluation, self, "nothing").type, CEL_ERROR);
    bench_free(&s.b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_functions),
        cmocka_unit_test(test_judging),
        cmocka_unit_test(test_evidence),
        cmocka_unit_test(test_evidence__lines_left_out),
        cmocka_unit_test(test_evidence_is_masked),
        cmocka_unit_test(test_evidence__secret_on_its_line),
        cmocka_unit_test(test_evidence_of_odd_fields),
        cmocka_unit_test(test_evidence_otherwise),
        cmocka_unit_test(test_evidence_is_shared),
        cmocka_unit_test(test_chain),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_fingerprint),
        cmocka_unit_test(test_explains),
        cmocka_unit_test(test_explains_in_a_circle),
        cmocka_unit_test(test_follows),
        cmocka_unit_test(test_follows_a_follower),
        cmocka_unit_test(test_cut_object),
        cmocka_unit_test(test_repeated_key),
        cmocka_unit_test(test_only_and_skip),
        cmocka_unit_test(test_partial_each),
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_where_fails),
        cmocka_unit_test(test_version_fails),
        cmocka_unit_test(test_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
