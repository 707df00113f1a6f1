/* "Did you mean": the word of a list that a misspelt one most likely stands for. */
#ifndef VIRTREADY_BASE_NEAREST_H
#define VIRTREADY_BASE_NEAREST_H

#include "base/str.h"

/* The candidate with the fewest edits (insert, delete, replace, swap neighbours; case counts as
 * half an edit), the first of several; empty where none is near enough to be meant. */
struct str nearest_of(struct str word, const struct str *candidates, size_t count);

#endif
