/* Every doubt ends the walk: what is no plain entry with a right checksum is given back as a tar
 * that begins there, so damage, ends and rarer formats are libarchive's as if it had read all. It
 * takes several times longer for an entry, most of that to turn names into wide characters.
 *
 * Also what is said of an input that ends within a member is what libarchive says. */
#include "bundle/tar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

#define BLOCK 512
#define LONG_NAME ((size_t)9 * BLOCK) /* with its end; longer ones go to libarchive */

/* What POSIX and GNU have in common; `prefix` is POSIX'. */
struct header {
    char name[100];
    char mode[8];
    char uid[8];
    char gid[8];
    char size[12];
    char mtime[12];
    char checksum[8];
    char type;
    char linkname[100];
    char magic[8]; /* with the version */
    char uname[32];
    char gname[32];
    char devmajor[8];
    char devminor[8];
    char prefix[155];
    char unused[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "a tar's header is one block");

/* GNU's, in the place of the prefix: set where a file has holes. */
enum { GNU_FIRST_HOLE = 386, GNU_REAL_SIZE = 483 };

struct tar {
    struct pull *input;
    struct str block;    /* of the input: what is left of it */
    uint64_t remaining;  /* bytes of the entry that were not given yet */
    uint64_t padding;    /* behind them */
    uint64_t unconsumed; /* at the beginning of `block`: given with the last tar_read */
    uint64_t size;
    bool begun; /* there were entries */
    /* All headers of the entry, and before them room for that of an empty one. */
    char held[2 * BLOCK + LONG_NAME + BLOCK];
    size_t held_len;
    char name[sizeof(((struct header *)0)->prefix) + 1 + sizeof(((struct header *)0)->name)];
    bool given_first;
    struct pull given_back;
};

/* ---- the input ---- */

static bool refill(struct tar *tar) {
    return tar->block.len || pull_next(tar->input, &tar->block);
}

/* Bytes that there were, up to `want`. */
static uint64_t consume(struct tar *tar, uint64_t want) {
    uint64_t passed = 0;
    while (passed < want && refill(tar)) {
        size_t part = tar->block.len < want - passed ? tar->block.len : (size_t)(want - passed);
        tar->block = str_slice(tar->block, part, tar->block.len);
        passed += part;
    }
    return passed;
}

/* Adds to what is held; false where the input ends before. */
static bool hold(struct tar *tar, size_t len) {
    while (len && refill(tar)) {
        struct str part = str_slice(tar->block, 0, len);
        memcpy(tar->held + tar->held_len, part.ptr, part.len);
        tar->held_len += part.len;
        tar->block = str_slice(tar->block, part.len, tar->block.len);
        len -= part.len;
    }
    return len == 0;
}

/* ---- headers ---- */

/* Digits from the first byte on, which must be one; `ret_end` is behind them. */
static bool octal(const char *field, size_t len, uint64_t *ret_number, size_t *ret_end) {
    uint64_t number = 0;
    size_t i = 0;
    for (; i < len && field[i] >= '0' && field[i] <= '7'; i++)
        number = number * 8 + (uint64_t)(field[i] - '0');
    *ret_number = number;
    *ret_end = i;
    return i > 0;
}

/* Eight at a time, in four sums of 16 bits: a block is 64 words of twice 255 at most. */
static uint32_t sum_of_bytes(const unsigned char *bytes) {
    static const uint64_t every_other = 0x00ff00ff00ff00ff;
    uint64_t sums = 0;
    for (size_t i = 0; i < BLOCK; i += sizeof sums) {
        uint64_t word;
        memcpy(&word, bytes + i, sizeof word);
        sums += (word & every_other) + (word >> 8 & every_other);
    }
    return (uint32_t)((sums & 0xffff) + (sums >> 16 & 0xffff) + (sums >> 32 & 0xffff) +
                      (sums >> 48));
}

/* The sum of all bytes, with the field itself taken for spaces. */
static bool has_checksum(const struct header *header) {
    uint64_t told;
    size_t end;
    if (!octal(header->checksum, sizeof header->checksum, &told, &end))
        return false;
    uint32_t sum = sum_of_bytes((const unsigned char *)header) + ' ' * sizeof header->checksum;
    for (size_t i = 0; i < sizeof header->checksum; i++)
        sum -= (unsigned char)header->checksum[i];
    for (; end < sizeof header->checksum; end++)
        if (header->checksum[end] != ' ' && header->checksum[end] != '\0')
            return false;
    return sum == told;
}

static bool is_gnu(const struct header *header) {
    const char *bytes = (const char *)header;
    return memcmp(header->magic, "ustar  ", 8) == 0 && bytes[GNU_FIRST_HOLE] == '\0' &&
           bytes[GNU_REAL_SIZE] == '\0';
}

static bool is_posix(const struct header *header) {
    return memcmp(header->magic,
                  "ustar\0"
                  "00",
                  8) == 0;
}

static struct str field(const char *text, size_t len) {
    return (struct str){text, strnlen(text, len)};
}

static struct str name_of(struct tar *tar, const struct header *header) {
    struct str name = field(header->name, sizeof header->name);
    struct str prefix = field(header->prefix, sizeof header->prefix);
    if (is_gnu(header) || prefix.len == 0)
        return name;
    memcpy(tar->name, prefix.ptr, prefix.len);
    size_t len = prefix.len;
    if (tar->name[len - 1] != '/')
        tar->name[len++] = '/';
    memcpy(tar->name + len, name.ptr, name.len);
    return (struct str){tar->name, len + name.len};
}

/* Holds one more header; NULL unless it is plain. */
static const struct header *hold_header(struct tar *tar, uint64_t *ret_size) {
    const char *at = tar->held + tar->held_len;
    size_t end;
    if (!hold(tar, BLOCK))
        return NULL;
    const struct header *header = (const struct header *)at;
    bool plain = (is_posix(header) || is_gnu(header)) && has_checksum(header) &&
                 octal(header->size, sizeof header->size, ret_size, &end);
    return plain ? header : NULL;
}

/* The name that stands before the header it belongs to. */
static bool hold_long_name(struct tar *tar, uint64_t size, struct str *ret_name) {
    const char *at = tar->held + tar->held_len;
    uint64_t blocks = (size + BLOCK - 1) / BLOCK;
    if (blocks > LONG_NAME / BLOCK || !hold(tar, (size_t)blocks * BLOCK))
        return false;
    *ret_name = field(at, (size_t)size);
    return ret_name->len > 0;
}

static bool type_of(const struct header *header, struct str name, enum entry_type *ret_type) {
    switch (header->type) {
    case '\0':
    case '0':
        *ret_type = str_ends_with(name, STR("/")) ? ENTRY_FOLDER : ENTRY_FILE;
        return true;
    case '2':
        *ret_type = ENTRY_LINK;
        return true;
    case '5':
        *ret_type = ENTRY_FOLDER;
        return true;
    default:
        return false;
    }
}

static bool next_plain(struct tar *tar, struct entry *ret_entry) {
    uint64_t size;
    struct str name = {0};
    tar->held_len = BLOCK;
    const struct header *header = hold_header(tar, &size);
    if (header && header->type == 'L' && is_gnu(header))
        header = hold_long_name(tar, size, &name) ? hold_header(tar, &size) : NULL;
    if (!header)
        return false;
    if (!name.len)
        name = name_of(tar, header);
    *ret_entry = (struct entry){.name = name};
    if (!name.len || !type_of(header, name, &ret_entry->type))
        return false;
    tar->size = ret_entry->type == ENTRY_FILE ? size : 0;
    tar->remaining = tar->size;
    tar->padding = -tar->size % BLOCK;
    return true;
}

/* ---- giving back ---- */

/* A header that any reader takes for a tar's. */
static void write_empty_entry(struct header *header) {
    *header = (struct header){.name = "-", .size = "00000000000", .type = '0'};
    memcpy(header->magic,
           "ustar\0"
           "00",
           sizeof header->magic);
    uint32_t sum = sum_of_bytes((const unsigned char *)header) + ' ' * sizeof header->checksum;
    snprintf(header->checksum, sizeof header->checksum, "%06o", (unsigned)sum);
}

static bool give_back(void *arg, struct str *ret_block) {
    struct tar *tar = arg;
    if (!tar->given_first) {
        size_t first = tar->begun ? 0 : BLOCK;
        tar->given_first = true;
        *ret_block = (struct str){tar->held + first, tar->held_len - first};
        if (ret_block->len)
            return true;
    }
    bool given = refill(tar);
    *ret_block = tar->block;
    tar->block = (struct str){0};
    return given;
}

/* ---- entries ---- */

struct tar *tar_new(struct arena *arena, struct pull *input) {
    struct tar *tar = NEW(arena, struct tar);
    tar->input = input;
    tar->given_back = pull_new(arena, give_back, tar, input->trouble);
    return tar;
}

uint64_t tar_size(const struct tar *tar) {
    return tar->size;
}

bool tar_skip(struct tar *tar, struct trouble *trouble, uint64_t *ret_passed) {
    uint64_t want = tar->unconsumed + tar->remaining + tar->padding;
    *ret_passed = consume(tar, want);
    tar->unconsumed = tar->remaining = tar->padding = 0;
    if (*ret_passed == want)
        return true;
    trouble_set(trouble, TROUBLE_TRUNCATED,
                "Truncated input file (needed %llu bytes, only %llu available)",
                (unsigned long long)want, (unsigned long long)*ret_passed);
    return false;
}

bool tar_read(struct tar *tar, struct trouble *trouble, struct str *ret_block) {
    uint64_t passed;
    consume(tar, tar->unconsumed);
    tar->unconsumed = 0;
    if (tar->remaining == 0) {
        tar_skip(tar, trouble, &passed);
        return false;
    }
    if (!refill(tar)) {
        trouble_set(trouble, TROUBLE_TRUNCATED, "Truncated tar archive");
        return false;
    }
    *ret_block = tar->block;
    if (ret_block->len > tar->remaining)
        ret_block->len = (size_t)tar->remaining;
    tar->unconsumed = ret_block->len;
    tar->remaining -= ret_block->len;
    return true;
}

enum tar_step tar_next(struct tar *tar, struct trouble *trouble, struct entry *ret_entry) {
    uint64_t passed;
    if (!tar_skip(tar, trouble, &passed))
        return TAR_FAILED;
    if (!next_plain(tar, ret_entry))
        return TAR_UNSURE;
    tar->begun = true;
    return TAR_ENTRY;
}

struct pull *tar_given_back(struct tar *tar, bool *ret_has_empty) {
    write_empty_entry((struct header *)tar->held);
    *ret_has_empty = tar->begun;
    return &tar->given_back;
}
