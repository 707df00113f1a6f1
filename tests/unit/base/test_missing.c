/* Sets of what is missing: sorted, without repetition, and cheap to unite however many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/missing.h"

static struct missing_set pod(struct arena *arena, size_t number) {
    return missing_one(arena, (struct missing){.kind = STR("Pod"),
                                               .namespace = STR("a"),
                                               .name = str_printf(arena, "pod-%05zu", number)});
}

static void assert_sorted(struct missing_set set) {
    for (size_t i = 1; i < set.count; i++)
        assert_true(missing_cmp(&set.items[i - 1], &set.items[i]) < 0);
}

static void test_union(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct missing_set b = pod(arena, 2), both = missing_union(arena, b, pod(arena, 1));
    assert_int_equal(both.count, 2);
    assert_sorted(both);
    assert_int_equal(missing_union(arena, both, b).count, 2);
    assert_int_equal(missing_union(arena, both, (struct missing_set){0}).count, 2);
    assert_int_equal(missing_union(arena, (struct missing_set){0}, both).count, 2);
    arena_free(arena);
}

static void test_union_all(void **state) {
    (void)state;
    for (size_t n = 0; n < 40; n++) {
        struct arena *arena = arena_new();
        struct missing_set sets[40];
        for (size_t i = 0; i < n; i++)
            sets[i] = pod(arena, (i * 7) % 20);
        struct missing_set all = missing_union_all(arena, sets, n);
        assert_int_equal(all.count, n < 20 ? n : 20);
        assert_sorted(all);
        arena_free(arena);
    }
}

/* Memory grows as n log n: one by one this would take gigabytes. */
static void test_many(void **state) {
    (void)state;
    enum { MANY = 20000 };
    struct arena *arena = arena_new();
    struct missing_set *sets = NEW_ARRAY(arena, MANY, struct missing_set);
    for (size_t i = 0; i < MANY; i++)
        sets[i] = pod(arena, i);
    size_t before = arena_used(arena);
    assert_int_equal(missing_union_all(arena, sets, MANY).count, MANY);
    assert_in_range(arena_used(arena) - before, 1,
                    17 * (size_t)MANY * sizeof(struct missing) + 1024 * 1024);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_union),
                                       cmocka_unit_test(test_union_all),
                                       cmocka_unit_test(test_many)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
