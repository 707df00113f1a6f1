/* When each root was collected: from timestamp files alone. */
#ifndef VIRTREADY_GRAPH_WINDOW_H
#define VIRTREADY_GRAPH_WINDOW_H

#include "graph/world.h"

/* Windows and cut marks of all roots; a warning where two windows lie more than a day apart. */
void window_resolve(struct graph *graph);
/* The timestamp file for what lies in this folder: its own, else the nearest above it. */
const struct bucket *window_source(const struct graph *graph, uint32_t input, struct str prefix);

#endif
