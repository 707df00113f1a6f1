/* Any bytes as an archive, read as the program reads a file. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "bundle/bundle.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool all(void *unused, struct str path) {
    (void)unused;
    (void)path;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    int file = memfd_create("fuzz", 0);
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    struct str names = str_of(name);
    struct bundle *bundle;
    struct member member;
    struct bundle_options options = {.jobs = 1, .want = all, .descend = all};
    if (file >= 0 && write(file, data, size) == (ssize_t)size &&
        bundle_open(arena, &names, 1, options, diag_sink_new(arena), &bundle)) {
        while (bundle_next(bundle, &member)) {
            touch_text(member.path);
            touch_text(member.bytes);
        }
        bundle_close(bundle);
    }
    if (file >= 0)
        close(file);
    arena_free(arena);
    return 0;
}
