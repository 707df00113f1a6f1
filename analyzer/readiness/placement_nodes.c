/* Nodes to numbered rows, and their resources to columns over those rows, so that thousands of VMs
 * are held against them without looking a name up twice. */
#include "base/arena.h"
#include "base/limits.h"
#include "cel/quantity.h"
#include "readiness/placement_inside.h"

int64_t placement_add(int64_t a, int64_t b) {
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

/* Thousandths by exact text: whole units would round "100m" up to a whole CPU. */
static bool thousandths(struct str text, int64_t *ret_amount) {
    char milli[64];
    int64_t units;
    if (text.len && text.ptr[text.len - 1] == 'm')
        return cel_quantity_units(str_slice(text, 0, text.len - 1), ret_amount);
    bool plain = text.len > 0 && text.len < sizeof milli - 2, dot = false;
    for (size_t i = 0; i < text.len && plain; i++) {
        milli[i] = text.ptr[i];
        dot = dot || text.ptr[i] == '.';
        plain = (text.ptr[i] >= '0' && text.ptr[i] <= '9') || text.ptr[i] == '.';
    }
    if (plain && dot) {
        milli[text.len] = 'e';
        milli[text.len + 1] = '3';
        return cel_quantity_units((struct str){milli, text.len + 2}, ret_amount);
    }
    if (!cel_quantity_units(text, &units))
        return false;
    *ret_amount = units > INT64_MAX / 1000 ? INT64_MAX : units * 1000;
    return true;
}

bool placement_amount(struct str resource, struct value quantity, int64_t *ret_amount) {
    struct str text = value_str(quantity);
    return str_eq(resource, STR("cpu")) ? thousandths(text, ret_amount)
                                        : cel_quantity_units(text, ret_amount);
}

struct placement_node *placement_node(const struct placement *p, struct str name) {
    return map_find(&p->node_index, name);
}

struct placement_column *placement_column(struct placement *p, struct str name) {
    void **place = map_at(&p->columns_by_name, name);
    if (*place)
        return *place;
    struct placement_column *column = NEW(p->arena, struct placement_column);
    column->name = name;
    column->allocatable = NEW_ARRAY(p->arena, p->n_nodes, int64_t);
    column->used = NEW_ARRAY(p->arena, p->n_nodes, int64_t);
    *vec_push(p->arena, &p->columns) = column;
    *place = column;
    return column;
}

static bool is_true(struct value v) {
    return value_is(v, VALUE_BOOL) && value_bool(v);
}

static void read_ready(struct placement_node *node) {
    struct value_iter it = value_iter(value_path(node->resource->object, "status.conditions"));
    while (value_next(&it)) {
        if (!str_eq(value_str(value_path(it.value, "type")), STR("Ready")))
            continue;
        node->ready_told = true;
        node->ready = str_eq(value_str(value_path(it.value, "status")), STR("True"));
        return;
    }
}

static void read_labels(struct placement *p, struct placement_node *node, struct value labels) {
    node->labels = map_new(p->arena);
    struct value_iter it = value_iter(labels);
    while (value_next(&it)) {
        struct str *value = NEW(p->arena, struct str);
        *value = value_str(it.value);
        *map_at(&node->labels, it.key) = value;
    }
}

static void read_node(struct placement *p, struct placement_node *node) {
    struct value object = node->resource->object;
    node->name = node->resource->name;
    read_labels(p, node, value_path(object, "metadata.labels"));
    node->taints = value_path(object, "spec.taints");
    node->cordoned = is_true(value_path(object, "spec.unschedulable"));
    read_ready(node);
    const struct str *schedulable = map_find(&node->labels, STR("kubevirt.io/schedulable"));
    node->for_vms = schedulable != NULL;
    node->schedulable = schedulable && str_eq(*schedulable, STR("true"));
    *map_at(&p->node_index, node->name) = node;
}

static void read_allocatable(struct placement *p, size_t at) {
    struct placement_node *node = &p->nodes[at];
    struct value_iter it = value_iter(value_path(node->resource->object, "status.allocatable"));
    while (value_next(&it)) {
        int64_t amount;
        /* A hostile node's names would each cost a column over all nodes. */
        if (p->columns.count >= LIMIT_PLACEMENT_COLUMNS && !map_find(&p->columns_by_name, it.key))
            continue;
        if (!placement_amount(it.key, it.value, &amount))
            continue;
        placement_column(p, it.key)->allocatable[at] = amount;
        if (str_eq(it.key, STR("memory")))
            node->memory_told = true;
    }
}

void placement_read_nodes(struct placement *p) {
    const struct kind *kind = graph_kind(p->graph, STR("Node"));
    size_t count = kind ? kind->count : 0;
    p->n_nodes = count < limits->placement_nodes ? count : limits->placement_nodes;
    p->nodes_cut = p->n_nodes < count;
    p->nodes_complete = p->nodes_complete && !p->nodes_cut;
    p->words = (p->n_nodes + 63) / 64;
    p->nodes = NEW_ARRAY(p->arena, p->n_nodes, struct placement_node);
    p->node_index = map_new(p->arena);
    p->columns_by_name = map_new(p->arena);
    placement_column(p, STR("memory"));
    placement_column(p, STR("cpu"));
    placement_column(p, STR("pods"));
    for (size_t i = 0; i < p->n_nodes; i++) {
        p->nodes[i].resource = kind->items[i];
        read_node(p, &p->nodes[i]);
        read_allocatable(p, i);
    }
}
