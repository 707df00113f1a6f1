/* Memory that a drain moves and that the other nodes have left, from nodes and VMIs given as YAML.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/intern.h"
#include "readiness/capacity.h"

#define GIB ((int64_t)1 << 30)
#define OVERHEAD(guest) (((int64_t)250 << 20) + (guest) / 512)

struct cluster {
    struct arena *arena;
    struct graph *graph;
};

/* The objects of a YAML text, one document each. */
static struct cluster cluster(const char *yaml, const char *not_collected) {
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    struct diag_sink *sink = diag_sink_new(arena);
    struct document_origin *origin = NEW(arena, struct document_origin);
    *origin = (struct document_origin){.path = STR("test.yaml"), .text = str_of(yaml)};
    struct document_list list =
        document_read(arena, intern, origin, (struct document_options){.whole_file = true}, sink);
    struct graph *graph = graph_new(arena, intern, (struct graph_options){0}, sink);
    for (size_t i = 0; i < list.count; i++)
        graph_add_object(graph, document_root(list.items[i]));
    struct str missing = str_of(not_collected);
    struct graph_seal_options options = {.everything_collected = true,
                                         .not_collected = &missing,
                                         .n_not_collected = missing.len > 0};
    assert_true(graph_seal(graph, &options));
    assert_int_equal(diag_count(sink, DIAG_WARNING), 0);
    return (struct cluster){arena, graph};
}

#define NODE(name, more)                                                                           \
    "---\napiVersion: v1\nkind: Node\nmetadata:\n  name: " name                                    \
    "\n  labels: {kubevirt.io/schedulable: \"true\"}\n" more                                       \
    "status:\n  allocatable: {memory: 16Gi}\n"                                                     \
    "  conditions: [{type: Ready, status: \"True\"}]\n"
#define VMI(name, node, memory)                                                                    \
    "---\napiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata: {namespace: a, "     \
    "name: "                                                                                       \
    "" name "}\nspec: {domain: {memory: {guest: " memory "}}}\nstatus: {nodeName: " node "}\n"

static bool free_elsewhere(struct cluster c, const char *node, int64_t *ret) {
    return capacity_free_elsewhere(capacity_new(c.arena, c.graph), str_of(node), ret);
}

static void others_count(void **state) {
    (void)state;
    struct cluster c =
        cluster(NODE("n1", "") NODE("n2", "") VMI("v1", "n1", "4Gi") VMI("v2", "n2", "2Gi"), "");
    int64_t bytes;
    assert_true(free_elsewhere(c, "n1", &bytes));
    assert_int_equal(bytes, 16 * GIB - 2 * GIB - OVERHEAD(2 * GIB));
    assert_true(free_elsewhere(c, "n2", &bytes));
    assert_int_equal(bytes, 16 * GIB - 4 * GIB - OVERHEAD(4 * GIB));
    arena_free(c.arena);
}

static void cordoned_nodes_take_nothing(void **state) {
    (void)state;
    struct cluster c = cluster(NODE("n1", "") NODE("n2", "spec: {unschedulable: true}\n"), "");
    int64_t bytes;
    assert_true(free_elsewhere(c, "n1", &bytes));
    assert_int_equal(bytes, 0);
    arena_free(c.arena);
}

static void full_nodes_do_not_count_below_zero(void **state) {
    (void)state;
    struct cluster c =
        cluster(NODE("n1", "") NODE("n2", "") NODE("n3", "") VMI("v", "n2", "64Gi"), "");
    int64_t bytes;
    assert_true(free_elsewhere(c, "n1", &bytes));
    assert_int_equal(bytes, 16 * GIB);
    arena_free(c.arena);
}

static void what_is_missing_is_not_known(void **state) {
    (void)state;
    int64_t bytes;
    struct cluster c = cluster(NODE("n1", "") NODE("n2", ""), "VirtualMachineInstance");
    assert_false(free_elsewhere(c, "n1", &bytes));
    arena_free(c.arena);
    c = cluster(NODE("n1", "") NODE("n2", ""), "Node");
    assert_false(free_elsewhere(c, "n1", &bytes));
    arena_free(c.arena);
    c = cluster(NODE("n1", "") NODE("n2", "") VMI("v", "n2", "\"\""), "");
    assert_false(free_elsewhere(c, "n1", &bytes));
    arena_free(c.arena);
}

static void memory_of_a_vmi(void **state) {
    (void)state;
    struct cluster c = cluster(VMI("v", "n", "3Gi"), "");
    int64_t bytes;
    assert_true(capacity_of_vmi(
        graph_find(c.graph, STR("VirtualMachineInstance"), STR("a"), STR("v")), &bytes));
    assert_int_equal(bytes, 3 * GIB + OVERHEAD(3 * GIB));
    arena_free(c.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(others_count),
        cmocka_unit_test(cordoned_nodes_take_nothing),
        cmocka_unit_test(full_nodes_do_not_count_below_zero),
        cmocka_unit_test(what_is_missing_is_not_known),
        cmocka_unit_test(memory_of_a_vmi),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
