/* From what was read to the finished world. */
#ifndef VIRTREADY_GRAPH_SEAL_H
#define VIRTREADY_GRAPH_SEAL_H

#include "graph/world.h"

bool seal_graph(struct graph *graph);

#endif
