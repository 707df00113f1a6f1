/* Turns rules/facts.yaml into named programs, in two passes, so that a fact may use those below
 * it. */
#include "rules/fact_load.h"

#include "base/arena.h"
#include "rules/expression.h"
#include "rules/references.h"
#include "rules/replaced.h"
#include "rules/rule_parse.h"

/* The count is shared by all facts of a kind. */
static void give_column(struct rule_set *set, struct fact *fact) {
    for (size_t i = 0; i < set->facts.count && !fact->n_columns; i++)
        if (str_eq(set->facts.items[i]->on, fact->on))
            fact->n_columns = set->facts.items[i]->n_columns;
    if (!fact->n_columns)
        fact->n_columns = NEW(set->arena, size_t);
    fact->column = (*fact->n_columns)++;
}

static void join_namesakes(struct rule_set *set, struct fact *fact) {
    void **first = map_at(&set->object_facts, fact->name);
    struct fact *last = *first;
    while (last && last->namesake)
        last = last->namesake;
    if (last)
        last->namesake = fact;
    else
        *first = fact;
}

static struct fact *fact_new(struct rule_set *set, struct str on, struct str name) {
    struct fact *fact = set_fact(set, on, name);
    if (fact)
        return fact;
    fact = NEW(set->arena, struct fact);
    fact->index = set->facts.count;
    fact->on = on;
    fact->name = name;
    give_column(set, fact);
    *vec_push(set->arena, &set->facts) = fact;
    struct str key = str_printf(set->arena, "%.*s %.*s", STR_ARG(on), STR_ARG(name));
    *map_at(&set->facts_by_name, key) = fact;
    if (on.len == 0)
        scope_add(set->scope, str_printf(set->arena, "facts.%.*s", STR_ARG(name)), SLOT_FACT,
                  fact->index);
    else
        join_namesakes(set, fact);
    return fact;
}

static void load_map(struct shape *shape, struct rule_set *set, struct value map, struct str on) {
    if (value_kind(map) != VALUE_MAP) {
        shape_error(shape, DIAG_RULE_SHAPE, map, "facts must be a mapping");
        return;
    }
    struct value_iter it = value_iter(map);
    while (value_next(&it)) {
        if (!shape_map(shape, it.value, "a fact", WORDS("help", "value")))
            continue;
        struct fact *fact = fact_new(set, on, it.key);
        struct value old = fact->at;
        fact->help = shape_text(shape, it.value, "help", REQUIRED);
        fact->file = shape->file;
        fact->text = shape->text;
        fact->at = value_get(it.value, STR("value"));
        if (value_kind(old) != VALUE_ABSENT && set->overlaying)
            replaced_fact(set, fact->name, old, fact->at, shape->file);
        if (value_kind(fact->at) == VALUE_ABSENT)
            shape_error(shape, DIAG_RULE_KEY, it.value, "key 'value' is missing");
    }
}

static void load_tests(struct shape *shape, struct rule_set *set, struct value list) {
    const struct rule_test *tests;
    size_t count;
    rule_parse_tests(shape, list, true, &tests, &count);
    for (size_t i = 0; i < count; i++)
        *vec_push(set->arena, &set->fact_tests) = tests[i];
}

void fact_load_names(struct shape *shape, struct rule_set *set, struct value root, bool tests) {
    struct str on = STR("on ");
    if (value_kind(root) != VALUE_MAP) {
        shape_error(shape, DIAG_RULE_SHAPE, root, "facts must be a mapping");
        return;
    }
    struct value_iter it = value_iter(root);
    while (value_next(&it)) {
        if (str_eq(it.key, STR("cluster")))
            load_map(shape, set, it.value, (struct str){0});
        else if (str_starts_with(it.key, on))
            load_map(shape, set, it.value, str_trim(str_slice(it.key, on.len, it.key.len)));
        else if (str_eq(it.key, STR("tests")) && tests)
            load_tests(shape, set, it.value);
        else if (str_eq(it.key, STR("version")))
            set->version = shape_version(shape, root, "version", REQUIRED);
        else if (str_eq(it.key, STR("knowUpTo")))
            set->know_up_to = shape_version(shape, root, "knowUpTo", REQUIRED);
        else if (!str_eq(it.key, STR("tests")))
            shape_key_error(shape, &it,
                            "unknown key '%.*s'; facts have 'version', 'knowUpTo', 'cluster', "
                            "'on KIND' and 'tests'",
                            STR_ARG(it.key));
    }
}

bool fact_load_compile(struct rule_set *set, struct diag_sink *sink) {
    struct shape shape = {.arena = set->arena, .sink = sink};
    for (size_t i = 0; i < set->facts.count; i++) {
        struct fact *fact = set->facts.items[i];
        if (shape.text.ptr != fact->text.ptr)
            shape = (struct shape){.arena = set->arena,
                                   .sink = sink,
                                   .file = fact->file,
                                   .text = fact->text,
                                   .errors = shape.errors};
        if (fact->on.len)
            references_check_kind(&shape, set, fact->at, fact->on);
        fact->program = expression_compile(&shape, set, set->scope, fact->at);
    }
    return shape.errors == 0 && references_facts(set, sink);
}
