/* Fields that nobody will ask for. They cost no memory: a map or list under such a path is read,
 * and what is broken in it is told, but it is not kept; it is absent, and its map is not cut by
 * that. A scalar there is kept: it costs one node.
 *
 * Paths begin at an object: a document, or an entry of its top-level "items". They go through lists
 * as if those were not there. */
#ifndef VIRTREADY_DOCUMENT_SKIP_H
#define VIRTREADY_DOCUMENT_SKIP_H

#include "base/str.h"

struct arena;
struct intern;

/* A key and what is to be skipped below it; the first one stands for the object itself. */
struct document_skip {
    uint32_t key; /* atom */
    bool whole;   /* everything under the key */
    struct document_skip *first, *next;
};

/* Keys joined by '.', none of which may hold a '.': "metadata.managedFields". The intern is that of
 * the documents. */
const struct document_skip *document_skip_new(struct arena *arena, struct intern *intern,
                                              const char *const paths[], size_t count);

/* What `skip` says of a key's value; NULL: nothing. */
const struct document_skip *skip_below(const struct document_skip *skip, uint32_t key);

#endif
