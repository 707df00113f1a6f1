/* Stable sorting of values by keys. Private to cel/. */
#ifndef VIRTREADY_CEL_SORT_H
#define VIRTREADY_CEL_SORT_H

#include "cel/run.h"

struct cel_sort_input {
    const struct cel_value *keys;
    const struct cel_value *values;
    size_t count;
};

/* False, with an error in *ret_error, where two keys have no order. */
bool cel_sort(struct cel_run *run, const struct cel_sort_input *input,
              struct cel_value **ret_sorted, struct cel_value *ret_error);
/* The order of two values of one kind; false where they have none. */
bool cel_sort_order(struct cel_value a, struct cel_value b, int *ret_order);

#endif
