/* A few members, cut out of any bytes at lines "%% path": the graph is built, sealed and walked. */
#include "base/arena.h"
#include "base/intern.h"
#include "graph/collection.h"
#include "graph/edges.h"
#include "members.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_members(struct graph *graph, struct str text) {
    struct str path, bytes;
    while (members_next(&text, &path, &bytes)) {
        struct graph_member member = {.path = path, .bytes = bytes, .whole = true};
        if (graph_wants(NULL, path))
            graph_add(graph, &member);
    }
}

static void walk(const struct graph *graph, struct arena *arena) {
    size_t n_kinds, n_edges;
    const struct kind *const *kinds = graph_kinds(graph, &n_kinds);
    const struct edge_info *edges = edges_table(&n_edges);
    for (size_t k = 0; k < n_kinds; k++) {
        touched += collection_of(graph, kinds[k]->display)->completeness;
        for (size_t i = 0; i < kinds[k]->count; i++) {
            struct related related;
            touch_value(kinds[k]->items[i]->object, 0);
            for (size_t e = 0; e < n_edges; e++)
                if (edges_follow(graph, kinds[k]->items[i], edges[e].name, arena, &related))
                    touched += (unsigned)related.count;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct graph *graph =
        graph_new(arena, intern_new(arena), (struct graph_options){0}, diag_sink_new(arena));
    struct graph_input input = {STR("fuzz"), size % 2 == 1};
    struct graph_seal_options options = {.inputs = &input, .n_inputs = 1};
    add_members(graph, (struct str){(const char *)data, size});
    if (graph_seal(graph, &options))
        walk(graph, arena);
    arena_free(arena);
    return 0;
}
