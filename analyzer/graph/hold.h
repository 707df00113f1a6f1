/* Trouble that was met while reading, held until the graph is sealed: only then is it known from
 * which folder on paths are shown, and in which order they come. */
#ifndef VIRTREADY_GRAPH_HOLD_H
#define VIRTREADY_GRAPH_HOLD_H

#include "graph/world.h"

/* A member, or an object in it, that could not be read whole. */
struct bad {
    struct str path;
    struct place place;
    struct bucket *bucket;
    uint32_t input, line;
    struct kind_state *state; /* as far as the content told; else the path's */
    struct str namespace, name;
    struct str problem;
};

/* A diagnostic held back until paths can be shown. */
struct held {
    struct diag diag;
    struct str path;
    uint32_t input, order;
};

/* A warning about a member. */
void hold_diag(struct graph *graph, const struct graph_member *member, enum diag_id id,
               uint32_t line, const char *text);
void hold_all(struct graph *graph, const struct graph_member *member, const struct diag_sink *sink);
void hold_bad(struct graph *graph, const struct bad *bad);
/* Gives everything to the graph's sink, and fills graph->damage. */
void hold_release(struct graph *graph);

#endif
