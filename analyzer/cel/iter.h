/* Reading lists and maps without asking whether they are views on documents or built. Private to
 * cel/ and for functions of hosts. */
#ifndef VIRTREADY_CEL_ITER_H
#define VIRTREADY_CEL_ITER_H

#include "cel/value.h"

/*     struct cel_iter it = cel_iter(list_or_map);
 *     while (cel_iter_next(&it)) use(it.key, it.value);      key of a list's entry is its index */
struct cel_iter {
    struct cel_value container;
    size_t next;
    struct value_iter tree;
    struct value entry; /* what `value` is a view on, of documents */
    struct cel_value key, value;
};

struct cel_iter cel_iter(struct cel_value container);
bool cel_iter_next(struct cel_iter *it);
/* Entries of a list or map. */
size_t cel_iter_count(struct cel_value container);
/* False where the map has no such key; keys that are equal numbers are one key. */
bool cel_iter_find(struct cel_value map, struct cel_value key, struct cel_value *ret_value);
/* The entry of a list counted from 0; index must be below its count. */
struct cel_value cel_iter_at(struct cel_value list, size_t index);
/* Whether there may be entries that were not read. */
bool cel_iter_is_partial(struct cel_value container);

#endif
