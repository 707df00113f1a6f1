/* One way to walk two representations. */
#include "cel/iter.h"

struct cel_iter cel_iter(struct cel_value container) {
    struct cel_iter it = {.container = container};
    if (container.is_tree)
        it.tree = value_iter(container.tree);
    return it;
}

bool cel_iter_next(struct cel_iter *it) {
    const struct cel_value *c = &it->container;
    size_t at = it->next;
    if (c->is_tree) {
        if (!value_next(&it->tree))
            return false;
        it->entry = it->tree.value;
        it->key = c->type == CEL_LIST ? cel_int((int64_t)at) : cel_string(it->tree.key);
        it->value = cel_tree(it->tree.value);
    } else if (c->type == CEL_LIST) {
        if (at >= c->list->count)
            return false;
        it->key = cel_int((int64_t)at);
        it->value = c->list->items[at];
    } else {
        if (at >= c->map->count)
            return false;
        it->key = c->map->keys[at];
        it->value = c->map->values[at];
    }
    it->next++;
    return true;
}

size_t cel_iter_count(struct cel_value container) {
    if (container.is_tree)
        return value_count(container.tree);
    return container.type == CEL_LIST ? container.list->count : container.map->count;
}

bool cel_iter_find(struct cel_value map, struct cel_value key, struct cel_value *ret_value) {
    if (map.is_tree) {
        struct value found =
            key.type == CEL_STRING ? value_get(map.tree, key.text) : (struct value){0};
        if (value_is(found, VALUE_ABSENT))
            return false;
        *ret_value = cel_tree(found);
        return true;
    }
    for (size_t i = 0; i < map.map->count; i++)
        if (cel_equal(map.map->keys[i], key)) {
            *ret_value = map.map->values[i];
            return true;
        }
    return false;
}

struct cel_value cel_iter_at(struct cel_value list, size_t index) {
    return list.is_tree ? cel_tree(value_at(list.tree, index)) : list.list->items[index];
}

bool cel_iter_is_partial(struct cel_value container) {
    if (container.is_tree)
        return value_is_cut(container.tree);
    return container.type == CEL_LIST && container.list->missing.count > 0;
}
