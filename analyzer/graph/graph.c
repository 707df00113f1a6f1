/* The world's public face: building is handed to read.c and seal.c; what is left here are look-ups
 * in arrays sorted by kind, namespace and name. */
#include "graph/graph.h"

#include <stdlib.h>
#include <string.h>

#include "document/skip.h"
#include "graph/ahead.h"
#include "graph/family.h"
#include "graph/kindset.h"
#include "graph/layout.h"
#include "graph/read.h"
#include "graph/roots.h"
#include "graph/seal.h"

static void free_member_arena(void *arena) {
    arena_free(arena);
}

static struct reader new_reader(struct arena *run, struct arena *own, struct intern *intern) {
    size_t count;
    kinds_table(&count);
    return (struct reader){own, intern,
                           arena_alloc_array(run, count, sizeof(struct fields_reading *[2]))};
}

struct graph *graph_new(struct arena *run, struct intern *intern, struct graph_options options,
                        struct diag_sink *sink) {
    struct graph *graph = NEW(run, struct graph);
    *graph = (struct graph){
        .arena = run,
        .member = arena_new(),
        .intern = intern,
        .options = options,
        .sink = sink,
        .kinds = map_new(run),
        .names = map_new(run),
        .buckets = map_new(run),
        .learned = map_new(run),
        .keep_names = map_new(run),
        .opaque = {.arena = run},
        .listed = map_new(run),
        .at = map_new(run),
        .uids = map_new(run),
        .everything = {.completeness = COLLECTED_ALL},
        .unserved = {.completeness = COLLECTED_ALL,
                     .proof = STR("the cluster does not serve the kind")},
    };
    arena_on_reset(run, free_member_arena, graph->member);
    graph->naming = naming_new(run, graph->member, intern);
    if (options.n_skip)
        graph->skip = document_skip_new(run, intern, options.skip, options.n_skip);
    kindset_begin(graph);
    graph->reader = new_reader(run, run, intern);
    graph->readers = NEW_ARRAY(run, options.readers, struct reader);
    for (size_t i = 0; i < options.readers; i++)
        graph->readers[i] = new_reader(run, arena_inner(run), intern_view(run, intern));
    graph->used_before = arena_used(run);
    graph->given = bucket_at(graph, UINT32_MAX, STR(""));
    return graph;
}

bool graph_wants(void *unused, struct str path) {
    (void)unused;
    return layout_wanted(path);
}

bool graph_descends(void *unused, struct str path) {
    (void)unused;
    return layout_descends(path);
}

void graph_add(struct graph *graph, const struct graph_member *member) {
    read_member(graph, member);
}

void graph_add_object(struct graph *graph, struct value object) {
    read_value(graph, object);
}

void *graph_read_ahead(struct graph *graph, size_t reader, struct arena *arena,
                       const struct graph_member *member) {
    return ahead_read(graph, &graph->readers[reader], arena, member);
}

bool graph_seal(struct graph *graph, const struct graph_seal_options *options) {
    intern_shared(graph->intern, false);
    graph->seal = options;
    graph->has_now = options->has_now;
    graph->now = options->now;
    bool sealed = seal_graph(graph);
    graph->seal = NULL; /* the caller's; nothing below may need it */
    arena_reset(graph->member);
    return sealed;
}

const struct kind *graph_kind(const struct graph *graph, struct str kind) {
    const struct kind_state *state = kindset_named(graph, kind);
    return state ? &state->pub : NULL;
}

const struct kind *const *graph_kinds(const struct graph *graph, size_t *ret_count) {
    *ret_count = graph->kind_list.count;
    return graph->kind_list.items;
}

/* The first item that is not before namespace and name. */
static size_t lower_bound(const struct kind *kind, struct str namespace, struct str name,
                          bool after_all) {
    size_t low = 0, high = kind->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct resource *item = kind->items[middle];
        int order = str_cmp(item->namespace, namespace);
        if (!order)
            order = after_all ? -1 : str_cmp(item->name, name);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct resource *graph_find_in(const struct kind *kind, struct str namespace,
                                     struct str name) {
    size_t at = lower_bound(kind, namespace, name, false);
    if (at == kind->count || !str_eq(kind->items[at]->namespace, namespace) ||
        !str_eq(kind->items[at]->name, name))
        return NULL;
    return kind->items[at];
}

const struct resource *graph_find(const struct graph *graph, struct str kind, struct str namespace,
                                  struct str name) {
    const struct kind *found = graph_kind(graph, kind);
    return found ? graph_find_in(found, namespace, name) : NULL;
}

void graph_key(struct value object, char ret_key[12]) {
    uint64_t address = (uintptr_t)object.doc;
    memcpy(ret_key, &address, sizeof address);
    memcpy(ret_key + sizeof address, &object.node, sizeof object.node);
}

const struct resource *graph_resource_at(const struct graph *graph, struct value object) {
    char key[12];
    if (!object.doc)
        return NULL;
    graph_key(object, key);
    const struct record *record = map_find(&graph->at, (struct str){key, sizeof key});
    return record ? &record->pub : NULL;
}

const struct intern *graph_intern(const struct graph *graph) {
    return graph->intern;
}

size_t graph_count(const struct graph *graph) {
    return graph->family->count;
}

size_t graph_number(const struct resource *resource) {
    uint32_t serial = ((const struct record *)resource)->serial;
    return serial == UINT32_MAX ? SIZE_MAX : serial;
}

const struct resource *const *graph_in_namespace(const struct graph *graph, const struct kind *kind,
                                                 struct str namespace, size_t *ret_count) {
    (void)graph;
    size_t from = lower_bound(kind, namespace, (struct str){0}, false);
    *ret_count = lower_bound(kind, namespace, (struct str){0}, true) - from;
    return *ret_count ? kind->items + from : NULL;
}

bool graph_now(const struct graph *graph, struct timepoint *ret_now) {
    struct timepoint from;
    if (graph->has_now)
        *ret_now = graph->now;
    return graph->has_now || graph_window(graph, &from, ret_now);
}

bool graph_now_of(const struct graph *graph, const struct resource *resource,
                  struct timepoint *ret_now) {
    if (graph->has_now)
        *ret_now = graph->now;
    else if (resource->root && resource->root->has_window)
        *ret_now = resource->root->to;
    else
        return false;
    return true;
}

const struct root *const *graph_roots(const struct graph *graph, size_t *ret_count) {
    *ret_count = graph->roots.count;
    return graph->roots.items;
}

bool graph_window(const struct graph *graph, struct timepoint *ret_from, struct timepoint *ret_to) {
    bool found = false;
    for (size_t i = 0; i < graph->roots.count; i++) {
        const struct root *root = graph->roots.items[i];
        if (!root->has_window)
            continue;
        if (!found || time_cmp(root->from, *ret_from) < 0)
            *ret_from = root->from;
        if (!found || time_cmp(root->to, *ret_to) > 0)
            *ret_to = root->to;
        found = true;
    }
    return found;
}

const struct damage *graph_damage(const struct graph *graph, size_t *ret_count) {
    *ret_count = graph->damage.count;
    return graph->damage.items;
}

struct graph_tally graph_tally(const struct graph *graph) {
    return graph->tally;
}

struct str graph_shown_path(const struct graph *graph, struct arena *arena, uint32_t input,
                            struct str path) {
    return roots_shown(graph, arena, input, path);
}
