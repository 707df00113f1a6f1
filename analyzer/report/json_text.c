/* A printed JSON value into the bytes of a report. All that is not ASCII, and every "<", can stand
 * only inside of strings; one pass can therefore write what a terminal, a reader of logs or a
 * browser would obey as \u escapes without knowing where it is. */
#include "report/json_text.h"

#include <inttypes.h>

#include "report/clean.h"

static void print_escape(FILE *out, uint32_t c) {
    if (c < 0x10000)
        fprintf(out, "\\u%04" PRIx32, c);
    else
        fprintf(out, "\\u%04" PRIx32 "\\u%04" PRIx32, 0xd800 + ((c - 0x10000) >> 10),
                0xdc00 + ((c - 0x10000) & 0x3ff));
}

/* The offset of what follows white space, where that closes an empty list: not all versions of
 * json-c print one alike. */
static size_t skip_empty(struct str s, size_t offset) {
    size_t end = offset;
    while (end < s.len && (s.ptr[end] == ' ' || s.ptr[end] == '\n'))
        end++;
    bool empty = offset && end < s.len && s.ptr[offset - 1] == '[' && s.ptr[end] == ']';
    return empty ? end : offset;
}

static void print_line_end(int indent, FILE *out) {
    static const char line[] = "\n                                ";
    fwrite(line, 1, indent > 0 && (size_t)indent < sizeof line - 1 ? (size_t)indent + 1 : 1, out);
}

void json_text_write(struct str text, int indent, FILE *out) {
    size_t from = 0;
    for (size_t offset = 0; offset < text.len;) {
        if (indent != JSON_TEXT_EMBEDDED)
            offset = utf8_skip_plain(text, offset);
        if (offset == text.len)
            break;
        size_t before = offset;
        uint32_t c = utf8_next(text, &offset);
        bool markup = c == '<' && indent == JSON_TEXT_EMBEDDED;
        if (c != '\n' && !markup && !clean_is_hidden(c))
            continue;
        fwrite(text.ptr + from, 1, before - from, out);
        from = offset;
        if (c == '\n' && skip_empty(text, before) != before)
            from = offset = skip_empty(text, before);
        else if (c == '\n')
            print_line_end(indent, out);
        else
            print_escape(out, c);
    }
    fwrite(text.ptr + from, 1, text.len - from, out);
}
