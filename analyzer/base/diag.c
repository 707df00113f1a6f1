/* A bounded list of diagnostics and their one printed form: GNU style, so that editors jump to the
 * place. */
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"

struct diag_sink {
    struct arena *arena;
    VEC(struct diag) diags;
    size_t counts[DIAG_ERROR + 1];
    size_t dropped;
};

struct diag_sink *diag_sink_new(struct arena *arena) {
    struct diag_sink *sink = NEW(arena, struct diag_sink);
    sink->arena = arena;
    return sink;
}

void diag_add(struct diag_sink *sink, enum diag_severity severity, enum diag_id id,
              struct diag_where where, const char *format, ...) {
    sink->counts[severity]++;
    if (sink->diags.count >= limits->diagnostics) {
        if (sink->dropped++ == 0)
            *vec_push(sink->arena, &sink->diags) =
                (struct diag){DIAG_WARNING,
                              DIAG_MEMBER_LIMIT,
                              {0},
                              STR("further messages are counted, not kept (limit diagnostics)")};
        return;
    }
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct str message = str_valid_utf8(sink->arena, str_copy(sink->arena, str_of(text)));
    *vec_push(sink->arena, &sink->diags) = (struct diag){severity, id, where, message};
}

void diag_move(struct diag_sink *to, const struct diag_sink *from) {
    for (size_t i = 0; i < from->diags.count; i++) {
        const struct diag *diag = &from->diags.items[i];
        diag_add(to, diag->severity, diag->id, diag->where, "%.*s", STR_ARG(diag->message));
    }
}

size_t diag_count(const struct diag_sink *sink, enum diag_severity at_least) {
    size_t count = 0;
    for (int severity = (int)at_least; severity <= DIAG_ERROR; severity++)
        count += sink->counts[severity];
    return count;
}

const struct diag *diag_get(const struct diag_sink *sink, size_t index) {
    return index < sink->diags.count ? &sink->diags.items[index] : NULL;
}

size_t diag_dropped(const struct diag_sink *sink) {
    return sink->dropped;
}

const char *diag_id_text(enum diag_id id) {
    static const char *const texts[] = {
#define X(name, text) [name] = text,
        DIAG_IDS(X)
#undef X
    };
    return texts[id];
}

const char *diag_severity_text(enum diag_severity severity) {
    static const char *const texts[] = {"note", "warning", "error"};
    return texts[severity];
}

static void append_place(struct strbuf *out, const struct diag_where *where) {
    strbuf_append(out, where->input.len ? where->input : STR("virtready"));
    if (where->path.len)
        strbuf_printf(out, "!%.*s", STR_ARG(where->path));
    if (where->line)
        strbuf_printf(out, ":%u", where->line);
    if (where->line && where->column)
        strbuf_printf(out, ":%u", where->column);
    strbuf_append(out, STR(": "));
}

/* Tabs stay tabs under the line, so that the caret stands right at any tab width. */
static void append_caret(struct strbuf *out, const struct diag_where *where) {
    if (!where->source_line.len || !where->column)
        return;
    strbuf_printf(out, "    %.*s\n    ", STR_ARG(where->source_line));
    size_t offset = 0;
    for (uint32_t column = 1; column < where->column && offset < where->source_line.len; column++)
        strbuf_append_byte(out, utf8_next(where->source_line, &offset) == '\t' ? '\t' : ' ');
    strbuf_append_byte(out, '^');
    for (uint32_t column = where->column + 1; column < where->end_column; column++)
        strbuf_append_byte(out, '~');
    strbuf_append_byte(out, '\n');
}

struct str diag_format(struct arena *arena, const struct diag *diag) {
    struct strbuf out = strbuf_new(arena);
    append_place(&out, &diag->where);
    strbuf_printf(&out, "%s: %.*s [%s]\n", diag_severity_text(diag->severity),
                  STR_ARG(diag->message), diag_id_text(diag->id));
    append_caret(&out, &diag->where);
    return strbuf_str(&out);
}
