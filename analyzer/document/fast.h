/* What the fast reader's files share: a place in the text, and the scalars that begin there.
 *
 * The text's last byte is a newline. "False" here means: not sure. Nothing was said, `refused`
 * tells why, and libyaml will read the document from its beginning. */
#ifndef VIRTREADY_DOCUMENT_FAST_H
#define VIRTREADY_DOCUMENT_FAST_H

#include <string.h>

#include "document/build.h"
#include "document/marks.h"

struct fast {
    const char *at;        /* what is read next */
    const char *end;       /* of the text */
    uint32_t line;         /* of `at` */
    const char *begin;     /* of the text, where columns are asked for; else NULL */
    struct strbuf scratch; /* texts that are written otherwise than they are meant */
    const char *refused;
    bool passes; /* block texts need not be given, only passed */
    struct marks marks;
};

static inline bool fast_refuse(struct fast *fast, const char *why) {
    fast->refused = why;
    return false;
}

/* In characters, from 1; 0 where columns are not asked for. */
static inline uint32_t fast_column(const struct fast *fast, const char *at) {
    if (!fast->begin)
        return 0;
    const char *line = memrchr(fast->begin, '\n', (size_t)(at - fast->begin));
    line = line ? line + 1 : fast->begin;
    uint32_t column = 1;
    for (; line < at; line++) /* all bytes of a character but the first are 10xxxxxx */
        column += ((unsigned char)*line & 0xc0) != 0x80;
    return column;
}

static inline bool fast_is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

/* What the first byte of a text tells. */
enum fast_first { FAST_PLAIN, FAST_PLAIN_TOGETHER, FAST_INDICATOR };
extern const unsigned char fast_first[256];

/* All of these begin at `at` and leave it behind the last byte of the text they give, which is good
 * until the next one. Texts that stand in the document as they are meant are slices of it. */

/* Up to the newline or the ':' of a key, but not to a comment or a tab, neither of which
 * serializers write. */
static inline bool fast_scan_plain(struct fast *fast) {
    const char *at = fast->at = marks_stop(&fast->marks, fast->at);
    if (*at != '\n' && *at != ':')
        return fast_refuse(fast, "a comment or a tab in plain text");
    return at[-1] != ' ' || fast_refuse(fast, "a space at the end of plain text");
}

/* Plain text as far as its line goes. */
static inline bool fast_plain(struct fast *fast, struct build_text *ret_text) {
    const char *begin = fast->at;
    unsigned char first = fast_first[(unsigned char)*begin];
    if (first == FAST_INDICATOR || (first == FAST_PLAIN_TOGETHER && fast_is_blank(begin[1])))
        return fast_refuse(fast, "an indicator");
    if (!fast_scan_plain(fast))
        return false;
    *ret_text = (struct build_text){.text = {begin, (size_t)(fast->at - begin)},
                                    .line = fast->line,
                                    .column = fast_column(fast, begin),
                                    .end_line = fast->line};
    return true;
}

/* The same where the next line is an empty one; `text` is its end. */
bool fast_goes_on_behind(const struct fast *fast, const char *text, uint32_t column);

/* Whether the next line with text, `at` being the end of one, is indented more than `column`. */
static inline bool fast_goes_on(const struct fast *fast, uint32_t column) {
    const char *line = fast->at + 1;
    if (line == fast->end)
        return false;
    const char *text = marks_spaces(&fast->marks, line);
    return *text == '\n' ? fast_goes_on_behind(fast, text, column)
                         : text - line > (ptrdiff_t)column;
}

/* The lines on which plain text goes on (fast_goes_on tells) while they are indented more than
 * `column`. */
bool fast_plain_rest(struct fast *fast, uint32_t column, struct build_text *text);
/* Text in single or double quotes, on as many lines as it takes. */
bool fast_quoted(struct fast *fast, struct build_text *ret_text);
/* A text behind '|' or '>' in a container at `column`; `at` is then the beginning of a line. Where
 * columns are asked for, the text's place is that of its first line, behind the indentation. */
bool fast_block(struct fast *fast, uint32_t column, struct build_text *ret_text);

#endif
