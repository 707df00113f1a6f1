/* Blocks of growing size, filled from the front; objects aligned for any type. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asan.h"
#include "base/limits.h"

/* Behind each object, so that what is written there is noticed. */
#ifdef ASAN
#define GAP 16
#else
#define GAP 0
#endif

#define ALIGN alignof(max_align_t)
#define BLOCK_MIN (8 * KIB)
#define BLOCK_MAX MIB
/* More than what is left of a block may well be: the rest of it is not given up for that. */
#define LARGE (BLOCK_MAX / 8)

struct block {
    struct block *older;
    size_t size; /* of data */
    alignas(max_align_t) char data[];
};

struct cleanup {
    struct cleanup *older;
    void (*fn)(void *arg);
    void *arg;
};

struct arena {
    struct block *newest;
    size_t fill; /* of the newest block */
    size_t used;
    size_t peak; /* of what was used, until the last reset */
    void *last;  /* the newest object, which arena_grow may extend in place */
    struct cleanup *cleanups;
};

_Noreturn void arena_out_of_memory(void) {
    fputs("virtready: out of memory\n", stderr);
    abort();
}

static size_t round_up(size_t size) {
    if (size > SIZE_MAX / 2)
        arena_out_of_memory();
    return (size + ALIGN - 1) & ~(ALIGN - 1);
}

static struct block *block_of(void *memory, size_t size) {
    struct block *block = memory;
    if (!block)
        arena_out_of_memory();
    block->size = size;
    POISON(block->data, size);
    return block;
}

static struct block *block_new(size_t size) {
    return block_of(malloc(sizeof(struct block) + size), size);
}

static void free_block(struct block *block) {
    UNPOISON(block->data, block->size);
    free(block);
}

static bool fits(const struct arena *arena, size_t need) {
    return arena->newest && arena->newest->size - arena->fill >= need;
}

static void add_block(struct arena *arena, size_t need) {
    size_t size = arena->newest ? arena->newest->size * 2 : BLOCK_MIN;
    size = size > BLOCK_MAX ? BLOCK_MAX : size;
    struct block *block = block_new(size > need ? size : need);
    block->older = arena->newest;
    arena->newest = block;
    arena->fill = 0;
}

/* A large object gets a block of its own behind the newest one, which goes on being filled; nothing
 * can be added to it. It comes zeroed, as a rule without a page being touched. */
static void *alloc_aside(struct arena *arena, size_t need) {
    struct block *block = block_of(calloc(1, sizeof *block + need), need);
    block->older = arena->newest->older;
    arena->newest->older = block;
    arena->used += need;
    arena->last = NULL;
    return block->data;
}

struct arena *arena_new(void) {
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        arena_out_of_memory();
    return arena;
}

static void free_blocks(struct block *block) {
    while (block) {
        struct block *older = block->older;
        free_block(block);
        block = older;
    }
}

static void run_cleanups(struct arena *arena) {
    while (arena->cleanups) {
        struct cleanup *cleanup = arena->cleanups;
        arena->cleanups = cleanup->older;
        cleanup->fn(cleanup->arg);
    }
}

void arena_free(struct arena *arena) {
    if (!arena)
        return;
    run_cleanups(arena);
    free_blocks(arena->newest);
    free(arena);
}

void arena_reset(struct arena *arena) {
    run_cleanups(arena);
    if (arena->newest) {
        free_blocks(arena->newest->older);
        arena->newest->older = NULL;
        POISON(arena->newest->data, arena->newest->size);
    }
    arena->peak = arena_peak(arena);
    arena->fill = 0;
    arena->used = 0;
    arena->last = NULL;
}

void *arena_alloc(struct arena *arena, size_t size) {
    size_t need = round_up(size ? size : 1) + GAP;
    if (!fits(arena, need)) {
        if (need >= LARGE && arena->newest) {
            void *aside = alloc_aside(arena, need);
            UNPOISON(aside, size);
            return aside;
        }
        add_block(arena, need);
    }
    void *object = arena->newest->data + arena->fill;
    arena->fill += need;
    arena->used += need;
    arena->last = object;
    UNPOISON(object, size);
    return memset(object, 0, size);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size)
        arena_out_of_memory();
    return arena_alloc(arena, count * size);
}

static bool grow_in_place(struct arena *arena, void *old, size_t old_size, size_t new_size) {
    if (!old || old != arena->last)
        return false;
    size_t more = round_up(new_size) - round_up(old_size ? old_size : 1);
    if (arena->newest->size - arena->fill < more)
        return false;
    UNPOISON(old, new_size);
    memset((char *)old + old_size, 0, new_size - old_size);
    arena->fill += more;
    arena->used += more;
    return true;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size) {
    if (new_size <= old_size)
        return old;
    if (grow_in_place(arena, old, old_size, new_size))
        return old;
    void *grown = arena_alloc(arena, new_size);
    if (old_size)
        memcpy(grown, old, old_size);
    return grown;
}

void arena_on_reset(struct arena *arena, void (*fn)(void *arg), void *arg) {
    struct cleanup *cleanup = NEW(arena, struct cleanup);
    *cleanup = (struct cleanup){arena->cleanups, fn, arg};
    arena->cleanups = cleanup;
}

static void free_inner(void *inner) {
    arena_free(inner);
}

struct arena *arena_inner(struct arena *outer) {
    struct arena *inner = arena_new();
    arena_on_reset(outer, free_inner, inner);
    return inner;
}

size_t arena_used(const struct arena *arena) {
    return arena->used;
}

size_t arena_peak(const struct arena *arena) {
    return arena->used > arena->peak ? arena->used : arena->peak;
}
