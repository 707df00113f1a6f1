/* One arena and one buffer for each batch, used again and again; a batch that held a huge member
 * gives its memory back. */
#include "bundle/batch.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"

#define KEEP (4 * BATCH_BYTES)

static void release(void *arg) {
    struct batch *batch = arg;
    arena_free(batch->arena);
    arena_free(batch->ahead);
    buffer_free(&batch->bytes);
}

void batch_drop(struct batch *batch) {
    batch_reset(batch);
    buffer_free(&batch->bytes);
}

struct batch *batch_new(struct arena *arena) {
    struct batch *batch = NEW(arena, struct batch);
    batch->arena = arena_new();
    batch->ahead = arena_new();
    arena_on_reset(arena, release, batch);
    return batch;
}

void batch_reset(struct batch *batch) {
    arena_reset(batch->arena);
    arena_reset(batch->ahead);
    buffer_clear(&batch->bytes, KEEP);
    *batch = (struct batch){.arena = batch->arena, .ahead = batch->ahead, .bytes = batch->bytes};
}

bool batch_is_full(const struct batch *batch) {
    return batch->bytes.len >= BATCH_BYTES || batch->members.count >= BATCH_MEMBERS ||
           batch->notes.count >= BATCH_MEMBERS;
}

struct member batch_member(const struct batch *batch, size_t index) {
    const struct batch_member *item = &batch->members.items[index];
    struct member member = item->member;
    member.bytes =
        str_slice(buffer_str(&batch->bytes), item->bytes_at, item->bytes_at + item->bytes_len);
    return member;
}

void batch_note(struct batch *batch, struct batch_note note, const char *format, ...) {
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    note.before = batch->members.count;
    note.path = str_copy(batch->arena, note.path);
    note.message = str_copy(batch->arena, str_of(text));
    *vec_push(batch->arena, &batch->notes) = note;
}
