/* Members into records and evidence. */
#ifndef VIRTREADY_GRAPH_READ_H
#define VIRTREADY_GRAPH_READ_H

#include "graph/world.h"

void read_member(struct graph *graph, const struct graph_member *member);
/* An object, or a List of them, given as a value that outlives the graph. */
void read_value(struct graph *graph, struct value object);

#endif
