/* The blocks that an input is read into, and the digest of all that passed through them. */
#ifndef VIRTREADY_BUNDLE_HASHER_H
#define VIRTREADY_BUNDLE_HASHER_H

#include "base/str.h"

#define HASHER_BLOCK ((size_t)64 * 1024) /* one read(): large enough that calls do not count */

struct hasher;

/* `beside`: on a thread of its own where the input is long enough to need one; else on the
 * caller's. */
struct hasher *hasher_new(struct arena *arena, bool beside);
/* HASHER_BLOCK bytes to read into. Good until the next call after a hasher_add. */
char *hasher_room(struct hasher *hasher);
/* The first `len` bytes of the room are the next ones of the input. */
void hasher_add(struct hasher *hasher, size_t len);
/* The digest of all that was added, as 64 hex digits; the next add begins another. */
struct str hasher_finish(struct arena *arena, struct hasher *hasher);

#endif
