/* What reading an input has cost, against what one of its size may (limit reading-steps). */
#ifndef VIRTREADY_GRAPH_STEPS_H
#define VIRTREADY_GRAPH_STEPS_H

#include "graph/world.h"

bool steps_are_left(struct graph *graph, const struct graph_member *member);
void steps_add_text(struct graph *graph, struct str bytes, const struct document_list *list);
/* Found in it, or lost for having no name. */
void steps_add_objects(struct graph *graph, size_t count);

#endif
