/* Kinds that objects say exist: their owners', those of what they use and of what they make. Only
 * for graph/ itself. */
#ifndef VIRTREADY_GRAPH_NAMING_H
#define VIRTREADY_GRAPH_NAMING_H

#include "graph/graph.h"

struct naming;

/* "Kind.group" of each, as atoms. */
struct names {
    const uint32_t *kinds;
    size_t count;
};

/* scratch: emptied now and then by whoever gives it. */
struct naming *naming_new(struct arena *arena, struct arena *scratch, struct intern *intern);
/* What the object names; NULL: nothing. The same address for all objects that name the same in the
 * same order. */
const struct names *naming_of(struct naming *naming, const struct resource *resource);

#endif
