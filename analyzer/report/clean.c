/* Any bytes into text that a page, an XML file and a terminal show and none of them obeys: C0 and
 * C1 become control pictures or ⟨U+…⟩, directions become ⟨U+…⟩, broken UTF-8 becomes U+FFFD, and
 * what XML forbids goes. A text is looked at once and copied only if something in it has to
 * change. */
#include "report/clean.h"

#include "base/arena.h"
#include "document/scan.h"

struct range {
    uint32_t from, to;
};

/* Characters that change how their neighbours are shown, or show nothing: Unicode's Bidi_Control,
 * the line and paragraph separators, zero-width spaces and joiners that can hide a difference
 * between two names, tags, and the interlinear marks. */
static const struct range named[] = {
    {0x80, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},   {0x180e, 0x180e}, {0x200b, 0x200f},
    {0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0001, 0xe007f},
};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].from && c <= ranges[i].to)
            return true;
    return false;
}

static bool is_named(uint32_t c) {
    return c >= 0x80 && in_ranges(c, named, sizeof named / sizeof *named);
}

/* U+xxFFFE and U+xxFFFF and the block of noncharacters: XML 1.0 forbids two of them, no font shows
 * any. */
static bool is_noncharacter(uint32_t c) {
    return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

bool clean_is_hidden(uint32_t c) {
    return c == 0x7f || is_named(c) || is_noncharacter(c);
}

/* U+FFFD may be what a broken byte was read as. */
static bool must_change(uint32_t c) {
    if (c < 0x20)
        return c != '\n' && c != '\t';
    return c == 0xfffd || clean_is_hidden(c);
}

static void append_clean(struct strbuf *out, uint32_t c) {
    if (c < 0x20 && c != '\n' && c != '\t')
        strbuf_append_code_point(out, 0x2400 + c);
    else if (c == 0x7f)
        strbuf_append_code_point(out, 0x2421);
    else if (is_named(c))
        strbuf_printf(out, "\u27e8U+%04X\u27e9", (unsigned)c);
    else if (!is_noncharacter(c))
        strbuf_append_code_point(out, c);
}

struct str clean_text(struct arena *arena, struct str s) {
    size_t offset = 0;
    while ((offset = utf8_skip_plain(s, offset)) < s.len) {
        size_t before = offset;
        if (must_change(utf8_next(s, &offset))) {
            offset = before;
            break;
        }
    }
    if (offset >= s.len)
        return s;
    struct strbuf out = strbuf_new(arena);
    strbuf_append(&out, str_slice(s, 0, offset));
    while (offset < s.len) {
        uint32_t c = utf8_next(s, &offset);
        /* CR LF is a line's end; a CR alone would be obeyed. */
        if (c == '\r' && offset < s.len && s.ptr[offset] == '\n')
            continue;
        append_clean(&out, c);
    }
    return strbuf_str(&out);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

/* As nearly all is: looked at once. */
static bool is_clean_line(struct str s) {
    return s.len && s.ptr[0] != ' ' && s.ptr[s.len - 1] != ' ' &&
           scan_single_spaced(s.ptr, s.ptr + s.len);
}

struct str clean_line(struct arena *arena, struct str s) {
    if (is_clean_line(s))
        return s;
    s = str_trim(clean_text(arena, s));
    bool plain = true;
    for (size_t i = 0; i < s.len && plain; i++)
        plain = !is_blank(s.ptr[i]) || (s.ptr[i] == ' ' && s.ptr[i - 1] != ' ');
    if (plain)
        return s;
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < s.len; i++) {
        if (!is_blank(s.ptr[i]))
            strbuf_append_byte(&out, s.ptr[i]);
        else if (!is_blank(s.ptr[i - 1]))
            strbuf_append_byte(&out, ' ');
    }
    return strbuf_str(&out);
}

struct str clean_cut(struct arena *arena, struct str s, size_t limit) {
    static const size_t ellipsis = sizeof "\u2026" - 1;
    if (s.len <= limit)
        return s;
    size_t end = limit > ellipsis ? limit - ellipsis : 0;
    while (end > 0 && ((unsigned char)s.ptr[end] & 0xc0) == 0x80)
        end--;
    return str_printf(arena, "%.*s\u2026", STR_ARG(str_slice(s, 0, end)));
}

static const struct range wide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};
static const struct range combining[] = {
    {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},
    {0x64b, 0x65f},   {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff},
    {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
};

size_t clean_columns_of(uint32_t c) {
    if (c < 0x300)
        return 1;
    if (in_ranges(c, combining, sizeof combining / sizeof *combining))
        return 0;
    return in_ranges(c, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

size_t clean_columns(struct str s) {
    size_t columns = 0;
    for (size_t offset = 0; offset < s.len;)
        columns += clean_columns_of(utf8_next(s, &offset));
    return columns;
}
