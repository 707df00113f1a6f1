/* The C library's allocator, but for its one failure. */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static void *must(void *made, size_t size) {
    if (!made && size)
        arena_out_of_memory();
    return made;
}

void *memory_alloc(size_t size) {
    return must(malloc(size), size);
}

void *memory_grow(void *old, size_t size) {
    return must(realloc(old, size), size);
}

char *memory_copy(const char *text) {
    return must(strdup(text), 1);
}

void memory_free(void *old) {
    free(old);
}
