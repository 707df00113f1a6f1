/* Bytes of an expression to lines and columns of its file, and a span to a diagnostic with the line
 * and a caret. Places are counted only when somebody is told of one, which few expressions live to
 * see. Without the file's text the expression's own line is moved to where it would stand. */
#include "cel/source.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"

struct cel_place cel_source_place(const struct cel_source *source, uint32_t offset) {
    struct cel_place place = {source->line, source->column};
    struct str rest = str_slice(source->text, 0, offset), line;
    for (; str_cut(rest, '\n', &line, &rest); place.line++)
        place.column = source->indent + 1;
    place.column += (uint32_t)utf8_count(line);
    return place;
}

static struct str line_at(struct str text, uint32_t line) {
    size_t from = 0;
    for (; line > 1; line--) {
        from = str_find_byte(text, '\n', from);
        if (from == SIZE_MAX)
            return (struct str){0};
        from++;
    }
    struct str found = str_slice(text, from, str_find_byte(text, '\n', from));
    return str_ends_with(found, STR("\r")) ? str_slice(found, 0, found.len - 1) : found;
}

static struct str moved_line(struct arena *arena, const struct cel_source *source, uint32_t line) {
    struct str own = line_at(source->text, line - source->line + 1);
    uint32_t spaces = line == source->line ? source->column - 1 : source->indent;
    struct strbuf moved = strbuf_new(arena);
    while (spaces-- > 0)
        strbuf_append_byte(&moved, ' ');
    strbuf_append(&moved, own);
    return strbuf_str(&moved);
}

void cel_source_error(const struct source_reporter *reporter, enum diag_id id,
                      struct source_span span, const char *format, ...) {
    const struct cel_source *source = reporter->source;
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct str piece = str_slice(source->text, span.start, span.end);
    piece = str_slice(piece, 0, str_find_byte(piece, '\n', 0));
    struct cel_place place = cel_source_place(source, span.start);
    struct diag_where where = {
        .input = source->file,
        .line = place.line,
        .column = place.column,
        .end_column = place.column + (uint32_t)utf8_count(piece),
        .source_line = source->file_text.len ? line_at(source->file_text, place.line)
                                             : moved_line(reporter->arena, source, place.line),
    };
    diag_add(reporter->sink, DIAG_ERROR, id, where, "%s", text);
}
