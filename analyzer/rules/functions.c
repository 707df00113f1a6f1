/* The graph as functions of the language. The trick: a list carries what it may lack (a kind that
 * was not collected gives a partial list without entries), so that every function says what it saw
 * and what it did not, and the language draws the conclusions. */
#include "rules/functions.h"

#include "base/arena.h"
#include "cel/run.h"
#include "rules/function_index.h"
#include "rules/function_placement.h"
#include "rules/host.h"

static struct frame *frame_of(const struct cel_call *call) {
    return call->host;
}

static struct evaluation *evaluation_of(const struct cel_call *call) {
    return frame_of(call)->evaluation;
}

static bool are_texts(const struct cel_call *call, size_t from) {
    for (size_t i = from; i < call->n_args; i++)
        if (call->args[i].type != CEL_STRING)
            return false;
    return true;
}

/* NULL, and *ret_error, where the receiver is no object of the archive. */
static const struct resource *receiver(const struct cel_call *call, struct cel_value *ret_error) {
    const struct resource *self = frame_resource(frame_of(call), call->args[0]);
    if (!self)
        *ret_error = cel_error_of(call->arena, "%s() needs an object of the archive, not %s",
                                  call->function->name, cel_type_name(call->args[0]));
    return self;
}

static struct cel_value list_of_resources(struct arena *arena,
                                          const struct resource *const *resources, size_t count,
                                          struct missing_set missing) {
    struct cel_value *items = NEW_ARRAY(arena, count, struct cel_value);
    for (size_t i = 0; i < count; i++)
        items[i] = cel_tree(resources[i]->object);
    return cel_list_of(arena, items, count, missing);
}

static struct cel_value list_of_related(struct arena *arena, const struct related *related) {
    return list_of_resources(arena, related->items, related->count, related->missing);
}

/* objects(), object(), collected() */

static struct cel_value list_of_kind(struct evaluation *evaluation, struct str name,
                                     struct str namespace) {
    const struct kind *kind = graph_kind(evaluation->graph, name);
    size_t count = kind ? kind->count : 0;
    const struct resource *const *items = kind ? kind->items : NULL;
    if (kind && namespace.len)
        items = graph_in_namespace(evaluation->graph, kind, namespace, &count);
    struct missing_set missing =
        collection_missing(evaluation->graph, evaluation->arena, name, namespace);
    return list_of_resources(evaluation->arena, items, count, missing);
}

static struct cel_value call_objects(const struct cel_call *call) {
    struct evaluation *evaluation = evaluation_of(call);
    if (!are_texts(call, 0))
        return cel_run_no_overload(call);
    struct str kind = call->args[0].text;
    struct str namespace = call->n_args > 1 ? call->args[1].text : (struct str){0};
    bool new;
    struct cel_value *list =
        host_memo(evaluation, (struct host_call){"objects", kind, namespace}, &new);
    if (new)
        *list = list_of_kind(evaluation, str_copy(evaluation->arena, kind),
                             str_copy(evaluation->arena, namespace));
    return *list;
}

static struct cel_value call_object(const struct cel_call *call) {
    const struct graph *graph = frame_of(call)->graph;
    if (!are_texts(call, 0))
        return cel_run_no_overload(call);
    struct str kind = call->args[0].text, namespace = call->args[1].text, name = call->args[2].text;
    const struct resource *found = graph_find(graph, kind, namespace, name);
    if (found)
        return cel_tree(found->object);
    if (collection_holds(graph, kind, namespace))
        return cel_null();
    return cel_unknown_of(call->arena,
                          missing_one(call->arena, (struct missing){kind, namespace, name}));
}

static struct cel_value call_collected(const struct cel_call *call) {
    if (!are_texts(call, 0))
        return cel_run_no_overload(call);
    struct str namespace = call->n_args > 1 ? call->args[1].text : (struct str){0};
    return cel_bool(collection_holds(frame_of(call)->graph, call->args[0].text, namespace));
}

/* related(), dangling(), owner(), owned(), events() */

static int by_identity(const struct resource *a, const struct resource *b) {
    int order = str_cmp(a->of->display, b->of->display);
    if (!order)
        order = str_cmp(a->namespace, b->namespace);
    return order ? order : str_cmp(a->name, b->name);
}

/* Merges two ordered lists, each object once. */
static struct related unite(struct arena *arena, const struct related *a, const struct related *b) {
    const struct resource **items = NEW_ARRAY(arena, a->count + b->count, const struct resource *);
    struct related both = {.missing = missing_union(arena, a->missing, b->missing)};
    size_t i = 0, k = 0;
    while (i < a->count || k < b->count) {
        int order = i == a->count ? 1 : k == b->count ? -1 : by_identity(a->items[i], b->items[k]);
        items[both.count++] = order <= 0 ? a->items[i] : b->items[k];
        i += order <= 0;
        k += order >= 0;
    }
    both.items = items;
    return both;
}

static struct cel_value no_edge(const struct cel_call *call, const struct resource *self) {
    return cel_error_of(call->arena, "%.*s has no edge '%.*s'", STR_ARG(self->kind),
                        STR_ARG(call->args[1].text));
}

/* Halves are united, so that a list of n objects costs n log n. Depth: the logarithm of the list's
 * length. */
static bool related_of_all(const struct cel_call *call, const struct cel_value *items, size_t count,
                           struct related *ret, struct cel_value *ret_error) {
    *ret = (struct related){0};
    if (count == 0)
        return true;
    if (count > 1) {
        struct related left, right;
        if (!related_of_all(call, items, count / 2, &left, ret_error) ||
            !related_of_all(call, items + count / 2, count - count / 2, &right, ret_error))
            return false;
        *ret = unite(call->arena, &left, &right);
        return true;
    }
    cel_run_charge(call->run, 16);
    const struct resource *self = host_resource(evaluation_of(call), items[0]);
    if (self && edges_follow(frame_of(call)->graph, self, call->args[1].text, call->arena, ret))
        return true;
    *ret_error = self ? no_edge(call, self)
                      : cel_error_of(call->arena, "related() needs objects of the archive, not %s",
                                     cel_type_name(items[0]));
    return false;
}

static struct cel_value call_related(const struct cel_call *call) {
    struct cel_value error;
    struct related related;
    if (!are_texts(call, 1))
        return cel_run_no_overload(call);
    if (call->args[0].type != CEL_LIST) {
        const struct resource *self = receiver(call, &error);
        if (!self)
            return error;
        if (!edges_follow(frame_of(call)->graph, self, call->args[1].text, call->arena, &related))
            return no_edge(call, self);
        return list_of_related(call->arena, &related);
    }
    const struct cel_value *items = cel_list_items(call->arena, call->args[0]);
    if (!related_of_all(call, items, cel_list_count(call->args[0]), &related, &error))
        return error;
    related.missing =
        missing_union(call->arena, related.missing, cel_run_missing(call->run, call->args[0]));
    return list_of_related(call->arena, &related);
}

static struct cel_value call_dangling(const struct cel_call *call) {
    struct cel_value error;
    const struct resource *self = receiver(call, &error);
    if (!self)
        return error;
    if (!are_texts(call, 1))
        return cel_run_no_overload(call);
    struct related related = {0};
    const struct str *names = NULL;
    size_t count = 0;
    if (!edges_dangling(frame_of(call)->graph, self, call->args[1].text, call->arena, &related,
                        &names, &count))
        return no_edge(call, self);
    struct cel_value *items = NEW_ARRAY(call->arena, count, struct cel_value);
    for (size_t i = 0; i < count; i++)
        items[i] = cel_string(names[i]);
    return cel_list_of(call->arena, items, count, related.missing);
}

/* Of several owners the controller; without it, what is missing may be the controller. */
static struct cel_value call_owner(const struct cel_call *call) {
    struct cel_value error;
    const struct resource *self = receiver(call, &error);
    if (!self)
        return error;
    struct related owners = edges_owner(frame_of(call)->graph, self, call->arena);
    if (owners.missing.count)
        return cel_unknown_of(call->arena, owners.missing);
    return owners.count ? cel_tree(owners.items[0]->object) : cel_null();
}

static struct cel_value call_owned(const struct cel_call *call) {
    struct cel_value error;
    const struct resource *self = receiver(call, &error);
    if (!self)
        return error;
    if (!are_texts(call, 1))
        return cel_run_no_overload(call);
    struct related owned =
        edges_owned(frame_of(call)->graph, self, call->args[1].text, call->arena);
    return list_of_related(call->arena, &owned);
}

static struct cel_value call_events(const struct cel_call *call) {
    struct cel_value error;
    const struct resource *self = receiver(call, &error);
    if (!self)
        return error;
    struct related events = edges_events(frame_of(call)->graph, self, call->arena);
    return list_of_related(call->arena, &events);
}

/* What an object says of itself */

/* A field of a map in the archive. False: *ret is the result (none, unknown). */
static bool field(const struct cel_call *call, struct value map, const struct value_keys *key,
                  struct value *ret_value, struct cel_value *ret) {
    *ret_value = value_follow(map, key);
    if (value_kind(*ret_value) == VALUE_MAP || value_kind(*ret_value) == VALUE_LIST)
        return true;
    bool cut = value_kind(*ret_value) == VALUE_ABSENT && value_is_cut(map);
    *ret = cut ? cel_unknown_of(call->arena, host_cut(evaluation_of(call), call->arena, map))
               : cel_optional_none();
    return false;
}

static struct cel_value call_condition(const struct cel_call *call) {
    const struct evaluation *evaluation = evaluation_of(call);
    struct value status, conditions;
    struct cel_value none;
    if (!are_texts(call, 1) || call->args[0].type != CEL_MAP)
        return cel_run_no_overload(call);
    if (!call->args[0].is_tree) /* `self` of the cluster, where it was not read */
        return call->args[0].map->count == 0 ? cel_optional_none() : cel_run_no_overload(call);
    if (!field(call, call->args[0].tree, &evaluation->status, &status, &none) ||
        !field(call, status, &evaluation->conditions, &conditions, &none))
        return none;
    struct value_iter it = value_iter(conditions);
    while (value_next(&it))
        if (str_eq(value_str(value_follow(it.value, &evaluation->type)), call->args[1].text))
            return cel_optional_of(call->arena, cel_tree(it.value));
    if (value_is_cut(conditions))
        return cel_unknown_of(call->arena, host_cut(evaluation_of(call), call->arena, conditions));
    return cel_optional_none();
}

static struct cel_value call_ref(const struct cel_call *call) {
    struct cel_value error;
    const struct resource *self = receiver(call, &error);
    if (!self)
        return error;
    if (!self->namespace.len)
        return cel_string(self->name);
    return cel_string(
        str_printf(call->arena, "%.*s/%.*s", STR_ARG(self->namespace), STR_ARG(self->name)));
}

static struct cel_value call_fact(const struct cel_call *call) {
    struct cel_value error;
    const struct resource *self = receiver(call, &error);
    if (!self)
        return error;
    if (!are_texts(call, 1))
        return cel_run_no_overload(call);
    const struct fact *fact = host_fact_named(evaluation_of(call), self, call->args[1].text);
    if (!fact)
        return cel_error_of(call->arena, "%.*s has no fact '%.*s'", STR_ARG(self->of->display),
                            STR_ARG(call->args[1].text));
    return host_fact(evaluation_of(call), fact, self);
}

static struct cel_value call_gathered(const struct cel_call *call) {
    struct cel_value error;
    const struct resource *self = receiver(call, &error);
    if (!self)
        return error;
    struct str path = self->origin ? self->origin->path : (struct str){0};
    return cel_string(str_printf(call->arena, "%.*s:%u", STR_ARG(path), value_line(self->object)));
}

static struct cel_value call_untold(const struct cel_call *call) {
    struct cel_value error;
    const struct resource *self = receiver(call, &error);
    if (!self)
        return error;
    return cel_unknown_of(call->arena, missing_one(call->arena, host_missing(self)));
}

/* Time */

static struct cel_value between(struct timepoint from, struct timepoint to) {
    int64_t seconds = to.seconds - from.seconds;
    int32_t nanos = to.nanos - from.nanos;
    if (seconds > 0 && nanos < 0) {
        seconds--;
        nanos += 1000000000;
    } else if (seconds < 0 && nanos > 0) {
        seconds++;
        nanos -= 1000000000;
    }
    return (struct cel_value){.type = CEL_DURATION, .time = {seconds, nanos}};
}

static struct cel_value call_age(const struct cel_call *call) {
    struct cel_value error;
    const struct resource *self = receiver(call, &error);
    if (!self)
        return error;
    struct timepoint created;
    struct str text = value_str(value_path(self->object, "metadata.creationTimestamp"));
    struct cel_value now = host_now(evaluation_of(call), self, call->arena);
    /* A server sets it; without it the age is not young, it is not known. */
    if (!time_parse_rfc3339(text, &created))
        return cel_unknown_of(call->arena, missing_one(call->arena, host_missing(self)));
    return now.type == CEL_TIMESTAMP ? between(created, now.time) : now;
}

static struct cel_value call_since(const struct cel_call *call) {
    const struct frame *frame = frame_of(call);
    struct cel_value from = call->args[0];
    if (from.type == CEL_STRING) {
        struct timepoint time;
        if (!time_parse_rfc3339(from.text, &time))
            return cel_error_of(call->arena, "since() needs a time, not '%.*s'",
                                STR_ARG(str_slice(from.text, 0, 80)));
        from = cel_time(time);
    }
    if (from.type != CEL_TIMESTAMP)
        return cel_run_no_overload(call);
    struct cel_value now = host_now(frame->evaluation, frame->self, call->arena);
    return now.type == CEL_TIMESTAMP ? between(from.time, now.time) : now;
}

/* The question itself */

static struct cel_value call_target(const struct cel_call *call) {
    struct str target = evaluation_of(call)->target;
    return target.len ? cel_string(target) : cel_null();
}

static struct cel_value call_installed(const struct cel_call *call) {
    const struct evaluation *evaluation = evaluation_of(call);
    enum installed installed = collection_virtualization(evaluation->graph);
    if (installed != INSTALLED_UNKNOWN)
        return cel_bool(installed == INSTALLED_YES);
    struct missing_set missing = {0};
    struct strs kinds = evaluation->set->gather.installed;
    for (size_t i = 0; i < kinds.count; i++)
        missing = missing_union(
            call->arena, missing,
            collection_missing(evaluation->graph, call->arena, kinds.items[i], (struct str){0}));
    if (missing.count == 0 && kinds.count)
        missing = missing_one(call->arena, (struct missing){.kind = kinds.items[0]});
    return cel_unknown_of(call->arena, missing);
}

const struct cel_function functions_table[] = {
    {"objects", false, 1, 2, call_objects, "all resources of a kind, or those of a namespace"},
    {"object", false, 3, 3, call_object, "one resource by kind, namespace and name, or null"},
    {"collected", false, 1, 2, call_collected, "whether the archive holds all of a kind"},
    {"index", false, 2, 2, function_index, "resources of a kind by the value of a field"},
    {"related", true, 2, 2, call_related, "resources along an edge or a path of edges"},
    {"dangling", true, 2, 2, call_dangling, "names along an edge that are not there"},
    {"owner", true, 1, 1, call_owner, "the owner, or null"},
    {"owned", true, 2, 2, call_owned, "resources of a kind that it owns"},
    {"events", true, 1, 1, call_events, "its events, newest last"},
    {"condition", true, 2, 2, call_condition, "optional: the condition of a type"},
    {"ref", true, 1, 1, call_ref, "namespace/name"},
    {"fact", true, 2, 2, call_fact, "a fact of the object"},
    {"gathered", true, 1, 1, call_gathered, "where it was read, path:line"},
    {"untold", true, 1, 1, call_untold, "unknown, for what the object should tell and does not"},
    {"placement", true, 1, 2, function_placement, "which nodes could take a VMI, and why not"},
    {"age", false, 1, 1, call_age, "from its creation to the end of its gather"},
    {"since", false, 1, 1, call_since, "from a point in time to the end of the gather"},
    {"targetOption", false, 0, 0, call_target, "what --target says, or null"},
    {"virtualizationInstalled", false, 0, 0, call_installed,
     "whether OpenShift Virtualization is installed"},
};
const size_t functions_count = sizeof functions_table / sizeof *functions_table;
