/* Objects of a document that outlive their member. */
#ifndef VIRTREADY_GRAPH_KEEP_H
#define VIRTREADY_GRAPH_KEEP_H

#include "graph/unfold.h"

/* One for all documents of a member, in their order. */
struct keep {
    struct graph *graph;
    struct note *note;
    struct str bytes; /* of the member */
    struct document_keeping keeping;
};

/* A copy with those of the objects that are wanted; where they stand in it is told to `found`. */
const struct document *keep_objects(struct keep *keep, struct unfolding *unfolding,
                                    const struct document *doc);

#endif
