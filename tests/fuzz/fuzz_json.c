/* Any bytes as a member whose name says JSON. */
#include "base/arena.h"
#include "base/intern.h"
#include "document/document.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct document_origin origin = {
        .input = STR("fuzz"), .path = STR("a.json"), .text = {(const char *)data, size}};
    struct document_options options = {.whole_file = size % 2 == 0, .json = true};
    struct document_list list =
        document_read(arena, intern_new(arena), &origin, options, diag_sink_new(arena));
    for (size_t i = 0; i < list.count; i++)
        touch_value(document_root(list.items[i]), 0);
    arena_free(arena);
    return 0;
}
