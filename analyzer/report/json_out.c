/* Values, one by one, into the bytes of a JSON text. The brackets, keys and line ends around them
 * are written here, and so is a text in which nothing has to be escaped; any other json-c escapes.
 * What that leaves as it is, but a terminal, a reader of logs or a browser would obey, becomes a
 * \u escape as well. */
#include "report/json_out.h"

#include <inttypes.h>
#include <json-c/json_object.h>
#include <string.h>

#include "base/arena.h"
#include "report/clean.h"

struct json_out {
    struct arena *arena;
    FILE *out;
    struct json_object *text; /* the same for all: it keeps its memory */
    bool page;
    bool first; /* of the innermost object or array */
    size_t depth;
    size_t line; /* the depth from which all is on one line; 0: it is not */
    size_t len;  /* of what is held back: a stream takes much at once more readily */
    char bytes[16 * 1024];
};

static void free_text(void *text) {
    json_object_put(text);
}

struct json_out *json_out_new(struct arena *arena, bool page, FILE *out) {
    struct json_out *o = NEW(arena, struct json_out);
    *o = (struct json_out){.arena = arena, .out = out, .page = page, .first = true};
    o->text = json_object_new_string("");
    if (!o->text)
        arena_out_of_memory();
    arena_on_reset(arena, free_text, o->text);
    return o;
}

/* ---- bytes ---- */

static void flush(struct json_out *o) {
    fwrite(o->bytes, 1, o->len, o->out);
    o->len = 0;
}

static void put(struct json_out *o, struct str s) {
    if (s.len > sizeof o->bytes - o->len)
        flush(o);
    if (s.len > sizeof o->bytes) {
        fwrite(s.ptr, 1, s.len, o->out);
        return;
    }
    if (s.len)
        memcpy(o->bytes + o->len, s.ptr, s.len);
    o->len += s.len;
}

bool json_out_finish(struct json_out *o) {
    if (!o->page)
        put(o, STR("\n"));
    flush(o);
    return !ferror(o->out);
}

/* ---- texts ---- */

/* Not printable ASCII that stands in JSON, and in a script element, as it is. */
static unsigned char is_special(unsigned char c) {
    return (unsigned char)((unsigned char)(c - 0x20) > 0x5e) | (c == '"') | (c == '\\') |
           (c == '<');
}

/* By blocks of one size: those a compiler looks at with a few vector instructions. */
static bool is_plain(struct str s) {
    enum { BLOCK = 16 };
    const unsigned char *bytes = (const unsigned char *)s.ptr;
    unsigned char special = 0;
    size_t at = 0;
    for (; s.len - at >= BLOCK; at += BLOCK)
        for (size_t i = 0; i < BLOCK; i++)
            special |= is_special(bytes[at + i]);
    for (; at < s.len; at++)
        special |= is_special(bytes[at]);
    return !special;
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
    size_t from = 0;
    for (size_t offset = 0; offset < text.len;) {
        if (!o->page)
            offset = utf8_skip_plain(text, offset);
        if (offset == text.len)
            break;
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

static void put_line_end(struct json_out *o) {
    static const char line[] = "\n                                ";
    size_t len = 1 + 2 * o->depth;
    if (!o->page && !o->line)
        put(o, (struct str){line, len < sizeof line ? len : sizeof line - 1});
}

/* What stands before a value. */
static void begin(struct json_out *o, const char *key) {
    if (!o->first)
        put(o, o->line && !o->page ? STR(", ") : STR(","));
    if (o->depth)
        put_line_end(o);
    o->first = false;
    if (!key)
        return;
    put(o, STR("\""));
    put(o, str_of(key));
    put(o, o->page ? STR("\":") : STR("\": "));
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
        put_line_end(o);
    put(o, (struct str){&bracket, 1});
    if (o->line > o->depth)
        o->line = 0;
    o->first = false;
}

void json_out_text(struct json_out *o, const char *key, struct str text) {
    begin(o, key);
    if (!is_plain(text)) {
        put_escaped(o, text);
        return;
    }
    put(o, STR("\""));
    put(o, text);
    put(o, STR("\""));
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
