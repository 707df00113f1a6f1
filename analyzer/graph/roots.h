/* Which folders are roots of gathers, when each was collected, and how paths are shown. */
#ifndef VIRTREADY_GRAPH_ROOTS_H
#define VIRTREADY_GRAPH_ROOTS_H

#include "graph/world.h"

/* Turns buckets into roots; every bucket that holds something has one afterwards. */
void roots_resolve(struct graph *graph);
/* A member's path as it is shown: from the folder that holds all roots of its input on. */
struct str roots_shown(const struct graph *graph, struct arena *arena, uint32_t input,
                       struct str path);

#endif
