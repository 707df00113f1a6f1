/* Plain and quoted texts of the fast reader into what they mean.
 *
 * One search finds either the end of the line, and then the text is a slice of the document, or the
 * first byte that could mean more. Folding is YAML's: one line end becomes a space, n become n - 1
 * newlines, and the spaces around them go. */
#include "document/fast.h"

#include "document/scan.h"

static struct str between(const char *begin, const char *end) {
    return (struct str){begin, (size_t)(end - begin)};
}

/* '-', '?' and ':' begin something else before white space only. */
const unsigned char fast_first[256] = {
    [' '] = FAST_INDICATOR,      ['\t'] = FAST_INDICATOR,     ['\n'] = FAST_INDICATOR,
    [','] = FAST_INDICATOR,      ['['] = FAST_INDICATOR,      [']'] = FAST_INDICATOR,
    ['{'] = FAST_INDICATOR,      ['}'] = FAST_INDICATOR,      ['#'] = FAST_INDICATOR,
    ['&'] = FAST_INDICATOR,      ['*'] = FAST_INDICATOR,      ['!'] = FAST_INDICATOR,
    ['|'] = FAST_INDICATOR,      ['>'] = FAST_INDICATOR,      ['\''] = FAST_INDICATOR,
    ['"'] = FAST_INDICATOR,      ['%'] = FAST_INDICATOR,      ['@'] = FAST_INDICATOR,
    ['`'] = FAST_INDICATOR,      ['-'] = FAST_PLAIN_TOGETHER, ['?'] = FAST_PLAIN_TOGETHER,
    [':'] = FAST_PLAIN_TOGETHER,
};

/* From a line's end to the first text behind it, which the scratch gets as what it means. */
static bool fold(struct fast *fast) {
    size_t breaks = 0;
    for (; *fast->at == '\n'; fast->at = scan_spaces(fast->at, fast->end)) {
        fast->line++;
        breaks++;
        if (++fast->at == fast->end)
            return fast_refuse(fast, "a text without an end");
    }
    if (fast->at[-1] == '\n' || *fast->at == '\t')
        return fast_refuse(fast, "a text that goes on without indentation");
    if (breaks == 1)
        strbuf_append_byte(&fast->scratch, ' ');
    while (breaks-- > 1)
        strbuf_append_byte(&fast->scratch, '\n');
    return true;
}

bool fast_goes_on_behind(const struct fast *fast, const char *text, uint32_t column) {
    const char *line = text;
    for (; *text == '\n'; text = scan_spaces(line, fast->end)) {
        line = text + 1;
        if (line == fast->end)
            return false;
    }
    return text - line > (ptrdiff_t)column;
}

bool fast_plain_rest(struct fast *fast, uint32_t column, struct build_text *text) {
    fast->scratch.len = 0;
    strbuf_append(&fast->scratch, text->text);
    do {
        if (!fold(fast))
            return false;
        const char *begin = fast->at;
        if (*begin == '#')
            return fast_refuse(fast, "a comment or a tab in plain text");
        if (!fast_scan_plain(fast))
            return false;
        if (*fast->at == ':')
            return fast_refuse(fast, "a key in a text of several lines");
        strbuf_append(&fast->scratch, between(begin, fast->at));
        text->end_line = fast->line;
    } while (fast_goes_on(fast, column));
    text->text = strbuf_str(&fast->scratch);
    return true;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The digits of \x, \u and \U; `at` stands on the first. */
static bool unescape_hex(struct fast *fast, int digits) {
    uint32_t code = 0;
    for (; digits > 0; digits--, fast->at++) {
        int digit = hex_digit(*fast->at); /* a newline is none */
        if (digit < 0)
            return fast_refuse(fast, "a broken escape");
        code = code << 4 | (uint32_t)digit;
    }
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return fast_refuse(fast, "a broken escape");
    strbuf_append_code_point(&fast->scratch, code);
    return true;
}

/* An escaped line end: the indentation behind it goes too. */
static bool unescape_break(struct fast *fast) {
    fast->line++;
    if (++fast->at == fast->end)
        return fast_refuse(fast, "a text without an end");
    fast->at = scan_spaces(fast->at, fast->end);
    if (fast->at[-1] == '\n' || *fast->at == '\n' || *fast->at == '\t')
        return fast_refuse(fast, "a text that goes on without indentation");
    return true;
}

/* Behind a backslash. */
static bool unescape(struct fast *fast) {
    static const char written[] = "0abtnvfre \"/\\";
    static const char meant[] = "\0\a\b\t\n\v\f\r\x1b \"/\\";
    char c = *fast->at;
    if (c == '\n')
        return unescape_break(fast);
    fast->at++;
    const char *simple = memchr(written, c, sizeof written - 1);
    if (simple) {
        strbuf_append_byte(&fast->scratch, meant[simple - written]);
        return true;
    }
    switch (c) {
    case 'x':
        return unescape_hex(fast, 2);
    case 'u':
        return unescape_hex(fast, 4);
    case 'U':
        return unescape_hex(fast, 8);
    case 'N':
        strbuf_append_code_point(&fast->scratch, 0x85);
        return true;
    case '_':
        strbuf_append_code_point(&fast->scratch, 0xa0);
        return true;
    case 'L':
    case 'P':
        strbuf_append_code_point(&fast->scratch, c == 'L' ? 0x2028 : 0x2029);
        return true;
    default:
        return fast_refuse(fast, "a broken escape");
    }
}

/* What stands as it is meant, up to the next special byte, into the scratch. */
static void read_piece(struct fast *fast, char quote) {
    const char *begin = fast->at, *end;
    end = scan_for(begin, fast->end, quote, quote == '"' ? '\\' : quote, '\t');
    fast->at = end;
    while (*fast->at == '\n' && end > begin && end[-1] == ' ')
        end--;
    strbuf_append(&fast->scratch, between(begin, end));
}

/* A special byte: a line end, an escape, or the closing quote. */
static bool read_special(struct fast *fast, char quote, bool *ret_closed) {
    char c = *fast->at;
    if (c == '\n')
        return fold(fast);
    if (c == '\t')
        return fast_refuse(fast, "a tab in quotes");
    fast->at++;
    if (c == '\\')
        return unescape(fast);
    *ret_closed = c == quote && (quote == '"' || *fast->at != '\'');
    if (!*ret_closed) { /* two for one */
        fast->at++;
        strbuf_append_byte(&fast->scratch, '\'');
    }
    return true;
}

bool fast_quoted(struct fast *fast, struct build_text *ret_text) {
    char quote = *fast->at++;
    const char *begin = fast->at;
    bool closed = false;
    *ret_text =
        (struct build_text){.line = fast->line, .column = fast_column(fast, begin), .quoted = true};
    fast->scratch.len = 0;
    const char *end = scan_for(begin, fast->end, quote, quote == '"' ? '\\' : quote, '\t');
    if (*end == quote && (quote == '"' || end[1] != '\'')) {
        fast->at = end + 1;
        ret_text->text = between(begin, end);
        ret_text->end_line = fast->line;
        return true;
    }
    do
        read_piece(fast, quote);
    while (read_special(fast, quote, &closed) && !closed);
    ret_text->text = strbuf_str(&fast->scratch);
    ret_text->end_line = fast->line;
    return closed;
}
