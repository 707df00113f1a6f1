/* What a writer wrote, as text. */
#ifndef VIRTREADY_TESTS_WRITTEN_H
#define VIRTREADY_TESTS_WRITTEN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "example.h"
#include "report/report.h"

static inline struct str written_text(struct arena *arena, FILE *file) {
    long size = ftell(file);
    char *bytes = arena_alloc(arena, (size_t)size + 1);
    rewind(file);
    assert_int_equal(fread(bytes, 1, (size_t)size, file), (size_t)size);
    fclose(file);
    return (struct str){bytes, (size_t)size};
}

static inline struct str written_json(struct arena *arena, const struct report *report) {
    FILE *file = tmpfile();
    assert_true(report_write_json(report, arena, file));
    return written_text(arena, file);
}

static inline struct page *made_page(struct arena *arena, const struct report *report,
                                     enum page_name name) {
    struct diag_sink *sink = diag_sink_new(arena);
    const struct page_styles *styles = report_styles(arena, STR(""), PAGE_ALL, sink);
    assert_non_null(styles);
    struct page *page = report_page(arena, report, styles, name);
    assert_true(report_style_page(page, sink));
    if (name == PAGE_HTML)
        report_page_embed(page, report_embedded_json(arena, report));
    return page;
}

static inline struct str written_page(struct arena *arena, const struct report *report,
                                      enum page_name name) {
    struct diag_sink *sink = diag_sink_new(arena);
    FILE *file = tmpfile();
    assert_true(report_write_page(made_page(arena, report, name), file, sink));
    assert_int_equal(diag_count(sink, DIAG_NOTE), 0);
    return written_text(arena, file);
}

static inline struct str written_summary(struct arena *arena, const struct report *report,
                                         struct text_options options) {
    FILE *file = tmpfile();
    assert_true(report_write_text(report, arena, &options, file));
    return written_text(arena, file);
}

/* No byte that a terminal, a parser or a reader could obey or choke on. */
static inline void assert_clean(struct str text) {
    for (size_t offset = 0; offset < text.len;) {
        size_t before = offset;
        uint32_t c = utf8_next(text, &offset);
        bool broken = c == 0xfffd && offset - before != 3;
        bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c <= 0x9f);
        bool direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        if (broken || control || direction || c == 0xfffe || c == 0xffff)
            fail_msg("U+%04X at byte %zu", (unsigned)c, before);
    }
}

static inline size_t occurrences(struct str text, struct str needle) {
    size_t count = 0;
    for (size_t at = str_find(text, needle, 0); at != SIZE_MAX;
         at = str_find(text, needle, at + needle.len))
        count++;
    return count;
}

#define ASSERT_HOLDS(text, literal) assert_true(str_contains((text), STR(literal)))
#define ASSERT_LACKS(text, literal) assert_false(str_contains((text), STR(literal)))

#endif
