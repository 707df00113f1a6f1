/* Times without a clock: both notations, the calendar, what must be refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/time.h"

static struct timepoint parse(const char *text) {
    struct timepoint t = {-1, -1};
    if (!time_parse_rfc3339(str_of(text), &t))
        fail_msg("refused: %s", text);
    return t;
}

static void assert_time(struct timepoint t, int64_t seconds, int32_t nanos) {
    assert_int_equal(t.seconds, seconds);
    assert_int_equal(t.nanos, nanos);
}

static void test_rfc3339(void **state) {
    (void)state;
    assert_time(parse("1970-01-01T00:00:00Z"), 0, 0);
    assert_time(parse("2021-08-03T10:11:56Z"), 1627985516, 0);
    assert_time(parse("2021-08-03t10:11:56z"), 1627985516, 0);
    assert_time(parse("2021-08-03T12:11:56+02:00"), 1627985516, 0);
    assert_time(parse("2021-08-03T04:41:56-05:30"), 1627985516, 0);
    assert_time(parse("2021-08-03T10:11:56.5Z"), 1627985516, 500000000);
    assert_time(parse("2021-08-03T10:11:56.123456789Z"), 1627985516, 123456789);
    assert_time(parse("2021-08-03T10:11:56.1234567891234Z"), 1627985516, 123456789);
    assert_time(parse("0001-01-01T00:00:00Z"), -62135596800, 0);
    assert_time(parse("9999-12-31T23:59:59Z"), 253402300799, 0);
    assert_time(parse("1969-12-31T23:59:59.25Z"), -1, 250000000);
}

static void test_rfc3339_refused(void **state) {
    (void)state;
    static const char *const refused[] = {
        "",
        "2021-08-03",
        "2021-08-03T10:11:56",
        "2021-08-03 10:11:56Z",
        "2021-8-03T10:11:56Z",
        "2021-00-03T10:11:56Z",
        "2021-13-03T10:11:56Z",
        "2021-04-31T10:11:56Z",
        "2021-04-00T10:11:56Z",
        "2021-02-29T10:11:56Z",
        "2100-02-29T10:11:56Z",
        "0000-01-01T00:00:00Z",
        "2021-08-03T24:00:00Z",
        "2021-08-03T10:60:00Z",
        "2021-08-03T10:11:60Z",
        "2021-08-03T10:11:56.Z",
        "2021-08-03T10:11:56.5",
        "2021-08-03T10:11:56+24:00",
        "2021-08-03T10:11:56+02:60",
        "2021-08-03T10:11:56+02",
        "2021-08-03T10:11:56Zx",
        "2021-08-03T10:11:56Z ",
        " 2021-08-03T10:11:56Z",
        "-021-08-03T10:11:56Z",
        "null",
    };
    struct timepoint t = {7, 7};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (time_parse_rfc3339(str_of(refused[i]), &t))
            fail_msg("accepted: %s", refused[i]);
    assert_time(t, 7, 7); /* untouched */
}

static void test_go(void **state) {
    (void)state;
    struct timepoint t;
    assert_true(time_parse_go(STR("2021-08-03 12:11:56.91501602 +0200 CEST m=+1.651641915"), &t));
    assert_time(t, 1627985516, 915016020);
    assert_true(time_parse_go(STR("2021-08-03 10:11:56 +0000 UTC"), &t));
    assert_time(t, 1627985516, 0);
    assert_true(time_parse_go(STR("2021-08-03 10:11:56.1 -0330 -0330"), &t));
    assert_time(t, 1627985516 + 12600, 100000000);
    assert_true(time_parse_go(STR("2021-08-03 10:11:56 +0000"), &t));
    static const char *const refused[] = {
        "",
        "2021-08-03T10:11:56Z",
        "2021-08-03 10:11:56",
        "2021-08-03 10:11:56 UTC",
        "2021-02-30 10:11:56 +0000 UTC",
        "2021-08-03 10:11:56 +0000UTC",
        "2021-08-03 10:11:56 +2500 X",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (time_parse_go(str_of(refused[i]), &t))
            fail_msg("accepted: %s", refused[i]);
}

static void test_leap_years(void **state) {
    (void)state;
    assert_time(parse("2000-02-29T00:00:00Z"), 951782400, 0);
    assert_time(parse("2024-02-29T12:00:00Z"), 1709208000, 0);
    assert_int_equal(parse("2024-03-01T00:00:00Z").seconds - parse("2024-02-28T00:00:00Z").seconds,
                     2 * 86400);
    assert_int_equal(parse("2023-03-01T00:00:00Z").seconds - parse("2023-02-28T00:00:00Z").seconds,
                     86400);
    assert_int_equal(parse("2100-03-01T00:00:00Z").seconds - parse("2100-02-28T00:00:00Z").seconds,
                     86400);
}

/* Every day of five centuries there and back. */
static void test_calendar_round_trip(void **state) {
    (void)state;
    struct civil before = time_civil(-6857222400 - 86400);
    for (int64_t day = -6857222400; day < 8000000000; day += 86400) {
        struct civil civil = time_civil(day + 86399);
        assert_int_equal(civil.hour, 23);
        assert_int_equal(civil.second, 59);
        assert_int_equal(time_seconds(civil), day + 86399);
        bool next_day = civil.day == before.day + 1 && civil.month == before.month;
        assert_true(next_day || civil.day == 1);
        before = civil;
    }
    struct civil first = time_civil(-62135596800);
    assert_int_equal(first.year, 1);
    assert_int_equal(first.month, 1);
    assert_int_equal(first.day, 1);
}

static void test_format(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const char *const texts[] = {
        "2021-08-03T10:11:56Z",           "2021-08-03T10:11:56.5Z",
        "0001-01-01T00:00:00Z",           "9999-12-31T23:59:59Z",
        "1969-12-31T23:59:59.999999999Z", "2024-02-29T00:00:00.000000001Z",
        "2021-08-03T10:11:50.1Z",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(str_eq(time_format(arena, parse(texts[i])), str_of(texts[i])));
    assert_true(str_eq(time_format(arena, parse("2021-08-03T12:00:00+02:00")),
                       STR("2021-08-03T10:00:00Z")));
    arena_free(arena);
}

static void test_order(void **state) {
    (void)state;
    struct timepoint a = {5, 1}, b = {5, 2}, c = {6, 0};
    assert_true(time_cmp(a, b) < 0);
    assert_true(time_cmp(c, b) > 0);
    assert_int_equal(time_cmp(a, a), 0);
}

static void test_spans(void **state) {
    (void)state;
    static const struct {
        int64_t seconds;
        const char *text;
    } cases[] = {
        {0, "0 s"},      {59, "59 s"},    {60, "1 min"},    {3599, "59 min"},   {3600, "1 h"},
        {86399, "23 h"}, {86400, "24 h"}, {172799, "47 h"}, {172800, "2 days"}, {864000, "10 days"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str text = time_format_span(arena, cases[i].seconds);
        assert_true(str_eq(text, str_of(cases[i].text)));
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc3339),
        cmocka_unit_test(test_rfc3339_refused),
        cmocka_unit_test(test_go),
        cmocka_unit_test(test_leap_years),
        cmocka_unit_test(test_calendar_round_trip),
        cmocka_unit_test(test_format),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_spans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
