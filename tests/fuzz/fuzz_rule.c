/* Any text as a rule file of a site's own, loaded over nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/intern.h"
#include "rules/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char folder[] = "/tmp/virtready-fuzz-XXXXXX";
    static char file[64];
    if (!file[0]) {
        if (!mkdtemp(folder))
            abort();
        snprintf(file, sizeof file, "%s/x.yaml", folder);
    }
    FILE *out = fopen(file, "wb");
    if (!out)
        abort();
    fwrite(data, 1, size, out);
    fclose(out);
    struct arena *arena = arena_new();
    struct str dir = str_of(folder);
    struct rules_options options = {.dirs = &dir, .n_dirs = 1, .builtin = true, .tests = true};
    rules_load(arena, intern_new(arena), &options, diag_sink_new(arena));
    unlink(file);
    arena_free(arena);
    return 0;
}
