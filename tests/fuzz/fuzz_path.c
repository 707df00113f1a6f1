/* Any bytes as a member's path: what is taken is clean, and cleaning it again changes nothing. */
#include <assert.h>

#include "base/arena.h"
#include "base/limits.h"
#include "bundle/path.h"
#include "graph/graph.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_part(struct str path, size_t from, size_t to) {
    struct str part = str_slice(path, from, to);
    return part.len && !str_eq(part, STR(".")) && !str_eq(part, STR(".."));
}

static void check(struct arena *arena, struct str path) {
    struct str again;
    size_t from = 0;
    assert(path.len && path.len <= limits->path_bytes * 3);
    for (size_t i = 0; i <= path.len; i++) {
        if (i < path.len && path.ptr[i] != '/')
            continue;
        assert(is_part(path, from, i));
        from = i + 1;
    }
    assert(path_clean(arena, path, false, &again) == PATH_OK && str_eq(path, again));
    assert(str_eq(path_printable(arena, path), path));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct str raw = {(const char *)data, size}, path;
    for (int windows = 0; windows < 2; windows++) {
        enum path_verdict verdict = path_clean(arena, raw, windows, &path);
        if (verdict != PATH_OK) {
            touch_text(str_of(path_verdict_text(verdict)));
            continue;
        }
        check(arena, path);
        touched += graph_wants(NULL, path);
        touched += graph_descends(NULL, path);
    }
    touch_text(path_printable(arena, raw));
    arena_free(arena);
    return 0;
}
