/* Turns the texts of a rule and the values of its placeholders into what people read. Values come
 * from a stranger's archive: they are cut to a line, and cleaned. */
#include "rules/render.h"

#include "base/arena.h"
#include "base/limits.h"
#include "document/scan.h"
#include "rules/quote.h"

/* Control characters, and those that make text look like another: zero width, direction. */
static bool is_hidden(uint32_t c) {
    return c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

/* Most text is words of ASCII, which go as they are. */
static size_t word_length(struct str text, size_t from) {
    size_t at = from;
    while (at < text.len && text.ptr[at] > ' ' && text.ptr[at] < 0x7f)
        at++;
    return at - from;
}

struct str render_clean(struct arena *arena, struct str text) {
    struct strbuf out = strbuf_new(arena);
    size_t at = 0, word;
    bool space = false;
    while (at < text.len) {
        if ((word = word_length(text, at)) > 0) {
            strbuf_append(&out, str_slice(text, at, at + word));
            at += word;
            space = false;
            continue;
        }
        uint32_t c = utf8_next(text, &at);
        bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (blank && !space)
            strbuf_append_byte(&out, ' ');
        if (!blank)
            strbuf_append_code_point(&out, is_hidden(c) ? 0xfffd : c);
        space = blank;
    }
    return strbuf_str(&out);
}

static bool is_clean(struct str text) {
    return text.len == 0 || scan_single_spaced(text.ptr, text.ptr + text.len);
}

struct str render_value(struct arena *arena, struct cel_value v) {
    if (v.type == CEL_ERROR || v.type == CEL_UNKNOWN)
        return STR("?");
    struct str shown = cel_display(arena, v, LIMIT_FIELD_BYTES);
    return is_clean(shown) ? shown : render_clean(arena, shown);
}

/* The rule's own words, which live as long as what is found. */
static bool has_no_hole(const struct rule_text *text) {
    return text->count == 1 && !text->pieces[0].program;
}

static struct str render(struct frame *frame, const struct rule_text *text, bool local) {
    struct evaluation *evaluation = frame->evaluation;
    if (text->count == 0)
        return (struct str){0};
    if (has_no_hole(text))
        return str_trim(text->pieces[0].text);
    struct strbuf out = strbuf_new(evaluation->scratch);
    for (size_t i = 0; i < text->count && out.len < LIMIT_MESSAGE_BYTES; i++) {
        const struct text_piece *piece = &text->pieces[i];
        struct str shown = piece->text;
        if (piece->program)
            shown = render_value(evaluation->scratch, frame_eval(frame, piece->program));
        strbuf_append(&out, piece->program && local
                                ? rules_translated(evaluation->set, evaluation->scratch, shown)
                                : shown);
    }
    return str_copy(evaluation->arena, str_trim(strbuf_str(&out)));
}

struct str render_text(struct frame *frame, const struct rule_text *text) {
    return render(frame, text, false);
}

struct str render_local(struct frame *frame, const struct rule_text *text) {
    return render(frame, text, true);
}

struct str render_command(struct frame *frame, const struct rule_text *text) {
    struct evaluation *evaluation = frame->evaluation;
    enum quote_state state = QUOTE_NONE;
    if (text->count == 0)
        return (struct str){0};
    if (has_no_hole(text))
        return text->pieces[0].text;
    struct strbuf out = strbuf_new(evaluation->scratch);
    for (size_t i = 0; i < text->count && out.len < LIMIT_MESSAGE_BYTES; i++) {
        const struct text_piece *piece = &text->pieces[i];
        if (!piece->program) {
            strbuf_append(&out, piece->text);
            state = quote_advance(state, piece->text);
            continue;
        }
        struct cel_value v = frame_eval(frame, piece->program);
        struct str shown = v.type == CEL_ERROR || v.type == CEL_UNKNOWN
                               ? STR("?")
                               : cel_display(evaluation->scratch, v, LIMIT_FIELD_BYTES + 1);
        /* "?" alone is a pattern to a shell, but a word of the rule's own. */
        if (str_eq(shown, STR("?")))
            strbuf_append(&out, shown);
        else
            quote_append(&out, state, shown);
    }
    return str_copy(evaluation->arena, strbuf_str(&out));
}
