/* What one VM asks of nodes to what becomes of each node: each question takes nodes out, and the
 * first that takes a node out is its reason. What lasts is asked before what may pass, so what is
 * left between the two tells "tight" from "impossible". The trick: thousands of VMs ask the same.
 * Their questions are answered rows that compare by address, so they share one shape; the node that
 * a VM runs on is judged like the others here, and taken out of the answer in placement.c. */
#include "readiness/placement_shape.h"
#include "base/arena.h"
#include "base/limits.h"
#include "graph/edges.h"

/* Asking */

/* Volumes with a node affinity, and the names of those for the detail. */
struct volume {
    const struct placement_answered *answered;
    struct str name;
};

struct questions {
    const struct placement_need *need;
    const struct placement_answered *selector, *terms, *tolerated, *cpu;
    bool on_node_for_vms, dedicated, volumes_missing, too_many;
    VEC(struct volume) volumes;
    VEC(const struct placement_answered *) affinity;
    uint64_t *guarded; /* NULL: by none */
};

static void ask_labels(struct placement *p, const struct resource *vmi, struct questions *q) {
    struct value spec = value_path(vmi->object, "spec");
    struct value dedicated = value_path(spec, "domain.cpu.dedicatedCpuPlacement");
    q->selector = placement_selector(p, value_path(spec, "nodeSelector"));
    q->terms = placement_terms(
        p, value_path(spec, "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution."
                            "nodeSelectorTerms"));
    q->tolerated = placement_tolerated(p, value_path(spec, "tolerations"));
    q->cpu = placement_cpu(p, vmi);
    q->dedicated = value_is(dedicated, VALUE_BOOL) && value_bool(dedicated);
}

static void ask_volumes(struct placement *p, const struct resource *vmi, struct questions *q) {
    struct related volumes;
    if (!edges_follow(p->graph, vmi, STR("pvc/pv"), p->scratch, &volumes))
        return;
    q->volumes_missing = volumes.missing.count > 0;
    for (size_t i = 0; i < volumes.count; i++) {
        const struct placement_answered *answered =
            placement_terms(p, value_path(volumes.items[i]->object,
                                          "spec.nodeAffinity.required.nodeSelectorTerms"));
        if (answered)
            *vec_push(p->scratch, &q->volumes) = (struct volume){answered, volumes.items[i]->name};
    }
}

static void ask_pods(struct placement *p, const struct resource *vmi, struct questions *q) {
    struct value affinity = value_path(vmi->object, "spec.affinity");
    static const char *const paths[] = {
        "podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution",
        "podAffinity.requiredDuringSchedulingIgnoredDuringExecution"};
    for (size_t k = 0; k < 2; k++) {
        struct value terms = value_path(affinity, paths[k]);
        struct value_iter it = value_iter(terms);
        if (value_count(terms) > LIMIT_PLACEMENT_TERMS) {
            q->too_many = true;
            continue;
        }
        while (p->steps && value_next(&it))
            *vec_push(p->scratch, &q->affinity) = placement_affinity(p, vmi, it.value, k == 0);
    }
    uint64_t *row = NEW_ARRAY(p->scratch, p->words, uint64_t);
    for (size_t i = 0; i < p->words; i++)
        row[i] = UINT64_MAX;
    if (placement_guarded(p, vmi, row))
        q->guarded = row;
}

static struct questions ask(struct placement *p, const struct resource *vmi,
                            const struct placement_vm *vm) {
    struct questions q = {.need = vm->need, .on_node_for_vms = vm->node->for_vms};
    q.too_many = vm->need->too_many;
    ask_labels(p, vmi, &q);
    ask_volumes(p, vmi, &q);
    ask_pods(p, vmi, &q);
    return q;
}

/* Bytes that are the same for the same questions. */
static struct str key_of(struct placement *p, const struct questions *q) {
    struct strbuf key = strbuf_new(p->scratch);
    const void *const rows[] = {q->need, q->selector, q->terms, q->tolerated, q->cpu};
    const size_t counts[] = {q->volumes.count, q->affinity.count,
                             (size_t)q->on_node_for_vms | (size_t)q->dedicated << 1 |
                                 (size_t)q->volumes_missing << 2 | (size_t)q->too_many << 3 |
                                 (size_t)(q->guarded != NULL) << 4};
    strbuf_append(&key, (struct str){(const char *)rows, sizeof rows});
    strbuf_append(&key, (struct str){(const char *)counts, sizeof counts});
    for (size_t i = 0; i < q->volumes.count; i++) {
        const struct volume *volume = &q->volumes.items[i];
        const size_t place[] = {(size_t)volume->answered, volume->name.len};
        strbuf_append(&key, (struct str){(const char *)place, sizeof place});
        strbuf_append(&key, volume->name);
    }
    strbuf_append(&key, (struct str){(const char *)q->affinity.items,
                                     q->affinity.count * sizeof *q->affinity.items});
    if (q->guarded)
        strbuf_append(&key, (struct str){(const char *)q->guarded, p->words * sizeof(uint64_t)});
    return strbuf_str(&key);
}

/* Judging */

static bool is_open(const struct placement_shape *s, size_t node) {
    return s->verdicts[node].reason == PLACEMENT_NONE;
}

static void refuse(struct placement_shape *s, size_t node, enum placement_reason reason) {
    if (is_open(s, node))
        s->verdicts[node].reason = reason;
}

static void apply(struct placement_shape *s, const struct placement_answered *answered,
                  enum placement_reason reason) {
    if (!answered)
        return;
    s->labels_missing = s->labels_missing || answered->unsure;
    for (size_t i = 0; i < s->p->n_nodes; i++) {
        if (!is_open(s, i))
            continue;
        if (answered->unsure || (answered->doubt && placement_row_get(answered->doubt, i)))
            s->verdicts[i].doubt = true;
        else if (!placement_row_get(answered->fits, i))
            s->verdicts[i] = (struct placement_verdict){.reason = reason, .answered = answered};
    }
}

static void judge_labels(struct placement_shape *s, const struct questions *q) {
    const struct placement *p = s->p;
    /* Where the node that runs it has no such label either, nobody was there to set it. */
    for (size_t i = 0; i < p->n_nodes; i++)
        if (!p->nodes[i].for_vms && q->on_node_for_vms)
            refuse(s, i, PLACEMENT_NO_VMS);
        else if (!p->nodes[i].for_vms)
            s->verdicts[i].doubt = s->labels_missing = true;
    apply(s, p->everywhere, PLACEMENT_NODE_SELECTOR);
    apply(s, q->selector, PLACEMENT_NODE_SELECTOR);
    apply(s, q->terms, PLACEMENT_NODE_SELECTOR);
    apply(s, q->tolerated, PLACEMENT_TAINT);
    apply(s, q->cpu, PLACEMENT_CPU_MODEL);
    for (size_t i = 0; q->dedicated && i < p->n_nodes; i++) {
        const struct str *manager = map_find(&p->nodes[i].labels, STR("cpumanager"));
        if (!manager || !str_eq(*manager, STR("true")))
            refuse(s, i, PLACEMENT_CPU_MANAGER);
    }
}

static void judge_volumes(struct placement_shape *s, const struct questions *q) {
    for (size_t k = 0; k < q->volumes.count; k++) {
        apply(s, q->volumes.items[k].answered, PLACEMENT_VOLUME);
        for (size_t i = 0; i < s->p->n_nodes; i++)
            if (s->verdicts[i].reason == PLACEMENT_VOLUME && !s->verdicts[i].volume.len)
                s->verdicts[i].volume = q->volumes.items[k].name;
    }
}

static void judge_pods(struct placement_shape *s, const struct questions *q) {
    for (size_t i = 0; i < q->affinity.count; i++)
        apply(s, q->affinity.items[i], PLACEMENT_POD_AFFINITY);
    for (size_t i = 0; q->guarded && i < s->p->n_nodes; i++)
        if (!placement_row_get(q->guarded, i))
            refuse(s, i, PLACEMENT_POD_AFFINITY);
}

/* A node that does not tell what it has of memory, CPU or pods is not known to lack it. */
static void judge_size(struct placement_shape *s, const struct placement_ask *ask, bool whole) {
    struct str name = ask->column->name;
    bool memory = str_eq(name, STR("memory"));
    bool device = !memory && !str_eq(name, STR("cpu")) && !str_eq(name, STR("pods"));
    enum placement_reason reason = whole    ? (device ? PLACEMENT_DEVICE : PLACEMENT_TOO_SMALL)
                                   : device ? PLACEMENT_DEVICE_IN_USE
                                   : memory ? PLACEMENT_MEMORY
                                            : PLACEMENT_CPU;
    for (size_t i = 0; i < s->p->n_nodes; i++) {
        int64_t has = ask->column->allocatable[i], used = whole ? 0 : ask->column->used[i];
        if (!is_open(s, i))
            continue;
        if (has == 0 && !device)
            s->verdicts[i].doubt = s->verdicts[i].doubt || memory;
        else if (used > has || ask->amount > has - used)
            s->verdicts[i] = (struct placement_verdict){.reason = reason, .ask = ask};
        else if (memory && !whole && !s->p->nodes[i].memory_told)
            s->verdicts[i].doubt = true;
    }
}

static void judge_resources(struct placement_shape *s, bool whole) {
    for (size_t i = 0; i < s->need->count; i++) {
        const struct placement_ask *ask = &s->need->asks[i];
        if (whole || s->p->pods_complete || !str_eq(ask->column->name, STR("pods")))
            judge_size(s, ask, whole);
    }
}

static void judge_state(struct placement_shape *s) {
    for (size_t i = 0; i < s->p->n_nodes; i++) {
        const struct placement_node *node = &s->p->nodes[i];
        if (node->cordoned)
            refuse(s, i, PLACEMENT_CORDONED);
        if (node->ready_told && !node->ready)
            refuse(s, i, PLACEMENT_NOT_READY);
        if (node->for_vms && !node->schedulable)
            refuse(s, i, PLACEMENT_NOT_SCHEDULABLE);
        if (!node->ready_told)
            s->verdicts[i].doubt = true;
    }
}

void placement_tally(struct placement_tally *t, const struct placement_verdict *v, int one) {
    t->by_reason[v->reason] += one;
    if (v->reason != PLACEMENT_NONE && v->reason <= PLACEMENT_TOO_SMALL)
        t->refused += one;
    else if (v->doubt)
        t->doubtful += one;
    else if (v->reason == PLACEMENT_NONE)
        t->fits += one;
    else
        t->tight += one;
}

static struct placement_shape *judge(const struct placement *p, struct arena *arena,
                                     const struct questions *q) {
    struct placement_shape *s = NEW(arena, struct placement_shape);
    *s = (struct placement_shape){.p = p,
                                  .arena = arena,
                                  .need = q->need,
                                  .cpu = q->cpu,
                                  .volumes_missing = q->volumes_missing,
                                  .too_many = q->too_many};
    s->verdicts = NEW_ARRAY(arena, p->n_nodes, struct placement_verdict);
    s->details = NEW_ARRAY(arena, p->n_nodes, struct str);
    judge_labels(s, q);
    judge_volumes(s, q);
    judge_pods(s, q);
    judge_resources(s, true);
    judge_state(s);
    judge_resources(s, false);
    for (size_t i = 0; i < p->n_nodes; i++) {
        s->verdicts[i].doubt = s->verdicts[i].doubt || !q->need->memory_told;
        placement_tally(&s->tally, &s->verdicts[i], 1);
    }
    return s;
}

struct placement_shape *placement_shape(struct placement *p, const struct resource *vmi,
                                        const struct placement_vm *vm, struct arena *arena) {
    struct placement_shape **known = &p->shape_of.items[vm->number];
    if (*known)
        return *known;
    struct questions q = ask(p, vmi, vm);
    struct str key = key_of(p, &q);
    struct placement_shape *shape = map_find(&p->shapes, key);
    bool room = (p->shapes.count + 1) * p->n_nodes <= LIMIT_PLACEMENT_KEPT;
    if (!shape && room)
        shape = *map_at(&p->shapes, str_copy(p->arena, key)) = judge(p, p->arena, &q);
    *known = shape;
    if (!shape)
        shape = judge(p, arena, &q);
    arena_reset(p->scratch);
    return shape;
}

struct str placement_shape_detail(struct placement_shape *shape, size_t node) {
    struct str *told = &shape->details[node];
    if (!told->ptr)
        *told = placement_detail(shape->p, shape->arena, node, &shape->verdicts[node]);
    return *told;
}
