/* What libFuzzer, and the replay, call before the first input. */
#include "bounds.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

void bounds_set(void) {
    const char *words = getenv("FUZZ_LIMITS");
    struct arena *arena = arena_new();
    struct str rest = str_of(words ? words : ""), word, why;
    while (rest.len) {
        str_cut(rest, ' ', &word, &rest);
        if (word.len && !limits_set(arena, word, &why)) {
            fprintf(stderr, "FUZZ_LIMITS: %.*s\n", STR_ARG(why));
            abort();
        }
    }
    arena_free(arena);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    bounds_set();
    return 0;
}
