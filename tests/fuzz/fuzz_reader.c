/* Any bytes as a member's text, read with the fast reader and by libyaml alone: both must give the
 * same documents and say the same. Half of them begin as what servers write, which is read before
 * it is looked at as a whole. Read for some of its fields it gives those, and what can be shown. */
#include <stdlib.h>

#include "chosen.h"
#include "document/skip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const paths[] = {"metadata.managedFields", "a.b"};
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    struct strbuf text = strbuf_new(arena);
    if (size % 4 < 2)
        strbuf_append(&text, STR("apiVersion: v1\n"));
    strbuf_append(&text, (struct str){(const char *)data, size});
    struct document_origin origin = {
        .input = STR("fuzz"), .path = STR("a.yaml"), .text = strbuf_str(&text)};
    struct document_options options = {.whole_file = size % 7 != 0,
                                       .positions = size % 3 == 0,
                                       .skip = size % 2 ? document_skip_new(arena, intern, paths, 2)
                                                        : NULL};
    struct reading fast = read_with(arena, intern, &origin, options);
    options.strict = true;
    struct reading strict = read_with(arena, intern, &origin, options);
    const char *difference = find_difference(arena, &fast, &strict);
    if (!difference && !options.positions)
        difference = find_kept_difference(arena, &fast, &strict);
    options.strict = false;
    for (uint32_t seed = 0; seed < (size < 2048 ? 24 : 4) && !difference && !options.positions;
         seed++)
        difference =
            find_chosen_difference(arena, intern, &origin, options, (uint32_t)size * 7 + seed);
    if (difference) {
        fprintf(stderr, "%s\n", difference);
        abort();
    }
    arena_free(arena);
    return 0;
}
