/* Folders of archives and what was seen in them. Buckets are found by input and path; all that they
 * hold are sums, sets and extremes, so that the order in which members arrive cannot show. */
#include "graph/bucket.h"

#include "graph/world.h"

static struct str key_of(const struct graph *graph, uint32_t input, struct str prefix) {
    struct strbuf key = strbuf_new(graph->member);
    strbuf_printf(&key, "%u:", (unsigned)input);
    strbuf_append(&key, prefix);
    return strbuf_str(&key);
}

struct bucket *bucket_seen(const struct graph *graph, uint32_t input, struct str prefix) {
    return map_find(&graph->buckets, key_of(graph, input, prefix));
}

static struct bucket *find_or_make(struct graph *graph, uint32_t input, struct str prefix) {
    struct str key = key_of(graph, input, prefix);
    struct bucket *known = map_find(&graph->buckets, key);
    if (known)
        return known;
    struct bucket *bucket = NEW(graph->arena, struct bucket);
    struct str kept = str_copy(graph->arena, key);
    *bucket = (struct bucket){
        .input = input,
        .prefix = str_slice(kept, kept.len - prefix.len, kept.len),
        .running = -1,
        .counts = map_new(graph->arena),
        .evidence = map_new(graph->arena),
        .claims = map_new(graph->arena),
        .crds = map_new(graph->arena),
        .core = {.kinds = map_new(graph->arena), .groups = map_new(graph->arena)},
        .groups = {.kinds = map_new(graph->arena), .groups = map_new(graph->arena)},
    };
    *map_at(&graph->buckets, kept) = bucket;
    return bucket;
}

struct bucket *bucket_at(struct graph *graph, uint32_t input, struct str prefix) {
    const struct bucket *newest = graph->newest_bucket;
    if (!newest || newest->input != input || !str_eq(newest->prefix, prefix))
        graph->newest_bucket = find_or_make(graph, input, prefix);
    return graph->newest_bucket;
}

struct evidence *bucket_evidence(struct graph *graph, struct bucket *bucket,
                                 struct kind_state *kind) {
    void **place = map_at(&bucket->evidence, kind->key);
    if (!*place) {
        struct evidence *evidence = NEW(graph->arena, struct evidence);
        evidence->kind = kind;
        *place = evidence;
    }
    return *place;
}

const struct evidence *bucket_find(const struct bucket *bucket, const struct kind_state *kind) {
    return map_find(&bucket->evidence, kind->key);
}

int64_t bucket_count(const struct bucket *bucket, const struct kind_info *info) {
    for (size_t i = 0; info && i < bucket->counts.count; i++) {
        struct str plural, group;
        str_cut(bucket->counts.entries[i].key, '.', &plural, &group);
        if (str_eq(plural, info->plural) && str_eq(group, info->group))
            return *(const int64_t *)bucket->counts.entries[i].value;
    }
    return -1;
}

static void merge_keys(struct map *into, const struct map *from) {
    for (size_t i = 0; i < from->count; i++)
        *map_at(into, from->entries[i].key) = from->entries[i].value;
}

static void merge_evidence(struct graph *graph, struct bucket *into, const struct evidence *from) {
    struct evidence *evidence = bucket_evidence(graph, into, from->kind);
    evidence->objects += from->objects;
    evidence->places |= from->places;
    evidence->whole_named |= from->whole_named;
    for (size_t i = 0; i < from->listings.count; i++)
        *vec_push(graph->arena, &evidence->listings) = from->listings.items[i];
}

static void merge_discovery(struct discovery *into, const struct discovery *from) {
    into->seen |= from->seen;
    into->cut |= from->cut;
    merge_keys(&into->kinds, &from->kinds);
    merge_keys(&into->groups, &from->groups);
}

void bucket_claim(struct graph *graph, struct bucket *bucket, struct str namespace, struct str name,
                  uintptr_t half) {
    if (bucket->described) /* one pair proves it */
        return;
    struct str key = str_printf(graph->member, "%.*s/%.*s", STR_ARG(namespace), STR_ARG(name));
    if (!map_find(&bucket->claims, key))
        key = str_copy(graph->arena, key);
    void **halves = map_at(&bucket->claims, key);
    *halves = (void *)((uintptr_t)*halves | half);
    bucket->described = (uintptr_t)*halves == 3;
}

void bucket_merge(struct graph *graph, struct bucket *into, const struct bucket *from) {
    into->crs |= from->crs;
    into->described |= from->described;
    into->packageserver |= from->packageserver;
    into->alerts |= from->alerts;
    into->documents |= from->documents;
    if (from->running > into->running)
        into->running = from->running;
    merge_keys(&into->counts, &from->counts);
    merge_keys(&into->crds, &from->crds);
    merge_discovery(&into->core, &from->core);
    merge_discovery(&into->groups, &from->groups);
    for (size_t i = 0; i < from->evidence.count; i++)
        merge_evidence(graph, into, from->evidence.entries[i].value);
}
