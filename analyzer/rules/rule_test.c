/* Turns the inline tests of rules and facts into worlds of a few objects, judges them, and shows
 * what differs from what was expected. Strict: whatever a test does not expect is a mismatch. */
#include "rules/rule_test.h"

#include "base/arena.h"
#include "rules/params.h"
#include "rules/tools.h"

struct runner {
    struct arena *arena; /* of one test */
    const struct rule_set *set;
    const struct rules_test_options *options;
    struct strbuf *out;
    struct rules_test_counts *counts;
};

static struct str text(struct value map, const char *key) {
    return value_str(value_get(map, str_of(key)));
}

/* The world */

static struct strs texts(struct arena *arena, struct value list) {
    struct str *items = NEW_ARRAY(arena, value_count(list), struct str);
    size_t count = 0;
    struct value_iter it = value_iter(list);
    while (value_next(&it))
        items[count++] = value_str(it.value);
    return (struct strs){items, count};
}

/* NULL where the objects make no world: *ret_problem tells why. */
static struct graph *world(const struct runner *runner, struct value test,
                           struct str *ret_problem) {
    struct diag_sink *sink = diag_sink_new(runner->arena);
    struct graph *graph =
        graph_new(runner->arena, runner->set->intern, (struct graph_options){0}, sink);
    struct value_iter it = value_iter(value_get(test, STR("objects")));
    while (value_next(&it))
        graph_add_object(graph, it.value);
    struct strs not_collected = texts(runner->arena, value_get(test, STR("not_collected")));
    struct graph_seal_options options = {.everything_collected = true,
                                         .not_collected = not_collected.items,
                                         .n_not_collected = not_collected.count};
    struct str now = text(test, "now");
    options.has_now = now.len > 0;
    if (options.has_now && !time_parse_rfc3339(now, &options.now)) {
        *ret_problem = STR("'now' is no time");
        return NULL;
    }
    bool sealed = graph_seal(graph, &options);
    if (diag_count(sink, DIAG_WARNING) || !sealed) {
        *ret_problem = diag_count(sink, DIAG_NOTE) ? diag_get(sink, 0)->message
                                                   : STR("the objects make no cluster");
        return NULL;
    }
    return graph;
}

/* Differences */

static void report(struct rule_test_diff *diff, char sign, const char *what, struct str text) {
    diff->lines++;
    strbuf_printf(diff->out, "      %c %s%s%.*s\n", sign, what, text.len ? " " : "", STR_ARG(text));
}

void rule_test_missing(struct rule_test_diff *diff, const char *what, struct str text) {
    report(diff, '-', what, text);
}

void rule_test_extra(struct rule_test_diff *diff, const char *what, struct str text) {
    report(diff, '+', what, text);
}

struct str rule_test_name(struct arena *arena, const struct object_ref *object) {
    if (!object->kind.len)
        return STR("Cluster");
    return object->namespace.len
               ? str_printf(arena, "%.*s/%.*s", STR_ARG(object->namespace), STR_ARG(object->name))
               : object->name;
}

/* Running */

static struct str rule_id(const struct rule *rule) {
    return rule ? rule->id : STR("facts");
}

static void conclude(struct runner *runner, const struct rule *rule, const struct rule_test *test,
                     const struct rule_test_diff *diff) {
    struct rules_test_case done = {.rule = rule_id(rule),
                                   .name = test->name,
                                   .file = test->file,
                                   .line = value_line(test->value),
                                   .passed = diff->lines == 0,
                                   .diff = strbuf_str(diff->out)};
    runner->counts->passed += done.passed;
    runner->counts->failed += !done.passed;
    if (runner->options->done)
        runner->options->done(runner->options->arg, &done);
    if (done.passed)
        return;
    strbuf_printf(runner->out, "FAILED %.*s: %.*s (%.*s:%u)\n", STR_ARG(done.rule),
                  STR_ARG(done.name), STR_ARG(done.file), done.line);
    strbuf_append(runner->out, done.diff);
}

static void compare(struct runner *runner, const struct rule *rule, const struct rule_test *test,
                    struct rule_test_diff *diff) {
    struct str problem = {0};
    const struct graph *graph = world(runner, test->value, &problem);
    if (!graph) {
        rule_test_missing(diff, "the test cannot run:", problem);
        return;
    }
    struct evaluation *evaluation =
        rule_run_begin(runner->arena, runner->set, graph, text(test->value, "target"));
    struct value expect = value_get(test->value, STR("expect"));
    if (rule)
        rule_test_compare(diff, evaluation, rule, expect);
    else
        rule_test_compare_facts(diff, evaluation, expect);
}

/* The rule with the parameters that the test sets; they were given a type when it was loaded. */
static struct rule with_params(const struct rule *rule, const struct rule_test *test,
                               struct arena *arena, bool *ret_good) {
    struct rule copy = *rule;
    struct diag_sink *sink = diag_sink_new(arena);
    struct shape shape = {.arena = arena, .sink = sink, .file = test->file, .text = test->text};
    *ret_good = params_replace(&shape, value_get(test->value, STR("params")), rule, &copy.params);
    return copy;
}

/* In runner->arena. */
static void run_test(struct runner *runner, const struct rule *rule, const struct rule_test *test,
                     struct rule_test_diff *diff) {
    bool good = true;
    struct rule copy;
    if (rule)
        copy = with_params(rule, test, runner->arena, &good);
    if (good)
        compare(runner, rule ? &copy : NULL, test, diff);
    else
        rule_test_missing(diff, "its params fit the rule's", STR(""));
}

static void run_in_own_arena(struct runner *runner, const struct rule *rule,
                             const struct rule_test *test) {
    runner->arena = arena_new();
    struct strbuf lines = strbuf_new(runner->arena);
    struct rule_test_diff diff = {.out = &lines, .arena = runner->arena};
    run_test(runner, rule, test, &diff);
    conclude(runner, rule, test, &diff);
    arena_free(runner->arena);
}

bool rule_test_passes(const struct rule_set *set, const struct rule *rule,
                      const struct rule_test *test) {
    struct runner runner = {.arena = arena_new(), .set = set};
    struct strbuf lines = strbuf_new(runner.arena);
    struct rule_test_diff diff = {.out = &lines, .arena = runner.arena};
    run_test(&runner, rule, test, &diff);
    arena_free(runner.arena);
    return diff.lines == 0;
}

bool rules_test(struct arena *arena, const struct rule_set *set,
                const struct rules_test_options *options, struct strbuf *out,
                struct rules_test_counts *ret_counts) {
    struct runner runner = {arena, set, options, out, ret_counts};
    struct str only = options->only;
    *ret_counts = (struct rules_test_counts){0};
    bool facts = only.len == 0 || str_eq(only, STR("facts")), found = facts;
    for (size_t i = 0; facts && i < set->fact_tests.count; i++)
        run_in_own_arena(&runner, NULL, &set->fact_tests.items[i]);
    for (size_t i = 0; i < set->rules.count; i++) {
        const struct rule *rule = set->rules.items[i];
        if (only.len && !str_eq(only, rule->id))
            continue;
        found = true;
        for (size_t k = 0; k < rule->n_tests; k++)
            run_in_own_arena(&runner, rule, &rule->tests[k]);
    }
    if (!found)
        strbuf_printf(out, "there is no rule '%.*s'\n", STR_ARG(only));
    return found && ret_counts->failed == 0;
}
