/* Taints, and required affinity between pods. The trick: a term becomes the set of nodes in the
 * domains where a pod it selects runs; that set is remembered by the term's text. A VM's launcher
 * pod carries the VM's labels and, while it migrates, stands on the source still, so it counts
 * among those it keeps away from.
 *
 * Sources: kubevirt/kubevirt pkg/virt-controller/services/template.go; Kubernetes' scheduler,
 * InterPodAffinity and TaintToleration. */
#include "base/arena.h"
#include "base/limits.h"
#include "readiness/placement_inside.h"

/* Required anti-affinity that a running VM carries: others with such labels stay out of its
 * domain. */
struct placement_guard {
    struct value term;
    struct str namespace;
    uint64_t *refuses;
};
struct placement_guards {
    VEC(struct placement_guard *) list;
};

/* Taints */

static bool field_is(struct value v, const char *field, const char *text) {
    return str_eq(value_str(value_path(v, field)), str_of(text));
}

static bool tolerates(struct value toleration, struct value taint) {
    struct str key = value_str(value_path(toleration, "key"));
    struct str effect = value_str(value_path(toleration, "effect"));
    bool exists = field_is(toleration, "operator", "Exists");
    if (effect.len && !str_eq(effect, value_str(value_path(taint, "effect"))))
        return false;
    if (!key.len)
        return exists;
    if (!str_eq(key, value_str(value_path(taint, "key"))))
        return false;
    return exists || str_eq(value_str(value_path(toleration, "value")),
                            value_str(value_path(taint, "value")));
}

/* What a cordon, a node's state or memory pressure set is asked elsewhere, or tolerated by every
 * pod that requests memory. */
static bool is_of_state(struct value taint) {
    static const char *const keys[] = {
        "node.kubernetes.io/unschedulable", "node.kubernetes.io/not-ready",
        "node.kubernetes.io/unreachable", "node.kubernetes.io/memory-pressure"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (field_is(taint, "key", keys[i]))
            return true;
    return false;
}

static bool node_tolerated(struct placement *p, const struct placement_node *node,
                           struct value tolerations) {
    struct value_iter taints = value_iter(node->taints);
    while (value_next(&taints)) {
        bool repels = field_is(taints.value, "effect", "NoSchedule") ||
                      field_is(taints.value, "effect", "NoExecute");
        bool tolerated = !repels || is_of_state(taints.value);
        if (!placement_charge(p, 1 + value_count(tolerations)))
            return true;
        struct value_iter it = value_iter(tolerations);
        while (!tolerated && value_next(&it))
            tolerated = tolerates(it.value, taints.value);
        if (!tolerated)
            return false;
    }
    return true;
}

const struct placement_answered *placement_tolerated(struct placement *p,
                                                     struct value tolerations) {
    struct strbuf text = strbuf_new(p->scratch);
    strbuf_append(&text, STR("tolerations "));
    placement_write(&text, tolerations, 0);
    bool new;
    struct placement_answered *answered = placement_ask(p, strbuf_str(&text), &new);
    for (size_t i = 0; new &&i < p->n_nodes; i++)
        placement_row_set(answered->fits, i, node_tolerated(p, &p->nodes[i], tolerations));
    return answered;
}

/* Terms */

/* Namespaces are the pod's own where the term names none. A namespaceSelector is read over the
 * namespaces that were collected; an empty one means all. */
static bool in_namespaces(struct placement *p, struct value term, struct str own,
                          struct str namespace) {
    struct value list = value_path(term, "namespaces");
    struct value selector = value_path(term, "namespaceSelector");
    if (value_count(list) == 0 && !value_is(selector, VALUE_MAP))
        return str_eq(own, namespace);
    struct value_iter it = value_iter(list);
    while (value_next(&it))
        if (str_eq(value_str(it.value), namespace))
            return true;
    if (!value_is(selector, VALUE_MAP))
        return false;
    if (value_count(selector) == 0)
        return true;
    const struct resource *found =
        graph_find(p->graph, STR("Namespace"), (struct str){0}, namespace);
    return found && placement_selects(p, selector, value_path(found->object, "metadata.labels"));
}

static bool term_selects(struct placement *p, struct value term, struct str own,
                         const struct resource *object) {
    return in_namespaces(p, term, own, object->namespace) &&
           placement_selects(p, value_path(term, "labelSelector"),
                             value_path(object->object, "metadata.labels"));
}

/* All nodes with the same value of the topology key. */
static void add_domain(struct placement *p, uint64_t *row, struct str key, struct str node_name) {
    const struct placement_node *at = placement_node(p, node_name);
    const struct str *domain = at ? map_find(&at->labels, key) : NULL;
    if (!domain || placement_row_get(row, (size_t)(at - p->nodes)) ||
        !placement_charge(p, p->n_nodes))
        return;
    for (size_t i = 0; i < p->n_nodes; i++) {
        const struct str *other = map_find(&p->nodes[i].labels, key);
        if (other && str_eq(*other, *domain))
            placement_row_set(row, i, true);
    }
}

static bool is_of_own_namespace(struct value term) {
    return value_count(value_path(term, "namespaces")) == 0 &&
           !value_is(value_path(term, "namespaceSelector"), VALUE_MAP);
}

/* The first of a list in order of namespaces that is not before it. */
static size_t lower(const struct resource *const *items, size_t count, struct str namespace) {
    size_t from = 0;
    while (count) {
        size_t half = count / 2;
        bool before = str_cmp(items[from + half]->namespace, namespace) < 0;
        from += before ? half + 1 : 0;
        count = before ? count - half - 1 : half;
    }
    return from;
}

static void add_domains(struct placement *p, uint64_t *row, struct value term, struct str own,
                        bool vmis) {
    const struct resource *const *items = vmis ? p->vmis.items : p->others.items;
    size_t count = vmis ? p->vmis.count : p->others.count, i = 0;
    bool only_own = is_of_own_namespace(term);
    struct str key = value_str(value_path(term, "topologyKey"));
    for (i = only_own ? lower(items, count, own) : 0; i < count; i++) {
        if (only_own && !str_eq(items[i]->namespace, own))
            return;
        if (term_selects(p, term, own, items[i]))
            add_domain(p, row, key,
                       value_str(value_path(items[i]->object,
                                            vmis ? "status.nodeName" : "spec.nodeName")));
    }
}

static uint64_t *domains_of(struct placement *p, struct value term, struct str own) {
    uint64_t *row = placement_row(p, false);
    add_domains(p, row, term, own, true);
    add_domains(p, row, term, own, false);
    return row;
}

static struct str term_text(struct placement *p, struct value term, struct str own, bool anti) {
    struct strbuf text = strbuf_new(p->scratch);
    strbuf_printf(&text, "%s %.*s ", anti ? "apart" : "together", STR_ARG(own));
    placement_write(&text, term, 0);
    return strbuf_str(&text);
}

const struct placement_answered *placement_affinity(struct placement *p, const struct resource *vmi,
                                                    struct value term, bool anti) {
    bool new;
    struct placement_answered *answered =
        placement_ask(p, term_text(p, term, vmi->namespace, anti), &new);
    if (!new)
        return answered;
    uint64_t *domains = domains_of(p, term, vmi->namespace);
    for (size_t i = 0; i < p->words; i++)
        answered->fits[i] &= anti ? ~domains[i] : domains[i];
    /* Pods that were not read may stand in every other domain. */
    if (!anti && !p->pods_complete) {
        answered->doubt = placement_row(p, true);
        for (size_t i = 0; i < p->words; i++)
            answered->doubt[i] &= ~domains[i];
        for (size_t i = 0; i < p->words; i++)
            answered->fits[i] |= answered->doubt[i];
    }
    return answered;
}

/* Anti-affinity of others */

static struct placement_guard *add_guard(struct placement *p, struct value term,
                                         struct str namespace) {
    struct str key = is_of_own_namespace(term) ? namespace : (struct str){0};
    struct placement_guards **guards = (struct placement_guards **)map_at(&p->guards, key);
    struct placement_guard *guard = NEW(p->arena, struct placement_guard);
    if (!*guards)
        *guards = NEW(p->arena, struct placement_guards);
    *guard = (struct placement_guard){term, namespace, placement_row(p, false)};
    *vec_push(p->arena, &(*guards)->list) = guard;
    return guard;
}

static void add_guards(struct placement *p, const struct resource *vmi, struct map *known) {
    struct value_iter it = value_iter(
        value_path(vmi->object,
                   "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution"));
    while (value_next(&it)) {
        struct str text = term_text(p, it.value, vmi->namespace, true);
        struct placement_guard *guard = map_find(known, text);
        if (!guard && !placement_charge(p, p->n_nodes + text.len / 8))
            return;
        if (!guard) {
            guard = add_guard(p, it.value, vmi->namespace);
            *map_at(known, str_copy(p->arena, text)) = guard;
        }
        add_domain(p, guard->refuses, value_str(value_path(it.value, "topologyKey")),
                   value_str(value_path(vmi->object, "status.nodeName")));
    }
}

void placement_read_guards(struct placement *p) {
    struct map known = map_new(p->arena);
    p->guards = map_new(p->arena);
    for (size_t i = 0; i < p->vmis.count; i++) {
        add_guards(p, p->vmis.items[i], &known);
        arena_reset(p->scratch);
    }
}

bool placement_guarded(struct placement *p, const struct resource *vmi, uint64_t *fits) {
    const struct str keys[] = {vmi->namespace, {0}};
    bool any = false;
    for (size_t k = 0; k < 2; k++) {
        const struct placement_guards *guards = map_find(&p->guards, keys[k]);
        for (size_t i = 0; guards && i < guards->list.count; i++) {
            const struct placement_guard *guard = guards->list.items[i];
            if (!term_selects(p, guard->term, guard->namespace, vmi))
                continue;
            any = true;
            for (size_t w = 0; w < p->words; w++)
                fits[w] &= ~guard->refuses[w];
        }
    }
    return any;
}
