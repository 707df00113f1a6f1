/* Any text as a rule file of a site's own, beside a few facts and commands; "#facts" or "#gather"
 * at its beginning makes it one of these. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/intern.h"
#include "rules/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The program's own would be read anew each time: a hundred times the work. */
static const char facts[] = "version: \"2026.11\"\n"
                            "knowUpTo: \"4.22\"\n"
                            "cluster:\n"
                            "  always: {help: A fact., value: 'true'}\n"
                            "  nodes: {help: All nodes., value: objects('Node')}\n"
                            "  minor: {help: A text., value: \"'4.14'\"}\n"
                            "Node:\n"
                            "  ready: {help: Of a node., value: self.metadata.name != ''}\n";
static const char gather[] = "commands: [{name: platform, command: oc adm must-gather}]\n"
                             "image: example.com/gather:v1\n"
                             "kinds:\n"
                             "  Node: {by: [platform], word: node}\n"
                             "  VirtualMachine: {by: [platform]}\n";

static void put(const char *folder, const char *name, const void *data, size_t size) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "wb");
    assert(out);
    fwrite(data, 1, size, out);
    fclose(out);
}

static bool begins(const uint8_t *data, size_t size, const char *mark) {
    return size >= strlen(mark) && memcmp(data, mark, strlen(mark)) == 0;
}

static void load(const char *folder) {
    struct arena *arena = arena_new();
    struct str dir = str_of(folder);
    struct rules_options options = {.dirs = &dir, .n_dirs = 1, .tests = true};
    rules_load(arena, intern_new(arena), &options, diag_sink_new(arena));
    arena_free(arena);
}

static char folder[] = "/tmp/virtready-fuzz-XXXXXX";

static void remove_folder(void) {
    static const char *const names[] = {"x.yaml", "facts.yaml", "gather.yaml"};
    char path[128];
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool ready;
    if (!ready) {
        ready = mkdtemp(folder) && atexit(remove_folder) == 0;
        assert(ready);
    }
    const char *name = begins(data, size, "#facts")    ? "facts.yaml"
                       : begins(data, size, "#gather") ? "gather.yaml"
                                                       : "x.yaml";
    put(folder, "x.yaml", "", 0);
    put(folder, "facts.yaml", facts, sizeof facts - 1);
    put(folder, "gather.yaml", gather, sizeof gather - 1);
    put(folder, name, data, size);
    load(folder);
    return 0;
}
