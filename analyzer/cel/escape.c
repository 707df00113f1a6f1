/* Escape sequences to characters. In strings \x and octal name code points, in bytes they name
 * bytes; \u and \U exist in strings only, and no escape makes a surrogate. */
#include "cel/escape.h"

#include "base/arena.h"

static int digit_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

/* `count` digits of `base` at *at; -1 where they are not. */
static int64_t number(struct str text, size_t *at, int count, int base) {
    int64_t value = 0;
    for (int i = 0; i < count; i++) {
        if (*at >= text.len || digit_value(text.ptr[*at]) >= base)
            return -1;
        value = value * base + digit_value(text.ptr[(*at)++]);
    }
    return value;
}

static char simple_escape(char c) {
    static const char from[] = "abfnrtv\\?\"'`";
    static const char to[] = "\a\b\f\n\r\t\v\\?\"'`";
    for (size_t i = 0; from[i]; i++)
        if (from[i] == c)
            return to[i];
    return '\0';
}

static const char *decode_number(struct strbuf *out, struct str text, size_t *at, bool is_bytes) {
    char c = text.ptr[*at];
    bool octal = c >= '0' && c <= '3', unicode = c == 'u' || c == 'U';
    if (!octal && !unicode && c != 'x' && c != 'X')
        return "unknown escape sequence; a backslash is written '\\\\', or the string raw: r'…'";
    if (unicode && is_bytes)
        return "bytes have no \\u escapes";
    *at += !octal;
    int64_t value = octal      ? number(text, at, 3, 8)
                    : c == 'u' ? number(text, at, 4, 16)
                    : c == 'U' ? number(text, at, 8, 16)
                               : number(text, at, 2, 16);
    if (value < 0)
        return "this escape sequence lacks digits";
    if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return "this escape sequence names no character";
    if (is_bytes)
        strbuf_append_byte(out, (char)value);
    else
        strbuf_append_code_point(out, (uint32_t)value);
    return NULL;
}

const char *cel_escape_decode(struct arena *arena, struct str *text, bool is_bytes,
                              size_t *ret_error_at) {
    if (str_find_byte(*text, '\\', 0) == SIZE_MAX)
        return NULL;
    struct strbuf out = strbuf_new(arena);
    for (size_t at = 0; at < text->len;) {
        size_t start = at;
        char c = text->ptr[at++];
        if (c != '\\') {
            strbuf_append_byte(&out, c);
            continue;
        }
        /* The lexer saw to it that something follows a backslash. */
        char simple = simple_escape(text->ptr[at]);
        const char *error = NULL;
        if (simple) {
            strbuf_append_byte(&out, simple);
            at++;
        } else {
            error = decode_number(&out, *text, &at, is_bytes);
        }
        if (error) {
            *ret_error_at = start;
            return error;
        }
    }
    *text = strbuf_str(&out);
    return NULL;
}
