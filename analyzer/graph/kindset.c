/* Kinds by "Kind.group". The archive decides which of them exist; whether a bare name is enough to
 * show one is decided by the table first, so that it does not change from archive to archive. */
#include "graph/kindset.h"

#include <stdlib.h>

#include "base/limits.h"

#define NAME_BUFFER 256

/* "Kind.group", in the buffer if that is large enough. */
static struct str full_name(struct arena *arena, struct str kind, struct str group,
                            char buffer[NAME_BUFFER]) {
    struct strbuf name = {.arena = arena, .ptr = buffer, .cap = NAME_BUFFER};
    if (kind.len + 1 + group.len > NAME_BUFFER)
        name = strbuf_new(arena);
    strbuf_append(&name, kind);
    strbuf_append_byte(&name, '.');
    strbuf_append(&name, group);
    return strbuf_str(&name);
}

/* What stands for all kinds for which there is no room; nothing is kept of them. */
static struct kind_state *any_other(struct graph *graph) {
    struct kind_state *state = map_find(&graph->kinds, STR("."));
    if (state)
        return state;
    state = NEW(graph->arena, struct kind_state);
    state->key = STR(".");
    *map_at(&graph->kinds, state->key) = state;
    return state;
}

static void set_fields(struct kind_state *state, const struct fields_asked *asked) {
    state->fields = asked ? asked->any : NULL;
    for (size_t i = 0; asked && i < asked->count; i++) {
        if (!str_eq(asked->rows[i].kind, state->pub.name))
            continue;
        if (asked->rows[i].single)
            state->single = true;
        else
            state->fields = asked->rows[i].fields;
    }
}

const struct fields *kindset_fields(const struct graph *graph, const struct kind_state *kind,
                                    struct str namespace, struct str name) {
    const struct fields_asked *asked = graph->options.asked;
    for (size_t i = 0; kind->single && i < asked->count; i++) {
        const struct fields_of *row = &asked->rows[i];
        if (row->single && str_eq(row->kind, kind->pub.name) && str_eq(row->namespace, namespace) &&
            str_eq(row->name, name))
            return row->fields;
    }
    return kind->fields;
}

struct kind_state *kindset_at(struct graph *graph, struct str kind, struct str group) {
    char buffer[NAME_BUFFER];
    struct kind_state *newest = graph->newest_kind;
    if (newest && str_eq(newest->pub.name, kind) && str_eq(newest->pub.group, group))
        return newest;
    struct str key = full_name(graph->member, kind, group, buffer);
    struct kind_state *known = map_find(&graph->kinds, key);
    if (known)
        return graph->newest_kind = known;
    graph->kinds_lost |= graph->kinds.count >= limits->kinds;
    if (graph->kinds_lost)
        return any_other(graph);
    struct kind_state *state = NEW(graph->arena, struct kind_state);
    state->key = intern_str(graph->intern, key);
    state->pub.name = intern_str(graph->intern, kind);
    state->pub.group = intern_str(graph->intern, group);
    state->info = kinds_find(kind, group);
    unsigned flags = state->info ? state->info->flags : 0;
    state->namespaced = flags & KIND_NAMESPACED;
    state->kept = graph->options.n_keep == 0 || flags & KIND_CORE ||
                  (!state->info && map_find(&graph->keep_names, kind));
    set_fields(state, graph->options.asked);
    *map_at(&graph->kinds, state->key) = state;
    return state;
}

struct kind_state *kindset_stated(struct graph *graph, struct str text) {
    struct str kind, group;
    if (kinds_parse(text, &kind, &group))
        return kindset_at(graph, kind, group);
    for (size_t i = 0; i < graph->kinds.count; i++) {
        struct kind_state *state = graph->kinds.entries[i].value;
        if (str_eq(state->pub.name, kind))
            return state;
    }
    return kindset_at(graph, kind, group);
}

void kindset_begin(struct graph *graph) {
    size_t count;
    const struct kind_info *table = kinds_table(&count);
    graph->table_kinds = NEW_ARRAY(graph->arena, count, struct kind_state *);
    for (size_t i = 0; i < count; i++)
        graph->table_kinds[i] = kindset_at(graph, table[i].kind, table[i].group);
    for (size_t i = 0; i < graph->options.n_keep; i++) {
        struct str kind, group;
        bool known = kinds_parse(graph->options.keep[i], &kind, &group);
        graph->keep_unknown |= !known || !kinds_find(kind, group);
        if (known)
            kindset_at(graph, kind, group)->kept = true;
        else
            *map_at(&graph->keep_names, kind) = graph;
    }
}

static int by_display(const void *a, const void *b) {
    const struct kind *x = *(const struct kind *const *)a, *y = *(const struct kind *const *)b;
    return str_cmp(x->display, y->display);
}

/* Kinds of the table own their bare name by the table's order; a name that no table knows belongs
 * to its only group. */
static bool owns_name(const struct kind_state *state, const struct map *by_name) {
    const struct kind_info *first = kinds_default(state->pub.name);
    return first ? first == state->info : map_find(by_name, state->pub.name) == state;
}

/* The kind of a name, or something that is none where several have it. */
static struct map kinds_by_name(const struct graph *graph) {
    struct map by_name = map_new(graph->member);
    for (size_t i = 0; i < graph->kinds.count; i++) {
        struct kind_state *state = graph->kinds.entries[i].value;
        void **place = map_at(&by_name, state->pub.name);
        *place = *place ? (void *)graph->arena : state;
    }
    return by_name;
}

void kindset_finish(struct graph *graph) {
    struct map by_name = kinds_by_name(graph);
    graph->names = map_new(graph->arena);
    for (size_t i = 0; i < graph->kinds.count; i++) {
        struct kind_state *state = graph->kinds.entries[i].value;
        bool bare = owns_name(state, &by_name);
        state->pub.display = bare ? state->pub.name : state->key;
        *map_at(&graph->names, state->key) = state;
        if (bare)
            *map_at(&graph->names, state->pub.name) = state;
        *vec_push(graph->arena, &graph->kind_list) = &state->pub;
    }
    if (graph->kind_list.count)
        qsort(graph->kind_list.items, graph->kind_list.count, sizeof *graph->kind_list.items,
              by_display);
    /* Of several unknown groups the bare name means the first in order. */
    for (size_t i = 0; i < graph->kind_list.count; i++) {
        void **place = map_at(&graph->names, graph->kind_list.items[i]->name);
        if (!*place)
            *place = map_find(&graph->names, graph->kind_list.items[i]->display);
    }
}

struct kind_state *kindset_named(const struct graph *graph, struct str text) {
    return map_find(&graph->names, text);
}

struct kind_state *kindset_of_table(const struct graph *graph, const struct place *place,
                                    size_t *ret_number) {
    size_t count;
    const struct kind_info *info = kinds_by_plural(place->plural, place->group);
    if (!info)
        return NULL;
    *ret_number = (size_t)(info - kinds_table(&count));
    return graph->table_kinds[*ret_number];
}

struct kind_state *kindset_of_place(const struct graph *graph, const struct place *place) {
    char buffer[NAME_BUFFER];
    size_t number;
    struct kind_state *known = kindset_of_table(graph, place, &number);
    if (known)
        return known;
    struct str key = full_name(graph->member, place->plural, place->group, buffer);
    return map_find(&graph->learned, key);
}
