/* Cleaning decides on the bytes first (absolute, "..", too long) and makes characters safe last, so
 * that nothing that was replaced can turn into a separator. */
#include "bundle/path.h"

#include <assert.h>

#include "base/arena.h"
#include "base/limits.h"

static bool is_unsafe(uint32_t c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || c == 0x200e ||
           c == 0x200f || c == 0x061c || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfffd;
}

struct str path_printable(struct arena *arena, struct str text) {
    if (utf8_skip_plain(text, 0) == text.len)
        return text;
    struct strbuf clean = strbuf_new(arena);
    for (size_t offset = 0; offset < text.len;) {
        uint32_t c = utf8_next(text, &offset);
        strbuf_append_code_point(&clean, is_unsafe(c) ? 0xfffd : c);
    }
    return strbuf_str(&clean);
}

static struct str with_slashes(struct arena *arena, struct str raw) {
    char *copy = arena_alloc(arena, raw.len);
    for (size_t i = 0; i < raw.len; i++)
        copy[i] = raw.ptr[i] == '\\' ? '/' : raw.ptr[i];
    return (struct str){copy, raw.len};
}

static bool is_absolute(struct str raw, bool windows) {
    if (str_starts_with(raw, STR("/")))
        return true;
    bool letter = raw.len >= 3 && ((raw.ptr[0] | 0x20) >= 'a' && (raw.ptr[0] | 0x20) <= 'z');
    return letter && raw.ptr[1] == ':' && (raw.ptr[2] == '/' || (windows && raw.ptr[2] == '\\'));
}

enum path_verdict path_clean(struct arena *arena, struct str raw, bool windows,
                             struct str *ret_path) {
    if (raw.len > limits->path_bytes)
        return PATH_LONG;
    if (windows && str_find_byte(raw, '/', 0) == SIZE_MAX &&
        str_find_byte(raw, '\\', 0) != SIZE_MAX)
        raw = with_slashes(arena, raw);
    if (is_absolute(raw, windows))
        return PATH_ABSOLUTE;
    struct strbuf clean = strbuf_new(arena);
    size_t depth = 0;
    for (struct str part, rest = raw; rest.len;) {
        str_cut(rest, '/', &part, &rest);
        if (part.len == 0 || str_eq(part, STR(".")))
            continue;
        if (str_eq(part, STR("..")))
            return PATH_PARENT;
        if (++depth > limits->path_depth)
            return PATH_DEEP;
        if (clean.len)
            strbuf_append_byte(&clean, '/');
        strbuf_append(&clean, part);
    }
    if (clean.len == 0)
        return PATH_EMPTY;
    *ret_path = path_printable(arena, strbuf_str(&clean));
    return is_absolute(*ret_path, false) ? PATH_ABSOLUTE : PATH_OK; /* "./C:/x" */
}

const char *path_verdict_text(enum path_verdict verdict) {
    static const char *const texts[] = {
        [PATH_OK] = "",
        [PATH_EMPTY] = "the path is empty",
        [PATH_ABSOLUTE] = "the path is absolute",
        [PATH_PARENT] = "the path holds '..'",
        [PATH_LONG] = "the path is too long (limit path-bytes)",
        [PATH_DEEP] = "the path has too many folders (limit path-depth)",
    };
    return texts[verdict];
}
