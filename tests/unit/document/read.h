/* What the tests of this layer share: a member read from a C string, and trees shown as text. */
#ifndef VIRTREADY_TESTS_UNIT_DOCUMENT_READ_H
#define VIRTREADY_TESTS_UNIT_DOCUMENT_READ_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"
#include "document/build.h"

/* What a test reads with; made new for each. */
struct fixture {
    struct arena *arena;
    struct intern *intern;
    struct diag_sink *sink;
    struct document_options options;
};

static inline int setup_fixture(void **state) {
    struct arena *arena = arena_new();
    struct fixture *fixture = NEW(arena, struct fixture);
    *fixture = (struct fixture){.arena = arena,
                                .intern = intern_new(arena),
                                .sink = diag_sink_new(arena),
                                .options = {.whole_file = true}};
    *state = fixture;
    return 0;
}

static inline int teardown_fixture(void **state) {
    arena_free(((struct fixture *)*state)->arena);
    return 0;
}

#define fixture_test(function)                                                                     \
    cmocka_unit_test_setup_teardown(function, setup_fixture, teardown_fixture)

static inline struct document_list read_text(struct fixture *fixture, struct str text) {
    struct document_origin *origin = NEW(fixture->arena, struct document_origin);
    *origin =
        (struct document_origin){.input = STR("in.tar"), .path = STR("a/b.yaml"), .text = text};
    return document_read(fixture->arena, fixture->intern, origin, fixture->options, fixture->sink);
}

static inline struct document_list read_string(struct fixture *fixture, const char *text) {
    return read_text(fixture, str_of(text));
}

/* The only document of a text. */
static inline const struct document *read_document(struct fixture *fixture, const char *text) {
    struct document_list list = read_string(fixture, text);
    assert_int_equal(list.count, 1);
    return list.items[0];
}

static inline struct value read_value(struct fixture *fixture, const char *text) {
    return document_root(read_document(fixture, text));
}

static inline void show_scalar(struct strbuf *out, struct value v) {
    switch (value_kind(v)) {
    case VALUE_NULL:
        strbuf_append(out, STR("null"));
        break;
    case VALUE_BOOL:
        strbuf_append(out, value_bool(v) ? STR("true") : STR("false"));
        break;
    case VALUE_INT:
        strbuf_printf(out, "%lld", (long long)value_int(v));
        break;
    case VALUE_DOUBLE:
        strbuf_printf(out, "%.17gd", value_double(v));
        break;
    case VALUE_STRING:
        strbuf_printf(out, "'%.*s'", STR_ARG(value_str(v)));
        break;
    default:
        strbuf_append(out, STR("absent"));
    }
}

/* {a: 1, b: ['x', null]}; what was cut ends in "...": {a: 1, ...}. */
static inline void show_value(struct strbuf *out, struct value v) {
    bool map = value_is(v, VALUE_MAP), first = true;
    if (!map && !value_is(v, VALUE_LIST)) {
        show_scalar(out, v);
        return;
    }
    strbuf_append_byte(out, map ? '{' : '[');
    for (struct value_iter it = value_iter(v); value_next(&it); first = false) {
        strbuf_append(out, first ? STR("") : STR(", "));
        if (map)
            strbuf_printf(out, "%.*s: ", STR_ARG(it.key));
        show_value(out, it.value);
    }
    if (value_is_cut(v))
        strbuf_append(out, first ? STR("...") : STR(", ..."));
    strbuf_append_byte(out, map ? '}' : ']');
}

static inline const char *show(struct fixture *fixture, struct value v) {
    struct strbuf out = strbuf_new(fixture->arena);
    show_value(&out, v);
    return str_c(fixture->arena, strbuf_str(&out));
}

/* All documents with their states, one on a line: "whole {…}". */
static inline const char *show_list(struct fixture *fixture, struct document_list list) {
    static const char *const states[] = {"whole", "cut", "trailing"};
    struct strbuf out = strbuf_new(fixture->arena);
    for (size_t i = 0; i < list.count; i++) {
        strbuf_printf(&out, "%s%s ", i ? "\n" : "", states[list.items[i]->state]);
        show_value(&out, document_root(list.items[i]));
    }
    return str_c(fixture->arena, strbuf_str(&out));
}

static inline const char *show_text(struct fixture *fixture, const char *text) {
    return show_list(fixture, read_string(fixture, text));
}

/* All diagnostics, as "line id; line id". */
static inline const char *show_diags(struct fixture *fixture) {
    struct strbuf out = strbuf_new(fixture->arena);
    for (size_t i = 0; diag_get(fixture->sink, i); i++) {
        const struct diag *diag = diag_get(fixture->sink, i);
        assert_int_equal(diag->severity, DIAG_WARNING);
        strbuf_printf(&out, "%s%u %s", i ? "; " : "", diag->where.line, diag_id_text(diag->id));
    }
    return str_c(fixture->arena, strbuf_str(&out));
}

/* A text, its documents as show_list gives them, and what show_diags says. */
struct reading_case {
    const char *text;
    const char *documents;
    const char *diags;
};

static inline void check_cases(struct fixture *fixture, const struct reading_case *cases,
                               size_t count) {
    for (size_t i = 0; i < count; i++) {
        fixture->sink = diag_sink_new(fixture->arena);
        assert_string_equal(show_text(fixture, cases[i].text), cases[i].documents);
        assert_string_equal(show_diags(fixture), cases[i].diags);
    }
}

#define CHECK_CASES(fixture, cases) check_cases(fixture, cases, sizeof(cases) / sizeof *(cases))

/* `text` a number of times. */
static inline const char *repeat(struct fixture *fixture, const char *text, size_t count) {
    struct strbuf out = strbuf_new(fixture->arena);
    for (size_t i = 0; i < count; i++)
        strbuf_append(&out, str_of(text));
    return str_c(fixture->arena, strbuf_str(&out));
}

#endif
