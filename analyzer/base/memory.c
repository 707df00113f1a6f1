/* The C library's allocator, but for its one failure, and told to take memory in large steps. */
#include "base/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/pages.h"

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

/* Enough for what libraries allocate for a small archive. */
#define HEAP_STEP (16 * MIB)

void memory_prepare(void) {
    /* Its own steps are of 128 KiB, in threads of a page: a call to the system for each. */
    mallopt(M_TOP_PAD, (int)HEAP_STEP);
    /* Else what is freed goes back to the system and costs its pages again, a megabyte at a time.
     */
    mallopt(M_TRIM_THRESHOLD, (int)(4 * HEAP_STEP));
    mallopt(M_MMAP_THRESHOLD, (int)PAGES_LARGE);
    /* A heap for each thread would be small pages again, a thousand of them for a small archive.
     * Threads seldom wait for the one: arenas take blocks, the C library keeps what is freed. */
    mallopt(M_ARENA_MAX, 1);
    /* The first step, as an allocation in it shows where it is. */
    char *inside = memory_alloc(PAGES_LARGE / 2), *end = sbrk(0);
    char *from = inside + -(uintptr_t)inside % PAGES_LARGE;
    if (from < end && end <= inside + 2 * HEAP_STEP)
        madvise(from, (size_t)(end - from), MADV_HUGEPAGE);
    memory_free(inside);
}
