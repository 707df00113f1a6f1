/* Mappings at multiples of the large page; what stands over on both sides is given back at once.
 * AddressSanitizer watches what malloc gives. */
#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/arena.h"
#include "base/asan.h"

#ifdef ASAN

static void *must(void *pages) {
    if (!pages)
        arena_out_of_memory();
    return pages;
}

void *pages_map(size_t size) {
    return must(calloc(1, size));
}

void *pages_grow(void *pages, size_t old_size, size_t new_size) {
    (void)old_size;
    return must(realloc(pages, new_size));
}

void pages_unmap(void *pages, size_t size) {
    (void)size;
    free(pages);
}

#else

static char *must(void *pages) {
    if (pages == MAP_FAILED)
        arena_out_of_memory();
    return pages;
}

void pages_unmap(void *pages, size_t size) {
    if (size)
        munmap(pages, size);
}

void *pages_map(size_t size) {
    char *room = must(
        mmap(NULL, size + PAGES_LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    size_t before = -(uintptr_t)room % PAGES_LARGE;
    char *pages = room + before;
    pages_unmap(room, before);
    pages_unmap(pages + size, PAGES_LARGE - before);
    madvise(pages, size, MADV_HUGEPAGE); /* a wish: small pages do as well */
    return pages;
}

void *pages_grow(void *pages, size_t old_size, size_t new_size) {
    return must(mremap(pages, old_size, new_size, MREMAP_MAYMOVE));
}

#endif
