/* Bytes that are pulled block by block through layers: the file, its decompression, the archive's
 * current member, its decompression …
 *
 * A pull ends by giving no block; whether that end was proper is told by the trouble it shares with
 * the other layers of its level. The first trouble stays: what follows is its consequence. */
#ifndef VIRTREADY_BUNDLE_PULL_H
#define VIRTREADY_BUNDLE_PULL_H

#include <stdatomic.h>

#include "base/str.h"

#define PULL_BLOCK ((size_t)256 * 1024) /* one read(); large enough that calls do not count */
#define PULL_HEAD ((size_t)4096)        /* what a form is told by; tar needs 512 */

enum trouble_kind {
    TROUBLE_NONE,
    TROUBLE_TRUNCATED,  /* ended too soon */
    TROUBLE_DAMAGED,    /* not what it should be */
    TROUBLE_LIMIT,      /* a bound of base/limits.h */
    TROUBLE_UNREADABLE, /* the system refused */
    TROUBLE_STOPPED,    /* the caller wants no more */
};

struct trouble {
    enum trouble_kind kind;
    bool told;
    char reason[160];
};

/* Nothing happens where there is trouble already. */
void trouble_set(struct trouble *trouble, enum trouble_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What one input has cost so far, over all its layers. */
struct guard {
    uint64_t packed;   /* bytes read, as given */
    uint64_t total;    /* bytes there are; 0 where that is not known */
    uint64_t unpacked; /* bytes that came out of any decompression */
    uint64_t ignored;  /* bytes after the end of the data that mean nothing */
    bool exceeded;     /* a bound of the whole input was reached: it ends here */
    const atomic_bool *stop;
};

/* Counts; false, with trouble, where the input is larger than anything honest. */
bool guard_unpacked(struct guard *guard, uint64_t more, struct trouble *trouble);
/* All there is of it, or was read so far where that is not known. */
uint64_t guard_packed(const struct guard *guard);
bool guard_stopped(const struct guard *guard, struct trouble *trouble);

struct pull {
    bool (*next)(void *arg, struct str *ret_block);
    void *arg;
    struct trouble *trouble;
    char *head; /* PULL_HEAD bytes, made at the first peek */
    size_t head_len;
    size_t head_at;
    struct str rest; /* of the block that the head's last bytes came from */
};

struct pull pull_new(struct arena *arena, bool (*next)(void *arg, struct str *ret_block), void *arg,
                     struct trouble *trouble);
/* The next block, never empty, good until the next call; false at the end. */
bool pull_next(struct pull *pull, struct str *ret_block);
/* The first bytes, which pull_next gives again: PULL_HEAD of them or all there are. */
struct str pull_peek(struct pull *pull);
/* Forgets what was peeked, for a new beginning elsewhere. */
void pull_restart(struct pull *pull);

#endif
