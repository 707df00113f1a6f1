/* Where a text's lines begin to say something, and where plain text may end: one look at each byte,
 * by blocks of 64, and from then on a line is read by counting zeros in words.
 *
 * The marks are those of a window that moves over the text, so that they stay in the first cache
 * however long the text is. The text's last byte is a newline. */
#ifndef VIRTREADY_DOCUMENT_MARKS_H
#define VIRTREADY_DOCUMENT_MARKS_H

#include <endian.h>
#include <stdbool.h>

#include "document/scan.h"

enum { MARKS_BLOCK = 64, MARKS_WORDS = 128 };

struct marks {
    const char *from;        /* the window */
    size_t held;             /* bytes in it */
    const char *begin, *end; /* the text */
    const char *wide;        /* how far a character of several bytes reaches that was looked at */
    bool odd;                /* so far there was a byte that the fast reader leaves to libyaml */
    /* One bit for each byte, in bytes whose lowest one comes first; nothing behind the window. */
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

/* The bits of the 57 bytes or more from a place in the window on. */
static inline uint64_t marks_word(const uint64_t *bits, size_t at) {
    uint64_t word;
    memcpy(&word, (const char *)bits + at / 8, sizeof word);
    return le64toh(word) >> at % 8;
}

/* Where plain text from `at` on ends, or could: at one of the stops. */
static inline const char *marks_stop(struct marks *marks, const char *at) {
    size_t place = (size_t)(at - marks->from);
    uint64_t word = place < marks->held ? marks_word(marks->stop, place) : 0;
    return word ? at + __builtin_ctzll(word) : marks_find_stop(marks, at);
}

/* The first byte that is no space. */
static inline const char *marks_spaces(const struct marks *marks, const char *at) {
    size_t place = (size_t)(at - marks->from);
    uint64_t word = place < marks->held ? marks_word(marks->text, place) : 0;
    return word ? at + __builtin_ctzll(word) : scan_spaces(at, marks->end);
}

#endif
