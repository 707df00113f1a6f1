/* One resource for each object, however often it was collected. */
#ifndef VIRTREADY_GRAPH_DEDUPE_H
#define VIRTREADY_GRAPH_DEDUPE_H

#include "graph/world.h"

/* Of all kinds: the best copy of each object becomes one of the kind's items, with the others
 * chained behind it. */
void dedupe_all(struct graph *graph, unsigned jobs);

#endif
