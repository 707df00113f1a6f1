/* Proofs over evidence, one short function for each sentence of the collection map. None looks at
 * paths or documents any more: evidence was noted while reading, by place and kind. */
#include "graph/prove.h"

#include "graph/kindset.h"

static bool has_place(const struct scope *s, enum place_kind place) {
    return s->evidence && s->evidence->places & 1U << place;
}

static void add_namespace(struct scope *s, struct str namespace) {
    *vec_push(s->graph->arena, &s->proved->namespaces) = namespace;
}

bool prove_single(struct scope *s) {
    return s->evidence && s->evidence->whole_named;
}

bool prove_config_list(struct scope *s) {
    if (!str_eq(s->kind->pub.group, STR("config.openshift.io")))
        return false;
    for (size_t i = 0; i < s->evidence->listings.count; i++) {
        const struct listing *listing = &s->evidence->listings.items[i];
        if (listing->place == PLACE_CLUSTER_LIST && listing->to_end && listing->any)
            return true;
    }
    return false;
}

bool prove_namespace_lists(struct scope *s) {
    for (size_t i = 0; s->evidence && i < s->evidence->listings.count; i++) {
        const struct listing *listing = &s->evidence->listings.items[i];
        if (listing->place == PLACE_LIST && listing->to_end)
            add_namespace(s, listing->namespace);
    }
    return false;
}

bool prove_packageserver(struct scope *s) {
    return s->root->sum->packageserver;
}

bool prove_object(struct scope *s) {
    return s->evidence && s->evidence->objects > 0;
}

/* Nothing of the kind is known to be missing from this root. */
static bool is_sound(const struct scope *s, const struct kind_state *kind) {
    for (size_t i = 0; i < kind->lacks.count; i++)
        if (!kind->lacks.items[i].root || kind->lacks.items[i].root == s->root)
            return false;
    return !kind->less && !kind->refused;
}

static const struct kind_state *core_kind(const struct scope *s, const char *key) {
    return map_find(&s->graph->kinds, str_of(key));
}

bool prove_nodes_here(struct scope *s) {
    const struct kind_state *node = core_kind(s, "Node.");
    const struct evidence *evidence = bucket_find(s->root->sum, node);
    return evidence && evidence->objects > 0 && is_sound(s, node);
}

bool prove_pools(struct scope *s) {
    const struct root_state *root = s->root;
    return root->master && root->worker && root->nodes > 0 && root->machines == root->nodes;
}

bool prove_external(struct scope *s) {
    return s->root->external;
}

bool prove_count_is_zero(struct scope *s) {
    return bucket_count(s->root->sum, s->kind->info) == 0;
}

bool prove_alerts(struct scope *s) {
    return s->root->sum->alerts;
}

bool prove_crs(struct scope *s) {
    return s->root->sum->crs;
}

bool prove_crs_object(struct scope *s) {
    return s->root->sum->crs && prove_object(s);
}

bool prove_crs_file(struct scope *s) {
    return s->root->sum->crs && prove_crs_place(s);
}

bool prove_crs_place(struct scope *s) {
    return has_place(s, PLACE_CRS) || has_place(s, PLACE_CLUSTER_CRS);
}

bool prove_none_running(struct scope *s) {
    return s->root->sum->crs && s->root->sum->running == 0;
}

bool prove_none_migrating(struct scope *s) {
    const struct graph *graph = s->graph;
    for (size_t i = 0; i < graph->root_states.count; i++)
        if (bucket_count(graph->root_states.items[i]->sum, s->kind->info) > 0)
            return false;
    return s->root->sum->crs && !graph->migration_pod && !map_find(&graph->named, s->kind->key);
}

bool prove_unnamed(struct scope *s) {
    return s->root->sum->crs && !map_find(&s->graph->named, s->kind->key);
}

bool prove_vm_file(struct scope *s) {
    return has_place(s, PLACE_VM);
}

bool prove_described(struct scope *s) {
    return s->root->sum->described;
}

bool prove_node_file(struct scope *s) {
    return has_place(s, PLACE_CLUSTER_ONE);
}

bool prove_node_collector(struct scope *s) {
    const struct kind_state *node = core_kind(s, "Node.");
    const struct evidence *evidence = bucket_find(s->root->sum, node);
    return evidence && evidence->places & 1U << PLACE_CLUSTER_ONE && is_sound(s, node);
}

bool prove_dashed(struct scope *s) {
    for (size_t i = 0; i < s->evidence->listings.count; i++) {
        const struct listing *listing = &s->evidence->listings.items[i];
        if (listing->place == PLACE_DASHED && listing->to_end && listing->any)
            add_namespace(s, listing->namespace);
    }
    return false;
}

bool prove_package_list(struct scope *s) {
    for (size_t i = 0; i < s->evidence->listings.count; i++) {
        const struct listing *listing = &s->evidence->listings.items[i];
        if (listing->place == PLACE_DASHED && listing->to_end && listing->any)
            return true;
    }
    return false;
}

bool prove_own_path(struct scope *s) {
    struct str group = s->kind->pub.group;
    if (str_eq(group, STR("apiregistration.k8s.io")))
        return has_place(s, PLACE_APISERVICE);
    if (str_eq(group, STR("admissionregistration.k8s.io")))
        return has_place(s, PLACE_WEBHOOK);
    return has_place(s, PLACE_CLUSTER_ONE) || has_place(s, PLACE_ONE);
}

bool prove_plain_cluster_list(struct scope *s) {
    const struct kind_state *kind = s->kind;
    if (kind->namespaced || !s->evidence)
        return false;
    for (size_t i = 0; i < s->evidence->listings.count; i++) {
        const struct listing *listing = &s->evidence->listings.items[i];
        /* An empty list of a kind that no table knows does not tell whether it has namespaces. */
        if (listing->to_end && (listing->any || (listing->typed && kind->info)))
            return true;
    }
    return false;
}

bool prove_plain_list(struct scope *s) {
    bool all = false;
    for (size_t i = 0; s->kind->namespaced && i < s->evidence->listings.count; i++) {
        const struct listing *listing = &s->evidence->listings.items[i];
        if (!listing->to_end || !listing->any)
            continue;
        all |= listing->spans;
        add_namespace(s, listing->namespace);
    }
    return all;
}

static bool serves(const struct bucket *sum, struct str kind, struct str group, bool any_group) {
    const struct map *maps[] = {&sum->core.kinds, &sum->groups.kinds};
    for (size_t m = 0; m < 2; m++) {
        for (size_t i = 0; i < maps[m]->count; i++) {
            struct str served_kind, served_group;
            str_cut(maps[m]->entries[i].key, '.', &served_kind, &served_group);
            if (str_eq(served_kind, kind) && (any_group || str_eq(served_group, group)))
                return true;
        }
    }
    return false;
}

static bool discovery_lacks(const struct bucket *sum, struct str kind, struct str group,
                            bool any_group) {
    bool whole = sum->core.seen && sum->groups.seen && !sum->core.cut && !sum->groups.cut;
    if (!whole || serves(sum, kind, group, any_group))
        return false;
    return any_group ? sum->groups.groups.count == 0 : !map_find(&sum->groups.groups, group);
}

/* All CRDs of the cluster lie in this root, and that of the kind is not among them. */
static bool crds_lack(const struct scope *s) {
    const struct kind_info *info = s->kind->info;
    const struct kind_state *crd = core_kind(s, "CustomResourceDefinition.apiextensions.k8s.io");
    const struct evidence *evidence = bucket_find(s->root->sum, crd);
    if (!info || !(info->flags & KIND_CRD) || s->root->pub.kind != ROOT_CNV || s->root->pub.cut)
        return false;
    if (!evidence || !(evidence->places & 1U << PLACE_CLUSTER_ONE) || !is_sound(s, crd))
        return false;
    struct str name =
        str_printf(s->graph->member, "%.*s.%.*s", STR_ARG(info->plural), STR_ARG(info->group));
    return !map_find(&s->root->sum->crds, name);
}

bool prove_not_served(struct scope *s) {
    if (s->kind->info && s->kind->info->flags & KIND_NO_API)
        return false;
    return discovery_lacks(s->root->sum, s->kind->pub.name, s->kind->pub.group, false) ||
           crds_lack(s);
}

bool prove_unserved(const struct graph *graph, struct str kind, struct str group, bool any_group) {
    for (size_t i = 0; i < graph->root_states.count; i++) {
        const struct root_state *root = graph->root_states.items[i];
        if (!root->ignored && discovery_lacks(root->sum, kind, group, any_group))
            return true;
    }
    return false;
}

static struct root_state *state_of(const struct resource *resource) {
    const struct record *record = (const struct record *)resource;
    return record->bucket->root;
}

static void count_pool(const struct resource *copy) {
    struct root_state *root = state_of(copy);
    struct value count = value_path(copy->object, "status.machineCount");
    root->master |= str_eq(copy->name, STR("master"));
    root->worker |= str_eq(copy->name, STR("worker"));
    if (value_is(count, VALUE_INT) && value_int(count) > 0 && value_int(count) < INT32_MAX)
        root->machines += value_int(count);
}

static void count_external(const struct resource *copy) {
    struct str topology = value_str(value_path(copy->object, "status.controlPlaneTopology"));
    state_of(copy)->external |= str_eq(topology, STR("External"));
}

static void count_node(const struct resource *copy) {
    state_of(copy)->nodes++;
}

/* Each object once for each root that holds it: its best copy there. */
static void each_in_roots(struct graph *graph, const char *key,
                          void (*count)(const struct resource *copy)) {
    const struct kind_state *kind = map_find(&graph->kinds, str_of(key));
    for (size_t i = 0; i < kind->pub.count; i++) {
        const struct resource *best = kind->pub.items[i];
        for (const struct resource *copy = best; copy; copy = copy->copy) {
            if (state_of(copy)->counted == best)
                continue;
            state_of(copy)->counted = best;
            count(copy);
        }
    }
}

static void tell_names(struct graph *graph, struct map *told, const struct names *names) {
    struct str address = {(const char *)&names->kinds, sizeof names->kinds};
    void **place = map_at(told, address);
    for (size_t i = 0; !*place && i < names->count; i++)
        *map_at(&graph->named, intern_text(graph->intern, names->kinds[i])) = graph;
    *place = graph;
}

/* None of the kinds that an object names is believed to be empty. */
static void name_kinds(struct graph *graph) {
    struct map told = map_new(graph->member);
    graph->named = map_new(graph->arena);
    for (size_t k = 0; k < graph->kinds.count; k++) {
        const struct kind_state *kind = graph->kinds.entries[k].value;
        const struct names *last = NULL;
        for (size_t i = 0; i < kind->pub.count; i++) {
            const struct names *names = kind->winners[i]->names;
            if (names && names != last)
                tell_names(graph, &told, names);
            last = names;
        }
    }
}

void prove_begin(struct graph *graph) {
    name_kinds(graph);
    each_in_roots(graph, "MachineConfigPool.machineconfiguration.openshift.io", count_pool);
    each_in_roots(graph, "Infrastructure.config.openshift.io", count_external);
    each_in_roots(graph, "Node.", count_node);
}
