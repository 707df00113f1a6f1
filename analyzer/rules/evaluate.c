/* Turns a set of rules and a graph into all results, in the order of the rules' ids. */
#include "base/arena.h"
#include "base/clock.h"
#include "rules/rule_run.h"
#include "rules/under.h"

static bool named(const struct rule *rule, struct strs words) {
    if (shape_has(words, rule->id))
        return true;
    for (size_t i = 0; i < rule->tags.count; i++)
        if (shape_has(words, rule->tags.items[i]))
            return true;
    return false;
}

static struct str left_out(const struct rule *rule, const struct evaluate_options *options) {
    if (options->only.count && !named(rule, options->only))
        return STR("left out by --only");
    return named(rule, options->skip) ? STR("left out by --skip") : (struct str){0};
}

struct evaluation *rules_evaluate(struct arena *arena, const struct rule_set *set,
                                  const struct graph *graph,
                                  const struct evaluate_options *options) {
    struct evaluation *evaluation = rule_run_begin(arena, set, graph, options->target);
    struct results *results = &evaluation->results;
    results->items = NEW_ARRAY(arena, set->rules.count, struct rule_result);
    results->count = set->rules.count;
    for (size_t i = 0; i < set->rules.count; i++) {
        const struct rule *rule = set->rules.items[i];
        struct str reason = left_out(rule, options);
        uint64_t begun = options->spent ? clock_wall() : 0;
        results->items[i] =
            reason.ptr ? (struct rule_result){.rule = rule, .status = RULE_WAIVED, .reason = reason}
                       : rule_run_judge(evaluation, rule);
        if (options->spent)
            options->spent[i] = clock_wall() - begun;
    }
    under_mark(results, evaluation->scratch);
    return evaluation;
}

struct results *evaluation_results(struct evaluation *evaluation) {
    return &evaluation->results;
}

static struct cel_value no_fact(struct evaluation *evaluation, const char *name) {
    return cel_error_of(evaluation->arena, "there is no fact '%s'", name);
}

struct cel_value evaluation_fact(struct evaluation *evaluation, const char *name) {
    const struct fact *fact = set_fact(evaluation->set, (struct str){0}, str_of(name));
    return fact ? host_fact(evaluation, fact, NULL) : no_fact(evaluation, name);
}

struct cel_value evaluation_fact_of(struct evaluation *evaluation, const struct resource *resource,
                                    const char *name) {
    const struct fact *fact = set_fact(evaluation->set, resource->of->display, str_of(name));
    return fact ? host_fact(evaluation, fact, resource) : no_fact(evaluation, name);
}
