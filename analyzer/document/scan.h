/* Searching text sixteen bytes at a time.
 *
 * Written with the compiler's own vectors: SSE2 on x86-64, NEON on arm64, plain words elsewhere,
 * and nothing to choose at run time; lines are too short for wider ones to pay. All searches for
 * bytes end at a newline, and the text must have one as its last byte; nothing behind it is read.
 */
#ifndef VIRTREADY_DOCUMENT_SCAN_H
#define VIRTREADY_DOCUMENT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { SCAN_WIDTH = 16 };

typedef unsigned char scan_block __attribute__((vector_size(SCAN_WIDTH)));
typedef signed char scan_signed __attribute__((vector_size(SCAN_WIDTH)));
typedef uint64_t scan_words __attribute__((vector_size(SCAN_WIDTH)));

static inline scan_block scan_load(const char *at) {
    scan_block block;
    memcpy(&block, at, sizeof block);
    return block;
}

/* Where in memory the first byte of a word stands that is not 0; the word is not 0. */
static inline size_t scan_first_in(uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (size_t)__builtin_ctzll(word) / 8;
#else
    return (size_t)__builtin_clzll(word) / 8;
#endif
}

/* The same in a block; SCAN_WIDTH where all bytes are 0. */
static inline size_t scan_first_portable(scan_block hits) {
    scan_words words = (scan_words)hits;
    if (words[0])
        return scan_first_in(words[0]);
    return words[1] ? 8 + scan_first_in(words[1]) : SCAN_WIDTH;
}

/* The same for bytes that are 0 or 0xff. */
static inline size_t scan_first(scan_block hits) {
#ifdef __SSE2__ /* one instruction for what is two words elsewhere; all of x86-64 has it */
    typedef char chars __attribute__((vector_size(SCAN_WIDTH)));
    return (size_t)__builtin_ctz((unsigned)__builtin_ia32_pmovmskb128((chars)hits) |
                                 1U << SCAN_WIDTH);
#else
    return scan_first_portable(hits);
#endif
}

/* One bit for each byte, the first byte's the lowest; all bytes are 0 or 0xff. */
static inline unsigned scan_bits_portable(scan_block hits) {
    scan_words words = (scan_words)hits & 0x0101010101010101U;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    words *= 0x0102040810204080U; /* each bit to its place in the highest byte */
#else
    words *= 0x8040201008040201U;
#endif
    return (unsigned)(words[0] >> 56 | words[1] >> 56 << 8);
}

static inline unsigned scan_bits(scan_block hits) {
#ifdef __SSE2__
    typedef char chars __attribute__((vector_size(SCAN_WIDTH)));
    return (unsigned)__builtin_ia32_pmovmskb128((chars)hits);
#else
    return scan_bits_portable(hits);
#endif
}

/* Printable ASCII in which no space stands behind another. */
static inline bool scan_single_spaced(const char *at, const char *end) {
    unsigned before = 0; /* 1: a space stands there */
    for (; end - at >= SCAN_WIDTH; at += SCAN_WIDTH) {
        scan_block block = scan_load(at);
        unsigned spaces = scan_bits((scan_block)(block == ' '));
        if (scan_bits((scan_block)((scan_block)(block - 0x20) > 0x5e)) ||
            (spaces & (spaces << 1 | before)))
            return false;
        before = spaces >> (SCAN_WIDTH - 1);
    }
    for (; at < end; at++) {
        unsigned space = *at == ' ';
        if ((unsigned char)(*at - 0x20) > 0x5e || (space & before))
            return false;
        before = space;
    }
    return true;
}

/* The first newline or one of three other bytes. */
static inline const char *scan_for(const char *at, const char *end, char a, char b, char c) {
    for (; end - at >= SCAN_WIDTH; at += SCAN_WIDTH) {
        scan_block block = scan_load(at);
        size_t first =
            scan_first((scan_block)((block == '\n') | (block == (unsigned char)a) |
                                    (block == (unsigned char)b) | (block == (unsigned char)c)));
        if (first < SCAN_WIDTH)
            return at + first;
    }
    while (*at != '\n' && *at != a && *at != b && *at != c)
        at++;
    return at;
}

/* The first byte that is no space. */
static inline const char *scan_spaces(const char *at, const char *end) {
    for (; end - at >= SCAN_WIDTH; at += SCAN_WIDTH) {
        size_t first = scan_first((scan_block)(scan_load(at) != ' '));
        if (first < SCAN_WIDTH)
            return at + first;
    }
    while (*at == ' ')
        at++;
    return at;
}

/* Of the line that `at` stands in, in a text that begins at `begin`. */
static inline const char *scan_line_begin(const char *at, const char *begin) {
    while (at > begin && at[-1] != '\n')
        at--;
    return at;
}

static inline const char *scan_line_end(const char *at, const char *end) {
    return memchr(at, '\n', (size_t)(end - at));
}

#endif
