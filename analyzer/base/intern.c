/* A map from text to its atom; the atom of a text is its place in the order of insertion. */
#include "base/intern.h"

#include <assert.h>

#include "base/arena.h"
#include "base/map.h"

struct intern {
    struct map map;
};

struct intern *intern_new(struct arena *arena) {
    struct intern *intern = NEW(arena, struct intern);
    intern->map = map_new(arena);
    return intern;
}

uint32_t intern_find(const struct intern *intern, struct str text) {
    return (uint32_t)(uintptr_t)map_find(&intern->map, text);
}

uint32_t intern_add(struct intern *intern, struct str text) {
    uint32_t known = intern_find(intern, text);
    if (known)
        return known;
    void **place = map_at(&intern->map, str_copy(intern->map.arena, text));
    *place = (void *)(uintptr_t)intern->map.count;
    return (uint32_t)intern->map.count;
}

struct str intern_text(const struct intern *intern, uint32_t atom) {
    assert(atom > 0 && atom <= intern->map.count);
    return intern->map.entries[atom - 1].key;
}

struct str intern_str(struct intern *intern, struct str text) {
    return intern_text(intern, intern_add(intern, text));
}
