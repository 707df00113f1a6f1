/* Reads every byte that a parser gave back, so that a sanitizer sees what it points to. */
#ifndef VIRTREADY_TESTS_FUZZ_TOUCH_H
#define VIRTREADY_TESTS_FUZZ_TOUCH_H

#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"
#include "document/document.h"

static volatile unsigned touched;

static inline void touch_text(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        touched += (unsigned char)s.ptr[i];
}

static inline void touch_value(struct value v, int depth) {
    touched += value_line(v) + value_end_line(v);
    touch_text(value_str(v));
    if (value_is(v, VALUE_INT))
        touched += (unsigned)value_int(v);
    if (value_is(v, VALUE_DOUBLE))
        touched += value_double(v) > 0;
    struct value_iter it = value_iter(v);
    while (depth <= LIMIT_DEPTH_MOST && value_next(&it)) {
        touch_text(it.key);
        touch_value(it.value, depth + 1);
    }
}

/* All documents of a member with these bytes. */
static inline void touch_member(struct str path, const uint8_t *data, size_t size,
                                struct document_options options) {
    struct arena *arena = arena_new();
    struct document_origin origin = {
        .input = STR("fuzz"), .path = path, .text = {(const char *)data, size}};
    struct document_list list =
        document_read(arena, intern_new(arena), &origin, options, diag_sink_new(arena));
    for (size_t i = 0; i < list.count; i++)
        touch_value(document_root(list.items[i]), 0);
    arena_free(arena);
}

#endif
