/* Members and diagnostics on their way from the reader to the consumer, in their order.
 *
 * A batch belongs to one side at a time: the reader fills it, the consumer empties it and gives it
 * back. Nothing in it points outside of it. */
#ifndef VIRTREADY_BUNDLE_BATCH_H
#define VIRTREADY_BUNDLE_BATCH_H

#include "base/buffer.h"
#include "base/vec.h"
#include "bundle/bundle.h"

#define BATCH_BYTES ((size_t)1024 * 1024) /* a batch is full with the member that reaches it */
#define BATCH_MEMBERS 4096                /* also where no member is wanted */

struct batch_member {
    struct member member; /* without its bytes, which may move while others are added */
    size_t bytes_at;
    size_t bytes_len;
};

struct batch_note {
    size_t before; /* the member that it comes before */
    uint32_t input;
    enum diag_severity severity;
    enum diag_id id;
    struct str path;
    struct str message;
};

/* What is finally known of an input. */
struct batch_end {
    uint32_t index;
    struct bundle_input input;
};

/* Whether a worker has taken it (queue.c). */
enum batch_state { BATCH_PLAIN, BATCH_WORKED_ON, BATCH_WORKED };

struct batch {
    struct arena *arena; /* of all text here but the members' bytes */
    struct buffer bytes;
    VEC(struct batch_member) members;
    VEC(struct batch_note) notes;
    VEC(struct batch_end) ends;
    uint64_t done;  /* compressed bytes read so far, of all inputs */
    uint64_t spent; /* nanoseconds that the reader's thread has worked for */
    bool last;
    enum batch_state state;
    struct arena *ahead; /* of what workers made of the members */
    size_t member_at;    /* how far the consumer is */
    size_t note_at;
};

struct batch *batch_new(struct arena *arena);
/* Emptied, for the reader. */
void batch_reset(struct batch *batch);
/* What it holds is gone, and the memory with it. */
void batch_drop(struct batch *batch);
bool batch_is_full(const struct batch *batch);
/* A member with its bytes, which are good as long as the batch is as it is. */
struct member batch_member(const struct batch *batch, size_t index);
/* The message is cut at 1 KiB. The path may be anywhere. */
void batch_note(struct batch *batch, struct batch_note note, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
