/* Blocks of 64 bytes into words of marks. Bytes that are rare in what serializers write are only
 * told from each other in the blocks that hold one. */
#include "document/marks.h"

#include "base/str.h"

/* Twice as wide where the processor can, which is asked at run time. */
#ifdef __x86_64__
#define HAVE_WIDE
#define WIDE __attribute__((target("avx2")))
#define MARK(marks, at)                                                                            \
    (__builtin_cpu_supports("avx2") ? mark_blocks_wide((marks), (at)) : mark_blocks((marks), (at)))
#else
#define MARK(marks, at) mark_blocks((marks), (at))
#endif

/* What the bytes of a block are, one bit for each. */
struct sight {
    uint64_t newline, space, colon;
    uint64_t rare; /* '#' and all that is not printable ASCII */
};

#define ALWAYS_INLINE static inline __attribute__((always_inline))

ALWAYS_INLINE struct sight join(struct sight low, struct sight high, unsigned width) {
    return (struct sight){low.newline | high.newline << width, low.space | high.space << width,
                          low.colon | high.colon << width, low.rare | high.rare << width};
}

/* With one added, what is not printable is less than what is: 0x7f becomes -128. */
#define NEXT_PRINTABLE 0x21

ALWAYS_INLINE struct sight look_16(const char *at) {
    scan_block block = scan_load(at);
    scan_block rare =
        (scan_block)(block == '#') | (scan_block)((scan_signed)(block + 1) < NEXT_PRINTABLE);
    return (struct sight){
        .newline = scan_bits((scan_block)(block == '\n')),
        .space = scan_bits((scan_block)(block == ' ')),
        .colon = scan_bits((scan_block)(block == ':')),
        .rare = scan_bits(rare),
    };
}

ALWAYS_INLINE struct sight look_64(const char *at) {
    struct sight low = join(look_16(at), look_16(at + 16), 16);
    return join(low, join(look_16(at + 32), look_16(at + 48), 16), 32);
}

#ifdef HAVE_WIDE
typedef unsigned char wide_block __attribute__((vector_size(32)));
typedef signed char wide_signed __attribute__((vector_size(32)));
typedef char wide_chars __attribute__((vector_size(32)));

WIDE static inline uint64_t wide_bits(wide_block hits) {
    return (unsigned)__builtin_ia32_pmovmskb256((wide_chars)hits);
}

WIDE static inline struct sight look_32(const char *at) {
    wide_block block;
    memcpy(&block, at, sizeof block);
    wide_block rare =
        (wide_block)(block == '#') | (wide_block)((wide_signed)(block + 1) < NEXT_PRINTABLE);
    return (struct sight){
        .newline = wide_bits((wide_block)(block == '\n')),
        .space = wide_bits((wide_block)(block == ' ')),
        .colon = wide_bits((wide_block)(block == ':')),
        .rare = wide_bits(rare),
    };
}

WIDE static inline struct sight look_64_wide(const char *at) {
    return join(look_32(at), look_32(at + 32), 32);
}
#endif

/* A character beyond ASCII; odd are those that are broken or not allowed, libyaml's line ends and a
 * mark that it passes over. */
static bool is_odd(struct marks *marks, const char *at) {
    size_t len = 0;
    uint32_t c = utf8_next((struct str){at, (size_t)(marks->end - at)}, &len);
    marks->wide = at + len;
    return len == 1 || c < 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe ||
           c == 0xffff;
}

/* The rare bytes of a block; the stops among them. */
static uint64_t judge_rare(struct marks *marks, const char *at, uint64_t rare,
                           uint64_t behind_space, uint64_t *ret_tabs) {
    uint64_t stops = 0;
    for (; rare; rare &= rare - 1) {
        int bit = __builtin_ctzll(rare);
        const char *byte = at + bit;
        if (*byte == '\t')
            *ret_tabs |= (uint64_t)1 << bit;
        else if (*byte == '#')
            stops |= (uint64_t)1 << bit & behind_space;
        else if (byte >= marks->wide)
            marks->odd |= (unsigned char)*byte < 0x80 || is_odd(marks, byte);
    }
    return stops | *ret_tabs;
}

static bool is_behind_space(const struct marks *marks, const char *at) {
    return at > marks->begin && at[-1] == ' ';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

/* What is seen of the bytes at `at`. */
ALWAYS_INLINE void mark_block(struct marks *marks, size_t word, const char *at, struct sight sight,
                              bool blank_behind) {
    uint64_t rare = sight.rare & ~sight.newline, tabs = 0;
    if (rare)
        rare = judge_rare(marks, at, rare, sight.space << 1 | is_behind_space(marks, at), &tabs);
    uint64_t blank = sight.newline | sight.space | tabs;
    blank = blank >> 1 | (uint64_t)blank_behind << (MARKS_BLOCK - 1);
    marks->text[word] = htole64(~sight.space);
    marks->stop[word] = htole64(sight.newline | (sight.colon & blank) | rare);
}

/* As many whole blocks as there are, but for the last one of the text. */
#define MARK_BLOCKS(look)                                                                          \
    size_t word = 0;                                                                               \
    for (; word < MARKS_WORDS && marks->end - at > MARKS_BLOCK; word++, at += MARKS_BLOCK)         \
        mark_block(marks, word, at, look(at), is_blank(at[MARKS_BLOCK]));                          \
    return word;

static size_t mark_blocks(struct marks *marks, const char *at){MARK_BLOCKS(look_64)}

#ifdef HAVE_WIDE
WIDE static size_t mark_blocks_wide(struct marks *marks, const char *at) {
    MARK_BLOCKS(look_64_wide)
}
#endif

static void fill(struct marks *marks, const char *from) {
    size_t word = MARK(marks, from);
    const char *at = from + word * MARKS_BLOCK;
    if (word < MARKS_WORDS && at < marks->end) {
        char block[MARKS_BLOCK];
        memset(block, ' ', sizeof block);
        memcpy(block, at, (size_t)(marks->end - at));
        mark_block(marks, word++, at, look_64(block), false);
        at = marks->end;
    }
    marks->text[word] = marks->stop[word] = 0;
    marks->from = from;
    marks->held = (size_t)(at - from);
}

void marks_begin(struct marks *marks, const char *text, const char *end) {
    marks->begin = marks->from = marks->wide = text;
    marks->end = end;
    marks->held = 0;
    marks->odd = false;
}

void marks_move(struct marks *marks, const char *at) {
    while (at > marks->from + marks->held)
        fill(marks, marks->from + marks->held);
    if (at < marks->end)
        fill(marks, at);
}

const char *marks_find_stop(struct marks *marks, const char *at) {
    enum { STEP = 57 };
    for (;;) {
        size_t place = (size_t)(at - marks->from);
        if (place >= marks->held) {
            marks_move(marks, at);
            place = 0;
        }
        uint64_t word = marks_word(marks->stop, place);
        if (word)
            return at + __builtin_ctzll(word);
        at += marks->held - place > STEP ? STEP : marks->held - place;
    }
}
