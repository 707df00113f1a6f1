/* Turns a rule into rules that are wrong in one place, and asks its tests whether they notice. One
 * that survives is a condition that nobody tests: it could be wrong today. */
#include "base/arena.h"
#include "cel/mutant.h"
#include "rules/render.h"
#include "rules/rule_test.h"
#include "rules/tools.h"

enum { TEXT_BYTES = 100 };

struct mutator {
    struct arena *arena; /* of one rule */
    const struct rule_set *set;
    const struct rule *rule;
    struct strbuf *out;
    struct rules_mutate_counts *counts;
    size_t survived; /* of this rule */
};

/* A rule with one program of it put in another's place. */
struct slot_of_rule {
    struct rule copy;
    const struct cel_program **place;
    const struct cel_program *program;
    bool is_condition;
    struct str name;
};

static bool noticed(const struct mutator *m, const struct rule *wrong) {
    for (size_t i = 0; i < m->rule->n_tests; i++)
        if (!rule_test_passes(m->set, wrong, &m->rule->tests[i]))
            return true;
    return false;
}

static void try_slot(struct mutator *m, struct slot_of_rule *slot) {
    size_t count = cel_mutant_count(slot->program, slot->is_condition);
    for (size_t i = 0; i < count; i++) {
        struct cel_mutant mutant = cel_mutant_at(m->arena, slot->program, slot->is_condition, i);
        /* The opposite of unknown is unknown. */
        if (str_eq(str_of(mutant.change), STR("negated")) &&
            str_ends_with(str_trim(mutant.text), STR(".untold()")))
            continue;
        *slot->place = mutant.program;
        if (noticed(m, &slot->copy)) {
            m->counts->killed++;
            continue;
        }
        m->counts->survived++;
        m->survived++;
        struct str text = render_clean(m->arena, str_trim(mutant.text));
        strbuf_printf(m->out, "SURVIVED %.*s (%.*s:%u): in %.*s, %s: %.*s\n", STR_ARG(m->rule->id),
                      STR_ARG(m->rule->file), mutant.line, STR_ARG(slot->name), mutant.change,
                      STR_ARG(cel_display(m->arena, cel_string(text), TEXT_BYTES)));
    }
}

static void try_where(struct mutator *m) {
    struct slot_of_rule slot = {
        .copy = *m->rule, .program = m->rule->where, .is_condition = true, .name = STR("where")};
    slot.place = &slot.copy.where;
    if (slot.program)
        try_slot(m, &slot);
}

static void try_variable(struct mutator *m, size_t index) {
    const struct rule *rule = m->rule;
    struct rule_variable *variables = NEW_ARRAY(m->arena, rule->n_variables, struct rule_variable);
    struct slot_of_rule slot = {.copy = *rule,
                                .place = &variables[index].program,
                                .program = rule->variables[index].program,
                                .name = rule->variables[index].name};
    for (size_t i = 0; i < rule->n_variables; i++)
        variables[i] = rule->variables[i];
    slot.copy.variables = variables;
    try_slot(m, &slot);
}

static void try_level(struct mutator *m, size_t index) {
    const struct rule *rule = m->rule;
    struct rule_level *levels = NEW_ARRAY(m->arena, rule->n_levels, struct rule_level);
    struct slot_of_rule slot = {.copy = *rule,
                                .place = &levels[index].when,
                                .program = rule->levels[index].when,
                                .is_condition = true,
                                .name = str_of(level_text(rule->levels[index].severity))};
    for (size_t i = 0; i < rule->n_levels; i++)
        levels[i] = rule->levels[i];
    slot.copy.levels = levels;
    try_slot(m, &slot);
}

/* Which variables the judgement reads: the others only fill texts. */
struct needed {
    const struct rule *rule;
    bool *variables;
    bool changed;
};

static void need(void *arg, const struct cel_reference *reference) {
    struct needed *n = arg;
    for (size_t i = 0; i < n->rule->n_variables && !reference->is_call; i++) {
        if (n->variables[i] || !str_eq(n->rule->variables[i].name, reference->name))
            continue;
        n->variables[i] = n->changed = true;
    }
}

static bool *needed_variables(const struct mutator *m) {
    const struct rule *rule = m->rule;
    struct needed n = {rule, NEW_ARRAY(m->arena, rule->n_variables, bool), true};
    if (rule->where)
        cel_program_references(rule->where, need, &n);
    for (size_t i = 0; i < rule->n_levels; i++)
        cel_program_references(rule->levels[i].when, need, &n);
    while (n.changed) {
        n.changed = false;
        for (size_t i = 0; i < rule->n_variables; i++)
            if (n.variables[i])
                cel_program_references(rule->variables[i].program, need, &n);
    }
    return n.variables;
}

static void try_rule(const struct rule_set *set, const struct rule *rule, struct strbuf *out,
                     struct rules_mutate_counts *counts) {
    struct arena *arena = arena_new();
    struct mutator m = {arena, set, rule, out, counts, 0};
    const bool *needed = needed_variables(&m);
    try_where(&m);
    for (size_t i = 0; i < rule->n_variables; i++)
        if (needed[i])
            try_variable(&m, i);
    for (size_t i = 0; i < rule->n_levels; i++)
        try_level(&m, i);
    counts->rules++;
    counts->weak += m.survived > 0;
    arena_free(arena);
}

bool rules_mutate(const struct rule_set *set, struct str only, enum level least, struct strbuf *out,
                  struct rules_mutate_counts *ret_counts) {
    *ret_counts = (struct rules_mutate_counts){0};
    for (size_t i = 0; i < set->rules.count; i++) {
        const struct rule *rule = set->rules.items[i];
        bool wanted = only.len ? str_eq(only, rule->id) : rule->severity >= least;
        if (wanted && rule->n_tests)
            try_rule(set, rule, out, ret_counts);
    }
    return ret_counts->rules && ret_counts->survived == 0;
}
