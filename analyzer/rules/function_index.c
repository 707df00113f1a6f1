/* Turns a kind and a field's path into a map from the field's values to lists of objects, built
 * once. The trick: a map may say what every other key gives, here a list without entries that lacks
 * what the kind lacks; so `index(…)[x]` never fails and never says "none" of what was not
 * collected. */
#include "rules/function_index.h"

#include "base/arena.h"
#include "cel/run.h"
#include "rules/host.h"

struct entry {
    struct cel_value key;
    VEC(struct cel_value) items;
};

struct builder {
    struct arena *arena;
    struct map by_text; /* "type text" of the key */
    VEC(struct entry *) entries;
};

static void add(struct builder *builder, struct cel_value object, struct value field) {
    struct str text =
        str_printf(builder->arena, "%d %.*s", (int)value_kind(field), STR_ARG(value_str(field)));
    void **place = map_at(&builder->by_text, text);
    if (!*place) {
        struct entry *entry = NEW(builder->arena, struct entry);
        entry->key = cel_tree(field);
        *vec_push(builder->arena, &builder->entries) = *place = entry;
    }
    struct entry *entry = *place;
    *vec_push(builder->arena, &entry->items) = object;
}

static bool is_key(struct value field) {
    enum value_kind kind = value_kind(field);
    return kind == VALUE_STRING || kind == VALUE_INT || kind == VALUE_BOOL;
}

static struct cel_value build(struct evaluation *evaluation, struct str kind_name,
                              const char *path) {
    struct arena *arena = evaluation->arena;
    const struct kind *kind = graph_kind(evaluation->graph, kind_name);
    struct missing_set missing =
        collection_missing(evaluation->graph, arena, kind_name, (struct str){0});
    struct builder builder = {.arena = arena, .by_text = map_new(arena)};
    for (size_t i = 0; kind && i < kind->count; i++) {
        struct value field = value_path(kind->items[i]->object, path);
        /* An object whose end was not read may have any value there. */
        if (value_kind(field) == VALUE_ABSENT && kind->items[i]->cut)
            missing =
                missing_union(arena, missing, missing_one(arena, host_missing(kind->items[i])));
        if (is_key(field))
            add(&builder, cel_tree(kind->items[i]->object), field);
    }
    size_t count = builder.entries.count;
    struct cel_value *keys = NEW_ARRAY(arena, count, struct cel_value);
    struct cel_value *values = NEW_ARRAY(arena, count + 1, struct cel_value);
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = builder.entries.items[i];
        keys[i] = entry->key;
        values[i] = cel_list_of(arena, entry->items.items, entry->items.count, missing);
    }
    values[count] = cel_list_of(arena, NULL, 0, missing);
    struct cel_map *map = NEW(arena, struct cel_map);
    *map = (struct cel_map){
        .keys = keys, .values = values, .count = count, .otherwise = &values[count]};
    return (struct cel_value){.type = CEL_MAP, .map = map};
}

struct cel_value function_index(const struct cel_call *call) {
    const struct frame *frame = call->host;
    struct evaluation *evaluation = frame->evaluation;
    if (call->args[0].type != CEL_STRING || call->args[1].type != CEL_STRING)
        return cel_run_no_overload(call);
    bool new;
    struct str kind = call->args[0].text, path = call->args[1].text;
    struct cel_value *map = host_memo(evaluation, (struct host_call){"index", kind, path}, &new);
    if (new)
        *map = build(evaluation, str_copy(evaluation->arena, kind), str_c(evaluation->arena, path));
    return *map;
}
