/* Which changes are made to an expression, and that the changed program is what it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/intern.h"
#include "cel/mutant.h"

/* Each change and what the changed expression is, one a line. */
static void expect_mutants(const char *text, bool is_condition, const char *expected) {
    struct arena *arena = arena_new();
    struct cel_env *env = cel_env_new(arena, intern_new(arena));
    struct cel_source source = {.text = str_of(text), .line = 1, .column = 1};
    struct cel_program *program = cel_compile(arena, env, &source, diag_sink_new(arena));
    struct strbuf out = strbuf_new(arena);
    struct cel_run run = {.arena = arena};
    assert_non_null(program);
    struct cel_value before = cel_eval(program, &run);
    for (size_t i = 0; i < cel_mutant_count(program, is_condition); i++) {
        struct cel_mutant mutant = cel_mutant_at(arena, program, is_condition, i);
        struct cel_value v = cel_eval(mutant.program, &run);
        strbuf_printf(&out, "%s %.*s: %.*s\n", mutant.change, STR_ARG(mutant.text),
                      STR_ARG(cel_display(arena, v, 100)));
    }
    assert_string_equal(str_c(arena, strbuf_str(&out)), expected);
    assert_true(cel_equal(before, cel_eval(program, &run))); /* it was not touched */
    arena_free(arena);
}

static void test_logic(void **state) {
    (void)state;
    expect_mutants("1 < 2 && 3 < 2", true,
                   "negated 1 < 2 && 3 < 2: true\n"
                   "dropped 1 < 2: false\nnegated 1 < 2: false\n"
                   "dropped 3 < 2: true\nnegated 3 < 2: true\n");
    expect_mutants("[false][0] || [true][0]", false,
                   "dropped [false][0]: true\nnegated [false][0]: true\n"
                   "dropped [true][0]: false\nnegated [true][0]: false\n");
}

static void test_nested(void **state) {
    (void)state;
    expect_mutants("[1, 2, 3].filter(i, i > 1 && i < 3)", false,
                   "negated i > 1 && i < 3: 1, 3\n"
                   "dropped i > 1: 1, 2\nnegated i > 1: 1\n"
                   "dropped i < 3: 2, 3\nnegated i < 3: 3\n");
    expect_mutants("[true][0] ? 'a' : 'b'", false, "negated [true][0]: b\n");
    expect_mutants("[1, 2].map(i, i > 1, i)", false, "negated i > 1: 1\n");
    expect_mutants("[2, 1].sortBy(i, i)", false, "");
}

/* A variable that is plainly a yes or no is changed as a whole too; a number is not. */
static void test_whole(void **state) {
    (void)state;
    expect_mutants("[1][0] == 1", false, "negated [1][0] == 1: false\n");
    expect_mutants("[true][0]", false, "");
    expect_mutants("[true][0]", true, "negated [true][0]: false\n");
    expect_mutants("1 + 1", false, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_logic),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
