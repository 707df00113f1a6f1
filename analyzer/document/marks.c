/* Blocks of 64 bytes into words of marks. Bytes that are rare in what serializers write are only
 * told from each other in the blocks that hold one. */
#include "document/marks.h"

#include "base/str.h"

/* What the bytes of a block are, one bit for each. */
struct sight {
    uint64_t newline, space, colon;
    uint64_t rare; /* '#' and all that is neither printable ASCII nor a newline */
};

static inline struct sight look(const char *at) {
    struct sight sight = {0};
    for (unsigned shift = 0; shift < MARKS_BLOCK; shift += SCAN_WIDTH) {
        scan_block block = scan_load(at + shift), newline = (scan_block)(block == '\n');
        scan_block rare = (scan_block)((block == '#') | (block == 0x7f)) |
                          ((scan_block)((scan_signed)block < 0x20) & ~newline);
        sight.newline |= (uint64_t)scan_bits(newline) << shift;
        sight.space |= (uint64_t)scan_bits((scan_block)(block == ' ')) << shift;
        sight.colon |= (uint64_t)scan_bits((scan_block)(block == ':')) << shift;
        sight.rare |= (uint64_t)scan_bits(rare) << shift;
    }
    return sight;
}

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
static uint64_t judge_rare(struct marks *marks, const char *at, const struct sight *sight,
                           uint64_t behind_space, uint64_t *ret_tabs) {
    uint64_t stops = 0;
    *ret_tabs = 0;
    for (uint64_t rest = sight->rare; rest; rest &= rest - 1) {
        int bit = __builtin_ctzll(rest);
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

static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

/* `block` holds the bytes that stand at `at`. */
static void mark_block(struct marks *marks, size_t word, const char *at, const char *block,
                       bool blank_behind) {
    struct sight sight = look(block);
    uint64_t rare = 0, tabs = 0;
    bool space_before = at > marks->begin && at[-1] == ' ';
    if (sight.rare)
        rare = judge_rare(marks, at, &sight, sight.space << 1 | space_before, &tabs);
    uint64_t blank = (sight.newline | sight.space | tabs) >> 1 | (uint64_t)blank_behind
                                                                     << (MARKS_BLOCK - 1);
    marks->text[word] = ~sight.space;
    marks->stop[word] = sight.newline | (sight.colon & blank) | rare;
}

static void fill(struct marks *marks, const char *from) {
    const char *at = from;
    size_t word = 0;
    for (; word < MARKS_WORDS && marks->end - at > MARKS_BLOCK; word++, at += MARKS_BLOCK)
        mark_block(marks, word, at, at, is_blank(at[MARKS_BLOCK]));
    if (word < MARKS_WORDS && at < marks->end) {
        char block[MARKS_BLOCK];
        size_t len = (size_t)(marks->end - at);
        memset(block, ' ', sizeof block);
        memcpy(block, at, len);
        mark_block(marks, word++, at, block, false);
        at = marks->end;
    }
    marks->text[word] = marks->stop[word] = 0;
    marks->from = from;
    marks->to = at;
}

void marks_begin(struct marks *marks, const char *text, const char *end) {
    marks->begin = marks->from = marks->to = marks->wide = text;
    marks->end = end;
    marks->odd = false;
}

void marks_move(struct marks *marks, const char *at) {
    while (at > marks->to)
        fill(marks, marks->to);
    if (at < marks->end)
        fill(marks, at);
}

const char *marks_find_stop(struct marks *marks, const char *at) {
    for (;;) {
        if (at >= marks->to)
            marks_move(marks, at);
        size_t offset = (size_t)(at - marks->from);
        uint64_t bits = marks_word(marks->stop, offset);
        if (bits)
            return at + __builtin_ctzll(bits);
        at = marks->to - at > MARKS_BLOCK ? at + MARKS_BLOCK : marks->to;
    }
}
