/* Documents into single objects: Lists are opened, kinds and names completed, what has no identity
 * is refused. */
#ifndef VIRTREADY_GRAPH_UNFOLD_H
#define VIRTREADY_GRAPH_UNFOLD_H

#include "graph/world.h"

struct found {
    struct value object;
    bool is_kept;  /* with its record, */
    bool wanted;   /* and more than that; */
    uint32_t kept; /* then it is this node of what is kept of the document */
    struct kind_state *kind;
    struct str version, namespace, name;
    bool cut, from_list, derived, secret, copied_csv;
};

/* A List, once its items are known. */
struct found_list {
    struct kind_state *kind; /* of <Kind>List, or by the path; NULL for a List of anything */
    size_t from, to;         /* its items in `found` */
    bool to_end, typed;
};

/* What could not be identified: its kind is no longer complete. */
struct lost {
    struct kind_state *kind;
    struct str namespace, name;
    uint32_t line;
    const char *why;
};

struct unfolding {
    struct graph *graph;
    const struct place *place;
    struct str path;
    VEC(struct found) found; /* all of one document, in the member arena */
    VEC(struct found_list) lists;
    VEC(struct lost) lost;
    bool discovery; /* it was an APIGroupDiscoveryList */
};

void unfold_document(struct unfolding *unfolding, const struct document *doc);
void unfold_value(struct unfolding *unfolding, struct value root);

#endif
