/* One growing block of bytes outside the arenas, for what is large, lives short and is used again.
 *
 * An arena keeps every copy that growing leaves behind: a member of 200 MB would cost 500 there.
 * Zero is an empty buffer. */
#ifndef VIRTREADY_BASE_BUFFER_H
#define VIRTREADY_BASE_BUFFER_H

#include "base/str.h"

struct buffer {
    char *ptr;
    size_t len;
    size_t cap;
};

void buffer_append(struct buffer *buffer, struct str bytes);
/* The slice is good until the next append. */
struct str buffer_str(const struct buffer *buffer);
/* Empties it; memory beyond `keep` bytes is given back. */
void buffer_clear(struct buffer *buffer, size_t keep);
void buffer_free(struct buffer *buffer);

#endif
