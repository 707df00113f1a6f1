/* Pods by uid, with the record of the list that told of them. In an archive a list stands right
 * before the files of its namespace or right behind them, so that it is enough to remember one
 * namespace to know what to expect. */
#include "graph/listed.h"

void listed_note(struct graph *graph, const struct found *found, struct record *record) {
    if (!str_eq(record->pub.kind, STR("Pod")) || !record->pub.object.doc || found->cut ||
        found->derived || !record->pub.uid.len)
        return;
    *map_at(&graph->listed, record->pub.uid) = record;
    record->bucket->listed = record->pub.namespace;
}

bool listed_expects(const struct bucket *bucket, const struct place *place) {
    return place->kind == PLACE_POD && str_eq(bucket->listed, place->namespace);
}

bool listed_tells(const struct graph *graph, const struct bucket *bucket,
                  const struct found *found) {
    struct value metadata = value_get(found->object, STR("metadata"));
    struct str uid = value_str(value_get(metadata, STR("uid")));
    struct str version = value_str(value_get(metadata, STR("resourceVersion")));
    if (found->cut || found->derived || !uid.len || !version.len)
        return false;
    const struct record *known = map_find(&graph->listed, uid);
    return known && known->bucket == bucket && known->pub.of == &found->kind->pub &&
           str_eq(known->pub.namespace, found->namespace) && str_eq(known->pub.name, found->name) &&
           known->pub.resource_version.len &&
           str_cmp_decimal(known->pub.resource_version, version) >= 0;
}
