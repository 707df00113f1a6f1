/* Rules on several threads: the results are those of one thread, to the last word, also where a
 * bound that counts over all objects is reached. */
#include "support.h"

#include "base/limits.h"
#include "document/document.h"
#include "graph/graph.h"

enum { VMIS = 600, NODES = 4, RULES = 5 };

/* Each VMI names the one behind it; the last of every `ring` the first of them. */
static struct str world(struct arena *arena, size_t ring) {
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < NODES; i++)
        strbuf_printf(&out,
                      "---\napiVersion: v1\nkind: Node\nmetadata:\n  name: n%zu\n  labels: "
                      "{kubevirt.io/schedulable: \"true\"}\nstatus:\n  allocatable: {memory: 64Gi, "
                      "cpu: \"8\", pods: \"250\"}\n"
                      "  conditions: [{type: Ready, status: \"True\"}]\n",
                      i);
    for (size_t i = 0; i < VMIS; i++) {
        bool last = i % ring == ring - 1;
        strbuf_printf(&out,
                      "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata:\n"
                      "  {namespace: ns%zu, name: vmi%zu, uid: u%zu}\nspec: {size: %zu, last: %s, "
                      "next: vmi%zu, domain: {memory: {guest: 1Gi}}, nodeSelector: {zone: z%zu}}\n"
                      "status: {phase: Running, nodeName: n%zu}\n",
                      i / ring, i, i, i % 7, last ? "true" : "false", last ? i + 1 - ring : i + 1,
                      i, i % NODES);
    }
    return strbuf_str(&out);
}

#define FACT(name, value) "  " name ":\n    help: h\n    value: |\n      " value "\n"
#define NEXT "object('VirtualMachineInstance', self.metadata.namespace, self.spec.next)"

/* Nodes have facts of the same names, so that nobody can tell circles from the text. */
static const char *const facts[] = {
    FACTS,
    FACT("sizes", "objects('VirtualMachineInstance').map(v, v.fact('double'))"),
    "on Node:\n",
    FACT("deep", "1"),
    FACT("ring", "1"),
    "on VirtualMachineInstance:\n",
    FACT("double", "self.spec.size * 2"),
    FACT("room", "self.placement().answer"),
    FACT("deep", "self.spec.last ? 1 : " NEXT ".fact('deep') + 1"),
    FACT("ring", NEXT ".fact('ring') + 1"),
};

/* What each rule is about: findings, unknowns, errors, a fact of the cluster, one of others. */
static const char *const whens[RULES] = {
    "self.spec.size == 3",
    "self.spec.size == 2 && objects('Pod').size() > 1",
    "self.spec.size == 5 ? self.spec.nothing == 1 : self.fact('double') == 8",
    "facts.sizes[self.spec.size] == self.fact('double')",
    NULL,
};

struct stage {
    struct bench b;
    struct rule_set *set;
    struct graph *graph;
};

static struct stage stage_new(const char *last, size_t ring) {
    struct stage s = {.b = bench_new()};
    struct arena *arena = s.b.arena;
    struct strbuf text = strbuf_new(arena);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        strbuf_append(&text, str_of(facts[i]));
    bench_file(&s.b, s.b.dir, "facts.yaml", str_c(arena, strbuf_str(&text)));
    for (size_t i = 0; i < RULES; i++)
        bench_file(
            &s.b, s.b.dir, str_c(arena, str_printf(arena, "r%zu.yaml", i)),
            str_c(arena, str_printf(arena,
                                    "id: r%zu\ntitle: T\nassertion: a\nwhy: w\nseverity: warning\n"
                                    "scopes: [workload]\ncategory: drain\n"
                                    "docs: [https://example.com/]\neach: VirtualMachineInstance\n"
                                    "when: |\n  %s\nmessage: it is {self.metadata.name}\n"
                                    "summary: \"{count} of {checked}\"\n",
                                    i, whens[i] ? whens[i] : last)));
    s.set = bench_load(&s.b, 1, NULL);
    assert_string_equal(bench_error(&s.b), "");
    struct document_origin *origin = NEW(arena, struct document_origin);
    *origin = (struct document_origin){.path = STR("w.yaml"), .text = world(arena, ring)};
    struct document_list list = document_read(
        arena, s.b.intern, origin, (struct document_options){.whole_file = true}, s.b.sink);
    assert_int_equal(list.count, VMIS + NODES);
    s.graph = graph_new(arena, s.b.intern, (struct graph_options){0}, s.b.sink);
    for (size_t i = 0; i < list.count; i++)
        graph_add_object(s.graph, document_root(list.items[i]));
    struct str pods = STR("Pod");
    assert_true(graph_seal(s.graph, &(struct graph_seal_options){.everything_collected = true,
                                                                 .not_collected = &pods,
                                                                 .n_not_collected = 1}));
    return s;
}

static void put_object(struct strbuf *out, struct object_ref object) {
    strbuf_printf(out, " %.*s/%.*s", STR_ARG(object.namespace), STR_ARG(object.name));
}

static void put_result(struct strbuf *out, const struct rule_result *x) {
    strbuf_printf(out, "%.*s: %d %d, %zu checked, %.*s %.*s\n", STR_ARG(x->rule->id), x->status,
                  x->level, x->checked, STR_ARG(x->summary), STR_ARG(x->reason));
    for (size_t i = 0; i < x->n_findings; i++) {
        put_object(out, x->findings[i].object);
        strbuf_printf(out, " %.*s %.*s %zu\n", STR_ARG(x->findings[i].message),
                      STR_ARG(x->findings[i].fingerprint), x->findings[i].n_evidence);
    }
    for (size_t i = 0; i < x->n_unknowns; i++) {
        put_object(out, x->unknowns[i].object);
        for (size_t k = 0; k < x->unknowns[i].missing.count; k++)
            strbuf_printf(out, " lacks %.*s/%.*s", STR_ARG(x->unknowns[i].missing.items[k].kind),
                          STR_ARG(x->unknowns[i].missing.items[k].name));
    }
    for (size_t i = 0; i < x->n_errors; i++) {
        put_object(out, x->errors[i].object);
        strbuf_printf(out, " %.*s %.*s\n", STR_ARG(x->errors[i].where),
                      STR_ARG(x->errors[i].message));
    }
}

static struct str judged(const struct stage *s, unsigned jobs) {
    uint64_t spent[RULES] = {0};
    struct evaluate_options options = {.jobs = jobs, .spent = spent};
    struct evaluation *evaluation = rules_evaluate(s->b.arena, s->set, s->graph, &options);
    const struct results *results = evaluation_results(evaluation);
    struct strbuf out = strbuf_new(s->b.arena);
    assert_int_equal(results->count, RULES);
    for (size_t i = 0; i < RULES; i++) {
        put_result(&out, &results->items[i]);
        assert_true(spent[i] > 0);
    }
    return strbuf_str(&out);
}

/* Ends the stage. `told`: what the results must hold, so that the test is about something. */
static void expect_same(struct stage s, const char *told) {
    struct str alone = judged(&s, 1);
    if (!str_contains(alone, str_of(told)))
        fail_msg("'%s' is not told: %.*s", told, STR_ARG(alone));
    for (unsigned round = 0; round < 2; round++)
        for (unsigned jobs = 2; jobs <= 6; jobs++) {
            struct str together = judged(&s, jobs);
            if (!str_eq(alone, together))
                fail_msg("%u threads:\n%.*s\none:\n%.*s", jobs, STR_ARG(together), STR_ARG(alone));
        }
    bench_free(&s.b);
    limits_reset();
}

static void set_limit(const char *limit) {
    struct arena *arena = arena_new();
    struct str why;
    assert_true(limits_set(arena, str_of(limit), &why));
    arena_free(arena);
}

static void test_findings_unknowns_errors(void **state) {
    (void)state;
    expect_same(stage_new("self.fact('room') != 'impossible'", 1), "lacks Pod/");
    expect_same(stage_new("self.fact('room') == 'impossible'", 1), "no such key");
}

/* One thread stops in the middle. */
static void test_limit_of_findings(void **state) {
    (void)state;
    set_limit("findings=100");
    expect_same(stage_new("true", 1), "stopped after 100 findings");
    set_limit("findings=86"); /* all of some rules, and no more */
    expect_same(stage_new("self.spec.size == 4", 1), "86 of 600");
}

/* Steps are used up somewhere in the middle: further questions stay unanswered. */
static void test_limit_of_placement(void **state) {
    (void)state;
    set_limit("placement-steps=3000");
    expect_same(stage_new("self.fact('room') == 'impossible'", 1), "(limit placement-steps)");
}

/* How deep facts go depends on which are known already. */
static void test_limit_of_depth(void **state) {
    (void)state;
    expect_same(stage_new("self.fact('deep') > 3", 300), "nested too deeply");
    expect_same(stage_new("self.fact('ring') > 0", 4), "uses itself");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings_unknowns_errors),
        cmocka_unit_test(test_limit_of_findings),
        cmocka_unit_test(test_limit_of_placement),
        cmocka_unit_test(test_limit_of_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
