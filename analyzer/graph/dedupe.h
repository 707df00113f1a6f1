/* One resource for each object, however often it was collected. */
#ifndef VIRTREADY_GRAPH_DEDUPE_H
#define VIRTREADY_GRAPH_DEDUPE_H

#include "graph/world.h"

/* Sorts the records of a kind, picks the best copy of each object, chains the others behind it, and
 * gives the winners as the kind's items. */
void dedupe_kind(struct graph *graph, struct kind_state *kind);

#endif
