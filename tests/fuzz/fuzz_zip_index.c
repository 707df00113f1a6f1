/* Any bytes as the end of a zip, behind members that came: lines "SIZE NAME" up to an empty line,
 * "?" for a size that was not seen. */
#include <assert.h>

#include "base/arena.h"
#include "bundle/zip_index.h"
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TOLD_MOST 20 /* one by one */

struct blocks {
    struct str rest;
    size_t block;
};

static bool next_block(void *arg, struct str *ret_block) {
    struct blocks *blocks = arg;
    *ret_block = str_slice(blocks->rest, 0, blocks->block);
    blocks->rest = str_slice(blocks->rest, ret_block->len, blocks->rest.len);
    return ret_block->len > 0;
}

static struct str take_members(struct zip_index *index, struct str text) {
    struct str line, number;
    uint64_t bytes;
    while (str_cut(text, '\n', &line, &text) && line.len)
        if (str_cut(line, ' ', &number, &line))
            zip_index_came(index, line, str_to_uint64(number, &bytes) ? bytes : ZIP_SIZE_UNKNOWN);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct zip_index *index = zip_index_new(arena);
    struct trouble trouble = {0};
    struct str name, rest = take_members(index, (struct str){(const char *)data, size});
    struct str edge = str_slice(rest, 0, size % 5), at_once = str_slice(rest, edge.len, size % 64);
    struct blocks blocks = {str_slice(rest, edge.len + at_once.len, rest.len), 1 + size % 97};
    struct pull pull = pull_new(arena, next_block, &blocks, &trouble);
    size_t told = 0;
    zip_index_begin(index, edge, at_once, &pull);
    for (; zip_index_next(index, &name); told++)
        touch_text(name);
    assert(told <= TOLD_MOST);
    zip_index_check(index, &trouble);
    touch_text(zip_index_rest(index));
    arena_free(arena);
    return 0;
}
