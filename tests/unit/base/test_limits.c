/* The table of bounds: what can be set, what is refused and why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"

static void check_set(const char *assignment, const char *why) {
    struct arena *arena = arena_new();
    struct str got = {0};
    bool set = limits_set(arena, str_of(assignment), &got);
    if (why)
        assert_string_equal(str_c(arena, got), why);
    assert_int_equal(set, why == NULL);
    arena_free(arena);
}

static void test_set(void **state) {
    (void)state;
    check_set("members=7", NULL);
    assert_int_equal(limits->members, 7);
    check_set("member-bytes=3M", NULL);
    assert_int_equal(limits->member_bytes, 3 * MIB);
    check_set("input-bytes=1T", NULL);
    assert_int_equal(limits->input_bytes, TIB);
    limits_reset();
    assert_int_equal(limits->members, 5000000);
}

static void test_refused(void **state) {
    (void)state;
    check_set("", "a limit is set as NAME=VALUE; see --help-limits");
    check_set("members", "a limit is set as NAME=VALUE; see --help-limits");
    check_set("membrs=1", "there is no limit 'membrs'; did you mean 'members'?");
    check_set("qqqqqqqqqqqq=1", "there is no limit 'qqqqqqqqqqqq'; see --help-limits");
    check_set("depth=129", "limit depth takes 8 to 128, not '129'");
    check_set("depth=", "limit depth takes 8 to 128, not ''");
    check_set("depth=-9", "limit depth takes 8 to 128, not '-9'");
    check_set("member-bytes=1023", "limit member-bytes takes 1 KiB to 2 GiB, not '1023'");
    check_set("member-bytes=99999999999T",
              "limit member-bytes takes 1 KiB to 2 GiB, not '99999999999T'");
    check_set("evidence=3", "limit evidence is fixed");
    assert_int_equal(limits->depth, LIMIT_DEPTH_MOST);
}

/* What the table itself must keep, for each row. */
static void test_rows(void **state) {
    (void)state;
    struct limit_row row, other;
    size_t count = 0;
    for (; limits_row(count, &row); count++) {
        assert_true(row.value > 0);
        assert_true(strlen(row.reason) > 10);
        assert_true(row.least > row.most || (row.least <= row.value && row.value <= row.most));
        for (size_t i = 0; i < count && limits_row(i, &other); i++)
            assert_false(str_eq(row.name, other.name));
    }
    assert_true(count > 50);
}

static void test_bytes(void **state) {
    (void)state;
    assert_string_equal(limits_bytes(0).text, "0 bytes");
    assert_string_equal(limits_bytes(1000).text, "1000 bytes");
    assert_string_equal(limits_bytes(1024).text, "1 KiB");
    assert_string_equal(limits_bytes(16 * MIB - 1).text, "16777215 bytes");
    assert_string_equal(limits_bytes(2048 * TIB).text, "2048 TiB");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
