/* Values of types that are no part of the language itself: quantities, versions, addresses.
 * Private to cel/. */
#ifndef VIRTREADY_CEL_OPAQUE_H
#define VIRTREADY_CEL_OPAQUE_H

#include "cel/value.h"

struct cel_opaque {
    const struct cel_opaque_type *type;
    struct str text; /* how it is written and shown */
    const void *data;
};

struct cel_opaque_type {
    const char *name; /* what type() gives: "kubernetes.Quantity" */
    int (*cmp)(const struct cel_opaque *a, const struct cel_opaque *b);
    /* Reads a text given where such a value is wanted; false where it is none. NULL: none is. */
    bool (*read)(struct arena *arena, struct str text, struct cel_value *ret_value);
};

struct cel_value cel_opaque_of(struct arena *arena, const struct cel_opaque_type *type,
                               struct str text, const void *data);
bool cel_opaque_is(struct cel_value v, const struct cel_opaque_type *type);

#endif
