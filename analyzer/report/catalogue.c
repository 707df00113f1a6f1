/* A flat YAML mapping into texts by key. English is read first and is the measure: another
 * language, or a site's own words, may only say what English says, with holes that English has, so
 * no key can be missing when a sentence is made. */
#include "report/catalogue.h"

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"
#include "base/map.h"
#include "document/document.h"
#include "report/clean.h"
#include "report/element.h"
#include "report/templates.h"

struct entry {
    struct str one, other; /* one: ptr NULL where the language has one form */
};

struct catalogue {
    struct arena *arena;
    struct map entries; /* struct entry * */
};

static bool has_hole(struct str text, struct str name) {
    struct str before, found;
    while (str_next_hole(&text, &before, &found))
        if (str_eq(found, name))
            return true;
    return false;
}

/* ---- reading ---- */

struct reading {
    struct catalogue *catalogue;
    struct str file;
    bool measure; /* English: what it says is what there is to say */
    struct diag_sink *sink;
    size_t errors;
};

static void refuse(struct reading *r, struct value at, const char *problem, struct str what) {
    if (!r->errors++)
        diag_add(r->sink, DIAG_ERROR, DIAG_TEMPLATE,
                 (struct diag_where){.input = r->file, .line = value_line(at)}, "%s '%.*s'",
                 problem, STR_ARG(what));
}

/* A text's holes are some of those that the English form for many has. */
static void check_holes(struct reading *r, struct value at, struct str text, struct str english) {
    struct str before, name;
    while (str_next_hole(&text, &before, &name))
        if (!has_hole(english, name))
            refuse(r, at, "nothing fills the hole", name);
}

static struct entry entry_of(struct reading *r, struct str key, struct value v) {
    struct entry entry = {.other = value_str(v)};
    if (value_is(v, VALUE_MAP)) {
        entry.one = value_str(value_get(v, STR("one")));
        entry.other = value_str(value_get(v, STR("other")));
    }
    if (!entry.other.ptr)
        refuse(r, v, "no text of", key);
    return entry;
}

static void add_entry(struct reading *r, struct str key, struct value v) {
    struct entry *entry = NEW(r->catalogue->arena, struct entry);
    *entry = entry_of(r, key, v);
    const struct entry *english = map_find(&r->catalogue->entries, key);
    if (!english && !r->measure && !str_starts_with(key, STR("page."))) {
        refuse(r, v, "there are no words", key);
        return;
    }
    struct str measure = english ? english->other : entry->other;
    check_holes(r, v, entry->one, measure);
    check_holes(r, v, entry->other, measure);
    *map_at(&r->catalogue->entries, key) = entry;
}

static const char *file_of(struct arena *arena, struct str lang) {
    return str_c(arena, str_printf(arena, "words.%.*s.yaml", STR_ARG(lang)));
}

static bool read_words(struct catalogue *catalogue, struct str folder, struct str lang,
                       struct diag_sink *sink) {
    struct arena *arena = catalogue->arena;
    struct str name = str_of(file_of(arena, lang)), text;
    if (!templates_load(arena, folder, name.ptr, &text, sink))
        return false;
    struct document_origin *origin = NEW(arena, struct document_origin);
    *origin = (struct document_origin){.input = name, .text = text};
    size_t before = diag_count(sink, DIAG_WARNING);
    struct document_list read =
        document_read(arena, intern_new(arena), origin,
                      (struct document_options){.positions = true, .whole_file = true}, sink);
    struct reading r = {.catalogue = catalogue, .file = name, .sink = sink};
    r.measure = !folder.len && str_eq(lang, STR("en"));
    struct value root = read.count == 1 ? document_root(read.items[0]) : (struct value){0};
    if (diag_count(sink, DIAG_WARNING) > before || !value_is(root, VALUE_MAP))
        refuse(&r, root, "not one clean YAML mapping of words:", name);
    struct value_iter it = value_iter(root);
    while (value_next(&it))
        add_entry(&r, it.key, it.value);
    return r.errors == 0;
}

const struct catalogue *catalogue_load(struct arena *arena, struct str lang, struct str templates,
                                       struct diag_sink *sink) {
    struct catalogue *catalogue = NEW(arena, struct catalogue);
    *catalogue = (struct catalogue){arena, map_new(arena)};
    struct str wanted = lang.len ? lang : STR("en");
    bool own = templates.len && templates_holds(arena, templates, file_of(arena, wanted));
    bool good = read_words(catalogue, (struct str){0}, STR("en"), sink) &&
                (!lang.len || read_words(catalogue, (struct str){0}, lang, sink)) &&
                (!own || read_words(catalogue, templates, wanted, sink));
    return good ? catalogue : NULL;
}

/* ---- saying ---- */

const struct catalogue *catalogue_in(struct arena *arena, const struct catalogue *catalogue) {
    struct catalogue *own = NEW(arena, struct catalogue);
    *own = (struct catalogue){arena, catalogue->entries};
    return own;
}

struct arena *catalogue_arena(const struct catalogue *catalogue) {
    return catalogue->arena;
}

static const struct entry *entry_at(const struct catalogue *catalogue, const char *key) {
    return map_find(&catalogue->entries, str_of(key));
}

struct str catalogue_text(const struct catalogue *catalogue, const char *key) {
    const struct entry *entry = entry_at(catalogue, key);
    return entry ? entry->other : str_of(key);
}

/* 18,204: the same in every language that there is. */
static void append_number(struct strbuf *out, uint64_t number) {
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            strbuf_append_byte(out, ',');
        strbuf_append_byte(out, digits[i]);
    }
}

static const struct hole *hole_named(const struct hole *holes, struct str name) {
    while (holes->name && !str_eq(name, str_of(holes->name)))
        holes++;
    return holes->name ? holes : NULL;
}

struct str catalogue_say(const struct catalogue *catalogue, const char *key,
                         const struct hole *holes) {
    const struct entry *entry = entry_at(catalogue, key);
    if (!entry)
        return str_of(key);
    const struct hole *count = hole_named(holes, STR("count"));
    bool one = count && count->is_number && count->number == 1 && entry->one.ptr;
    struct str text = one ? entry->one : entry->other;
    struct strbuf out = strbuf_new(catalogue->arena);
    struct str before, name;
    while (str_next_hole(&text, &before, &name)) {
        const struct hole *hole = hole_named(holes, name);
        strbuf_append(&out, before);
        if (hole && hole->is_number)
            append_number(&out, hole->number);
        else if (hole)
            strbuf_append(&out, clean_line(catalogue->arena, hole->text));
    }
    strbuf_append(&out, before);
    return strbuf_str(&out);
}

static void add_word(struct element *words, struct str key, struct str text) {
    struct element *word = element_add(words, "w");
    element_attr(word, "key", key);
    struct str before, name;
    while (str_next_hole(&text, &before, &name)) {
        element_text(word, before);
        element_attr(element_add(word, "hole"), "name", name);
    }
    element_text(word, before);
}

void catalogue_add_page(const struct catalogue *catalogue, struct element *up) {
    struct element *words = element_add(up, "words");
    for (size_t i = 0; i < catalogue->entries.count; i++) {
        const struct map_entry *at = &catalogue->entries.entries[i];
        const struct entry *entry = at->value;
        if (str_starts_with(at->key, STR("page.")))
            add_word(words, at->key, entry->other);
    }
}
