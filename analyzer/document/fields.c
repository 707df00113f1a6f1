/* Keys into trees of keys. Most values have few fields that anybody reads, so entries are a list;
 * trees only grow. */
#include "document/fields.h"

#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"

struct fields *fields_new(struct fields_set *set) {
    return NEW(set->arena, struct fields);
}

struct fields *fields_below(struct fields_set *set, struct fields *fields, uint32_t key) {
    struct fields **place = &fields->first;
    while (*place && (*place)->key != key)
        place = &(*place)->next;
    if (*place)
        return *place;
    if (fields->depth >= LIMIT_DEPTH_MOST) {
        fields->whole = true;
        return fields;
    }
    fields->below |= (uint64_t)1 << (key % 64);
    *place = fields_new(set);
    **place = (struct fields){.key = key, .depth = fields->depth + 1};
    return *place;
}

/* The next key, and whether there are more behind it. */
static bool cut_key(struct str rest, struct str *ret_key, struct str *ret_rest) {
    if (!str_starts_with(rest, STR("<")))
        return str_cut(rest, '.', ret_key, ret_rest);
    size_t end = str_find_byte(rest, '>', 0);
    *ret_key = str_slice(rest, 1, end);
    *ret_rest = str_slice(rest, end == SIZE_MAX ? rest.len : end + 2, rest.len);
    return ret_rest->len > 0;
}

struct fields *fields_at(struct fields_set *set, struct fields *fields, struct str path) {
    struct str key, rest = path;
    for (bool more = rest.len > 0; more;) {
        size_t entries = 0;
        more = cut_key(rest, &key, &rest);
        for (; str_ends_with(key, STR("[]")); entries++)
            key = str_slice(key, 0, key.len - 2);
        if (str_eq(key, STR("*")))
            fields->whole = true;
        else
            fields = fields_below(set, fields, intern_add(set->intern, key));
        while (entries-- > 0)
            fields = fields_below(set, fields, FIELDS_ENTRY);
    }
    return fields;
}

void fields_at_each(struct fields_set *set, struct fields *fields, struct str paths) {
    struct str path, rest = paths;
    for (bool more = true; more;) {
        more = str_cut(rest, ' ', &path, &rest);
        if (path.len)
            fields_at(set, fields, path);
    }
}

/* As deep as trees are. */
static void prepare(struct fields_reading *reading, struct fields *fields, bool kept) {
    fields->opaque =
        !kept || (fields->key && reading->is_opaque(intern_text(reading->set.intern, fields->key)));
    for (struct fields *below = fields->first; below; below = below->next) {
        fields->shows |= below->shown;
        prepare(reading, below, kept);
    }
}

void fields_prepare(struct fields_reading *reading, bool kept) {
    prepare(reading, reading->root, kept);
}

/* As deep as trees are, LIMIT_DEPTH_MOST. */
void fields_add(struct fields_set *set, struct fields *fields, const struct fields *more) {
    fields->whole |= more->whole;
    fields->keys |= more->keys;
    fields->shown |= more->shown;
    for (const struct fields *below = more->first; below; below = below->next)
        fields_add(set, fields_below(set, fields, below->key), below);
}
