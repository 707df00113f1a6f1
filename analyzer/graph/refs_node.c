/* References of volumes, pods, budgets and nodes. Selectors are answered from an index of one of
 * their labels, so that a thousand budgets do not look at every pod. */
#include "graph/edge_table.h"
#include "graph/selector.h"

static struct str text_at(struct edge_builder *b, struct value object, const char *path) {
    return value_str(adjacency_field(b, object, path));
}

void refs_node_claim_volume(struct edge_builder *b, const struct resource *claim) {
    bool bound = str_eq(text_at(b, claim->object, "status.phase"), STR("Bound"));
    adjacency_ref(b, (struct str){0}, text_at(b, claim->object, "spec.volumeName"),
                  bound ? ABSENT_MISSING : ABSENT_DANGLING);
}

void refs_node_storage_class(struct edge_builder *b, const struct resource *source) {
    struct str name = text_at(b, source->object, "spec.storageClassName");
    if (!name.len)
        name = value_str(value_get(adjacency_field(b, source->object, "metadata.annotations"),
                                   STR("volume.beta.kubernetes.io/storage-class")));
    adjacency_ref(b, (struct str){0}, name, ABSENT_DANGLING);
}

void refs_node_csi_driver(struct edge_builder *b, const struct resource *source) {
    if (str_eq(source->kind, STR("StorageClass")))
        adjacency_ref(b, (struct str){0}, text_at(b, source->object, "provisioner"), ABSENT_GONE);
    else
        adjacency_ref(b, (struct str){0}, text_at(b, source->object, "spec.csi.driver"),
                      ABSENT_DANGLING);
}

void refs_node_data_volume_claim(struct edge_builder *b, const struct resource *data_volume) {
    struct str name = text_at(b, data_volume->object, "status.claimName");
    bool done = str_eq(text_at(b, data_volume->object, "status.phase"), STR("Succeeded"));
    adjacency_ref(b, data_volume->namespace, name.len ? name : data_volume->name,
                  done ? ABSENT_DANGLING : ABSENT_GONE);
}

void refs_node_pod_node(struct edge_builder *b, const struct resource *pod) {
    bool running = str_eq(text_at(b, pod->object, "status.phase"), STR("Running"));
    adjacency_ref(b, (struct str){0}, text_at(b, pod->object, "spec.nodeName"),
                  running ? ABSENT_MISSING : ABSENT_GONE);
}

/* Resources under a text, in their order. */
struct bin {
    VEC(const struct resource *) items;
};

static void put(struct edge_builder *b, struct map *map, struct str key,
                const struct resource *resource) {
    struct bin *bin = map_find(map, key);
    if (!bin) {
        bin = NEW(b->scratch, struct bin);
        *map_at(map, str_copy(b->scratch, key)) = bin;
    }
    *vec_push(b->scratch, &bin->items) = resource;
}

/* "scope/key=value" in a buffer of the caller where it fits: these are made by the million. */
struct label_text {
    char bytes[512];
};

static struct str label_key(struct edge_builder *b, struct label_text *text, struct str scope,
                            const struct str label[2]) {
    struct strbuf buf = {.arena = b->scratch, .ptr = text->bytes, .cap = sizeof text->bytes};
    strbuf_append(&buf, scope);
    strbuf_append_byte(&buf, '/');
    strbuf_append(&buf, label[0]);
    strbuf_append_byte(&buf, '=');
    strbuf_append(&buf, label[1]);
    return strbuf_str(&buf);
}

/* Labels by which volumes are bound to nodes. */
static bool pins_node(struct str key) {
    return str_eq(key, STR("kubernetes.io/hostname")) || str_contains(key, STR("topology"));
}

static void index_nodes(struct edge_builder *b) {
    const struct kind *nodes = &b->state->to->pub;
    b->labels = map_new(b->scratch);
    for (size_t i = 0; i < nodes->count; i++) {
        struct value_iter it = value_iter(value_path(nodes->items[i]->object, "metadata.labels"));
        while (value_next(&it)) {
            struct label_text text;
            struct str label[2] = {it.key, value_str(it.value)};
            if (pins_node(it.key))
                put(b, &b->labels, label_key(b, &text, (struct str){0}, label), nodes->items[i]);
        }
    }
}

static bool term_matches(struct value term, const struct resource *node) {
    struct value labels = value_path(node->object, "metadata.labels");
    struct value_iter it = value_iter(value_get(term, STR("matchExpressions")));
    while (value_next(&it))
        if (!selector_requirement(it.value, labels))
            return false;
    it = value_iter(value_get(term, STR("matchFields")));
    while (value_next(&it)) {
        struct value_iter names = value_iter(value_get(it.value, STR("values")));
        bool named = false;
        while (value_next(&names))
            named |= str_eq(value_str(names.value), node->name);
        if (!named)
            return false;
    }
    return true;
}

/* Nodes under one value of a label, of which the whole term must hold. A host name that no node has
 * is a reference to a node that is not there. */
static void hit_value(struct edge_builder *b, const struct resource *volume, struct value term,
                      const struct str label[2]) {
    struct label_text text;
    const struct bin *bin = map_find(&b->labels, label_key(b, &text, (struct str){0}, label));
    if (!bin && str_eq(label[0], STR("kubernetes.io/hostname")))
        adjacency_ref(b, (struct str){0}, label[1], ABSENT_DANGLING);
    for (size_t i = 0; bin && i < bin->items.count && adjacency_step(b); i++)
        if (term_matches(term, bin->items.items[i]))
            adjacency_hit(b, volume, bin->items.items[i]);
}

void refs_node_volume_node(struct edge_builder *b, const struct resource *volume) {
    if (!b->labels.arena)
        index_nodes(b);
    struct value_iter terms = value_iter(
        adjacency_field(b, volume->object, "spec.nodeAffinity.required.nodeSelectorTerms"));
    while (value_next(&terms)) {
        struct value_iter it = value_iter(adjacency_field(b, terms.value, "matchExpressions"));
        bool looked = false;
        while (!looked && value_next(&it)) {
            struct str key = value_str(value_get(it.value, STR("key")));
            struct str operation = value_str(value_get(it.value, STR("operator")));
            looked = pins_node(key) && str_eq(operation, STR("In"));
            struct value_iter values = value_iter(value_get(it.value, STR("values")));
            while (looked && value_next(&values))
                hit_value(b, volume, terms.value, (struct str[]){key, value_str(values.value)});
        }
    }
}

/* A label that every pod of the budget must have; false where its selector names none. */
static bool first_label(struct value selector, struct str ret_label[2]) {
    struct value_iter it = value_iter(value_get(selector, STR("matchLabels")));
    if (!value_next(&it))
        return false;
    ret_label[0] = it.key;
    ret_label[1] = value_str(it.value);
    return true;
}

/* No selector selects nothing; an empty one everything, but nothing in v1beta1. */
static bool selects_any(const struct resource *budget) {
    struct value selector = value_path(budget->object, "spec.selector");
    bool empty = !value_count(value_get(selector, STR("matchLabels"))) &&
                 !value_count(value_get(selector, STR("matchExpressions")));
    return value_is(selector, VALUE_MAP) && !(empty && str_eq(budget->version, STR("v1beta1")));
}

void refs_node_budget_each(struct edge_builder *b, const struct resource *budget) {
    struct label_text text;
    struct str label[2];
    struct value selector = adjacency_field(b, budget->object, "spec.selector");
    if (!b->labels.arena)
        b->labels = map_new(b->scratch);
    if (!selects_any(budget))
        return;
    bool labelled = first_label(selector, label);
    put(b, &b->labels, labelled ? label_key(b, &text, budget->namespace, label) : budget->namespace,
        budget);
}

static void hit_budgets(struct edge_builder *b, const struct bin *bin, const struct resource *pod) {
    struct value labels = adjacency_value(b, pod->object, "metadata.labels");
    for (size_t i = 0; bin && i < bin->items.count && adjacency_step(b); i++) {
        const struct resource *budget = bin->items.items[i];
        if (selector_matches(adjacency_value(b, budget->object, "spec.selector"), labels))
            adjacency_hit(b, budget, pod);
    }
}

void refs_node_budget_pods(struct edge_builder *b) {
    const struct kind *pods = &b->state->to->pub;
    for (size_t i = 0; b->labels.count && i < pods->count; i++) {
        const struct resource *pod = pods->items[i];
        hit_budgets(b, map_find(&b->labels, pod->namespace), pod);
        struct value_iter it = value_iter(adjacency_value(b, pod->object, "metadata.labels"));
        while (value_next(&it)) {
            struct label_text text;
            struct str label[2] = {it.key, value_str(it.value)};
            hit_budgets(b, map_find(&b->labels, label_key(b, &text, pod->namespace, label)), pod);
        }
    }
}

/* The pools whose selector holds for the node. The operator takes master first, then a pool of the
 * user's own, then worker. */
static const struct resource *pool_of(struct edge_builder *b, const struct resource *node) {
    struct value labels = value_path(node->object, "metadata.labels");
    const struct resource *best = NULL;
    int best_rank = -1;
    struct value_iter it = value_iter(labels);
    while (value_next(&it)) {
        const struct bin *bin = map_find(&b->labels, it.key);
        for (size_t i = 0; bin && i < bin->items.count && adjacency_step(b); i++) {
            const struct resource *pool = bin->items.items[i];
            int rank = str_eq(pool->name, STR("master"))   ? 2
                       : str_eq(pool->name, STR("worker")) ? 0
                                                           : 1;
            if (rank > best_rank &&
                selector_matches(value_path(pool->object, "spec.nodeSelector"), labels)) {
                best = pool;
                best_rank = rank;
            }
        }
    }
    return best;
}

static struct str selector_key(struct value selector) {
    struct str label[2];
    if (first_label(selector, label))
        return label[0];
    struct value first = value_at(value_get(selector, STR("matchExpressions")), 0);
    return value_str(value_get(first, STR("key")));
}

void refs_node_pools(struct edge_builder *b) {
    const struct kind *nodes = &b->state->from->pub, *pools = &b->state->to->pub;
    b->labels = map_new(b->scratch);
    for (size_t i = 0; i < pools->count; i++)
        put(b, &b->labels, selector_key(value_path(pools->items[i]->object, "spec.nodeSelector")),
            pools->items[i]);
    for (size_t i = 0; i < nodes->count; i++) {
        const struct resource *pool = pool_of(b, nodes->items[i]);
        if (pool)
            adjacency_hit(b, nodes->items[i], pool);
    }
}
