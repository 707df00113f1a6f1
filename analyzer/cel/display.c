/* Values as people read them in messages, bounded in length and depth. */
#include "base/arena.h"
#include "base/limits.h"
#include "cel/iter.h"
#include "cel/number.h"
#include "cel/opaque.h"
#include "cel/times.h"

struct display {
    struct arena *arena;
    struct strbuf out;
    size_t limit;
    bool full;
};

/* Appends what still has room; ends with "…" where something did not. */
static void put(struct display *d, struct str text) {
    if (d->full)
        return;
    size_t room = d->limit - d->out.len;
    if (text.len <= room) {
        strbuf_append(&d->out, text);
        return;
    }
    d->full = true;
    size_t mark = sizeof "…" - 1, end = 0;
    for (size_t at = 0; at < text.len;) {
        utf8_next(text, &at);
        if (at + mark > room)
            break;
        end = at;
    }
    strbuf_append(&d->out, str_slice(text, 0, end));
    if (room >= end + mark)
        strbuf_append(&d->out, STR("…"));
}

static void show(struct display *d, struct cel_value v, unsigned depth);

static void show_entries(struct display *d, struct cel_value v, unsigned depth) {
    struct cel_iter it = cel_iter(v);
    bool is_map = v.type == CEL_MAP, first = true;
    while (!d->full && cel_iter_next(&it)) {
        if (!first)
            put(d, STR(", "));
        first = false;
        if (is_map) {
            show(d, it.key, depth + 1);
            put(d, STR(": "));
        }
        show(d, it.value, depth + 1);
    }
    if (cel_iter_is_partial(v))
        put(d, first ? STR("?") : STR(", ?"));
}

/* Brackets only inside something else: a message says "a, b". */
static void show_container(struct display *d, struct cel_value v, unsigned depth) {
    bool is_map = v.type == CEL_MAP, brackets = is_map || depth > 0;
    if (brackets)
        put(d, is_map ? STR("{") : STR("["));
    show_entries(d, v, depth);
    if (brackets)
        put(d, is_map ? STR("}") : STR("]"));
}

static void show_error(struct display *d, const struct cel_error *error) {
    put(d, STR("error: "));
    put(d, error->message);
}

static void show(struct display *d, struct cel_value v, unsigned depth) {
    if (depth > LIMIT_VALUE_DEPTH) {
        put(d, STR("…"));
        return;
    }
    switch (v.type) {
    case CEL_NULL:
        put(d, STR("null"));
        break;
    case CEL_BOOL:
        put(d, v.boolean ? STR("true") : STR("false"));
        break;
    case CEL_INT:
        put(d, str_printf(d->arena, "%lld", (long long)v.integer));
        break;
    case CEL_UINT:
        put(d, str_printf(d->arena, "%llu", (unsigned long long)v.unsigned_integer));
        break;
    case CEL_DOUBLE:
        put(d, cel_number_format(d->arena, v.number));
        break;
    case CEL_BYTES:
        put(d, str_valid_utf8(d->arena, v.text));
        break;
    case CEL_STRING:
    case CEL_TYPE:
        put(d, v.text);
        break;
    case CEL_LIST:
    case CEL_MAP:
        show_container(d, v, depth);
        break;
    case CEL_TIMESTAMP:
        put(d, time_format(d->arena, v.time));
        break;
    case CEL_DURATION:
        put(d, cel_times_format_duration(d->arena, v.time));
        break;
    case CEL_OPTIONAL:
        if (v.optional)
            show(d, *v.optional, depth + 1);
        else
            put(d, STR("none"));
        break;
    case CEL_OPAQUE:
        put(d, v.opaque->text);
        break;
    case CEL_ERROR:
        show_error(d, v.error);
        break;
    case CEL_UNKNOWN:
    default:
        put(d, STR("?"));
    }
}

struct str cel_display(struct arena *arena, struct cel_value v, size_t limit) {
    if (v.type == CEL_STRING && v.text.len <= limit)
        return v.text;
    struct display d = {.arena = arena, .out = strbuf_new(arena), .limit = limit};
    show(&d, v, 0);
    return strbuf_str(&d.out);
}
