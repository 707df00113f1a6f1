/* HTML as the standard has its serialization, so that any parser makes the same tree of it again:
 * void elements have no end, and the text of script and style stays as it is. Attributes that are
 * on or off stand without a value, and what is no character of an address is percent-encoded, both
 * as libxml2 writes them. */
#include "report/html_out.h"

#include "base/arena.h"
#include "document/scan.h"
#include "report/outbuf.h"

struct html_out {
    struct outbuf buf;
    bool open; /* the start tag still takes attributes */
    bool raw;  /* inside script or style */
};

struct html_out *html_out_new(struct arena *arena, FILE *out) {
    struct html_out *o = NEW(arena, struct html_out);
    o->buf = outbuf_new(arena, out);
    return o;
}

static void put(struct html_out *o, struct str s) {
    outbuf_put(&o->buf, s);
}

bool html_out_finish(struct html_out *o) {
    put(o, STR("\n"));
    return outbuf_flush(&o->buf);
}

void html_out_doctype(struct html_out *o) {
    put(o, STR("<!DOCTYPE html>\n"));
}

/* Most differ in length or in their first byte. */
static bool is_one_of(struct str name, const struct str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (name.len == names[i].len && name.ptr[0] == names[i].ptr[0] && str_eq(name, names[i]))
            return true;
    return false;
}
#define IS_ONE_OF(name, names) is_one_of((name), (names), sizeof(names) / sizeof *(names))

static bool is_void(struct str name) {
    static const struct str names[] = {STR_INIT("area"),  STR_INIT("base"),  STR_INIT("br"),
                                       STR_INIT("col"),   STR_INIT("embed"), STR_INIT("hr"),
                                       STR_INIT("img"),   STR_INIT("input"), STR_INIT("link"),
                                       STR_INIT("meta"),  STR_INIT("param"), STR_INIT("source"),
                                       STR_INIT("track"), STR_INIT("wbr")};
    return IS_ONE_OF(name, names);
}

static bool is_raw(struct str name) {
    static const struct str names[] = {STR_INIT("script"), STR_INIT("style")};
    return IS_ONE_OF(name, names);
}

static bool is_switch(struct str name) {
    static const struct str names[] = {STR_INIT("checked"), STR_INIT("disabled"),
                                       STR_INIT("multiple"), STR_INIT("readonly"),
                                       STR_INIT("selected")};
    return IS_ONE_OF(name, names);
}

static bool is_address(struct str name) {
    static const struct str names[] = {STR_INIT("action"), STR_INIT("href"), STR_INIT("src")};
    return IS_ONE_OF(name, names);
}

/* ---- escaping ---- */

/* 0xff for each byte that is markup somewhere. */
static scan_block special(scan_block block) {
    return (scan_block)((block == '&') | (block == '<') | (block == '>') | (block == '"'));
}

/* The end of what is no markup, of bytes that SCAN_WIDTH more stand behind. */
static size_t plain_end(const char *bytes, size_t len) {
    for (size_t at = 0; at < len; at += SCAN_WIDTH) {
        size_t end = at + scan_first(special(scan_load(bytes + at)));
        if (end < at + SCAN_WIDTH)
            return end < len ? end : len;
    }
    return len;
}

static struct str reference(char c) {
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    default:
        return STR("&quot;");
    }
}

/* Copied first and looked at where it then stands: of each piece stays what is no markup, and what
 * is copied again for it has a bound. */
static void put_escaped(struct html_out *o, struct str s, bool quoted) {
    static const size_t piece = 256;
    for (size_t from = 0; from < s.len;) {
        size_t len = s.len - from < piece ? s.len - from : piece;
        char *at = outbuf_room(&o->buf, len);
        memcpy(at, s.ptr + from, len);
        size_t plain = plain_end(at, len);
        o->buf.len += plain;
        from += plain;
        if (plain == len)
            continue;
        char c = s.ptr[from++];
        put(o, c == '"' && !quoted ? STR("\"") : reference(c));
    }
}

static void put_address(struct html_out *o, struct str s) {
    static const char digits[] = "0123456789ABCDEF";
    size_t from = 0;
    for (size_t at = 0; at < s.len; at++) {
        unsigned char c = (unsigned char)s.ptr[at];
        if (c > 0x20 && c < 0x7f)
            continue;
        put_escaped(o, str_slice(s, from, at), true);
        put(o, (struct str){(const char[]){'%', digits[c >> 4], digits[c & 15]}, 3});
        from = at + 1;
    }
    put_escaped(o, str_slice(s, from, s.len), true);
}

/* ---- nodes ---- */

static void end_start_tag(struct html_out *o) {
    if (o->open)
        put(o, STR(">"));
    o->open = false;
}

void html_out_begin(struct html_out *o, const char *name) {
    end_start_tag(o);
    put(o, STR("<"));
    struct str text = str_of(name);
    put(o, text);
    o->open = true;
    o->raw = is_raw(text);
}

void html_out_attr(struct html_out *o, const char *name, const char *value) {
    struct str text = str_of(name);
    put(o, STR(" "));
    put(o, text);
    if (is_switch(text))
        return;
    put(o, STR("=\""));
    if (is_address(text))
        put_address(o, str_of(value));
    else
        put_escaped(o, str_of(value), true);
    put(o, STR("\""));
}

void html_out_text(struct html_out *o, const char *text) {
    end_start_tag(o);
    if (o->raw)
        put(o, str_of(text));
    else
        put_escaped(o, str_of(text), false);
}

void html_out_markup(struct html_out *o, const char *text) {
    end_start_tag(o);
    put(o, str_of(text));
}

void html_out_end(struct html_out *o, const char *name) {
    struct str text = str_of(name);
    end_start_tag(o);
    o->raw = false;
    if (is_void(text))
        return;
    put(o, STR("</"));
    put(o, text);
    put(o, STR(">"));
}
