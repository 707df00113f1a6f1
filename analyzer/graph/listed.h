/* Pods that a list has told of: a gather writes each pod twice, in its namespace's list and in a
 * file of its own. */
#ifndef VIRTREADY_GRAPH_LISTED_H
#define VIRTREADY_GRAPH_LISTED_H

#include "graph/unfold.h"

/* A record of a pod that was kept whole, from anything but a file of its own. */
void listed_note(struct graph *graph, const struct found *found, struct record *record);
/* Whether a pod's file can be expected to tell nothing new. */
bool listed_expects(const struct bucket *bucket, const struct place *place);
/* Whether it does: then the file loses against the list (dedupe.c), whatever else is read. */
bool listed_tells(const struct graph *graph, const struct bucket *bucket,
                  const struct found *found);

#endif
