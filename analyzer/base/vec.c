#include "base/vec.h"

#include <string.h>

#include "base/arena.h"

void *vec_reserve(struct arena *arena, void *items, size_t count, size_t *cap, size_t item_size) {
    if (count < *cap)
        return items;
    size_t old_cap = *cap;
    *cap = old_cap ? old_cap * 2 : 8;
    if (!old_cap)
        return arena_alloc_array(arena, *cap, item_size);
    return arena_grow(arena, items, old_cap * item_size, *cap * item_size);
}

void *vec_copied(struct arena *arena, const void *items, size_t count, size_t *ret_cap,
                 size_t item_size) {
    *ret_cap = count + 8;
    void *copy = arena_alloc_array(arena, *ret_cap, item_size);
    if (count)
        memcpy(copy, items, count * item_size);
    return copy;
}
