/* A map from text to its atom; the atom of a text is its place in the order of insertion.
 *
 * Texts come again and again: the newest ones are found by their length and a few bytes at both
 * ends, before the map hashes all of them with care. */
#include "base/intern.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"

/* Places for newest texts, a power of 2; the objects of a gather have some thousand keys. */
#define RECENT 2048

/* All of a text of at most 16 bytes, or its ends. */
struct glance {
    uint64_t head, tail;
    size_t len;
};

struct recent {
    struct glance glance;
    uint32_t atom; /* 0: none yet */
};

struct intern {
    struct map map;
    struct recent recent[RECENT];
};

static uint64_t load8(const char *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static uint64_t load4(const char *at) {
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static struct glance glance_at(struct str text) {
    struct glance glance = {.len = text.len};
    if (text.len == 0)
        return glance;
    const char *end = text.ptr + text.len;
    if (text.len >= 8) {
        glance.head = load8(text.ptr);
        glance.tail = load8(end - 8);
    } else if (text.len >= 4) {
        glance.head = load4(text.ptr) | load4(end - 4) << 32;
    } else {
        glance.head = (unsigned char)text.ptr[0] | (uint64_t)(unsigned char)end[-1] << 8 |
                      (uint64_t)(unsigned char)text.ptr[text.len / 2] << 16;
    }
    return glance;
}

static size_t recent_place(const struct glance *glance) {
    uint64_t mixed = (glance->head ^ glance->len) * 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ glance->tail) * 0xc2b2ae3d27d4eb4fU;
    return (mixed >> 32) % RECENT;
}

static bool is_recent(const struct intern *intern, const struct recent *recent,
                      const struct glance *glance, struct str text) {
    return recent->atom && recent->glance.head == glance->head &&
           recent->glance.tail == glance->tail && recent->glance.len == glance->len &&
           (text.len <= 16 || str_eq(intern_text(intern, recent->atom), text));
}

struct intern *intern_new(struct arena *arena) {
    struct intern *intern = NEW(arena, struct intern);
    intern->map = map_new(arena);
    return intern;
}

static uint32_t find_in_map(const struct intern *intern, struct str text) {
    return (uint32_t)(uintptr_t)map_find(&intern->map, text);
}

uint32_t intern_find(const struct intern *intern, struct str text) {
    struct glance glance = glance_at(text);
    const struct recent *recent = &intern->recent[recent_place(&glance)];
    return is_recent(intern, recent, &glance, text) ? recent->atom : find_in_map(intern, text);
}

static uint32_t add_to_map(struct intern *intern, struct str text) {
    uint32_t known = find_in_map(intern, text);
    if (known)
        return known;
    void **place = map_at(&intern->map, str_copy(intern->map.arena, text));
    *place = (void *)(uintptr_t)intern->map.count;
    return (uint32_t)intern->map.count;
}

uint32_t intern_add(struct intern *intern, struct str text) {
    struct glance glance = glance_at(text);
    struct recent *recent = &intern->recent[recent_place(&glance)];
    if (!is_recent(intern, recent, &glance, text))
        *recent = (struct recent){glance, add_to_map(intern, text)};
    return recent->atom;
}

struct str intern_text(const struct intern *intern, uint32_t atom) {
    assert(atom > 0 && atom <= intern->map.count);
    return intern->map.entries[atom - 1].key;
}

struct str intern_str(struct intern *intern, struct str text) {
    return intern_text(intern, intern_add(intern, text));
}
