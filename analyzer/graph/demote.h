/* What shows that objects of a kind are missing, whatever proofs say. */
#ifndef VIRTREADY_GRAPH_DEMOTE_H
#define VIRTREADY_GRAPH_DEMOTE_H

#include "graph/world.h"

/* Members that are empty, unreadable or cut, and lists that were. */
void demote_by_members(struct graph *graph);
/* Counters that are larger than what was read. */
void demote_by_counters(struct graph *graph);
void demote_object(struct graph *graph, struct kind_state *kind, struct str namespace,
                   struct str name);

#endif
