/* Slices and buffers. Everything compares and searches bytes; only utf8_* knows of characters. */
#include "base/str.h"

#include <float.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct str str_of(const char *c_string) {
    return c_string ? (struct str){c_string, strlen(c_string)} : (struct str){0};
}

int str_cmp(struct str a, struct str b) {
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;
    if (order)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts_with(struct str s, struct str prefix) {
    return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends_with(struct str s, struct str suffix) {
    return s.len >= suffix.len && str_eq(str_slice(s, s.len - suffix.len, s.len), suffix);
}

size_t str_find_byte(struct str s, char byte, size_t from) {
    if (from >= s.len)
        return SIZE_MAX;
    const char *at = memchr(s.ptr + from, byte, s.len - from);
    return at ? (size_t)(at - s.ptr) : SIZE_MAX;
}

size_t str_find(struct str s, struct str needle, size_t from) {
    if (needle.len == 0)
        return from <= s.len ? from : SIZE_MAX;
    while ((from = str_find_byte(s, needle.ptr[0], from)) != SIZE_MAX) {
        if (s.len - from < needle.len)
            return SIZE_MAX;
        if (memcmp(s.ptr + from, needle.ptr, needle.len) == 0)
            return from;
        from++;
    }
    return SIZE_MAX;
}

bool str_contains(struct str s, struct str needle) {
    return str_find(s, needle, 0) != SIZE_MAX;
}

bool str_cut(struct str s, char separator, struct str *ret_before, struct str *ret_after) {
    size_t at = str_find_byte(s, separator, 0);
    *ret_before = str_slice(s, 0, at);
    *ret_after = str_slice(s, at == SIZE_MAX ? s.len : at + 1, s.len);
    return at != SIZE_MAX;
}

bool str_next_hole(struct str *rest, struct str *ret_text, struct str *ret_name) {
    struct str name_on, behind;
    if (!str_cut(*rest, '{', ret_text, &name_on) || !str_cut(name_on, '}', ret_name, &behind)) {
        *ret_text = *rest;
        return false;
    }
    *rest = behind;
    return true;
}

struct str str_after_last(struct str s, char separator) {
    size_t at = s.len;
    while (at > 0 && s.ptr[at - 1] != separator)
        at--;
    return str_slice(s, at, s.len);
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s) {
    while (s.len && is_space(s.ptr[0]))
        s = str_slice(s, 1, s.len);
    while (s.len && is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool str_to_uint64(struct str s, uint64_t *ret_number) {
    uint64_t number = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || __builtin_mul_overflow(number, 10U, &number) ||
            __builtin_add_overflow(number, (uint64_t)(s.ptr[i] - '0'), &number))
            return false;
    }
    *ret_number = number;
    return true;
}

bool str_to_int64(struct str s, int64_t *ret_number) {
    bool negative = s.len && s.ptr[0] == '-';
    uint64_t magnitude;
    if (!str_to_uint64(str_slice(s, negative, s.len), &magnitude))
        return false;
    if (magnitude > (uint64_t)INT64_MAX + negative)
        return false;
    *ret_number = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
    return true;
}

bool str_to_double(struct str s, double *ret_number) {
    char text[64];
    if (s.len == 0 || s.len >= sizeof text)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!strchr("0123456789+-.eE", s.ptr[i]) || s.ptr[i] == '\0')
            return false;
    memcpy(text, s.ptr, s.len);
    text[s.len] = '\0';
    char *end;
    double number = strtod(text, &end); /* the program never calls setlocale: always the C locale */
    if (*end || end == text || number > DBL_MAX || number < -DBL_MAX)
        return false;
    *ret_number = number;
    return true;
}

static struct str digits_of(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return (struct str){0};
    while (s.len > 1 && s.ptr[0] == '0')
        s = str_slice(s, 1, s.len);
    return s;
}

int str_cmp_decimal(struct str a, struct str b) {
    struct str x = digits_of(a), y = digits_of(b);
    if (x.len != y.len)
        return x.len < y.len ? -1 : 1;
    return str_cmp(x, y);
}

struct str str_copy(struct arena *arena, struct str s) {
    return (struct str){str_c(arena, s), s.len};
}

const char *str_c(struct arena *arena, struct str s) {
    char *copy = arena_alloc(arena, s.len + 1);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return copy;
}

static void append_formatted(struct strbuf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static __attribute__((noinline)) void grow(struct strbuf *buf, size_t more) {
    size_t cap = buf->cap ? buf->cap : 64;
    while (cap - buf->len < more)
        cap *= 2;
    buf->ptr = arena_grow(buf->arena, buf->ptr, buf->cap, cap);
    buf->cap = cap;
}

static inline void reserve(struct strbuf *buf, size_t more) {
    if (buf->cap - buf->len < more)
        grow(buf, more);
}

/* Into the room that there is, and again where it was not enough: what prints takes much longer
 * than what is printed. Nothing printed leaves an empty buffer as it was. */
static void append_formatted(struct strbuf *buf, const char *format, va_list args) {
    struct strbuf before = *buf;
    va_list again;
    va_copy(again, args);
    reserve(buf, 1);
    size_t room = buf->cap - buf->len;
    int length = vsnprintf(buf->ptr + buf->len, room, format, args);
    if (length > 0 && (size_t)length >= room) {
        reserve(buf, (size_t)length + 1);
        vsnprintf(buf->ptr + buf->len, (size_t)length + 1, format, again);
    }
    if (length > 0)
        buf->len += (size_t)length;
    else
        *buf = before;
    va_end(again);
}

struct str str_printf(struct arena *arena, const char *format, ...) {
    struct strbuf buf = strbuf_new(arena);
    va_list args;
    va_start(args, format);
    append_formatted(&buf, format, args);
    va_end(args);
    return strbuf_str(&buf);
}

struct strbuf strbuf_new(struct arena *arena) {
    return (struct strbuf){.arena = arena};
}

void strbuf_append(struct strbuf *buf, struct str s) {
    if (s.len == 0)
        return;
    reserve(buf, s.len);
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
}

void strbuf_append_byte(struct strbuf *buf, char byte) {
    reserve(buf, 1);
    buf->ptr[buf->len++] = byte;
}

void strbuf_append_code_point(struct strbuf *buf, uint32_t c) {
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        c = 0xfffd;
    if (c < 0x80) {
        strbuf_append_byte(buf, (char)c);
        return;
    }
    int tail = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    strbuf_append_byte(buf, (char)(lead[tail] | (c >> (6 * tail))));
    while (tail-- > 0)
        strbuf_append_byte(buf, (char)(0x80 | ((c >> (6 * tail)) & 0x3f)));
}

void strbuf_printf(struct strbuf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    append_formatted(buf, format, args);
    va_end(args);
}

struct str strbuf_str(const struct strbuf *buf) {
    return (struct str){buf->ptr, buf->len};
}

/* Length of the well-formed sequence at s[0], 0 if there is none (table 3-7 of the Unicode
 * standard). */
static size_t sequence_length(struct str s) {
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t len = p[0] < 0x80   ? 1
                 : p[0] < 0xc2 ? 0
                 : p[0] < 0xe0 ? 2
                 : p[0] < 0xf0 ? 3
                 : p[0] < 0xf5 ? 4
                               : 0;
    if (len > s.len)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    if (len >= 3 && ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
                     (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f)))
        return 0;
    return len;
}

uint32_t utf8_next(struct str s, size_t *offset) {
    struct str rest = str_slice(s, *offset, s.len);
    size_t len = sequence_length(rest);
    const unsigned char *p = (const unsigned char *)rest.ptr;
    *offset += len ? len : 1;
    if (len == 0)
        return 0xfffd;
    static const unsigned char mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t c = p[0] & mask[len];
    for (size_t i = 1; i < len; i++)
        c = c << 6 | (p[i] & 0x3fU);
    return c;
}

/* The high bit of each byte that is not from ' ' to '~'. The sums carry into no other byte. */
static uint64_t not_plain(uint64_t word) {
    const uint64_t ones = 0x0101010101010101U, high = 0x80 * ones;
    uint64_t low = word & ~high;
    return (word | ~(low + 0x60 * ones) | (low + ones)) & high;
}

size_t utf8_skip_plain(struct str s, size_t offset) {
    uint64_t word;
    for (; offset < s.len && s.len - offset >= sizeof word; offset += sizeof word) {
        memcpy(&word, s.ptr + offset, sizeof word);
        if (not_plain(word))
            break;
    }
    while (offset < s.len && (unsigned char)((s.ptr[offset] - 0x20) & 0xff) < 0x5f)
        offset++;
    return offset;
}

/* Bytes are looked at by the word: nearly all text is ASCII. */
static size_t skip_ascii(struct str s, size_t at) {
    uint64_t word;
    for (; s.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, s.ptr + at, sizeof word);
        if (word & 0x8080808080808080U)
            break;
    }
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80)
        at++;
    return at;
}

size_t utf8_count(struct str s) {
    size_t count = 0, at = 0, plain;
    while ((plain = skip_ascii(s, at)) < s.len) {
        count += plain - at + 1;
        at = plain;
        utf8_next(s, &at);
    }
    return count + s.len - at;
}

static size_t valid_prefix(struct str s) {
    size_t at = 0;
    while ((at = skip_ascii(s, at)) < s.len) {
        size_t len = sequence_length(str_slice(s, at, s.len));
        if (len == 0)
            break;
        at += len;
    }
    return at;
}

struct str str_valid_utf8(struct arena *arena, struct str s) {
    size_t valid = valid_prefix(s);
    if (valid == s.len)
        return s;
    struct strbuf clean = strbuf_new(arena);
    while (s.len) {
        strbuf_append(&clean, str_slice(s, 0, valid));
        s = str_slice(s, valid, s.len);
        if (s.len) {
            strbuf_append_code_point(&clean, 0xfffd);
            s = str_slice(s, 1, s.len);
            valid = valid_prefix(s);
        }
    }
    return strbuf_str(&clean);
}
