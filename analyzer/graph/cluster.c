/* Several archives must be of one cluster. What identifies a cluster for good is compared first
 * (the cluster id, the uid of kube-system, the infrastructure name); only roots that share none of
 * these are compared by their nodes, of which a cluster keeps at least one from gather to gather.
 */
#include "graph/cluster.h"

#include <stdlib.h>

#include "graph/kindset.h"

struct claim {
    struct str value;
    const struct root_state *root;
};

struct claims {
    VEC(struct claim) items;
};

static bool has_root_in(const struct claims *claims, const struct root_state *root,
                        struct str *ret_value) {
    for (size_t i = 0; i < claims->items.count; i++) {
        if (claims->items.items[i].root != root)
            continue;
        *ret_value = claims->items.items[i].value;
        return true;
    }
    return false;
}

static int by_root(const void *a, const void *b) {
    const struct claim *x = a, *y = b;
    uint32_t i = x->root->pub.input, j = y->root->pub.input;
    if (i != j)
        return i < j ? -1 : 1;
    int order = str_cmp(x->root->prefix, y->root->prefix);
    return order ? order : str_cmp(x->value, y->value);
}

static struct claims collect(struct graph *graph, const char *kind, const char *name,
                             const char *path) {
    struct claims claims = {0};
    const struct kind_info *info = kinds_default(str_of(kind));
    const struct kind_state *state = kindset_at(graph, info->kind, info->group);
    for (size_t i = 0; i < state->records.count; i++) {
        const struct record *record = state->records.items[i];
        const struct root_state *root = record->bucket->root;
        struct str value = value_str(value_path(record->pub.object, path));
        bool cleaned =
            root->pub.kind == ROOT_INSIGHTS && !str_eq(info->kind, STR("ClusterVersion"));
        if (value.len && !root->ignored && !cleaned && str_eq(record->pub.name, str_of(name)))
            *vec_push(graph->member, &claims.items) = (struct claim){value, root};
    }
    if (claims.items.count)
        qsort(claims.items.items, claims.items.count, sizeof(struct claim), by_root);
    return claims;
}

static struct str where(const struct graph *graph, const struct root_state *root) {
    uint32_t input = root->pub.input;
    struct str name = input < graph->seal->n_inputs ? graph->seal->inputs[input].name : STR("?");
    if (!root->pub.path.len)
        return name;
    return str_printf(graph->member, "%.*s!%.*s", STR_ARG(name), STR_ARG(root->pub.path));
}

static void refuse(struct graph *graph, const char *what, const struct claim *a,
                   const struct claim *b) {
    diag_add(graph->sink, DIAG_ERROR, DIAG_INPUT_CLUSTERS, (struct diag_where){0},
             "the inputs are of different clusters: '%.*s' has %s %.*s, '%.*s' has %.*s; nothing "
             "was judged",
             STR_ARG(where(graph, a->root)), what, STR_ARG(a->value),
             STR_ARG(where(graph, b->root)), STR_ARG(b->value));
}

static const struct claim *find_other(const struct claims *claims) {
    for (size_t i = 1; i < claims->items.count; i++)
        if (!str_eq(claims->items.items[i].value, claims->items.items[0].value))
            return &claims->items.items[i];
    return NULL;
}

struct nodes {
    struct map uids, names;
    struct claim sample;
    size_t total, with_uid;
};

static void add_node(struct graph *graph, struct nodes *nodes, const struct record *record) {
    if (!nodes->uids.arena) {
        nodes->uids = map_new(graph->member);
        nodes->names = map_new(graph->member);
    }
    nodes->total++;
    nodes->with_uid += record->pub.uid.len > 0;
    if (record->pub.uid.len)
        *map_at(&nodes->uids, record->pub.uid) = nodes;
    *map_at(&nodes->names, record->pub.name) = nodes;
    struct str value = str_printf(graph->member, "%.*s (uid %.*s)", STR_ARG(record->pub.name),
                                  STR_ARG(record->pub.uid.len ? record->pub.uid : STR("unknown")));
    if (!nodes->sample.value.len || str_cmp(value, nodes->sample.value) < 0)
        nodes->sample.value = value;
    nodes->sample.root = record->bucket->root;
}

static bool share(const struct map *a, const struct map *b) {
    for (size_t i = 0; i < a->count; i++)
        if (map_find(b, a->entries[i].key))
            return true;
    return false;
}

static bool are_disjoint(const struct nodes *a, const struct nodes *b) {
    if (!a->total || !b->total)
        return false;
    /* The same names under other uids: the cluster was installed anew. */
    if (a->with_uid == a->total && b->with_uid == b->total)
        return !share(&a->uids, &b->uids);
    return !share(&a->names, &b->names);
}

static bool share_identity(const struct claims *claims, size_t count, const struct root_state *a,
                           const struct root_state *b) {
    struct str x, y;
    for (size_t i = 0; i < count; i++)
        if (has_root_in(&claims[i], a, &x) && has_root_in(&claims[i], b, &y) && str_eq(x, y))
            return true;
    return false;
}

static size_t root_index(const struct graph *graph, const struct root_state *root) {
    size_t i = 0;
    while (graph->root_states.items[i] != root)
        i++;
    return i;
}

static bool nodes_agree(struct graph *graph, const struct claims *claims, size_t n_claims) {
    struct nodes *nodes = NEW_ARRAY(graph->member, graph->root_states.count + 1, struct nodes);
    const struct kind_state *state = kindset_at(graph, STR("Node"), (struct str){0});
    const struct root_state *last = NULL;
    size_t index = 0;
    for (size_t i = 0; i < state->records.count; i++) {
        const struct record *record = state->records.items[i];
        const struct root_state *root = record->bucket->root;
        if (root != last)
            index = root_index(graph, root);
        last = root;
        if (!root->ignored && root->pub.kind != ROOT_INSIGHTS)
            add_node(graph, &nodes[index], record);
    }
    const struct nodes *first = NULL;
    for (size_t i = 0; i < graph->root_states.count; i++) {
        if (!nodes[i].total)
            continue;
        if (!first)
            first = &nodes[i];
        if (!are_disjoint(first, &nodes[i]) ||
            share_identity(claims, n_claims, first->sample.root, nodes[i].sample.root))
            continue;
        refuse(graph, "node", &first->sample, &nodes[i].sample);
        return false;
    }
    return true;
}

bool cluster_is_one(struct graph *graph) {
    static const struct {
        const char *kind, *name, *path, *what;
    } keys[] = {
        {"ClusterVersion", "version", "spec.clusterID", "cluster id"},
        {"Namespace", "kube-system", "metadata.uid", "kube-system uid"},
        {"Infrastructure", "cluster", "status.infrastructureName", "infrastructure name"},
    };
    enum { N_KEYS = sizeof keys / sizeof keys[0] };
    struct claims claims[N_KEYS];
    for (size_t i = 0; i < N_KEYS; i++) {
        claims[i] = collect(graph, keys[i].kind, keys[i].name, keys[i].path);
        const struct claim *other = find_other(&claims[i]);
        if (!other)
            continue;
        refuse(graph, keys[i].what, &claims[i].items.items[0], other);
        return false;
    }
    return nodes_agree(graph, claims, N_KEYS);
}
