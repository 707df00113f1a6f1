/* Turns a window of lines into those that may be shown although no rule asked for them. A line is
 * hidden unless the object's tree says that it is harmless: comments, neighbours' lines and what
 * was left out of the tree belong to no value, and so are never seen. */
#include "rules/around.h"

#include "base/limits.h"
#include "rules/fieldpath.h"

struct window {
    uint32_t from;
    uint32_t wanted, seen, hidden; /* bits of lines */
};

static uint32_t bits(const struct window *w, uint32_t first, uint32_t last) {
    uint32_t end = w->from + AROUND_WINDOW;
    first = first > w->from ? first : w->from;
    last = last < end ? last : end - 1;
    if (first > last)
        return 0;
    return UINT32_MAX >> (AROUND_WINDOW - 1 - (last - first)) << (first - w->from) & w->wanted;
}

/* Most values of an object stand before the window or behind it. */
static uint32_t lines_of(const struct window *w, struct value v) {
    uint32_t first = value_line(v);
    return first < w->from + AROUND_WINDOW ? bits(w, first, value_end_line(v)) : 0;
}

/* What stands under these keys can be anything, whatever it is called. */
bool around_is_opaque(struct str key) {
    static const struct str keys[] = {
        STR_INIT("annotations"), STR_INIT("args"), STR_INIT("binaryData"), STR_INIT("command"),
        STR_INIT("data"),        STR_INIT("env"),  STR_INIT("stringData"), STR_INIT("value")};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_eq(key, keys[i]))
            return true;
    return fieldpath_secret_text(key);
}

/* {name: DB_PASSWORD, default: …}: what one entry names may stand in another. A Secret is one. */
static bool names_secret(struct value map) {
    struct value_iter it = value_iter(map);
    while (value_step(&it))
        if (value_kind(it.value) == VALUE_STRING && fieldpath_secret_text(value_str(it.value)))
            return true;
    return false;
}

/* A text on several lines would be shown in part; in an address there may be a password. */
static bool is_plain(struct value v) {
    struct str text = value_str(v);
    return value_line(v) == value_end_line(v) && text.len <= LIMIT_AROUND_TEXT_BYTES &&
           !(str_contains(text, STR("://")) && str_contains(text, STR("@")));
}

/* `all`: the bits of its lines. */
static void look(struct window *w, struct str key, struct value v, uint32_t all, unsigned depth) {
    enum value_kind kind = value_kind(v);
    bool container = kind == VALUE_MAP || kind == VALUE_LIST;
    if (depth > LIMIT_DEPTH_MOST || around_is_opaque(key) ||
        (container ? names_secret(v) : !is_plain(v)))
        w->hidden |= all;
    else
        w->seen |= bits(w, value_line(v), value_line(v));
    if (value_hides_text(v))
        w->hidden |= bits(w, value_line(v), value_line(v));
    if (!container || (all & ~w->hidden) == 0)
        return;
    struct value_iter it = value_iter(v);
    while (value_step(&it))
        if ((all = lines_of(w, it.value)))
            look(w, value_key(&it), it.value, all, depth + 1);
}

uint32_t around_shown(struct value object, uint32_t from, uint32_t wanted) {
    struct window w = {.from = from, .wanted = wanted};
    uint32_t all = lines_of(&w, object);
    if (all)
        look(&w, STR(""), object, all, 0);
    return w.seen & ~w.hidden;
}
