/* Where a text's lines begin to say something, and where plain text may end: one look at each byte,
 * by blocks of 64, and from then on a line is read by counting zeros in words.
 *
 * The marks are those of a window that moves over the text, so that they stay in the first cache
 * however long the text is. The text's last byte is a newline. */
#ifndef VIRTREADY_DOCUMENT_MARKS_H
#define VIRTREADY_DOCUMENT_MARKS_H

#include <stdbool.h>

#include "document/scan.h"

enum { MARKS_BLOCK = 64, MARKS_WORDS = 128 };

struct marks {
    const char *from, *to;   /* the window */
    const char *begin, *end; /* the text */
    const char *wide;        /* how far a character of several bytes reaches that was looked at */
    bool odd;                /* so far there was a byte that the fast reader leaves to libyaml */
    /* One bit for each byte, the lowest first; nothing behind the window. */
    uint64_t text[MARKS_WORDS + 1]; /* no space */
    uint64_t stop[MARKS_WORDS + 1]; /* newline, tab, ':' before white space, '#' behind a space */
};

/* Nothing is looked at before marks_move. */
void marks_begin(struct marks *marks, const char *text, const char *end);
/* Moves the window so that it begins at `at`, which may be the text's end; all bytes up to there
 * have then been looked at. */
void marks_move(struct marks *marks, const char *at);
/* The first stop at `at` or behind it, wherever. */
const char *marks_find_stop(struct marks *marks, const char *at);

/* The bits of the 64 bytes from `at` on, which is in the window. */
static inline uint64_t marks_word(const uint64_t *bits, size_t at) {
    unsigned shift = at % MARKS_BLOCK;
    return bits[at / MARKS_BLOCK] >> shift | bits[at / MARKS_BLOCK + 1]
                                                 << 1 << (MARKS_BLOCK - 1 - shift);
}

static inline bool marks_hold(const struct marks *marks, const char *at) {
    return (uintptr_t)at - (uintptr_t)marks->from < (uintptr_t)marks->to - (uintptr_t)marks->from;
}

/* Where plain text from `at` on ends, or could: at one of the stops. */
static inline const char *marks_stop(struct marks *marks, const char *at) {
    if (marks_hold(marks, at)) {
        uint64_t word = marks_word(marks->stop, (size_t)(at - marks->from));
        if (word)
            return at + __builtin_ctzll(word);
    }
    return marks_find_stop(marks, at);
}

/* The first byte that is no space. */
static inline const char *marks_spaces(const struct marks *marks, const char *at) {
    if (marks_hold(marks, at)) {
        uint64_t word = marks_word(marks->text, (size_t)(at - marks->from));
        if (word)
            return at + __builtin_ctzll(word);
    }
    return scan_spaces(at, marks->end);
}

#endif
