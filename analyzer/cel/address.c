/* Strict reading: four decimal numbers without leading zeros, or up to eight groups of hexadecimal
 * digits with one "::". */
#include "cel/address.h"

#include <string.h>

static bool decimal_byte(struct str text, uint8_t *ret) {
    uint64_t n;
    if (text.len > 3 || (text.len > 1 && text.ptr[0] == '0') || !str_to_uint64(text, &n) || n > 255)
        return false;
    *ret = (uint8_t)n;
    return true;
}

static bool read_v4(struct str text, struct address *ret) {
    struct str part;
    for (size_t i = 0; i < 4; i++) {
        bool more = str_cut(text, '.', &part, &text);
        if (more != (i < 3) || !decimal_byte(part, &ret->bytes[i]))
            return false;
    }
    ret->is_v4 = true;
    return true;
}

static bool hex_group(struct str text, uint8_t *ret_two) {
    unsigned value = 0;
    if (text.len < 1 || text.len > 4)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i], lower = (char)(c | 0x20);
        bool digit = c >= '0' && c <= '9', letter = lower >= 'a' && lower <= 'f';
        if (!digit && !letter)
            return false;
        value = value << 4 | (unsigned)(digit ? c - '0' : lower - 'a' + 10);
    }
    ret_two[0] = (uint8_t)(value >> 8);
    ret_two[1] = (uint8_t)value;
    return true;
}

/* Groups between single colons; the number of bytes, -1 where it is none. */
static int read_groups(struct str text, uint8_t *ret_bytes) {
    struct str group;
    int n = 0;
    if (!text.len)
        return 0;
    for (bool more = true; more; n += 2) {
        more = str_cut(text, ':', &group, &text);
        if (n >= 16 || !hex_group(group, ret_bytes + n))
            return -1;
    }
    return n;
}

static bool read_v6(struct str text, struct address *ret) {
    size_t gap = str_find(text, STR("::"), 0);
    uint8_t tail[18];
    if (gap == SIZE_MAX)
        return read_groups(text, ret->bytes) == 16;
    int before = read_groups(str_slice(text, 0, gap), ret->bytes);
    int after = read_groups(str_slice(text, gap + 2, text.len), tail);
    if (before < 0 || after < 0 || before + after > 14)
        return false;
    memcpy(ret->bytes + 16 - after, tail, (size_t)after);
    return true;
}

const char *cel_address_read(struct str text, struct address *ret_address) {
    struct address address = {0};
    if (str_contains(text, STR("%")))
        return "has a zone";
    bool colon = str_contains(text, STR(":"));
    if (colon && str_contains(text, STR(".")))
        return "mixes two notations";
    if (colon ? !read_v6(text, &address) : !read_v4(text, &address))
        return "is no IP address";
    *ret_address = address;
    return NULL;
}

/* The longest run of two or more zero groups. */
static void longest_gap(const uint8_t *bytes, int *ret_start, int *ret_length) {
    *ret_start = -1;
    *ret_length = 1;
    for (int i = 0; i < 8; i++) {
        int length = 0;
        while (i + length < 8 && !bytes[2 * (i + length)] && !bytes[2 * (i + length) + 1])
            length++;
        if (length > *ret_length) {
            *ret_start = i;
            *ret_length = length;
        }
    }
}

struct str cel_address_write(struct arena *arena, const struct address *a) {
    const uint8_t *b = a->bytes;
    if (a->is_v4)
        return str_printf(arena, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
    int start, length;
    longest_gap(b, &start, &length);
    struct strbuf out = strbuf_new(arena);
    for (int i = 0; i < 8; i++) {
        if (i == start) {
            strbuf_append(&out, STR("::"));
            i += length - 1;
            continue;
        }
        bool after_gap = start >= 0 && i == start + length;
        strbuf_printf(&out, "%s%x", i && !after_gap ? ":" : "",
                      (unsigned)b[2 * i] << 8 | b[2 * i + 1]);
    }
    return strbuf_str(&out);
}

int cel_address_bits(const struct address *address) {
    return address->is_v4 ? 32 : 128;
}

struct address cel_address_masked(struct address address, int bits) {
    for (int i = 0; i < 16; i++) {
        int kept = bits - 8 * i;
        if (kept <= 0)
            address.bytes[i] = 0;
        else if (kept < 8)
            address.bytes[i] &= (uint8_t)(0xff << (8 - kept));
    }
    return address;
}

struct address cel_address_unmapped(struct address address) {
    static const uint8_t prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (address.is_v4 || memcmp(address.bytes, prefix, sizeof prefix) != 0)
        return address;
    struct address v4 = {.is_v4 = true};
    memcpy(v4.bytes, address.bytes + 12, 4);
    return v4;
}

bool cel_address_same(const struct address *a, const struct address *b) {
    return a->is_v4 == b->is_v4 && memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}
