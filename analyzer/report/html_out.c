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

static bool is_one_of(const char *name, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (name[0] == names[i][0] && strcmp(name, names[i]) == 0)
            return true;
    return false;
}
#define IS_ONE_OF(name, names) is_one_of((name), (names), sizeof(names) / sizeof *(names))

static bool is_void(const char *name) {
    static const char *const names[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                        "input", "link", "meta", "param", "source", "track", "wbr"};
    return IS_ONE_OF(name, names);
}

static bool is_raw(const char *name) {
    static const char *const names[] = {"script", "style"};
    return IS_ONE_OF(name, names);
}

static bool is_switch(const char *name) {
    static const char *const names[] = {"checked", "disabled", "multiple", "readonly", "selected"};
    return IS_ONE_OF(name, names);
}

static bool is_address(const char *name) {
    static const char *const names[] = {"action", "href", "src"};
    return IS_ONE_OF(name, names);
}

/* ---- escaping ---- */

/* The end of what is no markup anywhere. */
static size_t plain_end(struct str s, size_t at) {
    for (; s.len - at >= SCAN_WIDTH; at += SCAN_WIDTH) {
        scan_block block = scan_load(s.ptr + at);
        size_t first = scan_first(
            (scan_block)((block == '&') | (block == '<') | (block == '>') | (block == '"')));
        if (first < SCAN_WIDTH)
            return at + first;
    }
    while (at < s.len && s.ptr[at] != '&' && s.ptr[at] != '<' && s.ptr[at] != '>' &&
           s.ptr[at] != '"')
        at++;
    return at;
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

static void put_escaped(struct html_out *o, struct str s, bool quoted) {
    size_t from = 0;
    for (size_t at = 0; (at = plain_end(s, at)) < s.len; at++) {
        if (s.ptr[at] == '"' && !quoted)
            continue;
        put(o, str_slice(s, from, at));
        put(o, reference(s.ptr[at]));
        from = at + 1;
    }
    put(o, str_slice(s, from, s.len));
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
    put(o, str_of(name));
    o->open = true;
    o->raw = is_raw(name);
}

void html_out_attr(struct html_out *o, const char *name, const char *value) {
    put(o, STR(" "));
    put(o, str_of(name));
    if (is_switch(name))
        return;
    put(o, STR("=\""));
    if (is_address(name))
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
    end_start_tag(o);
    o->raw = false;
    if (is_void(name))
        return;
    put(o, STR("</"));
    put(o, str_of(name));
    put(o, STR(">"));
}
