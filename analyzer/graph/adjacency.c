/* Pairs of ordinals into two arrays of starts and entries, one for each direction: a counting sort,
 * linear in the pairs. Sources are walked in their order, so entries come out sorted. */
#include "graph/adjacency.h"

#include <stdlib.h>

#include "base/limits.h"
#include "graph/demote.h"
#include "graph/edge_table.h"
#include "graph/kindset.h"

static void set_limited(struct edge_builder *b, const char *limit) {
    if (b->state->limited)
        return;
    b->state->limited = true;
    diag_add(b->graph->sink, DIAG_WARNING, DIAG_RESOURCE_LIMIT, (struct diag_where){0},
             "too many '%.*s' of %.*s (limit %s): those beyond it are unknown",
             STR_ARG(b->state->info->name), STR_ARG(b->state->info->from), limit);
}

bool adjacency_step(struct edge_builder *b) {
    bool too_long = ++b->steps > limits->edge_steps;
    if (!too_long && b->pairs.count + b->refs.count < limits->edges)
        return true;
    set_limited(b, too_long ? "edge-steps" : "edges");
    return false;
}

void adjacency_hit(struct edge_builder *b, const struct resource *source,
                   const struct resource *target) {
    if (adjacency_step(b))
        *vec_push(b->graph->member, &b->pairs) = (struct pair){
            ((const struct record *)source)->ordinal, ((const struct record *)target)->ordinal};
}

void adjacency_ref(struct edge_builder *b, struct str namespace, struct str name,
                   enum absent absent) {
    if (!name.len || !adjacency_step(b))
        return;
    const struct kind_state *to = b->state->to;
    if (!to->namespaced)
    namespace = (struct str){0};
    const struct resource *target = graph_find(b->graph, to->key, namespace, name);
    if (target)
        adjacency_hit(b, &b->source->pub, target);
    else
        *vec_push(b->graph->member, &b->refs) =
            (struct ref){b->source->ordinal, absent, namespace, name};
}

void adjacency_matches(struct edge_builder *b) {
    b->state->flags[b->source->ordinal] |= SOURCE_MATCHES;
}

struct value adjacency_field(struct edge_builder *b, struct value object, const char *path) {
    struct str key, rest = str_of(path);
    bool more = true;
    struct value v = object;
    while (more) {
        more = str_cut(rest, '.', &key, &rest);
        struct value next = value_get(v, key);
        if (value_is_cut(next.doc ? next : v) && (!next.doc || !more))
            b->state->flags[b->source->ordinal] |= SOURCE_UNCLEAR;
        v = next;
    }
    return v;
}

uint32_t *adjacency_index(struct graph *graph, const struct pair *pairs, size_t n_pairs,
                          size_t n_sources, uint32_t **ret_starts) {
    uint32_t *starts = NEW_ARRAY(graph->arena, n_sources + 1, uint32_t);
    uint32_t *entries = NEW_ARRAY(graph->arena, n_pairs, uint32_t);
    uint32_t *place = NEW_ARRAY(graph->member, n_sources + 1, uint32_t);
    for (size_t i = 0; i < n_pairs; i++)
        starts[pairs[i].source + 1]++;
    for (size_t i = 0; i < n_sources; i++)
        starts[i + 1] += starts[i];
    for (size_t i = 0; i < n_sources; i++)
        place[i] = starts[i];
    for (size_t i = 0; i < n_pairs; i++)
        entries[place[pairs[i].source]++] = pairs[i].target;
    *ret_starts = starts;
    return entries;
}

static int by_source(const void *a, const void *b) {
    const struct pair *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->target > y->target) - (x->target < y->target);
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
    state->ref_start = NEW_ARRAY(b->graph->arena, n_sources + 1, uint32_t);
    state->refs = NEW_ARRAY(b->graph->arena, b->refs.count, struct ref);
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
    if (b->pairs.count)
        qsort(b->pairs.items, b->pairs.count, sizeof(struct pair), by_source);
    for (size_t i = 0; i < b->pairs.count; i++)
        if (!i || by_source(&b->pairs.items[i], &b->pairs.items[n - 1]))
            b->pairs.items[n++] = b->pairs.items[i];
    state->out =
        adjacency_index(b->graph, b->pairs.items, n, state->from->pub.count, &state->out_start);
    for (size_t i = 0; i < n; i++)
        b->pairs.items[i] = (struct pair){b->pairs.items[i].target, b->pairs.items[i].source};
    state->in =
        adjacency_index(b->graph, b->pairs.items, n, state->to->pub.count, &state->in_start);
    index_refs(b);
}

static void build_edge(struct graph *graph, struct edge_state *state, const struct edge_row *row) {
    state->from = kindset_named(graph, state->info->from);
    state->to = kindset_named(graph, state->info->to);
    state->cross = row->flags & EDGE_CROSS || !state->to->namespaced;
    state->flags = NEW_ARRAY(graph->arena, state->from->pub.count + 1, uint8_t);
    struct edge_builder builder = {.graph = graph, .state = state};
    for (size_t i = 0; i < state->from->pub.count; i++) {
        builder.source = (const struct record *)state->from->pub.items[i];
        if (row->flags & EDGE_MATCHES)
            adjacency_matches(&builder);
        if (row->each && builder.source->pub.object.doc)
            row->each(&builder, &builder.source->pub);
    }
    if (row->all)
        row->all(&builder);
    index_edges(&builder);
}

void adjacency_build(struct graph *graph) {
    size_t count;
    const struct edge_row *rows = edge_table_rows(&count);
    graph->edges = NEW_ARRAY(graph->arena, count, struct edge_state);
    const struct edge_info *infos = edges_table(&count);
    for (size_t i = 0; i < count; i++) {
        graph->edges[i].info = &infos[i];
        build_edge(graph, &graph->edges[i], &rows[i]);
    }
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
