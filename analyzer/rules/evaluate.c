/* Turns a set of rules and a graph into all results, in the order of the rules' ids, and marks what
 * one rule's findings explain of another's. */
#include "base/arena.h"
#include "base/clock.h"
#include "rules/rule_run.h"

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

static struct rule_result *result_of(struct results *results, struct str id) {
    for (size_t i = 0; i < results->count; i++)
        if (str_eq(results->items[i].rule->id, id))
            return &results->items[i];
    return NULL;
}

/* Objects by address; the cluster as a whole has none and is one too. */
static struct str object_key(const struct finding *finding) {
    return (struct str){(const char *)&finding->object.resource, sizeof(const struct resource *)};
}

/* Rules that explain each other in a circle (lint refuses them, a site's own may come unlinted)
 * would all stand under one another, and nobody would count them. */
static bool in_circle(struct results *results, const struct rule *rule) {
    struct str next = rule->explains;
    for (size_t steps = 0; next.len && steps <= results->count; steps++) {
        const struct rule_result *result = result_of(results, next);
        if (!result || result->rule == rule)
            return result != NULL;
        next = result->rule->explains;
    }
    return false;
}

/* A finding that tells why another rule blames the same object stands under that rule's. */
static void mark_explained(struct results *results, struct arena *scratch) {
    for (size_t i = 0; i < results->count; i++) {
        struct rule_result *result = &results->items[i];
        const struct rule_result *other =
            result->rule->explains.len ? result_of(results, result->rule->explains) : NULL;
        if (!other || in_circle(results, result->rule))
            continue;
        struct map blamed = map_new(scratch);
        for (size_t k = 0; k < other->n_findings; k++)
            *map_at(&blamed, object_key(&other->findings[k])) = results;
        for (size_t k = 0; k < result->n_findings; k++) {
            struct finding *finding = &result->findings[k];
            finding->explained = map_find(&blamed, object_key(finding)) != NULL;
            if (finding->explained)
                finding->explained_by = other->rule->id;
        }
    }
    arena_reset(scratch);
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
    mark_explained(results, evaluation->scratch);
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
