/* Following edges: the arrays of adjacency.c into lists, and what those lists lack. An edge's name
 * may be written in singular or plural; a path is followed step by step over everything that the
 * step before found. */
#include "graph/edges.h"

#include <stdlib.h>

#include "graph/collect.h"
#include "graph/edge_table.h"
#include "graph/family.h"
#include "graph/kindset.h"

struct following {
    const struct graph *graph;
    struct arena *arena;
    VEC(const struct resource *) items;
    struct missing_set missing;
};

const struct edge_info *edges_table(size_t *ret_count) {
    return edge_table_infos(ret_count);
}

bool edges_is_named(struct str edge, struct str name) {
    return edge.len && str_eq(edge_table_stem(edge), edge_table_stem(name));
}

static const struct way *find_way(const struct kind *kind, struct str name) {
    const struct kind_state *state = (const struct kind_state *)kind;
    struct str stem = edge_table_stem(name);
    for (size_t i = 0; i < state->ways.count; i++)
        if (str_eq(state->ways.items[i].stem, stem))
            return &state->ways.items[i];
    return NULL;
}

static void lack(struct following *f, struct missing_set missing) {
    f->missing = missing_union(f->arena, f->missing, missing);
}

static void lack_one(struct following *f, const struct kind_state *kind, struct str namespace,
                     struct str name) {
    lack(f, missing_one(f->arena, (struct missing){kind->pub.display, namespace, name}));
}

static void lack_kind(struct following *f, const struct kind_state *kind, struct str namespace) {
    lack(f, collect_missing(kind, f->arena, kind->namespaced ? namespace : (struct str){0}));
}

static bool is_known_missing(const struct kind_state *kind, const struct ref *ref) {
    struct missing wanted = {kind->pub.display, ref->namespace, ref->name};
    const struct collection *collection = &kind->collection;
    size_t low = 0, high = collection->n_missing;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = missing_cmp(&collection->missing[middle], &wanted);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Whether it is certain that the reference's target does not exist. */
static bool is_proved_absent(const struct graph *graph, const struct kind_state *to,
                             const struct ref *ref) {
    return ref->absent != ABSENT_MISSING && (to->kept || graph->seal_everything) &&
           !is_known_missing(to, ref) &&
           (collect_holds(to, ref->namespace) || collect_lacks_are_named(to, ref->namespace));
}

static void follow_out(struct following *f, const struct edge_state *edge,
                       const struct record *record) {
    uint32_t source = record->ordinal;
    for (uint32_t i = edge->out_start[source]; i < edge->out_start[source + 1]; i++)
        *vec_push(f->arena, &f->items) = edge->to->pub.items[edge->out[i]];
    for (uint32_t i = edge->ref_start[source]; i < edge->ref_start[source + 1]; i++)
        if (!is_proved_absent(f->graph, edge->to, &edge->refs[i]))
            lack_one(f, edge->to, edge->refs[i].namespace, edge->refs[i].name);
    if (edge->flags[source] & SOURCE_UNCLEAR || !record->pub.object.doc)
        lack_one(f, edge->from, record->pub.namespace, record->pub.name);
    if (edge->flags[source] & SOURCE_MATCHES)
        lack_kind(f, edge->to, edge->cross ? (struct str){0} : record->pub.namespace);
    if (edge->limited)
        lack_one(f, edge->to, (struct str){0}, (struct str){0});
}

static void follow_in(struct following *f, const struct edge_state *edge,
                      const struct record *record) {
    uint32_t target = record->ordinal;
    for (uint32_t i = edge->in_start[target]; i < edge->in_start[target + 1]; i++)
        *vec_push(f->arena, &f->items) = edge->from->pub.items[edge->in[i]];
    lack_kind(f, edge->from, edge->cross ? (struct str){0} : record->pub.namespace);
    if (edge->limited)
        lack_one(f, edge->from, (struct str){0}, (struct str){0});
}

/* Copies that lost stand for the one that was kept. */
static const struct record *winner(const struct graph *graph, const struct resource *resource) {
    const struct record *record = (const struct record *)resource;
    if (record->serial != UINT32_MAX)
        return record;
    return (const struct record *)graph_find(graph, resource->of->display, resource->namespace,
                                             resource->name);
}

static bool follow_one(struct following *f, const struct resource *resource, struct str name) {
    if (str_eq(name, STR("owner"))) {
        struct related owners = edges_owner(f->graph, resource, f->arena);
        for (size_t i = 0; i < owners.count; i++)
            *vec_push(f->arena, &f->items) = owners.items[i];
        lack(f, owners.missing);
        return true;
    }
    const struct way *way = find_way(resource->of, name);
    const struct record *record = way ? winner(f->graph, resource) : NULL;
    if (!way)
        return false;
    const struct edge_state *edge = way->edge;
    if (!record)
        lack_one(f, way->inverse ? edge->to : edge->from, resource->namespace, resource->name);
    else if (way->inverse)
        follow_in(f, edge, record);
    else
        follow_out(f, edge, record);
    return true;
}

static int by_serial(const void *a, const void *b) {
    const struct record *x = *(const struct record *const *)a;
    const struct record *y = *(const struct record *const *)b;
    return (x->serial > y->serial) - (x->serial < y->serial);
}

static struct related finish(struct following *f) {
    size_t n = 0;
    if (f->items.count > 1)
        qsort(f->items.items, f->items.count, sizeof *f->items.items, by_serial);
    for (size_t i = 0; i < f->items.count; i++)
        if (!i || f->items.items[i] != f->items.items[n - 1])
            f->items.items[n++] = f->items.items[i];
    return (struct related){f->items.items, n, f->missing};
}

bool edges_follow(const struct graph *graph, const struct resource *resource, struct str path,
                  struct arena *arena, struct related *ret) {
    struct related at = {.items = &resource, .count = 1};
    bool more = true;
    for (bool first = true; more; first = false) {
        struct following f = {.graph = graph, .arena = arena, .missing = at.missing};
        struct str name;
        more = str_cut(path, '/', &name, &path);
        for (size_t i = 0; i < at.count; i++)
            if (!follow_one(&f, at.items[i], name) && first)
                return false;
        at = finish(&f);
    }
    *ret = at;
    return true;
}

bool edges_dangling(const struct graph *graph, const struct resource *resource, struct str name,
                    struct arena *arena, struct related *ret_none, const struct str **ret_names,
                    size_t *ret_count) {
    struct following f = {.graph = graph, .arena = arena};
    const struct way *way = find_way(resource->of, name);
    const struct record *record = winner(graph, resource);
    *ret_count = 0;
    if (!way || way->inverse)
        return false;
    const struct edge_state *edge = way->edge;
    VEC(struct str) names = {0};
    uint32_t from = record ? edge->ref_start[record->ordinal] : 0;
    uint32_t to = record ? edge->ref_start[record->ordinal + 1] : 0;
    for (uint32_t i = from; i < to; i++) {
        const struct ref *ref = &edge->refs[i];
        if (!is_proved_absent(graph, edge->to, ref))
            lack_one(&f, edge->to, ref->namespace, ref->name);
        else if (ref->absent == ABSENT_DANGLING)
            *vec_push(arena, &names) =
                ref->namespace.len
                    ? str_printf(arena, "%.*s/%.*s", STR_ARG(ref->namespace), STR_ARG(ref->name))
                    : ref->name;
    }
    if (!record || edge->flags[record->ordinal] & SOURCE_UNCLEAR || !record->pub.object.doc)
        lack_one(&f, edge->from, resource->namespace, resource->name);
    *ret_none = (struct related){.missing = f.missing};
    *ret_names = names.items;
    *ret_count = names.count;
    return true;
}

size_t edges_targets(struct str path, const struct str **ret_kinds) {
    size_t count;
    const struct edge_info *infos = edges_table(&count);
    struct str name = str_after_last(path, '/');
    for (size_t i = 0; i < count; i++) {
        bool out = edges_is_named(infos[i].name, name), in = edges_is_named(infos[i].inverse, name);
        if (out || in) {
            *ret_kinds = out ? &infos[i].to : &infos[i].from;
            return 1;
        }
    }
    return 0;
}

static void add_owner(struct following *f, const struct resource *resource,
                      struct value reference) {
    struct kind_state *kind;
    const struct resource *owner = family_owner(f->graph, resource->namespace, reference, &kind);
    struct str name = value_str(value_get(reference, STR("name")));
    if (owner) {
        *vec_push(f->arena, &f->items) = owner;
        return;
    }
    if (!kind) {
        struct str text = value_str(value_get(reference, STR("kind")));
        lack(f, missing_one(f->arena, (struct missing){text, resource->namespace, name}));
        return;
    }
    /* A kind of no table of which nothing was read may well have namespaces. */
    bool namespaced = kind->namespaced || (!kind->info && !kind->pub.count);
    struct ref ref = {.namespace = namespaced ? resource->namespace : (struct str){0},
                      .name = name};
    if (!is_proved_absent(f->graph, kind, &ref))
        lack_one(f, kind, ref.namespace, name);
}

static bool is_controller(struct value reference) {
    return str_eq(value_str(value_get(reference, STR("controller"))), STR("true"));
}

struct related edges_owner(const struct graph *graph, const struct resource *resource,
                           struct arena *arena) {
    struct following f = {.graph = graph, .arena = arena};
    struct value references = value_path(resource->object, "metadata.ownerReferences");
    for (int controllers = 1; controllers >= 0; controllers--) {
        struct value_iter it = value_iter(references);
        while (value_next(&it))
            if (is_controller(it.value) == (controllers == 1))
                add_owner(&f, resource, it.value);
    }
    return (struct related){f.items.items, f.items.count, f.missing};
}

struct related edges_owned(const struct graph *graph, const struct resource *resource,
                           struct str kind, struct arena *arena) {
    struct following f = {.graph = graph, .arena = arena};
    const struct record *record = winner(graph, resource);
    const struct kind *wanted = graph_kind(graph, kind);
    const struct family *family = graph->family;
    for (uint32_t i = record ? family->owned_start[record->serial] : 0;
         record && i < family->owned_start[record->serial + 1]; i++) {
        const struct record *owned = family->all[family->owned[i]];
        if (owned->pub.of == wanted)
            *vec_push(arena, &f.items) = &owned->pub;
    }
    f.missing =
        collection_missing(graph, arena, wanted ? wanted->display : kind, resource->namespace);
    return finish(&f);
}

static struct timepoint event_time(const struct resource *event) {
    static const char *const paths[] = {"series.lastObservedTime", "lastTimestamp",
                                        "deprecatedLastTimestamp", "eventTime",
                                        "metadata.creationTimestamp"};
    struct timepoint t = {0};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (time_parse_rfc3339(value_str(value_path(event->object, paths[i])), &t))
            break;
    return t;
}

static int by_time(const void *a, const void *b) {
    const struct resource *x = *(const struct resource *const *)a;
    const struct resource *y = *(const struct resource *const *)b;
    int order = time_cmp(event_time(x), event_time(y));
    return order ? order : by_serial(a, b);
}

struct related edges_events(const struct graph *graph, const struct resource *resource,
                            struct arena *arena) {
    struct following f = {.graph = graph, .arena = arena};
    const struct record *record = winner(graph, resource);
    const struct family *family = graph->family;
    struct str namespace = resource->namespace.len ? resource->namespace : STR("default");
    for (uint32_t i = record ? family->event_start[record->serial] : 0;
         record && i < family->event_start[record->serial + 1]; i++)
        *vec_push(arena, &f.items) = &family->all[family->event[i]]->pub;
    f.missing = collection_missing(graph, arena, STR("Event"), namespace);
    struct related related = finish(&f);
    if (related.count > 1)
        qsort(f.items.items, related.count, sizeof *f.items.items, by_time);
    return related;
}
