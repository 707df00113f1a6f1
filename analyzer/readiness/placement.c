/* A VM and all nodes to an answer: each question takes nodes out of a row of bits, and the first
 * that takes a node out is its reason. The trick: what lasts is asked before what may pass, so what
 * is left between the two tells "tight" from "impossible". */
#include "readiness/placement.h"

#include "base/arena.h"
#include "base/limits.h"
#include "graph/collection.h"
#include "graph/edges.h"
#include "readiness/placement_inside.h"

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

/* What became of one node. */
struct verdict {
    enum placement_reason reason;
    bool doubt;
    const struct placement_answered *answered;
    const struct placement_ask *ask;
    struct str volume;
};

struct search {
    struct placement *p;
    struct arena *arena;
    const struct resource *vmi;
    const struct placement_node *source;
    const struct placement_answered *cpu;
    struct placement_need need;
    struct verdict *verdicts;
    bool labels_missing, volumes_missing;
};

static void free_scratch(void *scratch) {
    arena_free(scratch);
}

struct placement *placement_new(struct arena *arena, const struct graph *graph) {
    struct placement *p = NEW(arena, struct placement);
    const struct str anywhere = {0};
    p->arena = arena;
    p->scratch = arena_new();
    arena_on_reset(arena, free_scratch, p->scratch);
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

/* Refusing */

static bool is_open(const struct search *s, size_t node) {
    return &s->p->nodes[node] != s->source && s->verdicts[node].reason == PLACEMENT_NONE;
}

static void refuse(struct search *s, size_t node, enum placement_reason reason) {
    if (is_open(s, node))
        s->verdicts[node].reason = reason;
}

static void apply(struct search *s, const struct placement_answered *answered,
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
            s->verdicts[i] = (struct verdict){.reason = reason, .answered = answered};
    }
}

static void ask_labels(struct search *s) {
    struct value spec = value_path(s->vmi->object, "spec");
    const struct kind *settings = graph_kind(s->p->graph, STR("KubeVirt"));
    struct value everywhere = {0};
    if (settings && settings->count)
        everywhere = value_path(settings->items[0]->object,
                                "spec.configuration.developerConfiguration.nodeSelectors");
    /* Where the node that runs it has no such label either, nobody was there to set it. */
    for (size_t i = 0; i < s->p->n_nodes; i++)
        if (!s->p->nodes[i].for_vms && s->source->for_vms)
            refuse(s, i, PLACEMENT_NO_VMS);
        else if (!s->p->nodes[i].for_vms)
            s->verdicts[i].doubt = s->labels_missing = true;
    apply(s, placement_selector(s->p, everywhere), PLACEMENT_NODE_SELECTOR);
    apply(s, placement_selector(s->p, value_path(spec, "nodeSelector")), PLACEMENT_NODE_SELECTOR);
    apply(s,
          placement_terms(s->p, value_path(spec, "affinity.nodeAffinity."
                                                 "requiredDuringSchedulingIgnoredDuringExecution."
                                                 "nodeSelectorTerms")),
          PLACEMENT_NODE_SELECTOR);
    apply(s, placement_tolerated(s->p, value_path(spec, "tolerations")), PLACEMENT_TAINT);
    s->cpu = placement_cpu(s->p, s->vmi);
    apply(s, s->cpu, PLACEMENT_CPU_MODEL);
    struct value dedicated = value_path(spec, "domain.cpu.dedicatedCpuPlacement");
    for (size_t i = 0;
         value_is(dedicated, VALUE_BOOL) && value_bool(dedicated) && i < s->p->n_nodes; i++) {
        const struct str *manager = map_find(&s->p->nodes[i].labels, STR("cpumanager"));
        if (!manager || !str_eq(*manager, STR("true")))
            refuse(s, i, PLACEMENT_CPU_MANAGER);
    }
}

/* Each volume's node affinity, with the volume's name for the detail. */
static void ask_volumes(struct search *s) {
    struct related volumes;
    if (!edges_follow(s->p->graph, s->vmi, STR("pvc/pv"), s->p->scratch, &volumes))
        return;
    s->volumes_missing = volumes.missing.count > 0;
    for (size_t k = 0; k < volumes.count; k++) {
        const struct placement_answered *answered =
            placement_terms(s->p, value_path(volumes.items[k]->object,
                                             "spec.nodeAffinity.required.nodeSelectorTerms"));
        apply(s, answered, PLACEMENT_VOLUME);
        for (size_t i = 0; answered && i < s->p->n_nodes; i++)
            if (s->verdicts[i].reason == PLACEMENT_VOLUME && !s->verdicts[i].volume.len)
                s->verdicts[i].volume = volumes.items[k]->name;
    }
}

static void ask_pods(struct search *s) {
    static const char *const paths[] = {
        "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution",
        "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution"};
    for (size_t k = 0; k < 2; k++) {
        struct value terms = value_path(s->vmi->object, paths[k]);
        struct value_iter it = value_iter(terms);
        if (value_count(terms) > LIMIT_PLACEMENT_TERMS) {
            s->need.too_many = true;
            continue;
        }
        while (s->p->steps && value_next(&it))
            apply(s, placement_affinity(s->p, s->vmi, it.value, k == 0), PLACEMENT_POD_AFFINITY);
    }
    uint64_t *row = NEW_ARRAY(s->p->scratch, s->p->words, uint64_t);
    for (size_t i = 0; i < s->p->words; i++)
        row[i] = UINT64_MAX;
    if (!placement_guarded(s->p, s->vmi, row))
        return;
    for (size_t i = 0; i < s->p->n_nodes; i++)
        if (!placement_row_get(row, i))
            refuse(s, i, PLACEMENT_POD_AFFINITY);
}

/* Resources */

static bool is_memory(const struct placement_ask *ask) {
    return str_eq(ask->column->name, STR("memory"));
}

static bool is_device(const struct placement_ask *ask) {
    struct str name = ask->column->name;
    return !is_memory(ask) && !str_eq(name, STR("cpu")) && !str_eq(name, STR("pods"));
}

/* A node that does not tell what it has of memory, CPU or pods is not known to lack it. */
static void ask_size(struct search *s, const struct placement_ask *ask, bool whole) {
    bool device = is_device(ask), memory = is_memory(ask);
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
            s->verdicts[i] = (struct verdict){.reason = reason, .ask = ask};
        else if (memory && !whole && !s->p->nodes[i].memory_told)
            s->verdicts[i].doubt = true;
    }
}

static void ask_resources(struct search *s, bool whole) {
    for (size_t i = 0; i < s->need.count; i++)
        if (whole || !str_eq(s->need.asks[i].column->name, STR("pods")) || s->p->pods_complete)
            ask_size(s, &s->need.asks[i], whole);
}

static void ask_state(struct search *s) {
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

/* Details */

static struct str in_gib(struct arena *arena, int64_t bytes) {
    int64_t tenths = bytes / (((int64_t)1 << 30) / 10);
    return str_printf(arena, "%lld.%lld GiB", (long long)(tenths / 10), (long long)(tenths % 10));
}

static struct str amount_text(const struct search *s, const struct placement_ask *ask,
                              int64_t amount) {
    if (is_memory(ask) || str_starts_with(ask->column->name, STR("hugepages-")))
        return in_gib(s->arena, amount);
    if (!str_eq(ask->column->name, STR("cpu")))
        return str_printf(s->arena, "%lld", (long long)amount);
    return str_printf(s->arena, "%lld.%lld", (long long)(amount / 1000),
                      (long long)(amount % 1000 / 100));
}

static struct str resource_detail(const struct search *s, size_t node,
                                  const struct verdict *verdict) {
    const struct placement_ask *ask = verdict->ask;
    int64_t has = ask->column->allocatable[node], used = ask->column->used[node];
    struct str name = ask->column->name;
    struct str needs = amount_text(s, ask, ask->amount), all = amount_text(s, ask, has);
    if (verdict->reason <= PLACEMENT_TOO_SMALL)
        return str_printf(s->arena, "it needs %.*s of %.*s, the whole node has %.*s",
                          STR_ARG(needs), STR_ARG(name), STR_ARG(all));
    struct str left = amount_text(s, ask, used < has ? has - used : 0);
    return str_printf(s->arena, "it needs %.*s of %.*s, %.*s of %.*s are free", STR_ARG(needs),
                      STR_ARG(name), STR_ARG(left), STR_ARG(all));
}

static struct str label_detail(const struct search *s, size_t node,
                               const struct placement_answered *answered) {
    for (size_t i = 0; i < answered->labels.count; i++) {
        const struct placement_label *want = &answered->labels.items[i];
        const struct str *have = map_find(&s->p->nodes[node].labels, want->key);
        if (!have || !str_eq(*have, want->value))
            return str_printf(s->arena, "it has no label %.*s=%.*s", STR_ARG(want->key),
                              STR_ARG(want->value));
    }
    return STR("it does not match the required node affinity");
}

static struct str taint_detail(const struct search *s, size_t node) {
    struct value_iter it = value_iter(s->p->nodes[node].taints);
    struct strbuf out = strbuf_new(s->arena);
    while (value_next(&it) && out.len < LIMIT_FIELD_BYTES) {
        struct str value = value_str(value_path(it.value, "value"));
        strbuf_printf(&out, "%s%.*s%s%.*s:%.*s", out.len ? ", " : "it is tainted ",
                      STR_ARG(value_str(value_path(it.value, "key"))), value.len ? "=" : "",
                      STR_ARG(value), STR_ARG(value_str(value_path(it.value, "effect"))));
    }
    return strbuf_str(&out);
}

static struct str detail(const struct search *s, size_t node) {
    const struct verdict *verdict = &s->verdicts[node];
    switch (verdict->reason) {
    case PLACEMENT_NONE:
    case PLACEMENT_REASONS:
        return (struct str){0};
    case PLACEMENT_NO_VMS:
        return STR("it is no node for VMs");
    case PLACEMENT_NODE_SELECTOR:
    case PLACEMENT_CPU_MODEL:
        return label_detail(s, node, verdict->answered);
    case PLACEMENT_TAINT:
        return taint_detail(s, node);
    case PLACEMENT_CPU_MANAGER:
        return STR("it has no label cpumanager=true, which dedicated CPUs need");
    case PLACEMENT_VOLUME:
        return str_printf(s->arena, "volume %.*s cannot be used there", STR_ARG(verdict->volume));
    case PLACEMENT_POD_AFFINITY:
        return STR("required affinity between pods keeps it away");
    case PLACEMENT_CORDONED:
        return STR("it is cordoned");
    case PLACEMENT_NOT_READY:
        return STR("it is not ready");
    case PLACEMENT_NOT_SCHEDULABLE:
        return STR("its label kubevirt.io/schedulable is not true");
    case PLACEMENT_DEVICE:
    case PLACEMENT_TOO_SMALL:
    case PLACEMENT_DEVICE_IN_USE:
    case PLACEMENT_CPU:
    case PLACEMENT_MEMORY:
        return resource_detail(s, node, verdict);
    }
    return (struct str){0};
}

/* Answering */

static bool takes_vms(const struct placement_node *node) {
    return node->schedulable && node->ready && !node->cordoned;
}

/* Asked on its own: another reason may stand before it. */
static void tell_cpu(const struct search *s, struct placement_result *result) {
    const struct placement_answered *answered = s->cpu;
    if (answered && (answered->unsure || answered->doubt))
        return;
    for (size_t i = 0; i < s->p->n_nodes; i++) {
        if (&s->p->nodes[i] == s->source || !takes_vms(&s->p->nodes[i]))
            continue;
        if (!answered || placement_row_get(answered->fits, i)) {
            result->cpu_target = CPU_TARGET_THERE;
            return;
        }
        if (!result->cpu_detail.len)
            result->cpu_detail = str_printf(s->arena, "%.*s: %.*s", STR_ARG(s->p->nodes[i].name),
                                            STR_ARG(label_detail(s, i, answered)));
    }
    if (s->p->nodes_complete)
        result->cpu_target = CPU_TARGET_NONE;
}

struct tally {
    size_t fits, doubtful, tight, refused, too_small;
    size_t by_reason[PLACEMENT_REASONS];
};

static struct tally count(const struct search *s) {
    struct tally t = {0};
    for (size_t i = 0; i < s->p->n_nodes; i++) {
        const struct verdict *v = &s->verdicts[i];
        if (&s->p->nodes[i] == s->source)
            continue;
        t.by_reason[v->reason]++;
        if (v->reason == PLACEMENT_NONE)
            v->doubt ? t.doubtful++ : t.fits++;
        else if (v->reason <= PLACEMENT_TOO_SMALL)
            t.refused++;
        else
            v->doubt ? t.doubtful++ : t.tight++;
        t.too_small += v->reason == PLACEMENT_TOO_SMALL;
    }
    return t;
}

static enum placement_answer answer(const struct search *s, const struct tally *t) {
    if (s->p->steps == 0 || s->need.too_many)
        return PLACEMENT_UNKNOWN;
    if (t->fits)
        return PLACEMENT_FITS;
    if (t->doubtful || !s->p->nodes_complete)
        return PLACEMENT_UNKNOWN;
    return t->tight ? PLACEMENT_TIGHT : PLACEMENT_IMPOSSIBLE;
}

/* The most frequent reason among nodes for VMs; of two as frequent the one that is asked first.
 * Where it is tight, among the nodes that could take it. */
static enum placement_reason common(const struct tally *t, enum placement_answer answer) {
    enum placement_reason best = PLACEMENT_NO_VMS;
    size_t most = 0;
    int from = answer == PLACEMENT_TIGHT ? PLACEMENT_TOO_SMALL + 1 : PLACEMENT_NODE_SELECTOR;
    for (int r = from; r < PLACEMENT_REASONS; r++)
        if (t->by_reason[r] > most) {
            most = t->by_reason[r];
            best = (enum placement_reason)r;
        }
    return best;
}

static void assume(struct strbuf *out, bool when, const char *sentence) {
    if (when)
        strbuf_printf(out, "%s%s", out->len ? " " : "", sentence);
}

static struct str assumption(const struct search *s, const struct tally *t,
                             enum placement_answer answer) {
    struct strbuf out = strbuf_new(s->arena);
    bool room = answer == PLACEMENT_FITS || answer == PLACEMENT_TIGHT;
    bool size = room || (answer == PLACEMENT_IMPOSSIBLE && t->too_small);
    assume(&out, size && !s->need.from_pod,
           "Its memory and CPU are counted by KubeVirt's formula, not read from its pod.");
    assume(&out, size && !s->need.from_pod && !s->p->settings_read,
           "KubeVirt's settings were not collected; its defaults are taken.");
    assume(&out, room && !s->p->vmis_complete, "VMs that were not collected are not counted.");
    assume(&out, room && !s->p->pods_complete, "Pods that were not collected are not counted.");
    assume(&out, answer == PLACEMENT_FITS && s->volumes_missing,
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
    bool asked_node = node.name.len && (!s->source || s->labels_missing);
    return missing_one(s->arena, asked_node ? node : untold);
}

static void list_nodes(const struct search *s, const struct tally *t,
                       struct placement_result *result) {
    struct str *nodes = NEW_ARRAY(s->arena, t->fits, struct str);
    struct placement_refusal *refused =
        NEW_ARRAY(s->arena, LIMIT_PLACEMENT_LISTED, struct placement_refusal);
    for (size_t i = 0; i < s->p->n_nodes; i++) {
        const struct verdict *v = &s->verdicts[i];
        struct str name = s->p->nodes[i].name;
        if (&s->p->nodes[i] == s->source)
            continue;
        if (v->reason == PLACEMENT_NONE) {
            if (!v->doubt)
                nodes[result->n_nodes++] = name;
            continue;
        }
        if (!result->detail.len && v->reason == result->reason)
            result->detail = detail(s, i);
        if (result->n_refused < LIMIT_PLACEMENT_LISTED)
            refused[result->n_refused++] =
                (struct placement_refusal){name, v->reason, detail(s, i)};
        else
            result->n_more++;
    }
    result->nodes = nodes;
    result->refused = refused;
}

static void search(struct search *s) {
    s->need = placement_need(s->p, s->vmi);
    ask_labels(s);
    ask_volumes(s);
    ask_pods(s);
    ask_resources(s, true);
    ask_state(s);
    ask_resources(s, false);
    for (size_t i = 0; !s->need.memory_told && i < s->p->n_nodes; i++)
        s->verdicts[i].doubt = true;
}

static int64_t asked(const struct placement_need *need, const char *name) {
    for (size_t i = 0; i < need->count; i++)
        if (str_eq(need->asks[i].column->name, str_of(name)))
            return need->asks[i].amount;
    return -1;
}

/* The bound that stands between the question and an answer. */
static const char *limited(const struct search *s) {
    if (s->need.too_many)
        return "placement-terms";
    if (s->p->steps == 0)
        return "placement-steps";
    return s->p->nodes_cut ? "placement-nodes" : NULL;
}

struct placement_result placement_of(struct placement *p, const struct resource *vmi,
                                     struct arena *arena) {
    struct search s = {.p = p, .arena = arena, .vmi = vmi};
    struct placement_result result = {.memory = -1, .cpu = -1};
    s.source = placement_node(p, value_str(value_path(vmi->object, "status.nodeName")));
    if (!s.source) {
        result.missing = what_is_missing(&s);
        result.limited = p->nodes_cut ? "placement-nodes" : NULL;
        return result;
    }
    s.verdicts = NEW_ARRAY(p->scratch, p->n_nodes, struct verdict);
    search(&s);
    struct tally t = count(&s);
    result.answer = answer(&s, &t);
    result.limited = result.answer == PLACEMENT_UNKNOWN ? limited(&s) : NULL;
    result.memory = s.need.memory_told ? asked(&s.need, "memory") : -1;
    result.cpu = asked(&s.need, "cpu");
    if (result.answer != PLACEMENT_FITS)
        result.reason = common(&t, result.answer);
    list_nodes(&s, &t, &result);
    tell_cpu(&s, &result);
    result.missing = what_is_missing(&s);
    result.assumption = assumption(&s, &t, result.answer);
    result.estimate = result.assumption.len > 0;
    arena_reset(p->scratch);
    return result;
}

bool placement_memory(struct placement *p, const struct resource *vmi, int64_t *ret_bytes) {
    struct placement_need need = placement_need(p, vmi);
    *ret_bytes = asked(&need, "memory");
    arena_reset(p->scratch);
    return need.memory_told && *ret_bytes >= 0;
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
