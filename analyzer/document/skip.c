/* Paths into a tree of keys. It is walked beside the document, so that a key costs one comparison
 * where nothing can be skipped below its map, and that is nearly everywhere. */
#include "document/skip.h"

#include "base/arena.h"
#include "base/intern.h"

const struct document_skip *skip_below(const struct document_skip *skip, uint32_t key) {
    for (skip = skip->first; skip && skip->key != key;)
        skip = skip->next;
    return skip;
}

static struct document_skip *add_below(struct arena *arena, struct document_skip *skip,
                                       uint32_t key) {
    for (struct document_skip *known = skip->first; known; known = known->next)
        if (known->key == key)
            return known;
    struct document_skip *below = NEW(arena, struct document_skip);
    *below = (struct document_skip){.key = key, .next = skip->first};
    skip->first = below;
    return below;
}

const struct document_skip *document_skip_new(struct arena *arena, struct intern *intern,
                                              const char *const paths[], size_t count) {
    struct document_skip *root = NEW(arena, struct document_skip);
    for (size_t i = 0; i < count; i++) {
        struct str key, rest = str_of(paths[i]);
        struct document_skip *at = root;
        for (bool more = true; more; at = add_below(arena, at, intern_add(intern, key)))
            more = str_cut(rest, '.', &key, &rest);
        at->whole = true;
    }
    /* the objects of a List begin anew: the tree is a loop there */
    struct document_skip *items = add_below(arena, root, intern_add(intern, STR("items")));
    items->first = root->first;
    return root;
}
