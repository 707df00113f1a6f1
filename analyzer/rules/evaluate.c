/* Turns a set of rules and a graph into all results, in the order of the rules' ids.
 *
 * Several threads take pieces of the objects of each kind, and what they find is put together in
 * the order of the objects, so that it does not matter who judged what. The trick: where it would
 * matter, since a bound was reached that counts over objects, all of that is thrown away and one
 * thread judges again; what the many share (knowledge.c) can only make them reach such a bound, not
 * pass it by. */
#include <stdatomic.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/parallel.h"
#include "rules/function_placement.h"
#include "rules/rule_run.h"
#include "rules/under.h"

/* For each thread: pieces of a kind are as different as the namespaces that its objects are of. */
#define PIECES 8
/* A judgement takes a microsecond or more; to start a thread and to end it, with what it makes for
 * itself, as much as some hundred. */
#define JUDGEMENTS_WORTH_A_THREAD 500

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

/* Some objects of a kind, to be taken through the rules about it. */
struct task {
    const struct kind *kind;
    size_t from, to;
    const size_t *about; /* rules, by number */
    size_t n_about;
    struct judging **parts;         /* of each of these */
    VEC(const struct fact *) facts; /* … and what else is to be known of each object */
};

struct worker {
    struct arena *arena;
    struct evaluation *evaluation;
    uint64_t *spent; /* by rule; NULL: nobody wants to know */
};

/* All rules that are judged together. */
struct round {
    struct evaluation *evaluation;
    const struct evaluate_options *options;
    struct judging **open; /* by rule; NULL: left out */
    size_t count;
    uint64_t *spent;
    VEC(struct task) tasks; /* those of a kind in a row */
    size_t judgements;      /* in all of them */
    struct worker workers[PARALLEL_THREADS_MOST];
    size_t n_workers; /* 0: the round's own evaluation does it all */
    atomic_size_t next;
};

static uint64_t begun(const uint64_t *spent) {
    return spent ? clock_wall() : 0;
}

static void add_time(uint64_t *spent, size_t rule, uint64_t since) {
    if (spent)
        spent[rule] += clock_wall() - since;
}

static void open_rules(struct round *round, const struct evaluate_options *options) {
    const struct rule_set *set = round->evaluation->set;
    for (size_t i = 0; i < round->count; i++) {
        const struct rule *rule = set->rules.items[i];
        struct str reason = left_out(rule, options);
        uint64_t since = begun(round->spent);
        if (reason.ptr)
            round->evaluation->results.items[i] =
                (struct rule_result){.rule = rule, .status = RULE_WAIVED, .reason = reason};
        else
            round->open[i] = rule_run_open(round->evaluation, rule);
        add_time(round->spent, i, since);
    }
}

/* Tasks */

static bool is_first_of(const struct round *round, const struct kind *kind, size_t rule) {
    for (size_t i = 0; i < rule; i++)
        if (round->open[i] && rule_run_kind(round->open[i]) == kind)
            return false;
    return true;
}

static void add_facts(const struct round *round, struct task *task) {
    const struct evaluation *evaluation = round->evaluation;
    for (size_t i = 0; i < round->options->n_facts; i++) {
        const struct facts_of *facts = &round->options->facts[i];
        for (size_t k = 0; str_is(task->kind->display, facts->kind) && k < facts->count; k++) {
            const struct fact *fact =
                set_fact(evaluation->set, task->kind->display, str_of(facts->names[k]));
            if (fact)
                *vec_push(evaluation->arena, &task->facts) = fact;
        }
    }
}

/* The rules about a kind are `first` and some behind it. */
static void add_task(struct round *round, const struct kind *kind, size_t first) {
    struct arena *arena = round->evaluation->arena;
    size_t *about = NEW_ARRAY(arena, round->count, size_t), n = 0;
    for (size_t i = first; i < round->count; i++)
        if (round->open[i] && rule_run_kind(round->open[i]) == kind)
            about[n++] = i;
    struct task task = {.kind = kind, .to = kind->count, .about = about, .n_about = n};
    add_facts(round, &task);
    *vec_push(arena, &round->tasks) = task;
    round->judgements += kind->count * n;
}

static void add_tasks(struct round *round) {
    for (size_t i = 0; i < round->count; i++) {
        const struct kind *kind = round->open[i] ? rule_run_kind(round->open[i]) : NULL;
        if (kind && is_first_of(round, kind, i))
            add_task(round, kind, i);
    }
}

static struct judging **parts_new(struct round *round, const struct task *task) {
    return NEW_ARRAY(round->evaluation->arena, task->n_about, struct judging *);
}

/* Each object through all rules: its memory is then fetched once, not once for each rule. */
static void judge(struct worker *worker, const struct task *task) {
    for (size_t k = task->from; k < task->to; k++) {
        for (size_t i = 0; i < task->n_about; i++) {
            uint64_t since = begun(worker->spent);
            rule_run_object(task->parts[i], task->kind->items[k]);
            add_time(worker->spent, task->about[i], since);
        }
        for (size_t i = 0; i < task->facts.count; i++)
            host_fact(worker->evaluation, task->facts.items[i], task->kind->items[k]);
    }
}

static void judge_alone(struct round *round) {
    struct worker alone = {.evaluation = round->evaluation, .spent = round->spent};
    for (size_t t = 0; t < round->tasks.count; t++) {
        struct task *task = &round->tasks.items[t];
        task->parts = parts_new(round, task);
        for (size_t i = 0; i < task->n_about; i++)
            task->parts[i] = round->open[task->about[i]];
        judge(&alone, task);
    }
}

/* Side by side */

/* Smaller tasks, so that the last ones end at about the same time. */
static void divide_tasks(struct round *round) {
    VEC(struct task) divided = {0};
    for (size_t t = 0; t < round->tasks.count; t++) {
        struct task task = round->tasks.items[t];
        size_t pieces = round->n_workers * PIECES, count = task.kind->count;
        for (size_t i = 0; i < pieces; i++) {
            task.from = count * i / pieces;
            task.to = count * (i + 1) / pieces;
            task.parts = parts_new(round, &task);
            if (task.from < task.to)
                *vec_push(round->evaluation->arena, &divided) = task;
        }
    }
    vec_copy(round->evaluation->arena, &round->tasks, &divided);
}

static void add_workers(struct round *round) {
    for (size_t i = 0; i < round->n_workers; i++) {
        struct worker *worker = &round->workers[i];
        worker->arena = arena_new();
        worker->evaluation = rule_run_beside(worker->arena, round->evaluation);
        if (round->spent)
            worker->spent = NEW_ARRAY(worker->arena, round->count, uint64_t);
    }
}

static void work(void *arg, size_t number) {
    struct round *round = arg;
    struct worker *worker = &round->workers[number];
    size_t at;
    if (number == 0 && round->options->placement)
        knowledge_placement(worker->evaluation->knowledge, worker->arena);
    while ((at = atomic_fetch_add_explicit(&round->next, 1, memory_order_relaxed)) <
           round->tasks.count) {
        struct task *task = &round->tasks.items[at];
        for (size_t i = 0; i < task->n_about; i++)
            task->parts[i] = rule_run_part(worker->evaluation, round->open[task->about[i]]);
        judge(worker, task);
    }
}

/* How many tasks from `first` on are of its kind. */
static size_t count_row(const struct round *round, size_t first) {
    size_t end = first;
    while (end < round->tasks.count &&
           round->tasks.items[end].kind == round->tasks.items[first].kind)
        end++;
    return end - first;
}

static bool join(struct round *round, size_t first, size_t count) {
    const struct task *tasks = &round->tasks.items[first];
    struct judging **parts = NEW_ARRAY(round->evaluation->scratch, count, struct judging *);
    bool joined = true;
    for (size_t i = 0; i < tasks->n_about; i++) {
        for (size_t t = 0; t < count; t++)
            parts[t] = tasks[t].parts[i];
        joined &= rule_run_join(round->open[tasks->about[i]], parts, count);
    }
    return joined;
}

static bool join_all(struct round *round) {
    bool joined = true;
    for (size_t first = 0, count; first < round->tasks.count; first += count) {
        count = count_row(round, first);
        joined &= join(round, first, count);
    }
    return joined;
}

static bool is_strained(const struct round *round) {
    struct evaluation *all[PARALLEL_THREADS_MOST];
    bool strained = false;
    for (size_t i = 0; i < round->n_workers; i++) {
        all[i] = round->workers[i].evaluation;
        strained |= all[i]->strained;
    }
    return strained || function_placement_overspent(all, round->n_workers);
}

static void sum_times(struct round *round) {
    for (size_t w = 0; w < round->n_workers; w++)
        for (size_t i = 0; round->spent && i < round->count; i++)
            round->spent[i] += round->workers[w].spent[i];
}

static void free_arena(void *arena) {
    arena_free(arena);
}

/* False: a bound was reached that only a single one, in order, can say the consequences of. */
static bool judge_together(struct round *round) {
    divide_tasks(round);
    add_workers(round);
    parallel_run((unsigned)round->n_workers, round->n_workers, work, round);
    sum_times(round);
    bool good = !is_strained(round) && join_all(round);
    for (size_t i = 0; i < round->n_workers; i++)
        if (good)
            arena_on_reset(round->evaluation->arena, free_arena, round->workers[i].arena);
        else
            arena_free(round->workers[i].arena);
    return good;
}

/* The whole */

static struct evaluation *close_rules(struct round *round) {
    struct evaluation *evaluation = round->evaluation;
    for (size_t i = 0; i < round->count; i++) {
        uint64_t since = begun(round->spent);
        if (round->open[i])
            evaluation->results.items[i] = rule_run_close(round->open[i]);
        add_time(round->spent, i, since);
    }
    under_mark(&evaluation->results, evaluation->scratch);
    return evaluation;
}

/* NULL where several could not agree. */
static struct evaluation *evaluate(struct evaluation *evaluation,
                                   const struct evaluate_options *options, size_t jobs) {
    struct arena *arena = evaluation->arena;
    struct round *round = NEW(arena, struct round);
    round->evaluation = evaluation;
    round->options = options;
    round->count = evaluation->set->rules.count;
    round->open = NEW_ARRAY(arena, round->count, struct judging *);
    round->spent = options->spent;
    evaluation->results.items = NEW_ARRAY(arena, round->count, struct rule_result);
    evaluation->results.count = round->count;
    open_rules(round, options);
    add_tasks(round);
    round->n_workers = round->judgements / JUDGEMENTS_WORTH_A_THREAD;
    if (round->n_workers > jobs)
        round->n_workers = jobs;
    if (round->n_workers <= 1)
        judge_alone(round);
    else if (!judge_together(round))
        return NULL;
    return close_rules(round);
}

struct evaluation *rules_evaluate(struct arena *arena, const struct rule_set *set,
                                  const struct graph *graph,
                                  const struct evaluate_options *options) {
    size_t jobs = options->jobs < PARALLEL_THREADS_MOST ? options->jobs : PARALLEL_THREADS_MOST;
    struct evaluation *evaluation =
        evaluate(rule_run_begin(arena, set, graph, options->target), options, jobs);
    if (!evaluation)
        evaluation = evaluate(rule_run_begin(arena, set, graph, options->target), options, 1);
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
