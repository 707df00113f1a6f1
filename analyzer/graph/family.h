/* Relations that any kind can have: owners, and the events about an object. Only for graph/ itself;
 * edges.h offers them. */
#ifndef VIRTREADY_GRAPH_FAMILY_H
#define VIRTREADY_GRAPH_FAMILY_H

#include "graph/adjacency.h"

struct family {
    const struct record **all; /* by serial */
    size_t count;
    uint32_t *owned_start, *owned; /* by serial of the owner */
    uint32_t *event_start, *event; /* by serial of what the event is about */
};

/* Numbers all resources; before edges. */
void family_number(struct graph *graph);
/* Owners and events, beside edges: the graph is only read, but for graph->family. */
void family_build(const struct graph *graph, struct arena *arena, struct arena *scratch);
/* What an ownerReference leads to; NULL where it is not there. */
const struct resource *family_owner(const struct graph *graph, struct str namespace,
                                    struct value reference, struct kind_state **ret_kind);

#endif
