/* What becomes of each node (placement_shape.c) to the answer for one VM: its own node is taken
 * out, the others are counted and named. */
#include "readiness/placement.h"

#include "base/arena.h"
#include "base/limits.h"
#include "graph/collection.h"
#include "readiness/placement_shape.h"

static const char *const words[PLACEMENT_REASONS] = {
    [PLACEMENT_NONE] = "",
    [PLACEMENT_NO_VMS] = "no-vms",
    [PLACEMENT_NODE_SELECTOR] = "node-selector",
    [PLACEMENT_TAINT] = "taint",
    [PLACEMENT_CPU_MODEL] = "cpu-model",
    [PLACEMENT_CPU_MANAGER] = "cpu-manager",
    [PLACEMENT_VOLUME] = "volume",
    [PLACEMENT_POD_AFFINITY] = "pod-affinity",
    [PLACEMENT_DEVICE] = "device",
    [PLACEMENT_TOO_SMALL] = "too-small",
    [PLACEMENT_CORDONED] = "cordoned",
    [PLACEMENT_NOT_READY] = "not-ready",
    [PLACEMENT_NOT_SCHEDULABLE] = "not-schedulable",
    [PLACEMENT_DEVICE_IN_USE] = "device-in-use",
    [PLACEMENT_CPU] = "cpu",
    [PLACEMENT_MEMORY] = "memory",
};

const char *placement_reason_word(enum placement_reason reason) {
    return words[reason];
}

static const char *const texts[PLACEMENT_REASONS] = {
    [PLACEMENT_NONE] = "",
    [PLACEMENT_NO_VMS] = "there is no other node for VMs",
    [PLACEMENT_NODE_SELECTOR] = "its node selector or node affinity does not match",
    [PLACEMENT_TAINT] = "it does not tolerate their taints",
    [PLACEMENT_CPU_MODEL] = "they lack the CPU model or a CPU feature that it needs",
    [PLACEMENT_CPU_MANAGER] = "they offer no dedicated CPUs",
    [PLACEMENT_VOLUME] = "one of its volumes cannot be used there",
    [PLACEMENT_POD_AFFINITY] = "required affinity between pods keeps it away",
    [PLACEMENT_DEVICE] = "they lack a device or huge pages that it needs",
    [PLACEMENT_TOO_SMALL] = "they are too small for it, even if nothing else ran there",
    [PLACEMENT_CORDONED] = "they are cordoned",
    [PLACEMENT_NOT_READY] = "they are not ready",
    [PLACEMENT_NOT_SCHEDULABLE] = "they are not schedulable for VMs",
    [PLACEMENT_DEVICE_IN_USE] = "the devices or huge pages that it needs are in use",
    [PLACEMENT_CPU] = "too little of their CPU is free",
    [PLACEMENT_MEMORY] = "too little of their memory is free",
};

const char *placement_reason_text(enum placement_reason reason) {
    return texts[reason];
}

static void set_arenas(struct placement *p, struct arena *arena) {
    p->arena = arena;
    p->scratch = arena_inner(arena);
    p->shapes = map_new(arena);
}

struct placement *placement_new(struct arena *arena, const struct graph *graph) {
    struct placement *p = NEW(arena, struct placement);
    const struct str anywhere = {0};
    set_arenas(p, arena);
    p->graph = graph;
    p->steps = limits->placement_steps;
    p->nodes_complete = collection_holds(graph, STR("Node"), anywhere);
    p->vmis_complete = collection_holds(graph, STR("VirtualMachineInstance"), anywhere);
    p->pods_complete = collection_holds(graph, STR("Pod"), anywhere);
    p->answered = map_new(arena);
    placement_read_nodes(p);
    placement_read_settings(p);
    placement_count(p);
    placement_read_guards(p);
    return p;
}

/* What questions add to is its own: answers, VMs that run nowhere, and what only they ask for. */
struct placement *placement_fork(struct arena *arena, const struct placement *tables) {
    struct placement *p = NEW(arena, struct placement);
    *p = *tables;
    set_arenas(p, arena);
    vec_copy(arena, &p->columns, &tables->columns);
    p->columns_by_name = map_copy(arena, &tables->columns_by_name);
    p->answered = map_copy(arena, &tables->answered);
    p->needs = map_copy(arena, &tables->needs);
    p->vms = map_copy(arena, &tables->vms);
    p->shape_of.cap = tables->shape_of.count + 1;
    p->shape_of.items = NEW_ARRAY(arena, p->shape_of.cap, struct placement_shape *);
    return p;
}

uint64_t placement_steps_left(const struct placement *placement) {
    return placement->steps;
}

/* Answering */

/* One VM and the shape that it shares. */
struct search {
    struct placement *p;
    struct arena *arena;
    const struct resource *vmi;
    const struct placement_node *source;
    struct placement_shape *shape;
    struct placement_tally tally; /* of all nodes but its own */
};

static bool takes_vms(const struct placement_node *node) {
    return node->schedulable && node->ready && !node->cordoned;
}

/* Asked on its own: another reason may stand before it. */
static void tell_cpu(const struct search *s, struct placement_result *result) {
    const struct placement_answered *answered = s->shape->cpu;
    size_t lacks = SIZE_MAX;
    if (answered && (answered->unsure || answered->doubt))
        return;
    for (size_t i = 0; i < s->p->n_nodes; i++) {
        if (&s->p->nodes[i] == s->source || !takes_vms(&s->p->nodes[i]))
            continue;
        if (!answered || placement_row_get(answered->fits, i)) {
            result->cpu_target = CPU_TARGET_THERE;
            return;
        }
        lacks = lacks == SIZE_MAX ? i : lacks;
    }
    if (lacks != SIZE_MAX)
        result->cpu_detail =
            str_printf(s->arena, "%.*s: %.*s", STR_ARG(s->p->nodes[lacks].name),
                       STR_ARG(placement_label_detail(s->p, s->arena, lacks, answered)));
    if (s->p->nodes_complete)
        result->cpu_target = CPU_TARGET_NONE;
}

static enum placement_answer answer(const struct search *s) {
    if (s->p->steps == 0 || s->shape->too_many)
        return PLACEMENT_UNKNOWN;
    if (s->tally.fits)
        return PLACEMENT_FITS;
    if (s->tally.doubtful || !s->p->nodes_complete)
        return PLACEMENT_UNKNOWN;
    return s->tally.tight ? PLACEMENT_TIGHT : PLACEMENT_IMPOSSIBLE;
}

/* The most frequent reason among nodes for VMs; of two as frequent the one that is asked first.
 * Where it is tight, among the nodes that could take it. */
static enum placement_reason common(const struct placement_tally *t, enum placement_answer answer) {
    enum placement_reason best = PLACEMENT_NO_VMS;
    int64_t most = 0;
    int from = answer == PLACEMENT_TIGHT ? PLACEMENT_TOO_SMALL + 1 : PLACEMENT_NODE_SELECTOR;
    for (int r = from; r < PLACEMENT_REASONS; r++)
        if (t->by_reason[r] > most) {
            most = t->by_reason[r];
            best = (enum placement_reason)r;
        }
    return best;
}

static void assume(struct strbuf *out, bool when, const char *sentence) {
    if (!when)
        return;
    if (out->len)
        strbuf_append_byte(out, ' ');
    strbuf_append(out, str_of(sentence));
}

static struct str assumption(const struct search *s, enum placement_answer answer) {
    struct strbuf out = strbuf_new(s->arena);
    bool from_pod = s->shape->need->from_pod;
    bool room = answer == PLACEMENT_FITS || answer == PLACEMENT_TIGHT;
    bool size = room || (answer == PLACEMENT_IMPOSSIBLE && s->tally.by_reason[PLACEMENT_TOO_SMALL]);
    assume(&out, size && !from_pod,
           "Its memory and CPU are counted by KubeVirt's formula, not read from its pod.");
    assume(&out, size && !from_pod && !s->p->settings_read,
           "KubeVirt's settings were not collected; its defaults are taken.");
    assume(&out, room && !s->p->vmis_complete, "VMs that were not collected are not counted.");
    assume(&out, room && !s->p->pods_complete, "Pods that were not collected are not counted.");
    assume(&out, answer == PLACEMENT_FITS && s->shape->volumes_missing,
           "Volumes that were not collected are taken to be usable on every node.");
    return strbuf_str(&out);
}

static struct missing_set what_is_missing(const struct search *s) {
    const struct resource *vmi = s->vmi;
    struct missing untold = {vmi->of->display, vmi->namespace, vmi->name};
    struct missing node = {STR("Node"), (struct str){0}, (struct str){0}};
    if (!s->p->nodes_complete)
        return collection_missing(s->p->graph, s->arena, node.kind, (struct str){0});
    node.name = value_str(value_path(vmi->object, "status.nodeName"));
    bool asked_node = node.name.len && (!s->shape || s->shape->labels_missing);
    return missing_one(s->arena, asked_node ? node : untold);
}

/* Of the first node that was refused for the common reason. */
static struct str detail(const struct search *s, enum placement_reason reason) {
    for (size_t i = 0; reason != PLACEMENT_NONE && i < s->p->n_nodes; i++)
        if (s->shape->verdicts[i].reason == reason && &s->p->nodes[i] != s->source)
            return placement_shape_detail(s->shape, i);
    return (struct str){0};
}

static void list_nodes(const struct search *s, struct placement_result *result) {
    struct str *nodes = NEW_ARRAY(s->arena, (size_t)s->tally.fits, struct str);
    struct placement_refusal *refused =
        NEW_ARRAY(s->arena, LIMIT_PLACEMENT_LISTED, struct placement_refusal);
    for (size_t i = 0; i < s->p->n_nodes; i++) {
        const struct placement_verdict *v = &s->shape->verdicts[i];
        struct str name = s->p->nodes[i].name;
        if (&s->p->nodes[i] == s->source)
            continue;
        if (v->reason == PLACEMENT_NONE) {
            if (!v->doubt)
                nodes[result->n_nodes++] = name;
            continue;
        }
        if (result->n_refused < LIMIT_PLACEMENT_LISTED)
            refused[result->n_refused++] =
                (struct placement_refusal){name, v->reason, placement_shape_detail(s->shape, i)};
        else
            result->n_more++;
    }
    result->nodes = nodes;
    result->refused = refused;
}

static int64_t asked(const struct placement_need *need, const char *name) {
    for (size_t i = 0; i < need->count; i++)
        if (str_is(need->asks[i].column->name, name))
            return need->asks[i].amount;
    return -1;
}

/* The bound that stands between the question and an answer. */
static const char *limited(const struct search *s) {
    if (s->shape->too_many)
        return "placement-terms";
    if (s->p->steps == 0)
        return "placement-steps";
    return s->p->nodes_cut ? "placement-nodes" : NULL;
}

static void find(struct search *s, const struct placement_vm *vm) {
    s->shape = placement_shape(s->p, s->vmi, vm, s->arena);
    s->tally = s->shape->tally;
    placement_tally(&s->tally, &s->shape->verdicts[s->source - s->p->nodes], -1);
}

static struct placement_result tell(struct search *s, bool list) {
    const struct placement_vm *vm = placement_vm(s->p, s->vmi);
    struct placement_result result = {.memory = -1, .cpu = -1};
    s->source = vm->node;
    if (!s->source) {
        result.missing = what_is_missing(s);
        result.limited = s->p->nodes_cut ? "placement-nodes" : NULL;
        return result;
    }
    find(s, vm);
    result.answer = answer(s);
    result.limited = result.answer == PLACEMENT_UNKNOWN ? limited(s) : NULL;
    result.memory = vm->need->memory_told ? asked(vm->need, "memory") : -1;
    result.cpu = asked(vm->need, "cpu");
    if (result.answer != PLACEMENT_FITS)
        result.reason = common(&s->tally, result.answer);
    result.detail = detail(s, result.reason);
    if (list)
        list_nodes(s, &result);
    tell_cpu(s, &result);
    result.missing = what_is_missing(s);
    result.assumption = assumption(s, result.answer);
    result.estimate = result.assumption.len > 0;
    return result;
}

struct placement_result placement_of(struct placement *p, const struct resource *vmi,
                                     struct arena *arena) {
    return tell(&(struct search){.p = p, .arena = arena, .vmi = vmi}, true);
}

struct placement_result placement_brief(struct placement *p, const struct resource *vmi,
                                        struct arena *arena) {
    return tell(&(struct search){.p = p, .arena = arena, .vmi = vmi}, false);
}

bool placement_memory(struct placement *p, const struct resource *vmi, int64_t *ret_bytes) {
    const struct placement_need *need = placement_vm(p, vmi)->need;
    *ret_bytes = asked(need, "memory");
    return need->memory_told && *ret_bytes >= 0;
}

bool placement_free_elsewhere(const struct placement *p, struct str node, int64_t *ret_bytes) {
    const struct placement_column *memory = p->columns.items[0];
    int64_t free = 0;
    for (size_t i = 0; i < p->n_nodes; i++) {
        const struct placement_node *other = &p->nodes[i];
        if (str_eq(other->name, node) || !takes_vms(other))
            continue;
        if (!other->memory_told)
            return false;
        if (memory->allocatable[i] > memory->used[i])
            free = placement_add(free, memory->allocatable[i] - memory->used[i]);
    }
    *ret_bytes = free;
    return p->nodes_complete && p->vmis_complete;
}
