/* A tree of fields is gone down beside the document. What no key of it leads to is left out, but
 * for what an excerpt can show: a line beside that of a value which is shown. The line behind is
 * known to be beside it when it comes; whether the one before is, only when it has passed. What is
 * found so is not remembered: how a document is read may not depend on those before it, which are
 * others on each thread. */
#include "document/choice.h"

#include "base/intern.h"
#include "base/limits.h"

_Static_assert(LIMIT_EXCERPT_AROUND == 1, "one line before and one behind");

struct taken choice_root(const struct choice *choice) {
    const struct fields *root = choice->reading ? choice->reading->root : NULL;
    return (struct taken){.fields = root, .everything = !root || root->whole};
}

static struct taken below(const struct taken *above, const struct fields *fields) {
    return (struct taken){.fields = fields,
                          .everything = above->everything || fields->whole || fields->shown,
                          .shown = above->shown || fields->shown};
}

/* That there is an entry is asked in any case, but where only the first one is. */
struct taken choice_entry(const struct taken *list, uint32_t number) {
    if (!list->fields)
        return *list;
    if (list->fields->first_only && number > 0)
        return (struct taken){.everything = true, .nothing = true};
    static const struct fields nothing;
    const struct fields *entry = fields_find(list->fields, FIELDS_ENTRY);
    return below(list, entry ? entry : &nothing);
}

struct taken choice_value(const struct choice *choice, const struct taken *map, uint32_t key,
                          uint32_t line) {
    const struct fields *found = map->fields ? fields_find(map->fields, key) : NULL;
    if (found)
        return below(map, found);
    bool beside = choice->shown_end && line <= choice->shown_end + 1;
    bool asked = map->everything || map->fields->keys || beside;
    return (struct taken){.everything = true, .shown = map->shown, .nothing = !asked};
}

static bool is_opaque(const struct fields_reading *reading, uint32_t key) {
    return key && reading->is_opaque && reading->is_opaque(intern_text(reading->set.intern, key));
}

void choice_show(struct choice *choice, const struct node *nodes, uint32_t next, uint32_t line,
                 uint32_t end_line) {
    bool beside =
        choice->left && (choice->left_next == next || nodes[choice->left_next].line == line);
    /* It ends in the line above. */
    choice->lacks |= beside && !is_opaque(choice->reading, choice->left_key);
    choice->left = false;
    choice->shown_end = end_line > line ? end_line : line;
}
