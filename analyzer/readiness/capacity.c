/* One pass over nodes and VMIs gives each node's allocatable memory and what its VMIs take; answers
 * are sums over that table. */
#include "readiness/capacity.h"

#include "base/arena.h"
#include "base/map.h"
#include "cel/quantity.h"
#include "graph/collection.h"

/* KubeVirt adds about this much to a guest's memory for the hypervisor, its monitors and page
 * tables (pkg/virt-controller GetMemoryOverhead): a fixed part, 8 MiB a vCPU (left out), and 1/512
 * of the guest's memory. */
#define OVERHEAD_FIXED ((int64_t)250 << 20)
#define OVERHEAD_SHARE 512

struct node_memory {
    struct str name;
    bool known, usable;
    int64_t allocatable, taken;
};

struct capacity {
    struct map by_name; /* struct node_memory * */
    bool complete;
};

bool capacity_of_vmi(const struct resource *vmi, int64_t *ret_bytes) {
    static const char *const paths[] = {"status.memory.guestCurrent", "spec.domain.memory.guest",
                                        "spec.domain.resources.requests.memory"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        int64_t guest;
        if (cel_quantity_units(value_str(value_path(vmi->object, paths[i])), &guest)) {
            *ret_bytes = guest + OVERHEAD_FIXED + guest / OVERHEAD_SHARE;
            return true;
        }
    }
    return false;
}

/* Whether VMs may be scheduled there: not cordoned, Ready, and labelled schedulable by
 * virt-handler. */
static bool usable(const struct resource *node) {
    struct value cordoned = value_path(node->object, "spec.unschedulable");
    if (value_is(cordoned, VALUE_BOOL) && value_bool(cordoned))
        return false;
    struct value labels = value_path(node->object, "metadata.labels");
    if (!str_eq(value_str(value_get(labels, STR("kubevirt.io/schedulable"))), STR("true")))
        return false;
    struct value_iter it = value_iter(value_path(node->object, "status.conditions"));
    while (value_next(&it))
        if (str_eq(value_str(value_path(it.value, "type")), STR("Ready")))
            return str_eq(value_str(value_path(it.value, "status")), STR("True"));
    return false;
}

static void add_nodes(struct capacity *capacity, struct arena *arena, const struct kind *nodes) {
    for (size_t i = 0; nodes && i < nodes->count; i++) {
        const struct resource *node = nodes->items[i];
        struct node_memory *entry = NEW(arena, struct node_memory);
        entry->name = node->name;
        entry->usable = usable(node);
        entry->known = cel_quantity_units(
            value_str(value_path(node->object, "status.allocatable.memory")), &entry->allocatable);
        *map_at(&capacity->by_name, node->name) = entry;
    }
}

static void add_vmis(struct capacity *capacity, const struct kind *vmis) {
    for (size_t i = 0; vmis && i < vmis->count; i++) {
        struct str node = value_str(value_path(vmis->items[i]->object, "status.nodeName"));
        struct node_memory *entry = map_find(&capacity->by_name, node);
        int64_t bytes;
        if (!entry)
            continue;
        if (capacity_of_vmi(vmis->items[i], &bytes))
            entry->taken += bytes;
        else
            entry->known = false;
    }
}

struct capacity *capacity_new(struct arena *arena, const struct graph *graph) {
    struct capacity *capacity = NEW(arena, struct capacity);
    capacity->by_name = map_new(arena);
    capacity->complete = collection_holds(graph, STR("Node"), (struct str){0}) &&
                         collection_holds(graph, STR("VirtualMachineInstance"), (struct str){0});
    add_nodes(capacity, arena, graph_kind(graph, STR("Node")));
    add_vmis(capacity, graph_kind(graph, STR("VirtualMachineInstance")));
    return capacity;
}

bool capacity_free_elsewhere(const struct capacity *capacity, struct str node, int64_t *ret_bytes) {
    int64_t free = 0;
    for (size_t i = 0; i < capacity->by_name.count; i++) {
        const struct node_memory *entry = capacity->by_name.entries[i].value;
        if (str_eq(entry->name, node) || !entry->usable)
            continue;
        if (!entry->known)
            return false;
        if (entry->allocatable > entry->taken)
            free += entry->allocatable - entry->taken;
    }
    *ret_bytes = free;
    return capacity->complete;
}
