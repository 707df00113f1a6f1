/* Turns names of an archive into safe parts of a command that somebody will paste into a shell. The
 * trick: nothing clever; a plain word goes as it is, anything else is put in single quotes where
 * the author's text has none open, and is left out everywhere else. */
#include "rules/quote.h"

#include <string.h>

#include "base/limits.h"

static bool is_plain_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("._:/@%+,=-", c));
}

static bool is_plain(struct str value) {
    for (size_t i = 0; i < value.len; i++)
        if (!is_plain_byte(value.ptr[i]))
            return false;
    /* A word that begins with '-' would be an option. */
    return value.len > 0 && value.ptr[0] != '-';
}

/* Printable, and no byte that ends or leaves single quotes, or a JSON text within them. */
static bool fits_single(struct str value) {
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c < ' ' || c >= 0x7f || strchr("'\"\\", c))
            return false;
    }
    return true;
}

static bool is_printable(struct str value) {
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.ptr[i] < ' ' || (unsigned char)value.ptr[i] >= 0x7f)
            return false;
    return value.len > 0 && value.ptr[0] != '-';
}

static bool changes_state(char c) {
    return c == '`' || c == '$' || c == '\'' || c == '"' || c == '\\';
}

enum quote_state quote_advance(enum quote_state state, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!changes_state(c))
            continue;
        bool substitution = c == '`' || (c == '$' && i + 1 < text.len && text.ptr[i + 1] == '(');
        if (state == QUOTE_NESTED)
            return state;
        if (state == QUOTE_SINGLE)
            state = c == '\'' ? QUOTE_NONE : QUOTE_SINGLE;
        else if (substitution)
            state = QUOTE_NESTED;
        else if (c == '\\')
            i++;
        else if (c == '"')
            state = state == QUOTE_DOUBLE ? QUOTE_NONE : QUOTE_DOUBLE;
        else if (c == '\'' && state == QUOTE_NONE)
            state = QUOTE_SINGLE;
    }
    return state;
}

static void append_quoted(struct strbuf *out, struct str value) {
    strbuf_append_byte(out, '\'');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '\'')
            strbuf_append(out, STR("'\\''"));
        else
            strbuf_append_byte(out, value.ptr[i]);
    }
    strbuf_append_byte(out, '\'');
}

void quote_append(struct strbuf *out, enum quote_state state, struct str value) {
    bool short_enough = value.len <= LIMIT_FIELD_BYTES;
    if (is_plain(value) && short_enough)
        strbuf_append(out, value);
    else if (state == QUOTE_SINGLE && short_enough && fits_single(value))
        strbuf_append(out, value);
    else if (state == QUOTE_NONE && short_enough && is_printable(value))
        append_quoted(out, value);
    else
        strbuf_append_byte(out, '?');
}
