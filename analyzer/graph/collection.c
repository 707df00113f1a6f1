/* Answers from the collections that sealing built (collect.c, by the rows of rows.c). */
#include "graph/collection.h"

#include <stdlib.h>

#include "graph/collect.h"
#include "graph/kindset.h"
#include "graph/prove.h"

const struct collection *collection_of(const struct graph *graph, struct str kind) {
    const struct kind_state *state = kindset_named(graph, kind);
    if (state)
        return &state->collection;
    if (graph->seal_everything)
        return &graph->everything;
    struct str name, group;
    bool grouped = kinds_parse(kind, &name, &group);
    return prove_unserved(graph, name, group, !grouped) ? &graph->unserved : &graph->nothing;
}

static int by_text(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool has_namespace(const struct str *items, size_t count, struct str namespace) {
    return count && bsearch(&namespace, items, count, sizeof *items, by_text);
}

bool collect_holds(const struct kind_state *kind, struct str namespace) {
    const struct collection *collection = &kind->collection;
    if (collection->completeness == COLLECTED_ALL)
        return true;
    if (!namespace.len || collection->completeness == COLLECTED_NONE)
        return false;
    if (kind->all_but)
        return !has_namespace(kind->except.items, kind->except.count, namespace);
    return has_namespace(collection->namespaces, collection->n_namespaces, namespace);
}

bool collection_holds(const struct graph *graph, struct str kind, struct str namespace) {
    const struct kind_state *state = kindset_named(graph, kind);
    return state ? collect_holds(state, namespace)
                 : collection_of(graph, kind)->completeness == COLLECTED_ALL;
}

static struct missing_set named_missing(const struct collection *collection, struct arena *arena,
                                        struct str namespace) {
    struct missing *items = NEW_ARRAY(arena, collection->n_missing, struct missing);
    size_t n = 0;
    for (size_t i = 0; i < collection->n_missing; i++)
        if (!namespace.len || str_eq(collection->missing[i].namespace, namespace))
            items[n++] = collection->missing[i];
    return (struct missing_set){items, n};
}

struct missing_set collect_missing(const struct kind_state *kind, struct arena *arena,
                                   struct str namespace) {
    if (collect_holds(kind, namespace))
        return (struct missing_set){0};
    if (collect_lacks_are_named(kind, namespace)) {
        struct missing_set named = named_missing(&kind->collection, arena, namespace);
        if (named.count)
            return named;
    }
    return missing_one(arena, (struct missing){.kind = kind->pub.display, .namespace = namespace});
}

struct missing_set collection_missing(const struct graph *graph, struct arena *arena,
                                      struct str kind, struct str namespace) {
    const struct kind_state *state = kindset_named(graph, kind);
    if (state)
        return collect_missing(state, arena, namespace);
    if (collection_holds(graph, kind, namespace))
        return (struct missing_set){0};
    return missing_one(arena, (struct missing){.kind = kind, .namespace = namespace});
}

enum installed collection_virtualization(const struct graph *graph) {
    return graph->installed;
}
