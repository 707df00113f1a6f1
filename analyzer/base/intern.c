/* A map from text to its atom; the atom of a text is its place in the order of insertion.
 *
 * Texts come again and again: the newest ones are found by their length and a few bytes at both
 * ends, before the map hashes all of them with care. */
#include "base/intern.h"

#include <assert.h>
#include <pthread.h>
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

/* Texts by atom, in blocks that never move: who has an atom reads its text without a lock, also
 * while others are added. Each block is twice as large as the one before. */
#define FIRST_BLOCK 1024
#define BLOCKS 22 /* for 2^32 atoms */

struct texts {
    struct arena *arena; /* no other: whoever adds has it for itself */
    struct map map;
    struct str *blocks[BLOCKS];
    pthread_mutex_t lock;
    bool shared; /* the lock is needed */
};

struct intern {
    struct intern *whole;
    struct texts *texts;
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

static inline struct glance glance_at(struct str text) {
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

static inline size_t recent_place(const struct glance *glance) {
    uint64_t mixed = (glance->head ^ glance->len) * 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ glance->tail) * 0xc2b2ae3d27d4eb4fU;
    return (mixed >> 32) % RECENT;
}

static inline bool is_recent(const struct intern *intern, const struct recent *recent,
                             const struct glance *glance, struct str text) {
    return recent->atom && recent->glance.head == glance->head &&
           recent->glance.tail == glance->tail && recent->glance.len == glance->len &&
           (text.len <= 16 || str_eq(intern_text(intern, recent->atom), text));
}

static void release(void *arg) {
    struct texts *texts = arg;
    pthread_mutex_destroy(&texts->lock);
}

struct intern *intern_new(struct arena *arena) {
    struct intern *intern = NEW(arena, struct intern);
    struct texts *texts = NEW(arena, struct texts);
    texts->arena = arena_inner(arena);
    texts->map = map_new(texts->arena);
    pthread_mutex_init(&texts->lock, NULL);
    arena_on_reset(arena, release, texts);
    intern->whole = intern;
    intern->texts = texts;
    return intern;
}

struct intern *intern_view(struct arena *arena, struct intern *intern) {
    struct intern *view = NEW(arena, struct intern);
    view->whole = intern->whole;
    view->texts = intern->texts;
    intern_shared(intern, true);
    return view;
}

struct intern *intern_whole(struct intern *intern) {
    return intern->whole;
}

void intern_shared(struct intern *intern, bool shared) {
    intern->texts->shared = shared;
}

static struct str *text_place(const struct texts *texts, uint32_t atom, size_t *ret_block) {
    uint32_t number = (atom - 1) / FIRST_BLOCK + 1;
    *ret_block = 31 - (size_t)__builtin_clz(number);
    size_t first = ((size_t)FIRST_BLOCK << *ret_block) - FIRST_BLOCK;
    struct str *block = texts->blocks[*ret_block];
    return block ? block + (atom - 1 - first) : NULL;
}

static uint32_t find_in_map(const struct texts *texts, struct str text) {
    return (uint32_t)(uintptr_t)map_find(&texts->map, text);
}

static uint32_t add_to_map(struct texts *texts, struct str text) {
    size_t block;
    void **place = map_at(&texts->map, text);
    if (*place)
        return (uint32_t)(uintptr_t)*place;
    struct str copy = str_copy(texts->arena, text);
    uint32_t atom = (uint32_t)texts->map.count;
    *place = (void *)(uintptr_t)atom;
    texts->map.entries[atom - 1].key = copy; /* the same, which stays */
    if (!text_place(texts, atom, &block))
        texts->blocks[block] = NEW_ARRAY(texts->arena, (size_t)FIRST_BLOCK << block, struct str);
    *text_place(texts, atom, &block) = copy;
    return atom;
}

static uint32_t look_up(struct texts *texts, struct str text, bool add) {
    bool shared = texts->shared;
    if (shared)
        pthread_mutex_lock(&texts->lock);
    uint32_t atom = add ? add_to_map(texts, text) : find_in_map(texts, text);
    if (shared)
        pthread_mutex_unlock(&texts->lock);
    return atom;
}

uint32_t intern_find(const struct intern *intern, struct str text) {
    struct glance glance = glance_at(text);
    const struct recent *recent = &intern->recent[recent_place(&glance)];
    return is_recent(intern, recent, &glance, text) ? recent->atom
                                                    : look_up(intern->texts, text, false);
}

uint32_t intern_add(struct intern *intern, struct str text) {
    struct glance glance = glance_at(text);
    struct recent *recent = &intern->recent[recent_place(&glance)];
    if (!is_recent(intern, recent, &glance, text))
        *recent = (struct recent){glance, look_up(intern->texts, text, true)};
    return recent->atom;
}

struct str intern_text(const struct intern *intern, uint32_t atom) {
    size_t block;
    const struct str *place = text_place(intern->texts, atom, &block);
    assert(atom > 0 && place);
    return *place;
}

struct str intern_str(struct intern *intern, struct str text) {
    return intern_text(intern, intern_add(intern, text));
}
