/* The index at the end of a zip, compared with the members that were read before it. */
#ifndef VIRTREADY_BUNDLE_ZIP_INDEX_H
#define VIRTREADY_BUNDLE_ZIP_INDEX_H

#include "bundle/pull.h"

#define ZIP_SIZE_UNKNOWN UINT64_MAX

struct zip_index;

struct zip_index *zip_index_new(struct arena *arena);
/* A member that was read; ZIP_SIZE_UNKNOWN where its end was not seen. */
void zip_index_came(struct zip_index *index, struct str name, uint64_t size);
/* The members are over: what follows is in `edge` (a few bytes), `rest`, and then in `input`. */
void zip_index_begin(struct zip_index *index, struct str edge, struct str rest, struct pull *input);
/* The next that the index has and that did not come, good until the next call; false at the end. */
bool zip_index_next(struct zip_index *index, struct str *ret_name);
/* After the end: what else does not fit. */
void zip_index_check(struct zip_index *index, struct trouble *trouble);
/* After the end: what was read beyond it. */
struct str zip_index_rest(const struct zip_index *index);

#endif
