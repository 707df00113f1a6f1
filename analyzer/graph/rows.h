/* The collection map itself: a table with a row for each sentence. */
#ifndef VIRTREADY_GRAPH_ROWS_H
#define VIRTREADY_GRAPH_ROWS_H

#include "graph/prove.h"

/* Applies every row that speaks of the scope's root and kind; what is proved stands in
 * scope->proved, and the sentence that proved it is given back. */
const char *rows_apply(struct scope *scope);
/* Whether a kind that nothing was read of can be complete and empty in a root of that kind by a
 * row about single objects: exempt from the deletion tests. */
bool rows_may_be_empty(enum root_kind root, const struct kind_info *kind);

#endif
