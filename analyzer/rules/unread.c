/* Which fields are not even read: what servers write in bulk, unless something asks for it. It is
 * only lost to what would be told of it (a key that is repeated in it), so the list is short; what
 * else nobody asks for is read, and then not kept (rules/asked.c). */
#include "rules/unread.h"

#include "base/intern.h"

static const char *const bulk[] = {"metadata.managedFields"};

/* Whether the path leads to something that is asked for. As deep as the path, or as the entries of
 * lists on it. */
static bool leads(const struct rule_set *set, const struct fields *fields, struct str path) {
    struct str key, rest;
    if (fields->whole || fields->shown || !path.len)
        return true;
    const struct fields *entry = fields_find(fields, FIELDS_ENTRY);
    str_cut(path, '.', &key, &rest);
    const struct fields *below = fields_find(fields, intern_add(set->intern, key));
    return (entry && leads(set, entry, path)) || (below && leads(set, below, rest)) ||
           (fields->keys && !rest.len);
}

static bool is_asked(const struct rule_set *set, struct str path) {
    for (size_t i = 0; i < set->asked.count; i++)
        if (leads(set, set->asked.rows[i].fields, path))
            return true;
    return leads(set, set->asked.any, path);
}

void unread_find(struct rule_set *set) {
    for (size_t i = 0; i < sizeof bulk / sizeof *bulk; i++)
        if (!is_asked(set, str_of(bulk[i])))
            *vec_push(set->arena, &set->unread) = bulk[i];
}
