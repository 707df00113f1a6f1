/* So many bytes at first that few buffers ever grow, since what is not written to costs nothing;
 * then twice as many each time. */
#include "base/buffer.h"

#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

static void grow(struct buffer *buffer, size_t need) {
    size_t cap = buffer->cap ? buffer->cap : MEMORY_MAPPED;
    if (need > SIZE_MAX / 4)
        arena_out_of_memory();
    while (cap < need)
        cap *= 2;
    buffer->ptr = memory_grow(buffer->ptr, cap);
    buffer->cap = cap;
}

void buffer_append(struct buffer *buffer, struct str bytes) {
    if (bytes.len == 0)
        return;
    size_t need = bytes.len > SIZE_MAX - buffer->len ? SIZE_MAX : buffer->len + bytes.len;
    if (need > buffer->cap)
        grow(buffer, need);
    memcpy(buffer->ptr + buffer->len, bytes.ptr, bytes.len);
    buffer->len = need;
}

struct str buffer_str(const struct buffer *buffer) {
    return (struct str){buffer->ptr, buffer->len};
}

void buffer_clear(struct buffer *buffer, size_t keep) {
    if (buffer->cap > keep)
        buffer_free(buffer);
    buffer->len = 0;
}

void buffer_free(struct buffer *buffer) {
    memory_free(buffer->ptr);
    *buffer = (struct buffer){0};
}
