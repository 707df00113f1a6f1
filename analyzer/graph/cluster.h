/* Whether everything that was read is of one cluster. */
#ifndef VIRTREADY_GRAPH_CLUSTER_H
#define VIRTREADY_GRAPH_CLUSTER_H

#include "graph/world.h"

/* False: one error names what differs and where. Works on records, before copies are dropped. */
bool cluster_is_one(struct graph *graph);

#endif
