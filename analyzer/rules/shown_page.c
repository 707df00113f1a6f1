/* Turns a value into what fills a screen: an object into YAML, a list into a table whose columns
 * are what its entries have. */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "cel/iter.h"
#include "rules/render.h"
#include "rules/shown.h"

enum {
    COLUMNS_MAX = 8, /* of a table: more fit no terminal */
    CELL_BYTES = 60,
};

/* ---- YAML ---- */

static bool is_word(struct str text) {
    static const char *const words[] = {"true", "false", "null", "yes", "no",
                                        "on",   "off",   "y",    "n"};
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool inside = i > 0 && c && strchr("0123456789._/-", c);
        if (!letter && !inside)
            return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text.len == strlen(words[i]) && strncasecmp(text.ptr, words[i], text.len) == 0)
            return false;
    return text.len > 0;
}

static void yaml_text(struct strbuf *out, struct str text) {
    if (is_word(text))
        strbuf_append(out, text);
    else
        shown_json_text(out, text);
}

static void indent(struct strbuf *out, unsigned depth) {
    for (unsigned i = 0; i < depth; i++)
        strbuf_append(out, STR("  "));
}

static bool is_filled(struct cel_value v) {
    return (v.type == CEL_LIST || v.type == CEL_MAP) && cel_iter_count(v) > 0;
}

static void yaml_leaf(const struct shown *shown, struct cel_value v) {
    if (v.type == CEL_STRING && !shown_is_secret(v.text))
        yaml_text(shown->out, v.text);
    else if (v.type == CEL_TIMESTAMP || v.type == CEL_DURATION || v.type == CEL_OPAQUE)
        shown_line(shown, v, LIMIT_FIELD_BYTES);
    else
        shown_json(shown, v); /* [], {}, numbers: YAML too */
}

static void yaml(const struct shown *shown, struct cel_value v, unsigned depth, bool inside_list);

static void yaml_entry(const struct shown *shown, const struct cel_iter *it, unsigned depth) {
    struct strbuf *out = shown->out;
    bool is_map = it->container.type == CEL_MAP;
    if (is_map) {
        yaml_text(out, cel_display(out->arena, it->key, LIMIT_FIELD_BYTES));
        strbuf_append_byte(out, ':');
    } else {
        strbuf_append_byte(out, '-');
    }
    if (is_map && it->key.type == CEL_STRING && it->value.type != CEL_NULL &&
        shown_hides(it->container, it->key.text)) {
        strbuf_append(out, STR(" " SHOWN_MASK "\n"));
    } else if (!is_filled(it->value)) {
        strbuf_append_byte(out, ' ');
        yaml_leaf(shown, it->value);
        strbuf_append_byte(out, '\n');
    } else if (is_map) {
        strbuf_append_byte(out, '\n');
        yaml(shown, it->value, depth + 1, false);
    } else {
        strbuf_append_byte(out, ' ');
        yaml(shown, it->value, depth + 1, true);
    }
}

/* inside_list: the cursor stands behind "- " already. */
static void yaml(const struct shown *shown, struct cel_value v, unsigned depth, bool inside_list) {
    if (depth > LIMIT_VALUE_DEPTH || !is_filled(v)) {
        indent(shown->out, inside_list ? 0 : depth);
        if (depth > LIMIT_VALUE_DEPTH)
            strbuf_append(shown->out, STR("nested too deeply"));
        else
            yaml_leaf(shown, v);
        strbuf_append_byte(shown->out, '\n');
        return;
    }
    for (struct cel_iter it = cel_iter(v); cel_iter_next(&it); inside_list = false) {
        indent(shown->out, inside_list ? 0 : depth);
        yaml_entry(shown, &it, depth);
    }
    if (cel_iter_is_partial(v)) {
        indent(shown->out, depth);
        strbuf_append(shown->out, STR("# not read to its end: there may be more\n"));
    }
}

/* ---- tables ---- */

struct table {
    const struct shown *shown;
    struct cel_value list;
    bool objects; /* every entry is an object of the archive */
    struct str columns[COLUMNS_MAX];
    size_t n_columns;
    bool more_columns; /* than are shown */
};

static void add_column(struct table *t, struct str name) {
    for (size_t i = 0; i < t->n_columns; i++)
        if (str_eq(t->columns[i], name))
            return;
    t->more_columns |= t->n_columns == COLUMNS_MAX;
    if (t->n_columns < COLUMNS_MAX)
        t->columns[t->n_columns++] = name;
}

/* Objects have fixed columns, maps their keys in the order of the first that has them, all else is
 * one column without a name. */
static void find_columns(struct table *t) {
    bool all_maps = true;
    t->objects = true;
    for (struct cel_iter it = cel_iter(t->list); cel_iter_next(&it);) {
        t->objects &= host_resource(t->shown->evaluation, it.value) != NULL;
        all_maps &= it.value.type == CEL_MAP;
    }
    if (t->objects) {
        static const char *const names[] = {"KIND", "NAMESPACE", "NAME", "READ FROM"};
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            add_column(t, str_of(names[i]));
        return;
    }
    for (struct cel_iter it = cel_iter(t->list); all_maps && cel_iter_next(&it);)
        for (struct cel_iter in = cel_iter(it.value); cel_iter_next(&in);)
            add_column(t, cel_display(t->shown->out->arena, in.key, CELL_BYTES));
    if (!t->n_columns)
        add_column(t, (struct str){0});
}

static struct str line_of(const struct table *t, struct cel_value v) {
    if (v.type == CEL_OPTIONAL && v.optional)
        v = *v.optional;
    struct strbuf text = strbuf_new(t->shown->out->arena);
    const struct shown inner = {t->shown->evaluation, &text};
    if (v.type == CEL_STRING && !shown_is_secret(v.text)) {
        struct str clean = render_clean(text.arena, v.text);
        strbuf_append(&text, t->n_columns > 1
                                 ? cel_display(text.arena, cel_string(clean), CELL_BYTES)
                                 : clean);
    } else {
        shown_line(&inner, v, CELL_BYTES);
    }
    return strbuf_str(&text);
}

static struct str object_cell(const struct table *t, struct cel_value row, size_t column) {
    struct arena *arena = t->shown->out->arena;
    const struct resource *resource = host_resource(t->shown->evaluation, row);
    const struct str cells[] = {resource->kind, resource->namespace, resource->name};
    return column < 3 ? render_clean(arena, cells[column]) : shown_place(arena, resource->object);
}

static struct str cell(const struct table *t, struct cel_value row, size_t column) {
    struct cel_value v;
    if (t->objects)
        return object_cell(t, row, column);
    if (!t->columns[0].ptr)
        return line_of(t, row);
    for (struct cel_iter it = cel_iter(row); cel_iter_next(&it);) {
        struct str key = cel_display(t->shown->out->arena, it.key, CELL_BYTES);
        if (!str_eq(key, t->columns[column]))
            continue;
        bool hidden = it.key.type == CEL_STRING && shown_hides(row, it.key.text);
        v = hidden && it.value.type != CEL_NULL ? cel_string(STR(SHOWN_MASK)) : it.value;
        return line_of(t, v);
    }
    return (struct str){0};
}

static void put_row(const struct table *t, const struct str *cells, const size_t *widths) {
    struct strbuf *out = t->shown->out;
    for (size_t i = 0; i < t->n_columns; i++) {
        strbuf_append(out, cells[i]);
        for (size_t n = utf8_count(cells[i]); i + 1 < t->n_columns && n < widths[i] + 2; n++)
            strbuf_append_byte(out, ' ');
    }
    while (out->len && out->ptr[out->len - 1] == ' ')
        out->len--;
    strbuf_append_byte(out, '\n');
}

static void put_table(struct table *t) {
    size_t count = cel_iter_count(t->list), widths[COLUMNS_MAX] = {0}, row = 0;
    struct str *cells = NEW_ARRAY(t->shown->out->arena, count * t->n_columns, struct str);
    for (struct cel_iter it = cel_iter(t->list); cel_iter_next(&it); row++)
        for (size_t i = 0; i < t->n_columns; i++)
            cells[row * t->n_columns + i] = cell(t, it.value, i);
    for (size_t i = 0; i < t->n_columns; i++)
        widths[i] = utf8_count(t->columns[i]);
    for (size_t i = 0; i < count * t->n_columns; i++)
        if (utf8_count(cells[i]) > widths[i % t->n_columns])
            widths[i % t->n_columns] = utf8_count(cells[i]);
    if (t->columns[0].ptr)
        put_row(t, t->columns, widths);
    for (row = 0; row < count; row++)
        put_row(t, &cells[row * t->n_columns], widths);
    if (t->more_columns)
        strbuf_append(t->shown->out, STR("(and further columns)\n"));
}

void shown_value(const struct shown *shown, struct cel_value v) {
    struct table table = {.shown = shown, .list = v};
    if (v.type == CEL_OPTIONAL && v.optional)
        v = *v.optional;
    if (v.type == CEL_LIST && cel_iter_count(v)) {
        table.list = v;
        find_columns(&table);
        put_table(&table);
    } else if (v.type == CEL_MAP) {
        yaml(shown, v, 0, false);
    } else if (v.type == CEL_STRING && !shown_is_secret(v.text)) {
        strbuf_append(shown->out, render_clean(shown->out->arena, v.text));
        strbuf_append_byte(shown->out, '\n');
    } else if (v.type == CEL_LIST) {
        strbuf_append(shown->out, STR("(none)\n"));
    } else {
        shown_line(shown, v, LIMIT_FIELD_BYTES);
        strbuf_append_byte(shown->out, '\n');
    }
}
