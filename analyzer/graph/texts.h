/* Members that hold no objects: when the gather ran, what gathered, and what it counted. */
#ifndef VIRTREADY_GRAPH_TEXTS_H
#define VIRTREADY_GRAPH_TEXTS_H

#include "graph/world.h"

void texts_timestamps(struct bucket *bucket, struct str text);
void texts_version(struct graph *graph, struct bucket *bucket, const struct graph_member *member);
void texts_count(struct graph *graph, struct bucket *bucket, const struct place *place,
                 struct str text);
/* Whether a text under a name that tells nothing looks like `oc get -o yaml`, or like an answer of
 * Prometheus. */
bool texts_hold_objects(struct str text);

#endif
