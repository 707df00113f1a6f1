/* Trouble that was met while reading, held until the graph is sealed: only then is it known from
 * which folder on paths are shown, and in which order they come. */
#ifndef VIRTREADY_GRAPH_HOLD_H
#define VIRTREADY_GRAPH_HOLD_H

#include "graph/world.h"

/* A warning about a member. */
void hold_diag(struct graph *graph, const struct graph_member *member, enum diag_id id,
               uint32_t line, const char *text);
void hold_all(struct graph *graph, const struct graph_member *member, const struct diag_sink *sink);
void hold_bad(struct graph *graph, const struct bad *bad);
/* Gives everything to the graph's sink, and fills graph->damage. */
void hold_release(struct graph *graph);

#endif
