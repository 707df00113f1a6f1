/* Owner references and events, both turned round once: from the owner to what it owns, from an
 * object to its events. Serials number all resources in the order of kinds. */
#include "graph/family.h"

#include "graph/kindset.h"

struct family_builder {
    const struct graph *graph; /* is only read: edges are built beside it */
    struct arena *scratch;
    struct value_keys references;
    VEC(struct pair) owners, events;
};

static struct kind_state *kind_of_reference(const struct graph *graph, struct value reference) {
    struct str group, version;
    struct str kind = value_str(value_get(reference, STR("kind")));
    struct str api_version = value_str(value_get(reference, STR("apiVersion")));
    if (!str_cut(api_version, '/', &group, &version))
        group = (struct str){0};
    char local[512];
    struct strbuf key = {.arena = graph->member, .ptr = local, .cap = sizeof local};
    if (kind.len + group.len + 1 > sizeof local)
        return NULL;
    strbuf_append(&key, kind);
    strbuf_append_byte(&key, '.');
    strbuf_append(&key, group);
    return map_find(&graph->kinds, strbuf_str(&key));
}

static const struct resource *find_uid(const struct graph *graph, struct str uid) {
    const struct record *record = uid.len ? map_find(&graph->uids, uid) : NULL;
    return record ? &record->pub : NULL;
}

static const struct resource *find_reference(const struct graph *graph, struct kind_state *kind,
                                             struct str namespace, struct value reference) {
    struct str uid = value_str(value_get(reference, STR("uid")));
    struct str name = value_str(value_get(reference, STR("name")));
    const struct resource *resource = find_uid(graph, uid);
    if (resource || !kind || !name.len)
        return resource;
    if (!kind->namespaced)
    namespace = (struct str){0};
    const struct resource *named = graph_find_in(&kind->pub, namespace, name);
    /* The same name under another uid is another object. */
    return named && !(uid.len && named->uid.len) ? named : NULL;
}

const struct resource *family_owner(const struct graph *graph, struct str namespace,
                                    struct value reference, struct kind_state **ret_kind) {
    *ret_kind = kind_of_reference(graph, reference);
    return find_reference(graph, *ret_kind, namespace, reference);
}

static struct pair pair_of(const struct resource *from, const struct record *to) {
    return (struct pair){((const struct record *)from)->serial, to->serial};
}

static void add_owners(struct family_builder *b, const struct record *record) {
    struct kind_state *kind;
    struct value_iter it = value_iter(value_follow(record->pub.object, &b->references));
    while (value_next(&it)) {
        const struct resource *owner =
            find_uid(b->graph, value_str(value_get(it.value, STR("uid"))));
        if (!owner)
            owner = family_owner(b->graph, record->pub.namespace, it.value, &kind);
        if (owner)
            *vec_push(b->scratch, &b->owners) = pair_of(owner, record);
    }
}

static void add_event(struct family_builder *b, const struct record *event) {
    struct value about = value_get(event->pub.object, STR("involvedObject"));
    if (!value_is(about, VALUE_MAP))
        about = value_get(event->pub.object, STR("regarding"));
    struct str namespace = value_str(value_get(about, STR("namespace")));
    const struct resource *resource =
        find_reference(b->graph, kind_of_reference(b->graph, about), namespace, about);
    if (resource)
        *vec_push(b->scratch, &b->events) = pair_of(resource, event);
}

static void number_all(struct graph *graph, struct family *family) {
    size_t count = 0;
    for (size_t k = 0; k < graph->kind_list.count; k++)
        count += graph->kind_list.items[k]->count;
    family->all = NEW_ARRAY(graph->arena, count, const struct record *);
    for (size_t k = 0; k < graph->kind_list.count; k++) {
        const struct kind *kind = graph->kind_list.items[k];
        const struct kind_state *state = kindset_named(graph, kind->display);
        for (size_t i = 0; i < state->records.count; i++)
            state->records.items[i]->serial = UINT32_MAX;
        for (size_t i = 0; i < kind->count; i++) {
            struct record *record = state->winners[i];
            record->ordinal = (uint32_t)i;
            record->serial = (uint32_t)family->count;
            family->all[family->count++] = record;
        }
    }
}

static void index_uids(struct graph *graph, const struct family *family) {
    for (size_t i = 0; i < family->count; i++) {
        const struct record *record = family->all[i];
        void **place = record->pub.uid.len ? map_at(&graph->uids, record->pub.uid) : NULL;
        if (place && !*place)
            *place = (void *)(uintptr_t)record;
    }
}

void family_number(struct graph *graph) {
    graph->family = NEW(graph->arena, struct family);
    number_all(graph, graph->family);
    index_uids(graph, graph->family);
}

void family_build(const struct graph *graph, struct arena *arena, struct arena *scratch) {
    struct family *family = graph->family;
    struct family_builder b = {.graph = graph, .scratch = scratch};
    b.references = value_keys(graph->intern, "metadata.ownerReferences");
    for (size_t i = 0; i < family->count; i++) {
        add_owners(&b, family->all[i]);
        if (str_eq(family->all[i]->pub.kind, STR("Event")))
            add_event(&b, family->all[i]);
    }
    family->owned =
        adjacency_index(arena, b.owners.items, b.owners.count, family->count, &family->owned_start);
    family->event =
        adjacency_index(arena, b.events.items, b.events.count, family->count, &family->event_start);
}
