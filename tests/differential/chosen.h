/* Whether of a text that is read for its fields the same is kept, and can be shown, as of one that
 * is read as a whole. Which fields those are follows from the text and a number. */
#ifndef VIRTREADY_TESTS_DIFFERENTIAL_CHOSEN_H
#define VIRTREADY_TESTS_DIFFERENTIAL_CHOSEN_H

#include "rules/around.h"
#include "rules/fieldpath.h"
#include "same.h"

/* As deep as documents are. */
static inline void choose_fields(struct fields_set *set, struct fields *fields, struct value v,
                                 uint32_t seed) {
    uint32_t at = 0;
    for (struct value_iter it = value_iter(v); value_next(&it); at++) {
        uint32_t lot = (seed + it.key_atom * 2654435761U) >> 7;
        if (value_is(v, VALUE_MAP) && lot % 3 == 0)
            continue;
        uint32_t key = value_is(v, VALUE_MAP) ? it.key_atom : FIELDS_ENTRY;
        struct fields *below = fields_below(set, fields, key);
        below->whole |= lot % 17 == 1;
        below->keys |= lot % 13 == 1;
        below->shown |= lot % 5 == 1;
        if (at < 4 && lot % 11 != 1)
            choose_fields(set, below, it.value, seed * 3 + key);
    }
}

struct chosen {
    struct document *doc;
    struct document_origin origin;
};

static inline void keep_chosen(struct arena *arena, const struct document *doc,
                               struct document_keeping *keeping, const struct fields *fields,
                               struct chosen *ret) {
    struct fields_asked asked = {.is_opaque = around_is_opaque, .is_secret = fieldpath_secret_text};
    struct document_part part = {0, fields};
    struct document_cut cut = {
        .scratch = arena, .asked = &asked, .parts = &part, .n_parts = 1, .keeping = keeping};
    ret->doc = document_cut_out(arena, doc, &cut, &ret->origin);
}

/* Of both the same is there of what is asked for; NULL: everything. As deep as documents are. */
static inline bool same_asked(struct value v, struct value w, const struct fields *fields) {
    bool all = !fields || fields->whole || fields->shown, list = value_is(v, VALUE_LIST);
    if (value_kind(v) != value_kind(w) || value_line(v) != value_line(w) ||
        value_is_cut(v) != value_is_cut(w) || !str_eq(value_str(v), value_str(w)))
        return false;
    if ((all || list || fields->keys) && value_count(v) != value_count(w))
        return false;
    struct value_iter other = value_iter(w);
    for (struct value_iter it = value_iter(v); value_next(&it);) {
        const struct fields *below =
            fields ? fields_find(fields, list ? FIELDS_ENTRY : it.key_atom) : NULL;
        if (list)
            value_next(&other);
        struct value same = list ? other.value : value_get_atom(w, it.key_atom);
        if ((all || below) && !same_asked(it.value, same, all ? NULL : below))
            return false;
        if ((list || (fields && fields->keys)) && value_kind(it.value) != value_kind(same))
            return false;
    }
    return true;
}

/* Lines of what is shown, and of those beside it what may be. */
static inline bool same_lines(const struct chosen *a, const struct chosen *b, struct value shown) {
    uint32_t first = value_line(shown), last = value_end_line(shown);
    uint32_t from = first > 1 ? first - 1 : 1, lines = last - from + 2;
    if (lines > AROUND_WINDOW)
        return true;
    uint32_t wanted = UINT32_MAX >> (AROUND_WINDOW - lines);
    uint32_t x = around_shown((struct value){a->doc, 0}, from, wanted);
    uint32_t y = around_shown((struct value){b->doc, 0}, from, wanted);
    for (uint32_t i = 0; i < lines; i++) {
        bool own = from + i >= first && from + i <= last;
        if (!own && ((x ^ y) >> i & 1))
            return false;
        if ((own || x >> i & 1) &&
            !str_eq(document_line(&a->origin, from + i), document_line(&b->origin, from + i)))
            return false;
    }
    return true;
}

/* As deep as fields are. */
static inline bool same_shown(const struct chosen *a, const struct chosen *b, struct value v,
                              const struct fields *fields) {
    if (fields->shown && !same_lines(a, b, v))
        return false;
    for (struct value_iter it = value_iter(v); value_next(&it);) {
        const struct fields *below =
            fields_find(fields, value_is(v, VALUE_MAP) ? it.key_atom : FIELDS_ENTRY);
        if (below && !same_shown(a, b, it.value, below))
            return false;
    }
    return true;
}

static inline const char *find_chosen_difference(struct arena *arena, struct intern *intern,
                                                 const struct document_origin *origin,
                                                 struct document_options options, uint32_t seed) {
    struct reading whole = read_with(arena, intern, origin, options);
    if (diag_get(whole.sink, 0)) /* of what is not read nothing is said, nor does it count */
        return NULL;
    struct fields_reading reading = {.set = {arena, intern}};
    struct fields *asked = fields_new(&reading.set);
    for (size_t i = 0; i < whole.list.count; i++)
        choose_fields(&reading.set, asked, document_root(whole.list.items[i]), seed);
    reading.root = fields_new(&reading.set);
    reading.is_opaque = around_is_opaque;
    fields_add(&reading.set, reading.root, asked);
    fields_prepare(&reading, true);
    options.fields = &reading;
    struct reading some = read_with(arena, intern, origin, options);
    if (whole.list.count != some.list.count)
        return "another number of documents";
    struct document_keeping x = {0}, y = {0};
    for (size_t i = 0; i < whole.list.count; i++) {
        struct chosen a = {0}, b = {0};
        keep_chosen(arena, whole.list.items[i], &x, asked, &a);
        keep_chosen(arena, some.list.items[i], &y, asked, &b);
        if (!a.doc || !b.doc)
            return !a.doc != !b.doc ? "not both can be cut out" : NULL;
        struct value v = {a.doc, 0}, w = {b.doc, 0};
        if (!same_asked(v, w, asked) || !same_asked(w, v, asked))
            return str_c(arena, str_printf(arena, "document %zu: what is asked for", i));
        if (!same_shown(&a, &b, v, asked))
            return "other lines are shown";
    }
    return NULL;
}

#endif
