/* Turns facts of a small world and what a test expects of them into the lines that differ. What is
 * expected is a plain value, or says that the fact is unknown or an error. */
#include "base/arena.h"
#include "base/limits.h"
#include "rules/rule_test.h"

static bool is_question(struct value expected, const char *key, struct value *ret) {
    *ret = value_get(expected, str_of(key));
    return value_kind(expected) == VALUE_MAP && value_count(expected) == 1 &&
           value_kind(*ret) != VALUE_ABSENT;
}

static bool lacks(struct cel_value v, struct value kinds) {
    if (v.type == CEL_LIST && !v.is_tree && v.list->missing.count)
        v = (struct cel_value){.type = CEL_UNKNOWN, .unknown = &v.list->missing};
    if (v.type != CEL_UNKNOWN)
        return false;
    struct value_iter it = value_iter(kinds);
    while (value_next(&it)) {
        bool found = false;
        for (size_t i = 0; i < v.unknown->count; i++)
            found |= str_eq(v.unknown->items[i].kind, value_str(it.value));
        if (!found)
            return false;
    }
    return true;
}

static bool same(const struct evaluation *evaluation, struct arena *arena, struct cel_value v,
                 struct value expected, unsigned depth);

/* Of a map only what the test names. */
static bool same_map(const struct evaluation *evaluation, struct arena *arena, struct cel_value v,
                     struct value expected, unsigned depth) {
    struct value_iter it = value_iter(expected);
    while (value_next(&it)) {
        struct cel_value entry = cel_null();
        if (v.is_tree)
            entry = cel_tree(value_get(v.tree, it.key));
        for (size_t i = 0; !v.is_tree && i < v.map->count; i++)
            if (v.map->keys[i].type == CEL_STRING && str_eq(v.map->keys[i].text, it.key))
                entry = v.map->values[i];
        if (!same(evaluation, arena, entry, it.value, depth + 1))
            return false;
    }
    return true;
}

static bool same_list(const struct evaluation *evaluation, struct arena *arena, struct cel_value v,
                      struct value expected, unsigned depth) {
    const struct cel_value *items = cel_list_items(arena, v);
    struct value_iter it = value_iter(expected);
    size_t i = 0;
    if (cel_list_count(v) != value_count(expected) || cel_list_missing(v).count)
        return false;
    while (value_next(&it))
        if (!same(evaluation, arena, items[i++], it.value, depth + 1))
            return false;
    return true;
}

/* Depth: that of a rule file's tree. */
static bool same(const struct evaluation *evaluation, struct arena *arena, struct cel_value v,
                 struct value expected, unsigned depth) {
    struct value question;
    const struct resource *resource = host_resource(evaluation, v);
    if (is_question(expected, "unknown", &question))
        return lacks(v, question);
    if (is_question(expected, "error", &question))
        return v.type == CEL_ERROR && str_contains(v.error->message, value_str(question));
    if (v.type == CEL_ERROR || v.type == CEL_UNKNOWN || depth > LIMIT_DEPTH_MOST)
        return false;
    if (v.type == CEL_OPTIONAL)
        return same(evaluation, arena, v.optional ? *v.optional : cel_null(), expected, depth + 1);
    if (resource && value_kind(expected) == VALUE_STRING) {
        struct object_ref ref = {
            .kind = resource->kind, .namespace = resource->namespace, .name = resource->name};
        return str_eq(rule_test_name(arena, &ref), value_str(expected));
    }
    if (v.type == CEL_TIMESTAMP || v.type == CEL_DURATION || v.type == CEL_OPAQUE)
        return str_eq(cel_display(arena, v, LIMIT_FIELD_BYTES), value_str(expected));
    if (v.type == CEL_MAP && value_kind(expected) == VALUE_MAP)
        return same_map(evaluation, arena, v, expected, depth);
    if (v.type == CEL_LIST && value_kind(expected) == VALUE_LIST)
        return same_list(evaluation, arena, v, expected, depth);
    return cel_equal(v, cel_tree(expected));
}

static struct str shown(struct arena *arena, const struct evaluation *evaluation,
                        struct cel_value v) {
    const struct resource *resource = host_resource(evaluation, v);
    struct strbuf out = strbuf_new(arena);
    if (resource)
        return str_printf(arena, "%.*s/%.*s", STR_ARG(resource->namespace),
                          STR_ARG(resource->name));
    if (v.type == CEL_ERROR)
        return str_printf(arena, "error: %.*s", STR_ARG(v.error->message));
    if (v.type != CEL_UNKNOWN)
        return str_printf(arena, "%.*s (%s)", STR_ARG(cel_display(arena, v, LIMIT_FIELD_BYTES)),
                          cel_type_name(v));
    strbuf_append(&out, STR("unknown, missing:"));
    for (size_t i = 0; i < v.unknown->count; i++)
        strbuf_printf(&out, "%s %.*s", i ? "," : "", STR_ARG(v.unknown->items[i].kind));
    return strbuf_str(&out);
}

static void compare_all(struct rule_test_diff *diff, struct evaluation *evaluation,
                        const struct resource *resource, struct value expected) {
    struct value_iter it = value_iter(expected);
    while (value_next(&it)) {
        const char *name = str_c(diff->arena, it.key);
        struct cel_value v = resource ? evaluation_fact_of(evaluation, resource, name)
                                      : evaluation_fact(evaluation, name);
        if (same(evaluation, diff->arena, v, it.value, 0))
            continue;
        struct str wanted = cel_display(diff->arena, cel_tree(it.value), LIMIT_FIELD_BYTES);
        rule_test_missing(diff, str_c(diff->arena, str_printf(diff->arena, "%s is", name)), wanted);
        rule_test_extra(diff, str_c(diff->arena, str_printf(diff->arena, "%s is", name)),
                        shown(diff->arena, evaluation, v));
    }
}

void rule_test_compare_facts(struct rule_test_diff *diff, struct evaluation *evaluation,
                             struct value expect) {
    compare_all(diff, evaluation, NULL, value_get(expect, STR("facts")));
    struct value_iter it = value_iter(value_get(expect, STR("on")));
    while (value_next(&it)) {
        struct str kind, ref, namespace, name;
        str_cut(it.key, ' ', &kind, &ref);
        if (!str_cut(ref, '/', &namespace, &name)) {
            name = ref;
            namespace = (struct str){0};
        }
        const struct resource *resource = graph_find(evaluation->graph, kind, namespace, name);
        if (resource)
            compare_all(diff, evaluation, resource, it.value);
        else
            rule_test_missing(diff, "object", it.key);
    }
}
