/* Turns values of expressions into text for a terminal or a program. One walk knows what must be
 * masked; how a value is written depends on where it goes. */
#include "rules/shown.h"

#include "base/arena.h"
#include "base/limits.h"
#include "cel/iter.h"
#include "rules/fieldpath.h"
#include "rules/render.h"

enum style { STYLE_LINE, STYLE_JSON };

struct walk {
    const struct shown *shown;
    struct strbuf *out;
    enum style style;
    size_t limit; /* of the buffer's length */
};

/* ---- what must not be shown ---- */

bool shown_is_secret(struct str text) {
    static const struct str marks[] = {STR_INIT("PRIVATE KEY"), STR_INIT("ssh-rsa"),
                                       STR_INIT("ssh-ed25519"), STR_INIT("ecdsa-sha2-"),
                                       STR_INIT("ssh-dss"),     STR_INIT("password:")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_contains(text, marks[i]))
            return true;
    return false;
}

static bool is_secret_object(struct cel_value v) {
    return v.type == CEL_MAP && v.is_tree &&
           str_eq(value_str(value_get(v.tree, STR("kind"))), STR("Secret"));
}

/* An environment variable: {name, value}. */
static bool is_variable(struct cel_value map) {
    return map.is_tree && value_count(map.tree) == 2 &&
           value_kind(value_get(map.tree, STR("name"))) == VALUE_STRING;
}

bool shown_hides(struct cel_value map, struct str field) {
    if (map.type != CEL_MAP)
        return false;
    if (is_secret_object(map) && (str_eq(field, STR("data")) || str_eq(field, STR("stringData"))))
        return true;
    if (str_eq(field, STR("value")) && is_variable(map))
        return true;
    return fieldpath_secret_key(field);
}

static bool entry_is_hidden(struct cel_value container, const struct cel_iter *it) {
    bool filled = it->value.type != CEL_NULL;
    return container.type == CEL_MAP && it->key.type == CEL_STRING && filled &&
           shown_hides(container, it->key.text);
}

/* ---- pieces ---- */

struct str shown_place(struct arena *arena, struct value v) {
    if (value_kind(v) == VALUE_ABSENT || !v.doc->origin || !v.doc->origin->path.len)
        return (struct str){0};
    struct str path = render_clean(arena, v.doc->origin->path);
    return str_printf(arena, "%.*s:%u", STR_ARG(path), value_line(v));
}

struct str shown_object(struct arena *arena, const struct resource *resource) {
    struct str kind = render_clean(arena, resource->kind);
    struct str namespace = render_clean(arena, resource->namespace);
    return str_printf(arena, "%.*s %.*s%s%.*s", STR_ARG(kind), STR_ARG(namespace),
                      namespace.len ? "/" : "", STR_ARG(render_clean(arena, resource->name)));
}

void shown_missing(const struct shown *shown, struct missing_set missing) {
    struct arena *arena = shown->out->arena;
    for (size_t i = 0; i < missing.count; i++) {
        const struct missing *m = &missing.items[i];
        strbuf_printf(shown->out, "%s%.*s", i ? ", " : "",
                      STR_ARG(m->kind.len ? m->kind : STR("something that was not read")));
        if (m->name.len)
            strbuf_printf(shown->out, " %.*s%s%.*s", STR_ARG(render_clean(arena, m->namespace)),
                          m->namespace.len ? "/" : "", STR_ARG(render_clean(arena, m->name)));
        else if (m->namespace.len)
            strbuf_printf(shown->out, " in namespace %.*s",
                          STR_ARG(render_clean(arena, m->namespace)));
    }
}

void shown_json_text(struct strbuf *out, struct str text) {
    static const char named[] = "\b\t\n\f\r\"\\", letters[] = "btnfr\"\\";
    strbuf_append_byte(out, '"');
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        size_t i = 0;
        while (named[i] && (uint32_t)(unsigned char)named[i] != c)
            i++;
        if (named[i])
            strbuf_printf(out, "\\%c", letters[i]);
        else if (c >= 0x10000)
            strbuf_printf(out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                          0xdc00 + ((c - 0x10000) & 0x3ff));
        else if (c < 0x20 || c > 0x7e)
            strbuf_printf(out, "\\u%04x", c);
        else
            strbuf_append_byte(out, (char)c);
    }
    strbuf_append_byte(out, '"');
}

static void put_text(struct walk *w, struct str text) {
    if (w->style == STYLE_JSON) {
        shown_json_text(w->out, text);
        return;
    }
    size_t room = w->out->len < w->limit ? w->limit - w->out->len : 0;
    struct str clean = render_clean(w->out->arena, str_slice(text, 0, room + 8));
    strbuf_append_byte(w->out, '\'');
    strbuf_append(w->out, cel_display(w->out->arena, cel_string(clean), room + 4));
    strbuf_append_byte(w->out, '\'');
}

struct str shown_image(const struct shown *shown) {
    struct cel_value image = evaluation_fact(shown->evaluation, "gatherImage");
    return image.type == CEL_STRING ? image.text : (struct str){0};
}

static void put_unknown(struct walk *w, struct missing_set missing) {
    if (w->style == STYLE_LINE) {
        strbuf_append(w->out, STR("unknown"));
        return;
    }
    strbuf_append(w->out, STR("{\"unknown\": ["));
    for (size_t i = 0; i < missing.count; i++) {
        const struct missing *m = &missing.items[i];
        struct str command =
            rules_gather(w->shown->evaluation->set, w->out->arena, *m, shown_image(w->shown));
        const struct str texts[] = {m->kind, m->namespace, m->name, command};
        static const char *const keys[] = {"kind", "namespace", "name", "gather"};
        strbuf_append(w->out, i ? STR(", {") : STR("{"));
        for (size_t k = 0; k < 4; k++) {
            strbuf_printf(w->out, "%s\"%s\": ", k ? ", " : "", keys[k]);
            shown_json_text(w->out, texts[k]);
        }
        strbuf_append_byte(w->out, '}');
    }
    strbuf_append(w->out, STR("]}"));
}

static void put_error(struct walk *w, const struct cel_error *error) {
    struct str message = render_clean(w->out->arena, error->message);
    if (w->style == STYLE_LINE) {
        strbuf_printf(w->out, "error: %.*s", STR_ARG(message));
        return;
    }
    strbuf_append(w->out, STR("{\"error\": "));
    shown_json_text(w->out, message);
    strbuf_printf(w->out, ", \"line\": %u, \"column\": %u}", error->line, error->column);
}

/* ---- the walk ---- */

static void put(struct walk *w, struct cel_value v, unsigned depth);

static bool is_full(const struct walk *w) {
    return w->style == STYLE_LINE && w->out->len >= w->limit;
}

static void put_key(struct walk *w, struct cel_value key) {
    struct str text = cel_display(w->out->arena, key, LIMIT_FIELD_BYTES);
    if (w->style == STYLE_JSON)
        shown_json_text(w->out, text);
    else
        strbuf_append(w->out, render_clean(w->out->arena, text));
    strbuf_append(w->out, STR(": "));
}

static void put_masked(struct walk *w) {
    strbuf_append(w->out, w->style == STYLE_JSON ? STR("\"" SHOWN_MASK "\"") : STR(SHOWN_MASK));
}

static void put_container(struct walk *w, struct cel_value v, unsigned depth) {
    bool is_map = v.type == CEL_MAP, first = true;
    strbuf_append_byte(w->out, is_map ? '{' : '[');
    for (struct cel_iter it = cel_iter(v); cel_iter_next(&it); first = false) {
        if (is_full(w)) {
            strbuf_append(w->out, STR(", …"));
            break;
        }
        if (!first)
            strbuf_append(w->out, STR(", "));
        if (is_map)
            put_key(w, it.key);
        if (entry_is_hidden(v, &it))
            put_masked(w);
        else
            put(w, it.value, depth + 1);
    }
    bool partial = cel_iter_is_partial(v);
    if (partial && w->style == STYLE_LINE)
        strbuf_append(w->out, first ? STR("?") : STR(", ?"));
    if (partial && w->style == STYLE_JSON && !is_map) {
        strbuf_append(w->out, first ? STR("") : STR(", "));
        put_unknown(w, cel_list_missing(v));
    }
    strbuf_append_byte(w->out, is_map ? '}' : ']');
}

static bool is_plain(struct cel_value v) {
    if (v.type == CEL_DOUBLE) /* JSON knows no infinity and no NaN */
        return v.number - v.number == 0;
    return v.type == CEL_NULL || v.type == CEL_BOOL || v.type == CEL_INT || v.type == CEL_UINT;
}

static void put_scalar(struct walk *w, struct cel_value v) {
    struct str text = cel_display(w->out->arena, v, SIZE_MAX / 2);
    if (v.type == CEL_STRING && shown_is_secret(v.text))
        put_masked(w);
    else if (is_plain(v) || (w->style == STYLE_LINE && v.type != CEL_STRING))
        strbuf_append(w->out, render_clean(w->out->arena, text));
    else
        put_text(w, text);
}

static void put(struct walk *w, struct cel_value v, unsigned depth) {
    const struct resource *resource = host_resource(w->shown->evaluation, v);
    if (depth > LIMIT_VALUE_DEPTH)
        put_text(w, STR("nested too deeply"));
    else if (w->style == STYLE_LINE && resource)
        strbuf_append(w->out, shown_object(w->out->arena, resource));
    else if (v.type == CEL_LIST || v.type == CEL_MAP)
        put_container(w, v, depth);
    else if (v.type == CEL_UNKNOWN)
        put_unknown(w, *v.unknown);
    else if (v.type == CEL_ERROR)
        put_error(w, v.error);
    else if (v.type == CEL_OPTIONAL && v.optional)
        put(w, *v.optional, depth + 1);
    else if (v.type == CEL_OPTIONAL)
        strbuf_append(w->out, w->style == STYLE_JSON ? STR("null") : STR("none"));
    else
        put_scalar(w, v);
}

void shown_line(const struct shown *shown, struct cel_value v, size_t limit) {
    struct walk w = {shown, shown->out, STYLE_LINE, shown->out->len + limit};
    put(&w, v, 0);
}

void shown_json(const struct shown *shown, struct cel_value v) {
    struct walk w = {shown, shown->out, STYLE_JSON, SIZE_MAX};
    put(&w, v, 0);
}
