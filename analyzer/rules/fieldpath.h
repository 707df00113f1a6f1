/* Paths of fields, as evidence names them: status.phase, metadata.labels['a.b/c'], volumes[0].name,
 * conditions[type=Ready].message. */
#ifndef VIRTREADY_RULES_FIELDPATH_H
#define VIRTREADY_RULES_FIELDPATH_H

#include "document/value.h"

struct fieldpath_end {
    struct value value;   /* absent where the path does not lead anywhere */
    struct value nearest; /* the last value on the way: where an absent field would stand */
    bool sensitive;       /* never to be shown: a key on the way holds passwords, keys, user data */
};

struct fieldpath_step {
    enum { FIELDPATH_KEY, FIELDPATH_INDEX, FIELDPATH_ENTRY, FIELDPATH_BAD } kind;
    struct str key, value; /* FIELDPATH_ENTRY: the entry whose `key` is `value` */
    int64_t index;
};

/* The step at *at, and *at behind it and its dot. */
struct fieldpath_step fieldpath_step(struct str path, size_t *at);
/* Whether the path can be read at all. */
bool fieldpath_valid(struct str path);
struct fieldpath_end fieldpath_follow(struct value object, struct str path);
/* Whether something in the value must not be shown. */
bool fieldpath_holds_secret(struct value v);
/* Whether what stands under the key must not be shown. */
bool fieldpath_secret_key(struct str key);
/* Whether text names something that must not be shown. */
bool fieldpath_secret_text(struct str text);

#endif
