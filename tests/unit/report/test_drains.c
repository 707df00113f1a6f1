/* What a drain would come to, and what the rows of VMs tell of migrations: by the facts that are
 * compiled in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../cluster.h"
#include "base/arena.h"
#include "report/arrange.h"

static struct report arranged(struct arena *arena, const char *yaml) {
    struct rules_options builtin = {.builtin = true};
    struct diag_sink *sink = diag_sink_new(arena);
    struct rule_set *set = rules_load(arena, intern_new(arena), &builtin, sink);
    assert_non_null(set);
    const struct graph *graph = cluster_without(arena, yaml, "");
    struct evaluation *evaluation =
        rules_evaluate(arena, set, graph, &(struct evaluate_options){0});
    struct report report = {.results = evaluation_results(evaluation)};
    struct arrange a = {arena, graph, set, evaluation, &report};
    arrange_vms(&a);
    arrange_pace(&a);
    arrange_drains(&a);
    return report;
}

#define POD(name, node)                                                                            \
    "---\napiVersion: v1\nkind: Pod\nmetadata: {namespace: a, name: " name                         \
    ", labels: {app: x}}\nspec: {nodeName: " node "}\nstatus: {phase: Running}\n"
#define BUDGET(name, metadata, status)                                                             \
    "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {namespace: a, name: " name  \
        metadata "}\nspec: {selector: {matchLabels: {app: x}}}\nstatus: {" status "}\n"
#define FULL "disruptionsAllowed: 0, expectedPods: 3"

/* Each node that runs one of its pods is held once, however many those are. */
static void test_held_by_a_budget(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct report report =
        arranged(arena, POD("p1", "n1") POD("p2", "n1") POD("p3", "n2") BUDGET("full", "", FULL));
    assert_int_equal(report.n_drains, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct drain *drain = &report.drains[i];
        assert_true(str_eq(drain->node, i ? STR("n2") : STR("n1")));
        assert_true(str_eq(drain->outcome, STR("held")));
        assert_int_equal(drain->n_held_by, 1);
        assert_true(str_eq(drain->held_by[0].kind, STR("PodDisruptionBudget")));
        assert_true(str_eq(drain->held_by[0].namespace, STR("a")));
        assert_true(str_eq(drain->held_by[0].name, STR("full")));
    }
    arena_free(arena);
}

/* It allows one, has no pods, was not counted yet, or is KubeVirt's own for a VM. */
static void test_not_held_by_a_budget(void **state) {
    (void)state;
    static const char *const budgets[] = {
        POD("p", "n1") BUDGET("some", "", "disruptionsAllowed: 1, expectedPods: 3"),
        POD("p", "n1") BUDGET("none", "", "disruptionsAllowed: 0, expectedPods: 0"),
        POD("p", "n1") BUDGET("new", "", ""),
        POD("p", "n1") BUDGET("kubevirt-disruption-budget-x", "", FULL),
        POD("p", "n1")
            BUDGET("own",
                   ", ownerReferences: [{apiVersion: kubevirt.io/v1, kind: VirtualMachineInstance, "
                   "name: v, uid: u}]",
                   FULL),
    };
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
        struct arena *arena = arena_new();
        assert_int_equal(arranged(arena, budgets[i]).n_drains, 0);
        arena_free(arena);
    }
}

#define VMI(state)                                                                                 \
    "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {namespace: a, "     \
    "name: v, uid: u}\nspec: {domain: {memory: {guest: 1Gi}}}\nstatus: {phase: Running, "          \
    "nodeName: n1" state "}\n"
#define MIGRATION(name, created, phase, ended)                                                     \
    "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstanceMigration\nmetadata: "           \
    "{namespace: a, name: " name ", uid: " name ", creationTimestamp: \"" created "\"}\n"          \
    "spec: {vmiName: v}\nstatus: {phase: " phase ended "}\n"
#define ENDED ", migrationState: {endTimestamp: \"2026-01-02T00:00:00Z\"}"
#define STATE(more) ", migrationState: {startTimestamp: \"2026-01-01T00:00:00Z\"" more "}"
#define AT ", endTimestamp: \"2026-01-03T00:00:00Z\""

/* The newest, in whatever order they were read; without any, what the VM itself tells. */
static void test_last_migration(void **state) {
    (void)state;
    static const struct {
        const char *yaml, *phase, *ended;
    } rows[] = {
        {VMI(STATE(AT)) MIGRATION("m1", "2026-01-02T00:00:00Z", "Failed", ENDED)
             MIGRATION("m2", "2026-01-01T00:00:00Z", "Succeeded", ""),
         "Failed", "2026-01-02T00:00:00Z"},
        {VMI("") MIGRATION("m1", "2026-01-01T00:00:00Z", "Failed", ENDED)
             MIGRATION("m2", "2026-01-02T00:00:00Z", "Running", ""),
         "Running", ""},
        {VMI(STATE(AT)), "Succeeded", "2026-01-03T00:00:00Z"},
        {VMI(STATE(AT ", failed: true")), "Failed", "2026-01-03T00:00:00Z"},
        {VMI(STATE("")), "Running", ""},
        {VMI(""), "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena = arena_new();
        struct report report = arranged(arena, rows[i].yaml);
        assert_int_equal(report.n_vms, 1);
        assert_true(str_eq(report.vms[0].last_migration_phase, str_of(rows[i].phase)));
        assert_true(str_eq(report.vms[0].last_migration_ended, str_of(rows[i].ended)));
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_held_by_a_budget),
        cmocka_unit_test(test_not_held_by_a_budget),
        cmocka_unit_test(test_last_migration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
