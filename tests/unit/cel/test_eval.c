/* Bounds, budgets, hosts, traces and what a program refers to: what needs more than a line of
 * text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"
#include "base/vec.h"
#include "cel/cel.h"
#include "cel/trace.h"

struct fixture {
    struct arena *arena;
    struct cel_env *env;
    struct diag_sink *sink;
};

static int set_up(void **state) {
    struct arena *arena = arena_new();
    struct fixture *f = NEW(arena, struct fixture);
    f->arena = arena;
    f->env = cel_env_new(arena, intern_new(arena));
    f->sink = diag_sink_new(arena);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    arena_free(f->arena);
    return 0;
}

static struct cel_program *compile(struct fixture *f, struct str text) {
    struct cel_source source = {.text = text, .file = STR("rule"), .line = 1, .column = 1};
    return cel_compile(f->arena, f->env, &source, f->sink);
}

static struct str rendered(struct fixture *f) {
    assert_int_equal(diag_count(f->sink, DIAG_NOTE), 1);
    return diag_format(f->arena, diag_get(f->sink, 0));
}

static struct cel_value eval_text(struct fixture *f, struct str text) {
    struct cel_program *program = compile(f, text);
    assert_non_null(program);
    struct cel_run run = {.arena = f->arena};
    return cel_eval(program, &run);
}

static struct str repeat(struct fixture *f, const char *piece, size_t n) {
    struct strbuf out = strbuf_new(f->arena);
    for (size_t i = 0; i < n; i++)
        strbuf_append(&out, str_of(piece));
    return strbuf_str(&out);
}

static struct str join3(struct fixture *f, struct str a, const char *middle, struct str b) {
    return str_printf(f->arena, "%.*s%s%.*s", STR_ARG(a), middle, STR_ARG(b));
}

static void assert_text(struct str got, const char *expected) {
    if (!str_eq(got, str_of(expected)))
        fail_msg("expected \"%s\", got \"%.*s\"", expected, STR_ARG(got));
}

static void assert_error(struct cel_value v, const char *part) {
    assert_int_equal(v.type, CEL_ERROR);
    if (!str_contains(v.error->message, str_of(part)))
        fail_msg("no '%s' in '%.*s'", part, STR_ARG(v.error->message));
    assert_true(v.error->line > 0);
}

/* ---- depth ---- */

static void refused_as_too_deep(struct fixture *f, struct str text) {
    size_t before = diag_count(f->sink, DIAG_NOTE);
    assert_null(compile(f, text));
    assert_int_equal(diag_count(f->sink, DIAG_NOTE), before + 1);
    const struct diag *diag = diag_get(f->sink, before);
    assert_int_equal(diag->id, DIAG_CEL_LIMIT);
    assert_true(str_contains(diag->message, STR("nested too deeply")));
}

static void test_deep_text_is_refused(void **state) {
    struct fixture *f = *state;
    refused_as_too_deep(f, join3(f, repeat(f, "(", 3000), "1", repeat(f, ")", 3000)));
    refused_as_too_deep(f, join3(f, repeat(f, "[", 3000), "1", repeat(f, "]", 3000)));
    refused_as_too_deep(f, repeat(f, "(", 3000));
    refused_as_too_deep(f, repeat(f, "{1: ", 3000));
    refused_as_too_deep(f, join3(f, repeat(f, "!", 3000), "true", STR("")));
    refused_as_too_deep(f, join3(f, repeat(f, "-", 3000), "1u", STR("")));
    refused_as_too_deep(f, join3(f, repeat(f, "true ? 1 : ", 3000), "1", STR("")));
    refused_as_too_deep(f, join3(f, repeat(f, "size(", 3000), "1", repeat(f, ")", 3000)));
    refused_as_too_deep(f, join3(f, STR("{}"), "", repeat(f, ".a", 3000)));
    refused_as_too_deep(f, join3(f, STR("[]"), "", repeat(f, "[0]", 3000)));
    refused_as_too_deep(f, join3(f, STR("1"), "", repeat(f, " == 1", 3000)));
    refused_as_too_deep(f, join3(f, STR("[1]"), "", repeat(f, ".map(x, x)", 3000)));
}

/* The deepest that is allowed, in each way, is also evaluated: the stack must bear it. */
static void test_deepest_text_is_evaluated(void **state) {
    struct fixture *f = *state;
    assert_int_equal(eval_text(f, join3(f, repeat(f, "(", 249), "7", repeat(f, ")", 249))).integer,
                     7);
    assert_int_equal(eval_text(f, join3(f, repeat(f, "[", 249), "7", repeat(f, "]", 249))).type,
                     CEL_LIST);
    assert_true(cel_is_true(eval_text(f, join3(f, repeat(f, "!", 248), "true", STR("")))));
    struct str choices = join3(f, repeat(f, "false ? 1 : ", 249), "7", STR(""));
    assert_int_equal(eval_text(f, choices).integer, 7);
}

static void test_deepest_macros(void **state) {
    struct fixture *f = *state;
    struct strbuf text = strbuf_new(f->arena);
    for (int i = 0; i < 120; i++)
        strbuf_printf(&text, "[1].map(x%d, ", i);
    strbuf_append(&text, STR("x0 + x119"));
    for (int i = 0; i < 120; i++)
        strbuf_append_byte(&text, ')');
    struct cel_value v = eval_text(f, strbuf_str(&text));
    for (int i = 0; i < 120; i++) {
        assert_int_equal(v.type, CEL_LIST);
        v = v.list->items[0];
    }
    assert_int_equal(v.integer, 2);
}

static void test_long_chains_are_not_deep(void **state) {
    struct fixture *f = *state;
    assert_int_equal(eval_text(f, join3(f, repeat(f, "1 + ", 1499), "1", STR(""))).integer, 1500);
    assert_int_equal(eval_text(f, join3(f, STR("1"), "", repeat(f, " - 1", 1500))).integer, -1499);
    assert_int_equal(eval_text(f, join3(f, STR("1"), "", repeat(f, " * 1", 1500))).integer, 1);
    assert_true(cel_is_true(eval_text(f, join3(f, repeat(f, "true && ", 400), "true", STR("")))));
    assert_true(cel_is_true(eval_text(f, join3(f, repeat(f, "false || ", 400), "true", STR("")))));
}

static void test_long_text_is_refused(void **state) {
    struct fixture *f = *state;
    assert_null(compile(f, join3(f, repeat(f, "1 +  ", 20000), "1", STR(""))));
    assert_int_equal(diag_get(f->sink, 0)->id, DIAG_CEL_LIMIT);
}

static struct cel_value variable_again(struct cel_run *run, uint32_t slot) {
    (void)slot;
    return cel_eval(run->host, run);
}

/* A variable that is asked for while it is found out: the depth of all evaluations counts. */
static void test_endless_variables_end(void **state) {
    struct fixture *f = *state;
    cel_env_add_variable(f->env, STR("again"));
    struct cel_program *program = compile(f, STR("1 + again"));
    struct cel_run run = {.arena = f->arena, .host = program, .variable = variable_again};
    assert_error(cel_eval(program, &run), "nested too deeply");
    assert_int_equal(run.depth, 0);
}

/* ---- budgets ---- */

static struct cel_value eval_within(struct fixture *f, const char *text, struct cel_budget budget) {
    struct cel_program *program = compile(f, str_of(text));
    assert_non_null(program);
    struct arena *scratch = arena_new();
    arena_on_reset(f->arena, (void (*)(void *))arena_free, scratch);
    struct cel_run run = {.arena = scratch, .budget = &budget};
    size_t limit = budget.scratch;
    struct cel_value v = cel_eval(program, &run);
    /* Buffers double, and one entry is made before it is counted. */
    if (arena_peak(scratch) > 6 * limit)
        fail_msg("%zu bytes for %s", arena_peak(scratch), text);
    return v;
}

static struct cel_value eval_steps(struct fixture *f, const char *text, uint64_t steps) {
    return eval_within(f, text, (struct cel_budget){steps, 64 * MIB});
}

static void test_steps_end(void **state) {
    struct fixture *f = *state;
    static const char loops[] = "lists.range(1000).map(a, lists.range(1000).map(b, a * b))"
                                ".exists(x, x.size() == 0)";
    assert_error(eval_steps(f, loops, 100000), "too many steps");
    assert_error(eval_steps(f, "1 + 1", 3), "too many steps");
    assert_int_equal(eval_steps(f, "1 + 1", 4).integer, 2);
    /* What used up the budget is an error even where the answer would be clear. */
    assert_error(eval_steps(f, "lists.range(2000).all(x, x < 0 || x >= 0) || true", 1000),
                 "too many steps");
}

static void test_memory_ends(void **state) {
    struct fixture *f = *state;
    struct strbuf text = strbuf_new(f->arena);
    strbuf_append(&text, STR("cel.bind(s0, 'aaaaaaaaaaaaaaaa', "));
    for (int i = 0; i < 60; i++)
        strbuf_printf(&text, "cel.bind(s%d, s%d + s%d, ", i + 1, i, i);
    strbuf_append(&text, STR("s60.size()"));
    for (int i = 0; i < 61; i++)
        strbuf_append_byte(&text, ')');
    const char *doubling = str_c(f->arena, strbuf_str(&text));
    static const char *const greedy[] = {
        "lists.range(100000000)",
        "lists.range(9223372036854775807)",
        "lists.range(40).map(x, 'x').join(lists.range(4000).map(y, 'abcdefghij').join())",
        "lists.range(30000).map(x, 'x').join().replace('', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')",
        "lists.range(10000).map(x, [1, 2, 3, 4, 5, 6, 7, 8, x])",
        "lists.range(30).map(x, lists.range(1000)).flatten().flatten() + lists.range(20000)",
        "'%s%s%s'.format([lists.range(9000), lists.range(9000), lists.range(9000)])",
        "lists.range(90000) == [] || true",
    };
    struct cel_budget budget = {1000000, MIB};
    assert_error(eval_within(f, doubling, budget), "too much memory");
    for (size_t i = 0; i < sizeof greedy / sizeof *greedy; i++)
        assert_error(eval_within(f, greedy[i], budget), "too much memory");
}

/* Work inside one function costs steps as well. */
static void test_long_lists_cost_steps(void **state) {
    struct fixture *f = *state;
    static const char *const slow[] = {
        "lists.range(8000).map(x, [x]).distinct().size()",
        "sets.contains(lists.range(8000), lists.range(8000))",
        "cel.bind(l, lists.range(8000), l.all(x, x in l))",
        "cel.bind(l, lists.range(8000), l.all(x, l == l))",
    };
    for (size_t i = 0; i < sizeof slow / sizeof *slow; i++)
        assert_error(eval_steps(f, slow[i], 200000), "too many steps");
}

static void test_other_types(void **state) {
    assert_error(eval_text(*state, STR("dyn('a').replace('a', dyn(1))")), "no such overload");
}

static void test_patterns_are_bounded(void **state) {
    struct fixture *f = *state;
    struct str bad =
        str_printf(f->arena, "'%.*s!'.matches('^(a+)+$')", STR_ARG(repeat(f, "a", 60)));
    assert_error(eval_text(f, bad), "takes too long");
    struct str long_pattern =
        str_printf(f->arena, "'a'.matches('%.*s')", STR_ARG(repeat(f, "a", 5000)));
    assert_null(compile(f, long_pattern));
    struct str nested = str_printf(f->arena, "'a'.matches('%.*sa%.*s')",
                                   STR_ARG(repeat(f, "(", 1000)), STR_ARG(repeat(f, ")", 1000)));
    assert_null(compile(f, nested));
    assert_int_equal(diag_count(f->sink, DIAG_NOTE), 2);
}

/* ---- places ---- */

static void test_block_scalar_places(void **state) {
    struct fixture *f = *state;
    struct str file = STR("id: x\nwhen: |\n    1 < 2 &&\n      'é' +  nope == 'x'\nend: y\n");
    struct cel_source source = {
        .text = STR("1 < 2 &&\n  'é' +  nope == 'x'\n"),
        .file = STR("rules/x.yaml"),
        .file_text = file,
        .line = 3,
        .column = 5,
        .indent = 4,
    };
    assert_null(cel_compile(f->arena, f->env, &source, f->sink));
    assert_text(rendered(f), "rules/x.yaml:4:14: error: unknown name 'nope' [cel-name]\n"
                             "          'é' +  nope == 'x'\n"
                             "                 ^~~~\n");
}

static void test_place_without_the_file(void **state) {
    struct fixture *f = *state;
    struct cel_source source = {
        .text = STR("true &&\n\tnope"), .file = STR("x"), .line = 7, .column = 9, .indent = 2};
    assert_null(cel_compile(f->arena, f->env, &source, f->sink));
    assert_text(rendered(f), "x:8:4: error: unknown name 'nope' [cel-name]\n"
                             "      \tnope\n"
                             "      \t^~~~\n");
}

static void test_runtime_place(void **state) {
    struct fixture *f = *state;
    struct cel_source source = {.text = STR("true &&\n  1 / 0 == 1"),
                                .file = STR("x"),
                                .line = 10,
                                .column = 5,
                                .indent = 4};
    struct cel_program *program = cel_compile(f->arena, f->env, &source, f->sink);
    struct cel_run run = {.arena = f->arena};
    struct cel_value v = cel_eval(program, &run);
    assert_error(v, "division by zero");
    assert_int_equal(v.error->line, 11);
    assert_int_equal(v.error->column, 9);
}

/* ---- environments ---- */

static struct cel_value twice(const struct cel_call *call) {
    assert_ptr_equal(call->host, call->run->host);
    if (call->args[0].type != CEL_INT)
        return cel_error_of(call->arena, "no such overload");
    return cel_int(call->args[0].integer * 2);
}

static const struct cel_function host_functions[] = {
    {"twice", false, 1, 1, twice, "doubles"},
    {"twice", true, 1, 1, twice, "doubles"},
};

static struct cel_value slot_number(struct cel_run *run, uint32_t slot) {
    (void)run;
    return cel_int(slot);
}

static void test_host_functions_and_scopes(void **state) {
    struct fixture *f = *state;
    cel_env_add_functions(f->env, host_functions, 2);
    cel_env_add_variable(f->env, STR("a"));
    struct cel_env *outer = f->env;
    f->env = cel_env_scope(f->arena, outer);
    assert_int_equal(cel_env_add_variable(f->env, STR("b")), 1);
    assert_int_equal(cel_env_add_variable(f->env, STR("a")), 2); /* hides the outer one */
    struct cel_program *program = compile(f, STR("twice(a) + b.twice() + 10"));
    struct cel_run run = {.arena = f->arena, .variable = slot_number};
    assert_int_equal(cel_eval(program, &run).integer, 2 * 2 + 1 * 2 + 10);
    f->env = outer;
    assert_non_null(compile(f, STR("a")));
    assert_null(compile(f, STR("a + b")));
}

static void test_a_variable_hides_a_type(void **state) {
    struct fixture *f = *state;
    cel_env_add_variable(f->env, STR("x"));
    cel_env_add_variable(f->env, STR("list"));
    struct cel_program *program = compile(f, STR("list + 1"));
    struct cel_run run = {.arena = f->arena, .variable = slot_number};
    assert_int_equal(cel_eval(program, &run).integer, 2);
}

static void test_conformant(void **state) {
    struct fixture *f = *state;
    cel_env_set_conformant(f->env, STR("a.b"), true);
    assert_error(eval_text(f, STR("duration('1d')")), "is no duration");
    assert_error(eval_text(f, STR("nothing")), "unknown name");
    assert_true(cel_is_true(eval_text(f, STR("nothing(1) || true"))));
    cel_env_add_variable(f->env, STR("x"));
    cel_env_add_variable(f->env, STR("a.x"));
    cel_env_add_variable(f->env, STR("a.b.y.z"));
    struct cel_program *program = compile(f, STR("[x, .x, y.z]"));
    struct cel_run run = {.arena = f->arena, .variable = slot_number};
    struct cel_value v = cel_eval(program, &run);
    assert_int_equal(v.list->items[0].integer, 1);
    assert_int_equal(v.list->items[1].integer, 0);
    assert_int_equal(v.list->items[2].integer, 2);
}

/* ---- references ---- */

static void note(void *arg, const struct cel_reference *r) {
    struct strbuf *out = arg;
    struct cel_place place = cel_program_place(r->program, r->at);
    strbuf_printf(out, "%u:%u %s%.*s", place.line, place.column, r->is_receiver_call ? "." : "",
                  STR_ARG(r->name));
    if (r->field.len)
        strbuf_printf(out, " field %.*s", STR_ARG(r->field));
    for (size_t i = 0; i < r->n_args; i++)
        if (r->args[i].ptr)
            strbuf_printf(out, " '%.*s'", STR_ARG(r->args[i]));
        else
            strbuf_append(out, STR(" _"));
    strbuf_append(out, r->in_comprehension ? STR(" looped\n") : STR("\n"));
}

static void test_references(void **state) {
    struct fixture *f = *state;
    cel_env_add_functions(f->env, host_functions, 2);
    cel_env_add_variable(f->env, STR("self"));
    cel_env_add_variable(f->env, STR("facts"));
    struct cel_program *program =
        compile(f, STR("facts.x.y == 1 && self.?m.filter(v, v.a.startsWith('') || twice(self) > "
                       "facts.?z.orValue(1)).exists(w, w.contains(''))\n"
                       "&& cel.bind(q, math.abs(1), has(facts.k)) && type(facts) == map"));
    assert_non_null(program);
    struct strbuf out = strbuf_new(f->arena);
    cel_program_references(program, note, &out);
    assert_text(strbuf_str(&out), "1:1 facts field x\n"
                                  "1:19 self field m\n"
                                  "1:41 .startsWith '' looped\n"
                                  "1:59 twice _ looped\n"
                                  "1:65 self looped\n"
                                  "1:82 .orValue _ looped\n"
                                  "1:73 facts field z looped\n"
                                  "1:106 .contains '' looped\n"
                                  "2:21 math.abs _\n"
                                  "2:33 facts field k\n"
                                  "2:46 type _\n"
                                  "2:51 facts\n");
}

/* ---- traces ---- */

static void trace_node(void *arg, const struct cel_trace_event *event) {
    struct strbuf *out = arg;
    strbuf_printf(out, "%u<%u %u:%u %.*s = %.*s\n", event->id, event->parent, event->line,
                  event->column, STR_ARG(event->text),
                  STR_ARG(cel_display(out->arena, event->value, 50)));
}

static void test_trace(void **state) {
    struct fixture *f = *state;
    struct cel_program *program =
        compile(f, STR("([1, 2].exists(x, x > 1) || false) && 1 / 0 == 1"));
    struct strbuf out = strbuf_new(f->arena);
    struct cel_trace trace = {trace_node, &out};
    struct cel_run run = {.arena = f->arena, .trace = &trace};
    cel_eval(program, &run);
    assert_text(strbuf_str(&out), "4<3 1:2 [1, 2] = 1, 2\n"
                                  "8<7 1:19 x = 1\n"
                                  "9<7 1:23 1 = 1\n"
                                  "7<3 1:21 x > 1 = false\n"
                                  "8<7 1:19 x = 2\n"
                                  "9<7 1:23 1 = 1\n"
                                  "7<3 1:21 x > 1 = true\n"
                                  "3<2 1:9 [1, 2].exists(x, x > 1) = true\n"
                                  "2<1 1:26 ([1, 2].exists(x, x > 1) || false) = true\n"
                                  "13<12 1:39 1 = 1\n"
                                  "14<12 1:43 0 = 0\n"
                                  "12<11 1:41 1 / 0 = error: division by zero\n"
                                  "15<11 1:48 1 = 1\n"
                                  "11<1 1:45 1 / 0 == 1 = error: division by zero\n"
                                  "1<0 1:36 ([1, 2].exists(x, x > 1) || false) && 1 / 0 == 1 = "
                                  "error: division by zero\n");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_deep_text_is_refused),
        TEST(test_deepest_text_is_evaluated),
        TEST(test_deepest_macros),
        TEST(test_long_chains_are_not_deep),
        TEST(test_long_text_is_refused),
        TEST(test_endless_variables_end),
        TEST(test_steps_end),
        TEST(test_memory_ends),
        TEST(test_long_lists_cost_steps),
        TEST(test_other_types),
        TEST(test_patterns_are_bounded),
        TEST(test_block_scalar_places),
        TEST(test_place_without_the_file),
        TEST(test_runtime_place),
        TEST(test_host_functions_and_scopes),
        TEST(test_a_variable_hides_a_type),
        TEST(test_conformant),
        TEST(test_references),
        TEST(test_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
