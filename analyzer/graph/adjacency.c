/* Pairs of ordinals into two arrays of starts and entries, one for each direction: a counting sort,
 * linear in the pairs. Sources are walked in their order, so entries come out sorted. */
#include "graph/adjacency.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/parallel.h"
#include "graph/demote.h"
#include "graph/edge_table.h"
#include "graph/family.h"
#include "graph/kindset.h"

/* An object takes a microsecond: some hundred are as much as starting a thread. */
#define OBJECTS_WORTH_A_THREAD 1000

enum { NEAR = 4 };

bool adjacency_step(struct edge_builder *b) {
    bool too_long = ++b->steps > limits->edge_steps;
    if (!too_long && b->pairs.count + b->refs.count < limits->edges)
        return true;
    if (!b->state->limited)
        b->state->limited = too_long ? "edge-steps" : "edges";
    return false;
}

void adjacency_hit(struct edge_builder *b, const struct resource *source,
                   const struct resource *target) {
    if (adjacency_step(b))
        *vec_push(b->scratch, &b->pairs) = (struct pair){((const struct record *)source)->ordinal,
                                                         ((const struct record *)target)->ordinal};
}

static bool is_named(const struct resource *resource, struct str namespace, struct str name) {
    return str_eq(resource->name, name) && str_eq(resource->namespace, namespace);
}

/* Sources are walked in their order, and what they refer to mostly stands in the same: before it is
 * searched, some are tried that stand about where the last one was found, a VM's disks in any
 * order. */
static const struct resource *find_target(struct edge_builder *b, struct str namespace,
                                          struct str name) {
    const struct kind *kind = &b->state->to->pub;
    for (size_t at = b->near ? b->near - 1 : 0; at < kind->count && at < b->near + NEAR; at++)
        if (is_named(kind->items[at], namespace, name)) {
            b->near = at;
            return kind->items[at];
        }
    const struct resource *found = graph_find_in(kind, namespace, name);
    if (found)
        b->near = ((const struct record *)found)->ordinal;
    return found;
}

void adjacency_ref(struct edge_builder *b, struct str namespace, struct str name,
                   enum absent absent) {
    if (!name.len || !adjacency_step(b))
        return;
    const struct kind_state *to = b->state->to;
    if (!to->namespaced)
    namespace = (struct str){0};
    const struct resource *target = find_target(b, namespace, name);
    if (target)
        adjacency_hit(b, &b->source->pub, target);
    else
        *vec_push(b->scratch, &b->refs) = (struct ref){b->source->ordinal, absent, namespace, name};
}

void adjacency_matches(struct edge_builder *b) {
    b->state->flags[b->source->ordinal] |= SOURCE_MATCHES;
}

/* The same paths are followed in all sources: paths are texts of the program, told apart by where
 * they stand. */
static const struct value_keys *keys_of(struct edge_builder *b, struct value object,
                                        const char *path) {
    const struct intern *intern = object.doc ? object.doc->intern : b->graph->intern;
    for (size_t i = 0; i < b->n_paths; i++)
        if (b->paths[i].path == path && b->paths[i].intern == intern)
            return &b->paths[i];
    size_t at = b->n_paths < EDGE_PATHS ? b->n_paths++ : EDGE_PATHS - 1;
    b->paths[at] = value_keys(intern, path);
    return &b->paths[at];
}

struct value adjacency_field(struct edge_builder *b, struct value object, const char *path) {
    const struct value_keys *keys = keys_of(b, object, path);
    struct value v = object;
    for (uint32_t i = 0; i < keys->count; i++) {
        bool more = i + 1 < keys->count;
        struct value next = value_get_atom(v, keys->atoms[i]);
        if (value_is_cut(next.doc ? next : v) && (!next.doc || !more))
            b->state->flags[b->source->ordinal] |= SOURCE_UNCLEAR;
        v = next;
    }
    return v;
}

struct value adjacency_value(struct edge_builder *b, struct value object, const char *path) {
    return value_follow(object, keys_of(b, object, path));
}

uint32_t *adjacency_index(struct arena *arena, const struct pair *pairs, size_t n_pairs,
                          size_t n_sources, uint32_t **ret_starts) {
    /* While entries are placed, starts[i + 1] is where the next one of i goes: its end at last. */
    uint32_t *starts = NEW_ARRAY(arena, n_sources + 2, uint32_t);
    uint32_t *entries = NEW_ARRAY(arena, n_pairs, uint32_t);
    for (size_t i = 0; i < n_pairs; i++)
        starts[pairs[i].source + 2]++;
    for (size_t i = 2; i < n_sources + 2; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < n_pairs; i++)
        entries[starts[pairs[i].source + 1]++] = pairs[i].target;
    *ret_starts = starts;
    return entries;
}

static int by_source(const void *a, const void *b) {
    const struct pair *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->target > y->target) - (x->target < y->target);
}

static bool are_sorted(const struct pair *pairs, size_t count) {
    for (size_t i = 1; i < count; i++)
        if (by_source(&pairs[i - 1], &pairs[i]) > 0)
            return false;
    return true;
}

static int ref_by_source(const void *a, const void *b) {
    const struct ref *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    int order = str_cmp(x->namespace, y->namespace);
    if (!order)
        order = str_cmp(x->name, y->name);
    return order ? order : (int)y->absent - (int)x->absent;
}

/* One reference for each name: the strictest. */
static void index_refs(struct edge_builder *b) {
    struct edge_state *state = b->state;
    size_t n_sources = state->from->pub.count, n = 0;
    state->ref_start = NEW_ARRAY(b->arena, n_sources + 1, uint32_t);
    state->refs = NEW_ARRAY(b->arena, b->refs.count, struct ref);
    if (b->refs.count)
        qsort(b->refs.items, b->refs.count, sizeof(struct ref), ref_by_source);
    for (size_t i = 0; i < b->refs.count; i++) {
        const struct ref *ref = &b->refs.items[i], *last = n ? &state->refs[n - 1] : NULL;
        if (last && last->source == ref->source && str_eq(last->namespace, ref->namespace) &&
            str_eq(last->name, ref->name))
            continue;
        state->refs[n++] = *ref;
        state->ref_start[ref->source + 1]++;
    }
    for (size_t i = 0; i < n_sources; i++)
        state->ref_start[i + 1] += state->ref_start[i];
}

static void index_edges(struct edge_builder *b) {
    struct edge_state *state = b->state;
    size_t n = 0;
    if (!are_sorted(b->pairs.items, b->pairs.count))
        qsort(b->pairs.items, b->pairs.count, sizeof(struct pair), by_source);
    for (size_t i = 0; i < b->pairs.count; i++)
        if (!i || by_source(&b->pairs.items[i], &b->pairs.items[n - 1]))
            b->pairs.items[n++] = b->pairs.items[i];
    state->out =
        adjacency_index(b->arena, b->pairs.items, n, state->from->pub.count, &state->out_start);
    for (size_t i = 0; i < n; i++)
        b->pairs.items[i] = (struct pair){b->pairs.items[i].target, b->pairs.items[i].source};
    state->in =
        adjacency_index(b->arena, b->pairs.items, n, state->to->pub.count, &state->in_start);
    index_refs(b);
}

static void build_edge(struct edge_builder *b, const struct edge_row *row) {
    struct edge_state *state = b->state;
    state->cross = row->flags & EDGE_CROSS || !state->to->namespaced;
    state->flags = NEW_ARRAY(b->arena, state->from->pub.count + 1, uint8_t);
    for (size_t i = 0; i < state->from->pub.count; i++) {
        b->source = (const struct record *)state->from->pub.items[i];
        if (row->flags & EDGE_MATCHES)
            adjacency_matches(b);
        if (row->each && b->source->pub.object.doc)
            row->each(b, &b->source->pub);
    }
    if (row->all)
        row->all(b);
    index_edges(b);
}

/* Edges that several threads build, each those that it comes to, in an arena of its own. Owners and
 * events take longest, so they come first. */
struct building {
    struct graph *graph;
    atomic_size_t next;
    struct arena *arenas[PARALLEL_THREADS_MOST];
};

static void build_some(void *arg, size_t number) {
    struct building *building = arg;
    size_t count, at;
    const struct edge_row *rows = edge_table_rows(&count);
    struct arena *arena = building->arenas[number], *scratch = arena_new();
    while ((at = atomic_fetch_add_explicit(&building->next, 1, memory_order_relaxed)) <= count) {
        struct edge_builder builder = {
            .graph = building->graph, .arena = arena, .scratch = scratch};
        if (at > 0) {
            builder.state = &building->graph->edges[at - 1];
            build_edge(&builder, &rows[at - 1]);
        } else {
            family_build(building->graph, arena, scratch);
        }
        arena_reset(scratch);
    }
    arena_free(scratch);
}

static void tell_limits(const struct graph *graph, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct edge_state *edge = &graph->edges[i];
        if (edge->limited)
            diag_add(graph->sink, DIAG_WARNING, DIAG_RESOURCE_LIMIT, (struct diag_where){0},
                     "too many '%.*s' of %.*s (limit %s): those beyond it are unknown",
                     STR_ARG(edge->info->name), STR_ARG(edge->info->from), edge->limited);
    }
}

static void add_way(struct arena *arena, struct kind_state *kind, struct way way) {
    way.stem = edge_table_stem(way.stem);
    if (way.stem.len)
        *vec_push(arena, &kind->ways) = way;
}

static void name_ends(struct graph *graph) {
    size_t count;
    const struct edge_info *infos = edges_table(&count);
    graph->edges = NEW_ARRAY(graph->arena, count, struct edge_state);
    for (size_t i = 0; i < count; i++) {
        struct edge_state *edge = &graph->edges[i];
        edge->info = &infos[i];
        edge->from = kindset_named(graph, infos[i].from);
        edge->to = kindset_named(graph, infos[i].to);
        add_way(graph->arena, edge->from, (struct way){infos[i].name, edge, false});
    }
    for (size_t i = 0; i < count; i++)
        add_way(graph->arena, graph->edges[i].to,
                (struct way){infos[i].inverse, &graph->edges[i], true});
}

void adjacency_build(struct graph *graph, unsigned jobs) {
    struct building building = {.graph = graph};
    size_t count;
    edge_table_rows(&count);
    size_t threads = 1 + graph_count(graph) / OBJECTS_WORTH_A_THREAD;
    if (threads > jobs)
        threads = jobs ? jobs : 1;
    if (threads > PARALLEL_THREADS_MOST)
        threads = PARALLEL_THREADS_MOST;
    name_ends(graph);
    building.arenas[0] = graph->arena;
    for (size_t i = 1; i < threads; i++)
        building.arenas[i] = arena_inner(graph->arena);
    parallel_run((unsigned)threads, threads, build_some, &building);
    tell_limits(graph, count);
}

void adjacency_demote(struct graph *graph) {
    size_t count;
    edge_table_rows(&count);
    if (graph->seal->everything_collected)
        return; /* objects of a rule's test stand for themselves */
    for (size_t i = 0; i < count; i++) {
        const struct edge_state *state = &graph->edges[i];
        size_t n_refs = state->ref_start[state->from->pub.count];
        for (size_t r = 0; r < n_refs && state->to->kept; r++)
            if (state->refs[r].absent == ABSENT_MISSING)
                demote_object(graph, state->to, state->refs[r].namespace, state->refs[r].name);
    }
}
