/* Text as slices, and a buffer that grows in an arena.
 *
 * A struct str never owns its bytes and may hold NUL bytes; what it points into outlives it. */
#ifndef VIRTREADY_BASE_STR_H
#define VIRTREADY_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct str {
    const char *ptr;
    size_t len;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* The same as an initializer, for static tables. */
#define STR_INIT(literal)                                                                          \
    { (literal), sizeof(literal) - 1 }
/* For printf's "%.*s"; text longer than INT_MAX is cut there. */
#define STR_ARG(s) ((s).len > 0x7fffffff ? 0x7fffffff : (int)(s).len), (s).ptr

struct str str_of(const char *c_string);
/* Inline, as most that are compared differ in their lengths already. */
static inline bool str_eq(struct str a, struct str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
/* The same with a text of C, for tables that are searched: most rows differ in their first byte. */
static inline bool str_is(struct str s, const char *c_string) {
    for (size_t i = 0; i < s.len; i++)
        if (c_string[i] == '\0' || c_string[i] != s.ptr[i])
            return false;
    return c_string[s.len] == '\0';
}
/* Order of bytes, shorter first; never that of a locale. */
int str_cmp(struct str a, struct str b);
bool str_starts_with(struct str s, struct str prefix);
bool str_ends_with(struct str s, struct str suffix);
/* Offset of the first occurrence at or after `from`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_byte(struct str s, char byte, size_t from);
bool str_contains(struct str s, struct str needle);
/* The slice [from, to), both clamped to the text. */
static inline struct str str_slice(struct str s, size_t from, size_t to) {
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (struct str){s.ptr ? s.ptr + from : NULL, to - from};
}
/* Splits at the first `separator`; false (and `ret_before` = all of s) where there is none. */
bool str_cut(struct str s, char separator, struct str *ret_before, struct str *ret_after);
/* The text before the next hole "{name}" of a sentence, the hole's name, and in `rest` what is
 * behind it; false (and `ret_text` = all of rest) where there is none. */
bool str_next_hole(struct str *rest, struct str *ret_text, struct str *ret_name);
/* The part after the last `separator`, or all of it. */
struct str str_after_last(struct str s, char separator);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/* The whole text must be the number; false otherwise, and on overflow. No white space, no '+' sign.
 */
bool str_to_int64(struct str s, int64_t *ret_number);
bool str_to_uint64(struct str s, uint64_t *ret_number);
/* Decimal notation of C, without a locale; also inf and nan are refused. */
bool str_to_double(struct str s, double *ret_number);
/* Compares two decimal numbers of any length as numbers; text that is none sorts before every
 * number. */
int str_cmp_decimal(struct str a, struct str b);

struct str str_copy(struct arena *arena, struct str s);
/* A NUL-terminated copy, for interfaces that need one. */
const char *str_c(struct arena *arena, struct str s);
struct str str_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Valid UTF-8, as the program's inside requires of all text: broken sequences become U+FFFD.
 * Returns s itself, uncopied, where nothing had to be changed. */
struct str str_valid_utf8(struct arena *arena, struct str s);

/* A text that grows; zero but for the arena it lives in. The slice that strbuf_str gives is good
 * until the next append. */
struct strbuf {
    struct arena *arena;
    char *ptr;
    size_t len;
    size_t cap;
};

struct strbuf strbuf_new(struct arena *arena);
void strbuf_append(struct strbuf *buf, struct str s);
void strbuf_append_byte(struct strbuf *buf, char byte);
/* code_point as UTF-8; what is no scalar value becomes U+FFFD. */
void strbuf_append_code_point(struct strbuf *buf, uint32_t code_point);
void strbuf_printf(struct strbuf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct str strbuf_str(const struct strbuf *buf);

/* Decodes the code point at s[*offset] and moves past it; U+FFFD and one byte for a broken
 * sequence. */
uint32_t utf8_next(struct str s, size_t *offset);
/* The end of the printable ASCII that stands from there on: what nothing has to look at. */
size_t utf8_skip_plain(struct str s, size_t offset);
size_t utf8_count(struct str s);

#endif
