/* One document's tree into the objects it holds. Keys are sorted, so `kind` of a List comes after
 * its items and is missing where the text was cut; the items tell it then, and the path where they
 * do not. */
#include "graph/unfold.h"

#include "base/limits.h"
#include "graph/kindset.h"

/* What an object that does not say so itself is. */
struct defaults {
    struct str kind, group, version;
    bool from_list, derived;
};

static void split_version(struct str api_version, struct str *ret_group, struct str *ret_version) {
    struct str before, after;
    bool grouped = str_cut(api_version, '/', &before, &after);
    *ret_group = grouped ? before : (struct str){0};
    *ret_version = grouped ? after : before;
}

/* Names from archives go into commands and pages: what no API server accepts is refused. */
static bool is_name(struct str name) {
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7f)
            return false;
    return name.len <= LIMIT_NAME_BYTES;
}

static void lose(struct unfolding *s, const struct found *found, const char *why) {
    *vec_push(s->graph->member, &s->lost) = (struct lost){
        .kind = found->kind,
        .namespace = is_name(found->namespace) ? found->namespace : (struct str){0},
        .name = is_name(found->name) ? found->name : (struct str){0},
        .line = value_line(found->object),
        .why = why,
    };
}

static bool is_copied_csv(const struct found *found) {
    if (!str_eq(found->kind->pub.name, STR("ClusterServiceVersion")))
        return false;
    struct value labels = value_path(found->object, "metadata.labels");
    return !value_is(value_get(labels, STR("olm.copiedFrom")), VALUE_ABSENT) ||
           str_eq(value_str(value_path(found->object, "status.reason")), STR("Copied"));
}

/* Kind and group by the document, else by its List, else by its path. */
static bool identify_kind(struct unfolding *s, struct found *found,
                          const struct defaults *defaults) {
    struct str kind = value_str(value_get(found->object, STR("kind")));
    struct str api_version = value_str(value_get(found->object, STR("apiVersion"))), group;
    split_version(api_version, &group, &found->version);
    if (!kind.len && defaults->kind.len) {
        kind = defaults->kind;
        found->derived = defaults->derived;
    }
    const struct kind_info *info = NULL;
    if (!kind.len && (info = kinds_by_plural(s->place->plural, s->place->group)))
        kind = info->kind;
    if (!api_version.len) {
        struct str ignored;
        if (str_eq(kind, defaults->kind))
            group = defaults->group;
        else if (info)
            group = info->group;
        else
            kinds_parse(kind, &ignored, &group);
        found->version = defaults->version;
    }
    if (!kind.len || !is_name(kind) || !is_name(group))
        return false;
    found->kind = kindset_at(s->graph, kind, group);
    return true;
}

static void take_object(struct unfolding *s, struct value object, const struct defaults *defaults) {
    struct found found = {.object = object, .from_list = defaults->from_list};
    struct value metadata = value_get(object, STR("metadata"));
    found.name = value_str(value_get(metadata, STR("name")));
    found.namespace = value_str(value_get(metadata, STR("namespace")));
    found.cut = value_is_cut(object);
    if (!value_is(object, VALUE_MAP) || !identify_kind(s, &found, defaults))
        return;
    bool namespaced = !found.kind->info || found.kind->info->flags & KIND_NAMESPACED;
    if (!namespaced)
        found.namespace = (struct str){0}; /* an API server would not have taken it */
    else if (!found.namespace.len && !found.cut)
        found.namespace = s->place->namespace;
    if (!found.name.len) {
        if (found.cut || found.kind->info || defaults->from_list)
            lose(s, &found,
                 found.cut ? "it ends before the object's name"
                           : "an object has no name: not counted");
        return;
    }
    if (!is_name(found.name) || !is_name(found.namespace)) {
        lose(s, &found,
             "an object's name holds control characters or is too long (limit name-bytes): not "
             "counted");
        return;
    }
    found.secret = found.kind->info && found.kind->info->flags & KIND_SECRET;
    found.copied_csv = is_copied_csv(&found);
    *vec_push(s->graph->member, &s->found) = found;
}

static bool holds_more(struct value list) {
    struct value metadata = value_get(list, STR("metadata"));
    struct str remaining = value_str(value_get(metadata, STR("remainingItemCount")));
    return value_str(value_get(metadata, STR("continue"))).len > 0 ||
           (remaining.len && !str_eq(remaining, STR("0")));
}

/* A List with an apiVersion and no kind was cut between two lines of its items: the last one may
 * have been longer. */
static void lose_rest(struct unfolding *s, struct value list, const struct found_list *facts) {
    struct found rest = {.object = list, .kind = facts->kind, .namespace = s->place->namespace};
    if (s->found.count > facts->from) {
        struct found last = s->found.items[--s->found.count];
        rest.kind = rest.kind ? rest.kind : last.kind;
        lose(s, &last, "the list ends here, before its kind: not counted");
    }
    if (rest.kind)
        lose(s, &rest, "the list ends before its kind: what followed is missing");
}

/* False: there were more than are taken of one list. */
static bool take_items(struct unfolding *s, struct value items, struct kind_state *kind,
                       const struct defaults *defaults) {
    size_t from = s->found.count + s->lost.count;
    struct value_iter it = value_iter(items);
    while (value_is(items, VALUE_LIST) && value_next(&it)) {
        if (s->found.count + s->lost.count - from == limits->list_objects) {
            struct found rest = {.object = it.value, .kind = kind};
            if (!rest.kind && s->found.count)
                rest.kind = s->found.items[s->found.count - 1].kind;
            lose(s, &rest, "more objects in one list (limit list-objects): the rest is missing");
            return false;
        }
        take_object(s, it.value, defaults);
    }
    return true;
}

static void take_list(struct unfolding *s, struct value list, struct str kind) {
    struct value items = value_get(list, STR("items"));
    struct defaults defaults = {.from_list = true};
    struct str suffix = STR("List");
    struct found_list facts = {.from = s->found.count, .typed = kind.len > suffix.len};
    facts.to_end = !value_is_cut(list) && !value_is_cut(items) && !holds_more(list);
    if (facts.typed) {
        defaults.kind = str_slice(kind, 0, kind.len - suffix.len);
        split_version(value_str(value_get(list, STR("apiVersion"))), &defaults.group,
                      &defaults.version);
        if (is_name(defaults.kind) && is_name(defaults.group))
            facts.kind = kindset_at(s->graph, defaults.kind, defaults.group);
    } else {
        facts.kind = kindset_of_place(s->graph, s->place);
    }
    size_t lost = s->lost.count;
    bool all = take_items(s, items, facts.kind, &defaults);
    bool headless = !kind.len && value_str(value_get(list, STR("apiVersion"))).len > 0;
    if (headless && !value_is_cut(list))
        lose_rest(s, list, &facts);
    facts.to_end &= s->lost.count == lost && !headless;
    facts.to = s->found.count;
    *vec_push(s->graph->member, &s->lists) = facts;
    if (!facts.to_end && facts.kind && !value_is_cut(list) && !headless && all)
        lose(s,
             &(struct found){.object = list, .kind = facts.kind, .namespace = s->place->namespace},
             "the server held more objects than this list: they are missing");
}

void unfold_value(struct unfolding *s, struct value root) {
    struct value items = value_get(root, STR("items"));
    struct str kind = value_str(value_get(root, STR("kind")));
    bool named = value_str(value_path(root, "metadata.name")).len > 0;
    if (str_eq(kind, STR("APIGroupDiscoveryList"))) {
        s->discovery = true;
        return;
    }
    if ((str_ends_with(kind, STR("List")) && !named) ||
        (!kind.len && value_is(items, VALUE_LIST))) {
        take_list(s, root, kind);
        return;
    }
    struct defaults defaults = {0};
    if (s->place->kind == PLACE_INSIGHTS)
        defaults.derived = layout_insights_kind(s->path, &defaults.kind, &defaults.group);
    take_object(s, root, &defaults);
}

void unfold_document(struct unfolding *s, const struct document *doc) {
    s->found.count = s->lists.count = s->lost.count = 0;
    s->discovery = false;
    unfold_value(s, document_root(doc));
}
