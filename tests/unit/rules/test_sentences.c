/* English sentences into another language, whole and by patterns. */
#include "rules/sentences.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

static void assert_said(const struct sentences *s, const char *english, const char *local) {
    struct str said = sentences_translate(s, s->whole.arena, str_of(english));
    if (!str_eq(said, str_of(local)))
        fail_msg("%s: %.*s", english, STR_ARG(said));
}

static void add(struct sentences *s, const char *english, const char *local) {
    const char *wrong = sentences_add(s, str_of(english), str_of(local));
    if (wrong)
        fail_msg("%s: %s", english, wrong);
}

static void test_translate(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct sentences s = sentences_new(arena);
    add(&s, "no message", "KEINE");
    add(&s, "is degraded: {why}", "DEGRADED ({why})");
    add(&s, "waits since {time}; it installs {what}", "{what} SEIT {time}");
    add(&s, "{a} of {b} nodes", "{b}: {a}");
    assert_said(&s, "no message", "KEINE");
    assert_said(&s, "is degraded: disk: full", "DEGRADED (disk: full)");
    assert_said(&s, "is degraded: no message", "DEGRADED (KEINE)");
    assert_said(&s, "is degraded: ", "DEGRADED ()");
    assert_said(&s, "waits since 06:12; it installs x; y", "x; y SEIT 06:12");
    assert_said(&s, "1 of 2 of 3 nodes", "2 of 3: 1");
    /* what fits no pattern stays */
    assert_said(&s, "is degraded", "is degraded");
    assert_said(&s, "waits since 06:12", "waits since 06:12");
    assert_said(&s, "1 of 3 nodes.", "1 of 3 nodes.");
    assert_said(&s, " of  nodes", ": ");
    assert_said(&s, "", "");
    /* a site's own file stands above */
    add(&s, "no message", "NICHTS");
    add(&s, "is degraded: {why}", "KAPUTT ({why})");
    assert_said(&s, "is degraded: no message", "KAPUTT (NICHTS)");
    arena_free(arena);
}

/* A hole that is filled with the pattern itself ends. */
static void test_nesting(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct sentences s = sentences_new(arena);
    add(&s, "a {x}", "b {x}");
    assert_said(&s, "a a a a a a a a", "b b b b a a a a");
    arena_free(arena);
}

static void test_mistakes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct sentences s = sentences_new(arena);
    static const char *const wrong[][2] = {
        {"is {a}", "is {b}"},
        {"is {a} and {a}", "{a}"},
        {"is {a}{b}", "{a}"},
        {"is {}", "x"},
        {"{a} {b} {c} {d} {e} {f} {g} {h} {i}", "x"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_non_null(sentences_add(&s, str_of(wrong[i][0]), str_of(wrong[i][1])));
    add(&s, "is {a}", "without it");
    add(&s, "is {a", "no hole");
    assert_said(&s, "is here", "without it");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_translate),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
