/* Any bytes as a member's text, read with the fast reader and by libyaml alone: both must give the
 * same documents and say the same. */
#include <stdlib.h>

#include "document/skip.h"
#include "same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const paths[] = {"metadata.managedFields", "a.b"};
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    struct document_origin origin = {
        .input = STR("fuzz"), .path = STR("a.yaml"), .text = {(const char *)data, size}};
    struct document_options options = {.whole_file = size % 7 != 0,
                                       .positions = size % 3 == 0,
                                       .skip = size % 2 ? document_skip_new(arena, intern, paths, 2)
                                                        : NULL};
    struct reading fast = read_with(arena, intern, &origin, options);
    options.strict = true;
    struct reading strict = read_with(arena, intern, &origin, options);
    const char *difference = find_difference(arena, &fast, &strict);
    if (difference) {
        fprintf(stderr, "%s\n", difference);
        abort();
    }
    arena_free(arena);
    return 0;
}
