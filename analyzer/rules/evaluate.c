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

/* All rules that are judged together. */
struct round {
    struct evaluation *evaluation;
    struct judging **open; /* by rule; NULL: left out */
    size_t count;
    uint64_t *spent; /* NULL: nobody wants to know */
};

static uint64_t begun(const struct round *round) {
    return round->spent ? clock_wall() : 0;
}

static void spent(struct round *round, size_t rule, uint64_t since) {
    if (round->spent)
        round->spent[rule] += clock_wall() - since;
}

static void open_rules(struct round *round, const struct evaluate_options *options) {
    const struct rule_set *set = round->evaluation->set;
    for (size_t i = 0; i < round->count; i++) {
        const struct rule *rule = set->rules.items[i];
        struct str reason = left_out(rule, options);
        uint64_t since = begun(round);
        if (reason.ptr)
            round->evaluation->results.items[i] =
                (struct rule_result){.rule = rule, .status = RULE_WAIVED, .reason = reason};
        else
            round->open[i] = rule_run_open(round->evaluation, rule);
        spent(round, i, since);
    }
}

/* Each object of the kind through the rules about it, which are `first` and some behind it. */
static void judge_kind(struct round *round, const struct kind *kind, size_t first) {
    size_t *about = NEW_ARRAY(round->evaluation->arena, round->count, size_t), n = 0;
    for (size_t i = first; i < round->count; i++)
        if (round->open[i] && rule_run_kind(round->open[i]) == kind)
            about[n++] = i;
    for (size_t k = 0; k < kind->count; k++)
        for (size_t i = 0; i < n; i++) {
            uint64_t since = begun(round);
            rule_run_object(round->open[about[i]], kind->items[k]);
            spent(round, about[i], since);
        }
}

static bool is_first_of(const struct round *round, const struct kind *kind, size_t rule) {
    for (size_t i = 0; i < rule; i++)
        if (round->open[i] && rule_run_kind(round->open[i]) == kind)
            return false;
    return true;
}

static void judge_objects(struct round *round) {
    for (size_t i = 0; i < round->count; i++) {
        const struct kind *kind = round->open[i] ? rule_run_kind(round->open[i]) : NULL;
        if (kind && is_first_of(round, kind, i))
            judge_kind(round, kind, i);
    }
}

static void close_rules(struct round *round) {
    for (size_t i = 0; i < round->count; i++) {
        uint64_t since = begun(round);
        if (round->open[i])
            round->evaluation->results.items[i] = rule_run_close(round->open[i]);
        spent(round, i, since);
    }
}

struct evaluation *rules_evaluate(struct arena *arena, const struct rule_set *set,
                                  const struct graph *graph,
                                  const struct evaluate_options *options) {
    struct evaluation *evaluation = rule_run_begin(arena, set, graph, options->target);
    struct round round = {.evaluation = evaluation,
                          .open = NEW_ARRAY(arena, set->rules.count, struct judging *),
                          .count = set->rules.count,
                          .spent = options->spent};
    evaluation->results.items = NEW_ARRAY(arena, set->rules.count, struct rule_result);
    evaluation->results.count = set->rules.count;
    open_rules(&round, options);
    judge_objects(&round);
    close_rules(&round);
    under_mark(&evaluation->results, evaluation->scratch);
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
