/* Two forms of one rule into what differs between them, key by key, so that a site's own file
 * weakens nothing in silence. Short values are told (a level, a number), of the others that they
 * differ. */
#include "rules/replaced.h"

#include "base/arena.h"
#include "base/limits.h"

enum { TOLD = 60 };

static bool equal(struct value a, struct value b, unsigned depth) {
    if (value_kind(a) != value_kind(b) || value_count(a) != value_count(b) ||
        depth == LIMIT_DEPTH_MOST)
        return false;
    if (!value_is(a, VALUE_MAP) && !value_is(a, VALUE_LIST))
        return str_eq(value_str(a), value_str(b));
    struct value_iter x = value_iter(a), y = value_iter(b);
    while (value_next(&x) && value_next(&y))
        if (!str_eq(x.key, y.key) || !equal(x.value, y.value, depth + 1))
            return false;
    return true;
}

typedef VEC(struct rule_edit) edit_list;

/* A scalar of one short line; ptr NULL for all else. */
static struct str told(struct value v) {
    struct str text = value_str(v);
    bool one_line = text.len && text.len <= TOLD && str_find_byte(text, '\n', 0) == SIZE_MAX;
    return one_line ? text : (struct str){0};
}

static void add_edit(struct rule_set *set, edit_list *edits, struct str key, struct value old,
                     struct value value) {
    if (!equal(old, value, 0))
        *vec_push(set->arena, edits) = (struct rule_edit){key, told(old), told(value)};
}

static void add_params(struct rule_set *set, edit_list *edits, struct value old,
                       struct value params) {
    struct value_iter it = value_iter(old);
    while (value_next(&it))
        add_edit(set, edits, str_printf(set->arena, "params.%.*s", STR_ARG(it.key)),
                 value_get(it.value, STR("value")), value_path(value_get(params, it.key), "value"));
}

/* Levels by their severities; where these are the same, by their conditions. */
static void add_levels(struct rule_set *set, edit_list *edits, const struct rule *old,
                       const struct rule *rule) {
    struct strbuf from = strbuf_new(set->arena), to = strbuf_new(set->arena);
    for (size_t i = 0; i < old->n_levels; i++)
        strbuf_printf(&from, "%s%s", i ? ", " : "", level_text(old->levels[i].severity));
    for (size_t i = 0; i < rule->n_levels; i++)
        strbuf_printf(&to, "%s%s", i ? ", " : "", level_text(rule->levels[i].severity));
    if (!str_eq(strbuf_str(&from), strbuf_str(&to)))
        *vec_push(set->arena, edits) =
            (struct rule_edit){STR("levels"), strbuf_str(&from), strbuf_str(&to)};
    else
        add_edit(set, edits, STR("levels"), value_get(old->tree, STR("levels")),
                 value_get(rule->tree, STR("levels")));
}

static void add_key(struct rule_set *set, edit_list *edits, struct str key, const struct rule *old,
                    const struct rule *rule) {
    struct value from = value_get(old->tree, key), to = value_get(rule->tree, key);
    if (str_eq(key, STR("levels")))
        add_levels(set, edits, old, rule);
    else if (str_eq(key, STR("params")) && value_is(from, VALUE_MAP) && value_is(to, VALUE_MAP))
        add_params(set, edits, from, to);
    else if (!str_eq(key, STR("tests")))
        add_edit(set, edits, key, from, to);
}

static void add_change(struct rule_set *set, struct rule_change change, const edit_list *edits) {
    change.edits = edits->items;
    change.n_edits = edits->count;
    *vec_push(set->arena, &set->changes) = change;
}

/* The keys of the old form in its order, then those that only the new one has. */
void replaced_rule(struct rule_set *set, const struct rule *old, const struct rule *rule,
                   struct str by) {
    edit_list edits = {0};
    struct value_iter it = value_iter(old->tree);
    while (value_next(&it))
        add_key(set, &edits, it.key, old, rule);
    it = value_iter(rule->tree);
    while (value_next(&it))
        if (value_is(value_get(old->tree, it.key), VALUE_ABSENT))
            add_key(set, &edits, it.key, old, rule);
    add_change(set, (struct rule_change){STR("rule"), rule->id, rule->id, by, NULL, 0}, &edits);
}

void replaced_fact(struct rule_set *set, struct str name, struct value old, struct value value,
                   struct str by) {
    edit_list edits = {0};
    add_edit(set, &edits, STR("value"), old, value);
    add_change(set, (struct rule_change){STR("fact"), name, {0}, by, NULL, 0}, &edits);
}

void replaced_gather(struct rule_set *set, struct str by) {
    add_change(set, (struct rule_change){STR("gather"), STR("gather"), {0}, by, NULL, 0},
               &(edit_list){0});
}

void replaced_param(struct rule_set *set, struct str option) {
    struct str name, value, rule, param;
    edit_list edits = {0};
    str_cut(option, '=', &name, &value);
    str_cut(name, '.', &rule, &param);
    const struct rule *of = rules_find(set, rule);
    struct value params = value_get(of->tree, STR("params"));
    *vec_push(set->arena, &edits) =
        (struct rule_edit){str_printf(set->arena, "params.%.*s", STR_ARG(param)),
                           told(value_path(value_get(params, param), "value")), value};
    add_change(set, (struct rule_change){STR("parameter"), name, of->id, STR("--param"), NULL, 0},
               &edits);
}

const struct rule_change *rules_changes(const struct rule_set *set, size_t *ret_count) {
    *ret_count = set->changes.count;
    return set->changes.items;
}
