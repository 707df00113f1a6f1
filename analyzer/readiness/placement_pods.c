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

struct placement_objects {
    VEC(const struct resource *) list;
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

static struct str pair_text(struct placement *p, struct str key, struct str value) {
    return str_printf(p->scratch, "%zu %.*s=%.*s", key.len, STR_ARG(key), STR_ARG(value));
}

/* A label that everything the term selects has; empty where it asks for none. Objects and guards
 * are found by it, since ten thousand terms over ten thousand objects would be too many. */
static struct str first_pair(struct placement *p, struct value term) {
    struct value_iter it = value_iter(value_path(term, "labelSelector.matchLabels"));
    return value_next(&it) ? pair_text(p, it.key, value_str(it.value)) : STR("");
}

static void index_labels(struct placement *p, const struct resource *object) {
    struct value_iter it = value_iter(value_path(object->object, "metadata.labels"));
    while (value_next(&it)) {
        struct str pair = pair_text(p, it.key, value_str(it.value));
        struct placement_objects *objects = map_find(&p->by_label, pair);
        if (!objects) {
            objects = NEW(p->arena, struct placement_objects);
            *map_at(&p->by_label, str_copy(p->arena, pair)) = objects;
        }
        *vec_push(p->arena, &objects->list) = object;
    }
}

/* Built when the first term is asked: most clusters have none. */
static void index_all(struct placement *p) {
    if (p->by_label.arena)
        return;
    p->by_label = map_new(p->arena);
    for (size_t i = 0; i < p->vmis.count; i++)
        index_labels(p, p->vmis.items[i]);
    for (size_t i = 0; i < p->others.count; i++)
        index_labels(p, p->others.items[i]);
}

static struct str node_name(const struct resource *object) {
    bool pod = str_eq(object->of->name, STR("Pod"));
    return value_str(value_path(object->object, pod ? "spec.nodeName" : "status.nodeName"));
}

static void add_domains(struct placement *p, uint64_t *row, struct value term, struct str own,
                        const struct placement_objects *objects) {
    struct str key = value_str(value_path(term, "topologyKey"));
    for (size_t i = 0; objects && p->steps && i < objects->list.count; i++)
        if (term_selects(p, term, own, objects->list.items[i]))
            add_domain(p, row, key, node_name(objects->list.items[i]));
}

static uint64_t *domains_of(struct placement *p, struct value term, struct str own) {
    uint64_t *row = placement_row(p, false);
    struct str pair = first_pair(p, term);
    index_all(p);
    if (pair.len) {
        add_domains(p, row, term, own, map_find(&p->by_label, pair));
        return row;
    }
    struct placement_objects all = {.list = {p->vmis.items, p->vmis.count, 0}};
    add_domains(p, row, term, own, &all);
    all = (struct placement_objects){.list = {p->others.items, p->others.count, 0}};
    add_domains(p, row, term, own, &all);
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

/* Guards of one namespace and those of several, by the label that they ask for. */
static struct str guard_key(struct placement *p, struct str namespace, struct str pair) {
    return str_printf(p->scratch, "%.*s %.*s", STR_ARG(namespace), STR_ARG(pair));
}

static struct placement_guard *add_guard(struct placement *p, struct value term,
                                         struct str namespace) {
    struct str key =
        guard_key(p, is_of_own_namespace(term) ? namespace : STR(""), first_pair(p, term));
    struct placement_guards *guards = map_find(&p->guards, key);
    struct placement_guard *guard = NEW(p->arena, struct placement_guard);
    if (!guards) {
        guards = NEW(p->arena, struct placement_guards);
        *map_at(&p->guards, str_copy(p->arena, key)) = guards;
    }
    *guard = (struct placement_guard){term, namespace, placement_row(p, false)};
    *vec_push(p->arena, &guards->list) = guard;
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

static bool guarded_by(struct placement *p, const struct resource *vmi, struct str key,
                       uint64_t *fits) {
    const struct placement_guards *guards = map_find(&p->guards, key);
    bool any = false;
    for (size_t i = 0; guards && p->steps && i < guards->list.count; i++) {
        const struct placement_guard *guard = guards->list.items[i];
        if (!term_selects(p, guard->term, guard->namespace, vmi))
            continue;
        any = true;
        for (size_t w = 0; w < p->words; w++)
            fits[w] &= ~guard->refuses[w];
    }
    return any;
}

bool placement_guarded(struct placement *p, const struct resource *vmi, uint64_t *fits) {
    const struct str none = STR_INIT("");
    if (p->guards.count == 0)
        return false;
    bool any = guarded_by(p, vmi, guard_key(p, vmi->namespace, none), fits);
    any = guarded_by(p, vmi, guard_key(p, none, none), fits) || any;
    struct value_iter it = value_iter(value_path(vmi->object, "metadata.labels"));
    while (value_next(&it)) {
        struct str pair = pair_text(p, it.key, value_str(it.value));
        any = guarded_by(p, vmi, guard_key(p, vmi->namespace, pair), fits) || any;
        any = guarded_by(p, vmi, guard_key(p, none, pair), fits) || any;
    }
    return any;
}
