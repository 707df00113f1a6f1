/* Nodes and the rows of their VMs to what the drain of each node would come to. Held beats unknown
 * beats finishes. */
#include "base/arena.h"
#include "base/map.h"
#include "graph/edges.h"
#include "readiness/placement.h"
#include "report/arrange.h"

struct node_drain {
    struct drain drain;
    int64_t needed;
    bool needed_known;
    int64_t guests, largest; /* memory of the VMs that migrate, and of the largest of them */
    bool guests_known;
    bool waits; /* a VM that migrates fits on no other node now */
    VEC(struct held_by) held_by;
};

struct drains {
    struct arrange *a;
    struct arena *scratch;
    struct placement *placement;
    struct map by_node; /* struct node_drain * */
};

static struct node_drain *drain_of(struct drains *d, struct str node) {
    struct node_drain **place = (struct node_drain **)map_at(&d->by_node, node);
    if (!*place) {
        *place = NEW(d->a->arena, struct node_drain);
        (*place)->drain.node = node;
        (*place)->needed_known = true;
        (*place)->guests_known = true;
    }
    return *place;
}

static void hold(struct drains *d, struct node_drain *node, struct held_by by) {
    *vec_push(d->a->arena, &node->held_by) = by;
}

static void add_moving(struct drains *d, struct node_drain *node, const struct resource *vmi) {
    struct placement_result result = {.memory = -1};
    if (vmi)
        result = placement_brief(d->placement, vmi, d->scratch);
    node->waits = node->waits || result.answer == PLACEMENT_TIGHT;
    if (result.memory >= 0 && node->needed <= INT64_MAX - result.memory)
        node->needed += result.memory;
    else
        node->needed_known = false;
    arena_reset(d->scratch);
}

static void add_guest(struct node_drain *node, struct number memory) {
    if (!memory.known || memory.value < 0 || node->guests > INT64_MAX - memory.value) {
        node->guests_known = false;
        return;
    }
    node->guests += memory.value;
    if (memory.value > node->largest)
        node->largest = memory.value;
}

/* They leave a few at a time, the largest one as a whole. */
static struct number least_seconds(const struct drain_pace *pace, const struct node_drain *node) {
    int64_t share = node->guests / pace->parallel;
    int64_t bytes = share > node->largest ? share : node->largest;
    if (!pace->bytes_per_second.known || !node->guests_known || !node->drain.migrate)
        return (struct number){0};
    return (struct number){true, bytes / pace->bytes_per_second.value};
}

static void add_vm(struct drains *d, const struct vm_row *vm) {
    struct node_drain *node = drain_of(d, vm->node);
    const struct resource *vmi =
        graph_find(d->a->graph, STR("VirtualMachineInstance"), vm->namespace, vm->name);
    if (str_eq(vm->in_drain, STR("migrates"))) {
        node->drain.migrate++;
        add_moving(d, node, vmi);
        add_guest(node, vm->memory);
    } else if (str_starts_with(vm->in_drain, STR("shuts-down"))) {
        node->drain.shut_down++;
    } else if (str_eq(vm->in_drain, STR("holds"))) {
        node->drain.hold++;
        hold(d, node,
             (struct held_by){STR("VirtualMachineInstance"), vm->namespace, vm->name, vm->why});
    } else if (str_eq(vm->in_drain, STR("unknown"))) {
        node->drain.unknown++;
    }
}

static bool is_zero(struct value v) {
    return value_is(v, VALUE_INT) && value_int(v) == 0;
}

/* A budget that allows nothing and is not KubeVirt's own for a VM (those stand at 0 by design and
 * the webhook acts for them). */
static bool budget_holds(const struct resource *pdb) {
    struct value expected = value_path(pdb->object, "status.expectedPods");
    struct value_iter owners = value_iter(value_path(pdb->object, "metadata.ownerReferences"));
    while (value_next(&owners))
        if (str_eq(value_str(value_path(owners.value, "kind")), STR("VirtualMachineInstance")))
            return false;
    if (str_starts_with(pdb->name, STR("kubevirt-")))
        return false;
    return is_zero(value_path(pdb->object, "status.disruptionsAllowed")) &&
           value_is(expected, VALUE_INT) && value_int(expected) > 0;
}

static void add_budget(struct drains *d, const struct resource *pdb) {
    struct related pods;
    if (!budget_holds(pdb) || !edges_follow(d->a->graph, pdb, STR("pods"), d->a->arena, &pods))
        return;
    struct str last = {0};
    for (size_t i = 0; i < pods.count; i++) {
        struct str node = value_str(value_path(pods.items[i]->object, "spec.nodeName"));
        if (!node.len || str_eq(node, last))
            continue;
        last = node;
        hold(d, drain_of(d, node),
             (struct held_by){
                 STR("PodDisruptionBudget"), pdb->namespace, pdb->name, {.key = "drain.budget"}});
    }
}

static void add_all(struct drains *d) {
    const struct report *report = d->a->report;
    const struct kind *nodes = graph_kind(d->a->graph, STR("Node"));
    bool reboots = false;
    for (size_t i = 0; i < report->n_path; i++)
        reboots = reboots || str_eq(report->path[i].component, STR("workers"));
    for (size_t i = 0; reboots && nodes && i < nodes->count; i++)
        drain_of(d, nodes->items[i]->name);
    for (size_t i = 0; i < report->n_vms; i++)
        if (report->vms[i].node.len)
            add_vm(d, &report->vms[i]);
    const struct kind *budgets = graph_kind(d->a->graph, STR("PodDisruptionBudget"));
    for (size_t i = 0; budgets && i < budgets->count; i++)
        add_budget(d, budgets->items[i]);
}

static struct str outcome(const struct node_drain *node, bool all_vmis) {
    size_t vms =
        node->drain.migrate + node->drain.shut_down + node->drain.hold + node->drain.unknown;
    if (node->held_by.count)
        return STR("held");
    if (node->drain.unknown || !all_vmis)
        return STR("unknown");
    return vms ? STR("finishes") : STR("empty");
}

static struct drain finish(struct drains *d, struct node_drain *node, bool all_vmis) {
    struct drain *drain = &node->drain;
    const struct resource *resource =
        graph_find(d->a->graph, STR("Node"), (struct str){0}, drain->node);
    if (resource)
        drain->pool = arrange_fact_text(d->a, resource, "pool");
    drain->outcome = outcome(node, all_vmis);
    drain->held_by = node->held_by.items;
    drain->n_held_by = node->held_by.count;
    drain->memory_needed = (struct number){node->needed_known && all_vmis, node->needed};
    drain->memory_free_elsewhere.known =
        placement_free_elsewhere(d->placement, drain->node, &drain->memory_free_elsewhere.value);
    drain->least_seconds = least_seconds(&d->a->report->pace, node);
    /* Each must find one node; together they must find the room. */
    if (node->waits)
        drain->tight = MAYBE_TRUE;
    else if (drain->memory_needed.known && drain->memory_free_elsewhere.known)
        drain->tight = drain->memory_needed.value > drain->memory_free_elsewhere.value
                           ? MAYBE_TRUE
                           : MAYBE_FALSE;
    return *drain;
}

static int drain_cmp(const void *a, const void *b) {
    const struct drain *x = a, *y = b;
    return str_cmp(x->node, y->node);
}

void arrange_drains(struct arrange *a) {
    struct drains d = {.a = a, .scratch = arena_new(), .by_node = map_new(a->arena)};
    d.placement = evaluation_placement(a->evaluation, a->arena);
    add_all(&d);
    bool all_vmis = a->report->cluster.cnv_installed == MAYBE_FALSE ||
                    collection_holds(a->graph, STR("VirtualMachineInstance"), (struct str){0});
    struct drain *drains = NEW_ARRAY(a->arena, d.by_node.count, struct drain);
    for (size_t i = 0; i < d.by_node.count; i++)
        drains[i] = finish(&d, d.by_node.entries[i].value, all_vmis);
    if (d.by_node.count)
        qsort(drains, d.by_node.count, sizeof *drains, drain_cmp);
    a->report->drains = drains;
    a->report->n_drains = d.by_node.count;
    arena_free(d.scratch);
}
