/* Shapes of drains and places on the axis of attempts: what is drawn, where, and what cannot be. */
#include "written.h"

#include "report/document.h"

static struct str written(struct arena *arena, const struct element *root) {
    FILE *file = tmpfile();
    assert_true(element_write(root, file));
    return written_text(arena, file);
}

static struct str shapes(struct arena *arena, struct drain drain) {
    struct element *root = element_root(arena, "drain");
    document_drain_shapes(root, arena, &drain);
    return written(arena, root);
}

/* One square for each VM, those that hold first, ten in a row. */
static void test_squares(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str text = shapes(arena, (struct drain){.hold = 1, .migrate = 11});
    ASSERT_HOLDS(text, "<squares width=\"178\" height=\"34\">");
    assert_int_equal(occurrences(text, STR("h14v14h-14z")), 12);
    assert_true(str_find(text, STR("mark=\"bad\""), 0) < str_find(text, STR("mark=\"ok\""), 0));
    ASSERT_HOLDS(text, "<outline>M1 1h14v14h-14z</outline>");
    ASSERT_HOLDS(text, "M1 19h14");
    ASSERT_LACKS(text, "<room");
    ASSERT_LACKS(shapes(arena, (struct drain){.hold = 0}), "<squares");
    arena_free(arena);
}

/* Of many VMs a bar, in which even one that holds can be seen. */
static void test_bar(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str text = shapes(arena, (struct drain){.hold = 1, .migrate = 999});
    ASSERT_LACKS(text, "<squares");
    ASSERT_HOLDS(text, "<bar width=\"176\">");
    ASSERT_HOLDS(text, "<part mark=\"bad\" x=\"0\" width=\"4\">");
    arena_free(arena);
}

static void test_room(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct drain drain = {.migrate = 1,
                          .memory_needed = {true, 50},
                          .memory_free_elsewhere = {true, 100},
                          .tight = MAYBE_FALSE};
    ASSERT_HOLDS(shapes(arena, drain), "<room width=\"120\" used=\"60\" mark=\"ok\">");
    drain.memory_needed.value = 200;
    ASSERT_HOLDS(shapes(arena, drain), "<room width=\"120\" used=\"120\" mark=\"bad\">");
    drain.memory_free_elsewhere.known = false; /* not known is no bar */
    ASSERT_LACKS(shapes(arena, drain), "<room");
    arena_free(arena);
}

static struct report *with_attempts(struct arena *arena, const struct attempt *attempts, size_t n) {
    struct report *report = NEW(arena, struct report);
    struct migrations_of *of = NEW(arena, struct migrations_of);
    *of = (struct migrations_of){STR("a"), STR("b"), attempts, n};
    report->migrations = of;
    report->n_migrations = 1;
    report->gathered_to = STR("2026-11-18T00:00:00Z");
    return report;
}

/* Attempts at nearly the same time stand side by side; a time that is none has no place. */
static void test_places(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct attempt attempts[] = {{.created = STR("2026-11-08T00:00:00Z")},
                                       {.created = STR("not a time")},
                                       {.created = STR("2026-11-17T23:58:00Z")},
                                       {.created = STR("2026-11-17T23:59:00Z")}};
    struct report *report = with_attempts(arena, attempts, 4);
    struct time_axis axis = document_time_axis(report);
    const int64_t *places = document_places(arena, &axis, report->migrations);
    assert_int_equal(places[0], 15);
    assert_int_equal(places[1], -1);
    assert_true(places[3] <= 985 && places[3] - places[2] >= 26);
    struct element *root = element_root(arena, "x");
    document_ticks(root, arena, &axis);
    struct str text = written(arena, root);
    assert_in_range(occurrences(text, STR("<tick")), 2, 8);
    ASSERT_HOLDS(text, ">2026-11-");
    arena_free(arena);
}

/* Years from 1 to 9999 come to few ticks too. */
static void test_far_times(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct attempt attempts[] = {{.created = STR("0001-01-01T00:00:00Z")},
                                       {.created = STR("9999-12-31T23:59:59Z")}};
    struct time_axis axis = document_time_axis(with_attempts(arena, attempts, 2));
    struct element *root = element_root(arena, "x");
    document_ticks(root, arena, &axis);
    assert_in_range(occurrences(written(arena, root), STR("<tick")), 1, 8);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_squares),   cmocka_unit_test(test_bar),
        cmocka_unit_test(test_room),      cmocka_unit_test(test_places),
        cmocka_unit_test(test_far_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
