/* Where a line of text for a terminal may end. */
#ifndef VIRTREADY_REPORT_WRAP_H
#define VIRTREADY_REPORT_WRAP_H

#include "base/str.h"

struct arena;

/* The end of what fits into `room` columns from `from` on: the text's, or the last place where a
 * line may break, or, where a word is longer than that, in the word. At least one character. */
size_t wrap_fit(struct str text, size_t from, size_t room);
/* At most that many columns of a clean text, with "…" at the cut. */
struct str wrap_cut(struct arena *arena, struct str text, size_t columns);

#endif
