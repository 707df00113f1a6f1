/* A cluster from YAML, sealed as if everything else had been collected. */
#ifndef VIRTREADY_TESTS_CLUSTER_H
#define VIRTREADY_TESTS_CLUSTER_H

#include "base/arena.h"
#include "base/intern.h"
#include "graph/graph.h"

/* `not_collected`: a kind that is missing all the same; "": none. */
static inline struct graph *cluster_without(struct arena *arena, const char *yaml,
                                            const char *not_collected) {
    struct intern *intern = intern_new(arena);
    struct diag_sink *sink = diag_sink_new(arena);
    struct document_origin *origin = NEW(arena, struct document_origin);
    *origin = (struct document_origin){.path = STR("test.yaml"), .text = str_of(yaml)};
    struct document_list list = {0};
    if (*yaml)
        list = document_read(arena, intern, origin, (struct document_options){.whole_file = true},
                             sink);
    struct graph *graph = graph_new(arena, intern, (struct graph_options){0}, sink);
    for (size_t i = 0; i < list.count; i++)
        graph_add_object(graph, document_root(list.items[i]));
    struct str *missing = NEW(arena, struct str);
    *missing = str_of(not_collected);
    struct graph_seal_options options = {.everything_collected = true,
                                         .not_collected = missing,
                                         .n_not_collected = missing->len > 0};
    assert_true(graph_seal(graph, &options));
    assert_int_equal(diag_count(sink, DIAG_WARNING), 0);
    return graph;
}

#endif
