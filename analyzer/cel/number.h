/* Numbers of three types compared as the language does, and written. Private to cel/. */
#ifndef VIRTREADY_CEL_NUMBER_H
#define VIRTREADY_CEL_NUMBER_H

#include "cel/value.h"

enum cel_order {
    CEL_LESS = -1,
    CEL_SAME = 0,
    CEL_GREATER = 1,
    CEL_UNORDERED = 2, /* one is not a number */
};

bool cel_number_is(struct cel_value v);
/* Both must be int, uint or double. */
enum cel_order cel_number_cmp(struct cel_value a, struct cel_value b);
double cel_number_double(struct cel_value v);
/* A whole number that fits int64, of any of the three types. */
bool cel_number_index(struct cel_value v, int64_t *ret_index);
/* The shortest text that reads as the same number; "NaN", "+Inf", "-Inf". */
struct str cel_number_format(struct arena *arena, double number);

#endif
