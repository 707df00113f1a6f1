/* The kind that a path speaks of into the fields that are read of its documents: what rules and
 * code ask for if objects of that kind are kept, and what tells who they are. A document that turns
 * out to hold anything else is read again as a whole, so the path need not be right. */
#include "graph/expect.h"

#include "graph/kindset.h"

/* What unfolding and reading look at. */
static const char *const identity[] = {
    "apiVersion",
    "kind",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "metadata.resourceVersion",
    "metadata.continue",
    "metadata.remainingItemCount",
    "metadata.labels.<olm.copiedFrom>",
    "metadata.labels.<kubevirt.io/migrationJobUID>",
    "metadata.ownerReferences[]",
    "status.reason",
    "involvedObject.kind",
    "regarding.kind",
};

/* What serializers write in the line before one that is mostly shown, so that it need not be lacked
 * first (document/fields.h). It costs time alone if a row is missing here. */
static const struct fields_row beside[] = {
    {"ClusterServiceVersion", "spec.provider spec.relatedImages.*"},
    {"PersistentVolumeClaim", "spec.resources.* status.capacity"},
    {"Pod", "spec.initContainers[].volumeMounts.* status.hostIPs.* "
            "status.initContainerStatuses[].state.*"},
    {"VirtualMachine", "spec.dataVolumeTemplates[].spec.*"},
    {"VirtualMachineInstance", "spec.domain.machine status.interfaces.*"},
};

static bool is_event(const struct kind_state *kind) {
    return str_eq(kind->pub.name, STR("Event"));
}

static void add_beside(struct fields_set *set, struct fields *object, struct str kind) {
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (str_eq(str_of(beside[i].kind), kind))
            fields_at_each(set, object, str_of(beside[i].paths));
}

static struct fields_reading *make(const struct fields_asked *asked, struct reader *reader,
                                   const struct kind_state *kind, bool kept) {
    struct fields_reading *reading = NEW(reader->arena, struct fields_reading);
    struct fields_set *set = &reading->set;
    *set = (struct fields_set){reader->arena, reader->intern};
    reading->is_opaque = asked->is_opaque;
    struct fields *object = fields_new(set);
    if (kept) {
        fields_add(set, object, kind->fields);
        add_beside(set, object, kind->pub.name);
    }
    for (size_t i = 0; i < sizeof identity / sizeof *identity; i++)
        fields_at(set, object, str_of(identity[i]));
    reading->root = fields_new(set);
    fields_add(set, reading->root, object);
    fields_add(set, fields_at(set, reading->root, STR("items[]")), object);
    fields_at(set, reading->root, STR("items"))->first_only = !kept && is_event(kind);
    fields_prepare(reading, kept);
    return reading;
}

bool expect_tells_kind(const struct place *place) {
    switch (place->kind) {
    case PLACE_CLUSTER_LIST:
    case PLACE_CLUSTER_ONE:
    case PLACE_LIST:
    case PLACE_ONE:
    case PLACE_CLUSTER_CRS:
    case PLACE_CRS:
    case PLACE_VM:
    case PLACE_POD:
    case PLACE_NAMESPACE:
        return true;
    default:
        return false;
    }
}

/* Of some objects more is asked, and here they can be. */
static bool may_be_single(const struct graph *graph, const struct kind_state *kind,
                          struct str namespace) {
    const struct fields_asked *asked = graph->options.asked;
    for (size_t i = 0; kind->single && i < asked->count; i++) {
        const struct fields_of *row = &asked->rows[i];
        if (row->single && str_eq(row->kind, kind->pub.name) &&
            (!namespace.len || str_eq(row->namespace, namespace)))
            return true;
    }
    return false;
}

/* Most lists of events hold none of an object whose events are asked for: its kind would stand
 * there. */
static bool may_ask(const struct graph *graph, const struct kind_state *kind, struct str text) {
    const struct fields_asked *asked = graph->options.asked;
    if (!is_event(kind) || asked->every_event)
        return true;
    for (size_t i = 0; i < asked->n_with_events; i++)
        if (str_contains(text, asked->with_events[i]))
            return true;
    return false;
}

struct expected expect_of_place(const struct graph *graph, struct reader *reader,
                                const struct place *place, struct str text, bool told) {
    if (!graph->options.asked || !expect_tells_kind(place))
        return (struct expected){0};
    size_t number;
    struct kind_state *kind = kindset_of_table(graph, place, &number);
    if (!kind)
        return (struct expected){0};
    bool kept = kind->kept && !told && may_ask(graph, kind, text);
    if (kept && may_be_single(graph, kind, place->namespace))
        return (struct expected){0};
    struct fields_reading **reading = &reader->readings[number][kept];
    if (!*reading)
        *reading = make(graph->options.asked, reader, kind, kept);
    return (struct expected){kind, *reading, told, kept};
}

/* Of events that nobody asks for the first one stands for all, if they are the server's own list of
 * one namespace. */
static bool holds_first(const struct kind_state *kind, const struct unfolding *unfolding) {
    const struct found_list *list = unfolding->lists.items;
    return !unfolding->lists.count ||
           (unfolding->place->kind == PLACE_LIST && list->typed && list->kind == kind);
}

static bool holds(const struct expected *expected, const struct graph *graph,
                  const struct found *found) {
    if (found->kind != expected->kind)
        return false;
    if (expected->told || !found->kind->kept)
        return true;
    if (!expected->kept)
        return expect_no_question(graph, found);
    return kindset_fields(graph, found->kind, found->namespace, found->name) == found->kind->fields;
}

bool expect_holds(const struct expected *expected, const struct unfolding *unfolding) {
    if (expected->kind && is_event(expected->kind) && !expected->kept &&
        !holds_first(expected->kind, unfolding))
        return false;
    for (size_t i = 0; expected->kind && i < unfolding->found.count; i++)
        if (!holds(expected, unfolding->graph, &unfolding->found.items[i]))
            return false;
    return true;
}

bool expect_no_question(const struct graph *graph, const struct found *found) {
    const struct fields_asked *asked = graph->options.asked;
    if (!asked || asked->every_event || !is_event(found->kind))
        return false;
    struct value about = value_get(found->object, STR("involvedObject"));
    if (!value_is(about, VALUE_MAP))
        about = value_get(found->object, STR("regarding"));
    struct str kind = value_str(value_get(about, STR("kind")));
    for (size_t i = 0; i < asked->n_with_events; i++)
        if (str_eq(asked->with_events[i], kind))
            return false;
    return kind.len && !value_count(value_path(found->object, "metadata.ownerReferences"));
}
