/* Values, one by one, into the bytes of a JSON text. The brackets, keys and line ends around them
 * are written here, and so is a text of ASCII that can be seen; any other json-c escapes. What that
 * leaves as it is, but a terminal, a reader of logs or a browser would obey, becomes a
 * \u escape as well. */
#include "report/json_out.h"

#include <inttypes.h>
#include <json-c/json_object.h>

#include "base/arena.h"
#include "document/scan.h"
#include "report/clean.h"
#include "report/outbuf.h"

struct json_out {
    struct arena *arena;
    struct outbuf buf;
    struct json_object *text; /* the same for all: it keeps its memory */
    bool page;
    unsigned char markup; /* '<' in a page; else no other than what JSON escapes */
    bool first;           /* of the innermost object or array */
    size_t depth;
    size_t line; /* the depth from which all is on one line; 0: it is not */
};

static void free_text(void *text) {
    json_object_put(text);
}

struct json_out *json_out_new(struct arena *arena, bool page, FILE *out) {
    struct json_out *o = NEW(arena, struct json_out);
    *o = (struct json_out){
        .arena = arena, .buf = outbuf_new(arena, out), .page = page, .first = true};
    o->markup = page ? '<' : '"';
    o->text = json_object_new_string("");
    if (!o->text)
        arena_out_of_memory();
    arena_on_reset(arena, free_text, o->text);
    return o;
}

static void put(struct json_out *o, struct str s) {
    outbuf_put(&o->buf, s);
}

bool json_out_finish(struct json_out *o) {
    if (!o->page)
        put(o, STR("\n"));
    return outbuf_flush(&o->buf);
}

/* ---- texts ---- */

/* 0xff for each byte that does not stand in JSON, nor in a script element of a page, as it is. */
static scan_block special(const struct json_out *o, scan_block block) {
    return (scan_block)(((scan_block)(block - 0x20) > 0x5e) | (block == '"') | (block == '\\') |
                        (block == o->markup));
}

/* Of bytes that SCAN_WIDTH more stand behind. */
static bool is_plain(const struct json_out *o, const char *bytes, size_t len) {
    for (size_t at = 0; at < len; at += SCAN_WIDTH) {
        unsigned bits = scan_bits(special(o, scan_load(bytes + at)));
        if (len - at < SCAN_WIDTH)
            bits &= (1U << (len - at)) - 1;
        if (bits)
            return false;
    }
    return true;
}

/* The end of what a terminal, a reader of logs or a browser surely does not obey. */
static size_t harmless_end(const struct json_out *o, struct str s, size_t at) {
    while (at < s.len && (unsigned char)(s.ptr[at] - 0x20) <= 0x5e &&
           !(o->page && s.ptr[at] == '<'))
        at++;
    return at;
}

static void put_escape(struct json_out *o, uint32_t c) {
    char text[16];
    int len = c < 0x10000
                  ? snprintf(text, sizeof text, "\\u%04" PRIx32, c)
                  : snprintf(text, sizeof text, "\\u%04" PRIx32 "\\u%04" PRIx32,
                             0xd800 + ((c - 0x10000) >> 10), 0xdc00 + ((c - 0x10000) & 0x3ff));
    put(o, (struct str){text, (size_t)len});
}

/* A text in quotes that JSON is content with. */
static void put_visible(struct json_out *o, struct str text) {
    size_t from = 0, offset = 0;
    while ((offset = harmless_end(o, text, offset)) < text.len) {
        size_t before = offset;
        uint32_t c = utf8_next(text, &offset);
        if (!clean_is_hidden(c) && !(c == '<' && o->page))
            continue;
        put(o, str_slice(text, from, before));
        put_escape(o, c);
        from = offset;
    }
    put(o, str_slice(text, from, text.len));
}

/* Bytes of the longest escape that a byte becomes here. */
#define ESCAPE_MOST (sizeof "\\u003c" - 1)

static char *escape_ascii(const struct json_out *o, char *to, char c) {
    if (c == '<' && o->page) {
        memcpy(to, "\\u003c", ESCAPE_MOST);
        return to + ESCAPE_MOST;
    }
    if (c == '"' || c == '\\')
        *to++ = '\\';
    *to++ = c;
    return to;
}

/* A text of ASCII that can be seen: what has to be escaped is mostly quotes, and a '<' in a page.
 * False: there is other in it, and nothing was put. */
static bool put_ascii(struct json_out *o, struct str text) {
    if (text.len > OUTBUF_BYTES / ESCAPE_MOST - 2)
        return false;
    char *to = outbuf_room(&o->buf, text.len * ESCAPE_MOST + 2);
    *to++ = '"';
    for (size_t at = 0; at < text.len;) {
        if (text.len - at >= SCAN_WIDTH) {
            scan_block block = scan_load(text.ptr + at);
            size_t plain = scan_first(special(o, block));
            memcpy(to, &block, sizeof block);
            to += plain;
            at += plain;
            if (plain == SCAN_WIDTH)
                continue;
        }
        char c = text.ptr[at++];
        if ((unsigned char)(c - 0x20) > 0x5e)
            return false;
        to = escape_ascii(o, to, c);
    }
    *to++ = '"';
    o->buf.len = (size_t)(to - o->buf.bytes);
    return true;
}

static void put_escaped(struct json_out *o, struct str text) {
    size_t len;
    const char *escaped = NULL;
    text = str_valid_utf8(o->arena, text);
    if (json_object_set_string_len(o->text, text.ptr, (int)text.len))
        escaped = json_object_to_json_string_length(o->text, JSON_C_TO_STRING_NOSLASHESCAPE, &len);
    if (!escaped)
        arena_out_of_memory();
    put_visible(o, (struct str){escaped, len});
}

/* ---- values ---- */

/* The end of a line and the indent of the next one; further in, lines move no further. */
static const char line_end[] = "\n                                ";

static size_t line_end_length(const struct json_out *o) {
    size_t len = 1 + 2 * o->depth;
    if (o->page || o->line)
        return 0;
    return len < sizeof line_end ? len : sizeof line_end - 1;
}

/* What stands before a value. */
static void begin(struct json_out *o, const char *key) {
    static const size_t marks = sizeof ", \"\": ";
    size_t key_len = key ? strlen(key) : 0, indent = o->depth ? line_end_length(o) : 0;
    char *at = outbuf_room(&o->buf, marks + sizeof line_end + key_len);
    if (!o->first)
        *at++ = ',';
    if (!o->first && o->line && !o->page)
        *at++ = ' ';
    memcpy(at, line_end, sizeof line_end); /* all of it: a copy of known length needs no call */
    at += indent;
    if (key) {
        *at++ = '"';
        memcpy(at, key, key_len);
        at += key_len;
        *at++ = '"';
        *at++ = ':';
        if (!o->page)
            *at++ = ' ';
    }
    o->first = false;
    o->buf.len = (size_t)(at - o->buf.bytes);
}

static void put_digits(struct json_out *o, uint64_t number) {
    char digits[20]; /* of UINT64_MAX */
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    put(o, (struct str){digits + at, sizeof digits - at});
}

void json_out_open(struct json_out *o, const char *key, char bracket) {
    begin(o, key);
    put(o, (struct str){&bracket, 1});
    o->first = true;
    o->depth++;
}

void json_out_open_line(struct json_out *o, const char *key, char bracket) {
    json_out_open(o, key, bracket);
    if (!o->line)
        o->line = o->depth;
}

void json_out_close(struct json_out *o, char bracket) {
    o->depth--;
    if (!o->first)
        put(o, (struct str){line_end, line_end_length(o)});
    put(o, (struct str){&bracket, 1});
    if (o->line > o->depth)
        o->line = 0;
    o->first = false;
}

/* Copied first and looked at where it then stands. */
static bool put_plain(struct json_out *o, struct str text) {
    if (text.len > OUTBUF_BYTES - 2)
        return false;
    char *at = outbuf_room(&o->buf, text.len + 2);
    *at = '"';
    if (text.len)
        memcpy(at + 1, text.ptr, text.len);
    if (!is_plain(o, at + 1, text.len))
        return false;
    at[1 + text.len] = '"';
    o->buf.len += text.len + 2;
    return true;
}

void json_out_text(struct json_out *o, const char *key, struct str text) {
    begin(o, key);
    if (!put_plain(o, text) && !put_ascii(o, text))
        put_escaped(o, text);
}

void json_out_int(struct json_out *o, const char *key, int64_t number) {
    begin(o, key);
    if (number < 0)
        put(o, STR("-"));
    put_digits(o, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void json_out_uint(struct json_out *o, const char *key, uint64_t number) {
    begin(o, key);
    put_digits(o, number);
}

void json_out_bool(struct json_out *o, const char *key, bool value) {
    begin(o, key);
    put(o, value ? STR("true") : STR("false"));
}

void json_out_null(struct json_out *o, const char *key) {
    begin(o, key);
    put(o, STR("null"));
}
