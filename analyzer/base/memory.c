/* The C library's allocator, but for its one failure, and told to take memory in large steps. */
#include "base/memory.h"

#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/asan.h"

static void *must(void *made, size_t size) {
    if (!made && size)
        arena_out_of_memory();
    return made;
}

#ifdef ASAN

void *memory_alloc(size_t size) {
    return must(malloc(size), size);
}

void *memory_grow(void *old, size_t size) {
    return must(realloc(old, size), size);
}

void memory_free(void *old) {
    free(old);
}

#else

/* A style sheet takes and gives back a hundred thousand small pieces for one page. Each thread
 * keeps those that came back, by size, for which it needs no lock; the C library keeps seven of a
 * size, and looks after the rest under the lock of the one heap. What a thread leaves at its end is
 * not found again: as much as it ever held at once. */
#define PIECE_STEP 16
#define PIECE_MOST 256
#define PIECES_BLOCK (64 * KIB)

/* Stands before what is given out, which is aligned as malloc's. */
struct piece {
    size_t steps; /* 0: of the C library, behind a header of PIECE_STEP bytes */
    union {
        struct piece *next; /* of those that came back */
        char bytes[PIECE_STEP - sizeof(size_t)];
    };
};

struct pieces {
    struct piece *back[PIECE_MOST / PIECE_STEP + 1]; /* by steps */
    char *at, *end;                                  /* of a block; what is not yet given out */
};

static _Thread_local struct pieces own;

static struct piece *piece_of(void *given) {
    return (struct piece *)(void *)((char *)given - offsetof(struct piece, bytes));
}

/* Of the C library, as NULL or as one that it gave before. */
static void *large_grow(char *base, size_t size) {
    if (size > SIZE_MAX - PIECE_STEP)
        arena_out_of_memory();
    base = must(realloc(base, size + PIECE_STEP), size + PIECE_STEP);
    piece_of(base + PIECE_STEP)->steps = 0;
    return base + PIECE_STEP;
}

static struct piece *piece_cut(size_t steps) {
    size_t size = steps * PIECE_STEP;
    if ((size_t)(own.end - own.at) < size) {
        char *block = must(malloc(PIECES_BLOCK), PIECES_BLOCK);
        own.at = block + PIECE_STEP - offsetof(struct piece, bytes);
        own.end = block + PIECES_BLOCK;
    }
    struct piece *piece = (struct piece *)(void *)own.at;
    own.at += size;
    piece->steps = steps;
    return piece;
}

void *memory_alloc(size_t size) {
    if (size > PIECE_MOST - offsetof(struct piece, bytes))
        return large_grow(NULL, size);
    size_t steps = (size + offsetof(struct piece, bytes) + PIECE_STEP - 1) / PIECE_STEP;
    struct piece *piece = own.back[steps];
    if (piece)
        own.back[steps] = piece->next;
    else
        piece = piece_cut(steps);
    return piece->bytes;
}

void memory_free(void *old) {
    if (!old)
        return;
    struct piece *piece = piece_of(old);
    if (piece->steps == 0) {
        free((char *)old - PIECE_STEP);
        return;
    }
    piece->next = own.back[piece->steps];
    own.back[piece->steps] = piece;
}

void *memory_grow(void *old, size_t size) {
    if (!old)
        return memory_alloc(size);
    struct piece *piece = piece_of(old);
    if (piece->steps == 0)
        return large_grow((char *)old - PIECE_STEP, size);
    size_t had = piece->steps * PIECE_STEP - offsetof(struct piece, bytes);
    if (size <= had)
        return old;
    void *grown = memcpy(memory_alloc(size), old, had);
    memory_free(old);
    return grown;
}

#endif

char *memory_copy(const char *text) {
    size_t size = strlen(text) + 1;
    return memcpy(memory_alloc(size), text, size);
}

/* Enough for what libraries allocate for a small archive. */
#define HEAP_STEP (16 * MIB)

void memory_prepare(void) {
    /* Its own steps are of 128 KiB, in threads of a page: a call to the system for each. */
    mallopt(M_TOP_PAD, (int)HEAP_STEP);
    /* Else what is freed goes back to the system and costs its pages again, a megabyte at a time.
     */
    mallopt(M_TRIM_THRESHOLD, (int)(4 * HEAP_STEP));
    mallopt(M_MMAP_THRESHOLD, (int)MEMORY_MAPPED);
    /* Else each thread has a heap of its own, which begins with pages that no other can use again.
     * Threads seldom wait for the one: arenas take blocks, the C library keeps what is freed. */
    mallopt(M_ARENA_MAX, 1);
}
