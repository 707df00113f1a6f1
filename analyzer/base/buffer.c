/* realloc with doubling: the C library moves large blocks by remapping pages, not by copying. */
#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void grow(struct buffer *buffer, size_t need) {
    size_t cap = buffer->cap ? buffer->cap : 4096;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    char *grown = realloc(buffer->ptr, cap);
    if (!grown) {
        fputs("virtready: out of memory\n", stderr);
        abort();
    }
    buffer->ptr = grown;
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
    free(buffer->ptr);
    *buffer = (struct buffer){0};
}
