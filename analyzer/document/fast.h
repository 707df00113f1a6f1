/* What the fast reader's files share: a place in the text, and the scalars that begin there.
 *
 * The text holds no tab or carriage return that matters, no control character, and no line end but
 * the newline, which is its last byte. "False" here means: not sure. Nothing was said, `refused`
 * tells why, and libyaml will read the document from its beginning. */
#ifndef VIRTREADY_DOCUMENT_FAST_H
#define VIRTREADY_DOCUMENT_FAST_H

#include <string.h>

#include "document/build.h"

struct fast {
    const char *at;        /* what is read next */
    const char *end;       /* of the text */
    uint32_t line;         /* of `at` */
    const char *begin;     /* of the text, where columns are asked for; else NULL */
    struct strbuf scratch; /* texts that are written otherwise than they are meant */
    const char *refused;
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
    return (uint32_t)utf8_count((struct str){line, (size_t)(at - line)}) + 1;
}

static inline bool fast_is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

/* All of these begin at `at` and leave it behind the last byte of the text they give, which is good
 * until the next one. Texts that stand in the document as they are meant are slices of it. */

/* Plain text up to the end of its line or the ':' of a key. */
bool fast_plain(struct fast *fast, struct build_text *ret_text);
/* The lines on which that goes on, which are indented more than `column`. */
bool fast_plain_rest(struct fast *fast, uint32_t column, struct build_text *text);
/* Text in single or double quotes, on as many lines as it takes. */
bool fast_quoted(struct fast *fast, struct build_text *ret_text);
/* A text behind '|' or '>' in a container at `column`; `at` is then the beginning of a line. Where
 * columns are asked for, the text's place is that of its first line, behind the indentation. */
bool fast_block(struct fast *fast, uint32_t column, struct build_text *ret_text);

#endif
